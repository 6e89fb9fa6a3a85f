"""A problem names the expression, the place and the remedy."""

from __future__ import annotations

import pytest

from lineofsight.expressions import (
    DATE,
    INTEGER,
    Environment,
    ExpressionProblem,
    Type,
    check,
    many,
    parse,
    to_condition,
    to_sql,
)
from tests.unit.expressions.world import COLUMNS, FORMS, MEASURES

from tests.unit.expressions.world import CLOCK  # isort: skip


def refusal(text: str, environment: Environment = MEASURES, expected: Type | None = None) -> str:
    with pytest.raises(ExpressionProblem) as refused:
        check(parse(text), environment, expected=expected)
    return f"{refused.value.code} {refused.value}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", 'X101 At character 1 of "": There is no expression. Write one, or leave the rule out.'),
        (
            "${age} >=",
            'X103 At character 10 of "${age} >=": The expression ends too early. '
            "Write what follows, or remove the last operator.",
        ),
        ("(1 + 2", 'X103 At character 7 of "(1 + 2": The expression ends too early. Close the parenthesis.'),
        (
            "${age} == 3",
            'X104 At character 9 of "${age} == 3": "=" cannot stand here. '
            "Write = for equal, and <= or >= with the equals sign last.",
        ),
        ("${age} / 2", 'X104 At character 10 of "${age} / 2": "2" cannot stand here. Write div to divide.'),
        (
            "${age} % 2",
            'X104 At character 8 of "${age} % 2": "%" cannot stand here. '
            "Write mod for the remainder of a division.",
        ),
        (
            "${name} = 'Ann",
            "X104 At character 11 of \"${name} = 'Ann\": \"'\" cannot stand here. "
            "A text begins and ends with the same quote: close it, or put an operator before it.",
        ),
        (
            "${the age} > 3",
            'X104 At character 1 of "${the age} > 3": "$" cannot stand here. '
            "A name is written ${name}, without spaces in it.",
        ),
        ("${1st} > 3", 'X105 At character 1 of "${1st} > 3": "1st" cannot be a name. A name begins with a letter and '
            "has letters, digits, points, hyphens and underscores."),
        ("${agee} > 3", 'X201 At character 1 of "${agee} > 3": There is no "agee". Did you mean age?'),
        ("age > 3", 'X201 At character 1 of "age > 3": There is no "age". Did you mean ${age} or the text \'age\'?'),
        ("rond(2.5)", 'X201 At character 1 of "rond(2.5)": There is no function rond(). Did you mean round?'),
        ("Round(2.5)", 'X201 At character 1 of "Round(2.5)": There is no function Round(). Did you mean round?'),
        (
            "${age} and ${consented}",
            'X202 At character 1 of "${age} and ${consented}": ${age} is a whole number, not a condition. '
            "Compare it, as in ${age} > 0",
        ),
        (
            "${name} + 1",
            'X203 At character 1 of "${name} + 1": ${name} is a text, where a number belongs. Write number(${name}).',
        ),
        (
            "string-length(${age})",
            'X203 At character 15 of "string-length(${age})": ${age} is a whole number, where a text belongs. '
            "Write string(${age}).",
        ),
        (
            "${age} > ${entry_date}",
            'X205 At character 1 of "${age} > ${entry_date}": ${age} (whole number) and ${entry_date} (date) have no '
            "common order. Compare numbers with numbers and dates with dates; compare texts with = and !=.",
        ),
        (
            "${name} = ${age}",
            'X205 At character 1 of "${name} = ${age}": ${name} is a text and ${age} a whole number; they are never '
            "equal. Compare things of one kind, or convert with number(), string() or date().",
        ),
        (
            "${entry_date} * 2",
            'X205 At character 1 of "${entry_date} * 2": A date is not a number. '
            "Dates can be subtracted from each other, and moved by adding or subtracting days.",
        ),
        (
            "selected(${needs}, 'hosing')",
            "X206 At character 20 of \"selected(${needs}, 'hosing')\": \"hosing\" is not among the choices of needs. "
            "Did you mean housing?",
        ),
        (
            "${destination} = 999",
            'X206 At character 18 of "${destination} = 999": "999" is not among the choices of destination. '
            "The choices are: 410, 435, 116.",
        ),
        (
            "code-in(${destination}, 'permanant')",
            "X206 At character 25 of \"code-in(${destination}, 'permanant')\": There is no code set \"permanant\". "
            "Did you mean permanent?",
        ),
        (
            "round(${weight}, ${age})",
            'X207 At character 18 of "round(${weight}, ${age})": The number of places has to be written here. '
            "Write a whole number.",
        ),
        (
            "regex(${name}, '[a-')",
            "X207 At character 16 of \"regex(${name}, '[a-')\": The pattern cannot be read: unterminated character set "
            "at position 0. Correct it, or ask with contains(...).",
        ),
        (
            "format-date(${entry_date}, '%Q')",
            "X207 At character 28 of \"format-date(${entry_date}, '%Q')\": %Q is not a code of a format. "
            "Use %Y %y %m %n %b %d %e %a %H %h %M %S %3.",
        ),
        (
            "if(${consented}, 1)",
            'X208 At character 1 of "if(${consented}, 1)": if() was given 2 values. '
            "It is written if(condition, then, otherwise).",
        ),
        (
            "if(${consented}, 1, 'one')",
            "X209 At character 1 of \"if(${consented}, 1, 'one')\": It would give now a text and a whole number. "
            "Give values of one kind, or convert with string() or number().",
        ),
        (
            "${entry_date} + 200000",
            'X210 At character 1 of "${entry_date} + 200000": It moves a date by more than 270 years. '
            "Write a smaller number of days, months or years.",
        ),
        (
            "area(${name}) > 3",
            'X302 At character 1 of "area(${name}) > 3": area() is not offered here. '
            "Keep the places as answers; areas and distances are not measured here.",
        ),
        (
            "instance('x')/root/item[a=1]/b",
            "X206 At character 10 of \"instance('x')/root/item[a=1]/b\": There is no list \"x\". "
            "Nothing can be looked up here.",
        ),
    ],
)  # fmt: skip
def test_says_what_is_wrong_where_and_what_to_do(text: str, said: str) -> None:
    assert refusal(text) == said


