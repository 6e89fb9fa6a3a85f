"""Reading: what belongs together, what names there are, and how far one may nest."""

from __future__ import annotations

import pytest

from lineofsight.expressions import ExpressionProblem, names_in, parse
from lineofsight.expressions.syntax import Binary, Call, Logic, Minus, Name, Node, NumberLiteral, Path, TextLiteral


def shape(node: Node) -> str:
    """A tree in one line, every operation in brackets."""
    if isinstance(node, Binary):
        return f"[{shape(node.left)} {node.operator} {shape(node.right)}]"
    if isinstance(node, Logic):
        return f"[{f' {node.operator} '.join(shape(each) for each in node.operands)}]"
    if isinstance(node, Minus):
        return f"[-{shape(node.operand)}]"
    if isinstance(node, Call):
        return f"{node.function}({', '.join(shape(each) for each in node.arguments)})"
    if isinstance(node, Path):
        return node.text
    if isinstance(node, Name):
        return node.name
    assert isinstance(node, TextLiteral | NumberLiteral)
    return node.value if isinstance(node, TextLiteral) else node.digits


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("1 + 2 * 3", "[1 + [2 * 3]]"),
        ("(1 + 2) * 3", "[[1 + 2] * 3]"),
        ("10 - 3 - 2", "[[10 - 3] - 2]"),
        ("12 div 3 mod 2", "[[12 div 3] mod 2]"),
        ("-2 * 3", "[[-2] * 3]"),
        ("- -2", "[-[-2]]"),
        ("1 + 1 = 2", "[[1 + 1] = 2]"),
        ("1 < 2 = 3 >= 2", "[[1 < 2] = [3 >= 2]]"),
        ("${a} = 1 or ${b} = 2 and ${c} = 3", "[[a = 1] or [[b = 2] and [c = 3]]]"),
        ("${a} or ${b} or ${c}", "[a or b or c]"),
        ("not(${a}) and ${b}", "[not(a) and b]"),
        ("${a}*2", "[a * 2]"),
        ("2*-3", "[2 * [-3]]"),
        (".>=18", "[. >= 18]"),
        ("div div div", "[./div div ./div]"),
        ("and and or", "[./and and ./or]"),
        ("order - 1", "[./order - 1]"),
        ("a-b", "./a-b"),
        ("../older", "../older"),
        ("/data/member/age", "/data/member/age"),
        ("current()/../age", "../age"),
        ("selected (., 'no')", "selected(., no)"),
        ("if(${a}, if(${b}, 1, 2), 3)", "if(a, if(b, 1, 2), 3)"),
        ("\n ${a}\t=\u00a01 ", "[a = 1]"),
        (".5 + 5.", "[.5 + 5.]"),
    ],
)
def test_puts_together_what_belongs_together(text: str, read_as: str) -> None:
    assert shape(parse(text).root) == read_as


@pytest.mark.parametrize("text", ["'it is'", '"it is"', "‘it is’", "“it is”", "‘it is'"])
def test_reads_straight_and_curly_quotes_alike(text: str) -> None:
    assert shape(parse(text).root) == "it is"


def test_leaves_the_other_quote_in_a_text_alone() -> None:
    assert shape(parse('concat("it\'s", \'so "called"\')').root) == 'concat(it\'s, so "called")'


def test_lists_names_once_in_the_order_of_the_text() -> None:
    tree = parse("${exit_date} >= ${period.start} and ../a = ./b and ${exit_date} > c and position(..) = 1")

    assert names_in(tree) == ("exit_date", "period.start", "../a", "./b", "./c", "position(..)")


def test_lists_only_names_of_a_lookup() -> None:
    tree = parse("instance('list')/root/item[state = ${state} and city = 'x']/label")

    assert names_in(tree) == ("state",)


@pytest.mark.parametrize(
    "text",
    [
        "preceding-sibling::item[1]/name",
        "count(/data/member[age >= 18])",
        "/data/*/age",
        "//age",
        "./@id",
        "self::node()",
        "${member}[position() = 2]/name",
        "indexed-repeat(${name}, ${member}, position(..) - 1)",
        "sum(/data/member/age) | /data/extra",
        "randomize(instance('list')/root/item[state = ${state}], 7)",
        "area(${field})",
        "once(uuid())",
        "${last-saved#name}",
        "jr:choice-name(${state}, '${state}')",
        "int((today() - ${birth_date}) div 365.25)",
    ],
)
def test_reads_what_it_does_not_offer(text: str) -> None:
    assert parse(text).root.end == len(text)


def test_keeps_the_place_of_every_part() -> None:
    text = "  ${age}  >= round( 17.5 ) "

    root = parse(text).root

    assert isinstance(root, Binary)
    assert text[root.left.start : root.left.end] == "${age}"
    assert text[root.right.start : root.right.end] == "round( 17.5 )"


def test_takes_sixty_levels() -> None:
    parse("not(" * 59 + "true()" + ")" * 59)


def test_refuses_more_than_sixty_levels() -> None:
    with pytest.raises(ExpressionProblem, match="nested more than 60 deep"):
        parse("not(" * 60 + "true()" + ")" * 60)


def test_takes_a_long_list_of_alternatives() -> None:
    text = " or ".join(f"${{code}} = '{number}'" for number in range(900))

    assert isinstance(parse(text).root, Logic)


def test_takes_a_long_row_of_ifs() -> None:
    text = "'none'"
    for number in range(150):
        text = f"if(${{code}} = '{number}', 'label {number}', {text})"

    assert names_in(parse(text)) == ("code",)


def test_refuses_a_row_that_is_too_long() -> None:
    with pytest.raises(ExpressionProblem, match="More than 200 operators stand in a row"):
        parse(" + ".join(["1"] * 202))


def test_refuses_more_than_a_cell_holds() -> None:
    with pytest.raises(ExpressionProblem, match="32,768 characters"):
        parse("1" * 32_768)