def test_names_the_rule_it_stands_in() -> None:
    with pytest.raises(ExpressionProblem, match=r"^population of measure exits, at character 1 of"):
        check(parse("${agee} > 3", name="population of measure exits"), MEASURES)


def test_shortens_a_long_expression() -> None:
    said = refusal("${name} = '" + "x" * 500 + "' and ${agee} = 3")

    assert len(said) < 180


def test_knows_the_place_for_an_editor() -> None:
    with pytest.raises(ExpressionProblem) as refused:
        check(parse("1 = 1 and ${agee} > 3"), MEASURES)

    assert (refused.value.place.start, refused.value.place.end, refused.value.place.part) == (10, 17, "${agee}")


def test_refuses_what_is_not_of_the_expected_kind() -> None:
    assert refusal("${name}", expected=DATE).startswith("X203 ")
    assert refusal("${weight}", expected=INTEGER).startswith("X203 ")


def test_refuses_a_repeat_where_one_answer_belongs() -> None:
    said = refusal("${amounts} > 3", Environment({"amounts": many(INTEGER)}, converts=True))

    assert "${amounts} has one answer for each round of a repeat. Say which: sum(...)" in said


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("random() < 0.5", "X304"),
        ("uuid() = 'x'", "X304"),
        ("sum(${amounts}) > 3", "X304"),
        ("regex(${name}, '(?=a)b')", "X306"),
        ("regex(${name}, '(a)\\1')", "X306"),
        ("${period.end} > today()", "X305"),
    ],
)
def test_refuses_in_sql_what_a_table_cannot_answer(text: str, code: str) -> None:
    names = {**FORMS.names, "amounts": many(INTEGER), "period.end": DATE}
    tree = check(parse(text), Environment(names, converts=True))

    with pytest.raises(ExpressionProblem) as refused:
        to_condition(tree, COLUMNS, clock=CLOCK)

    assert refused.value.code == code


def test_refuses_sql_that_is_too_large_for_one_query() -> None:
    text = "${name}"
    for _ in range(50):
        text = f"substring-after({text}, '-')"
    tree = check(parse(text), MEASURES)

    with pytest.raises(ExpressionProblem, match="too large for one query"):
        to_sql(tree, COLUMNS, clock=CLOCK)
