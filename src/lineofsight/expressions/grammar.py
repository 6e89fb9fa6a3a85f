"""From the text of an expression to its tree.

The grammar stands in `grammar.lark`. This module builds the nodes, limits length and nesting, and turns every failure
of the parser into a problem that says where and what could stand there.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path as File
from typing import cast

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, UnexpectedToken

from lineofsight.expressions.syntax import (
    BELOW,
    Binary,
    Call,
    Logic,
    Minus,
    Name,
    Node,
    NumberLiteral,
    Path,
    Step,
    TextLiteral,
    Tree,
    every_node,
    position_asked,
)
from lineofsight.expressions.trouble import ExpressionProblem, Place

LONGEST = 32_767  # characters: what a cell of a workbook holds
DEEPEST = 60  # levels of nesting
LONGEST_CHAIN = 200  # operators or `if`s in a row, where each is the last part of the one before

_NAME = re.compile(r"[^\W\d][\w.:#-]*")


def parse(text: str, *, name: str = "") -> Tree:
    """The tree of an expression. `name` says where it stands, for problems.

    >>> parse("${age} >= 18").root.operator
    '>='
    """
    place = Place(text, 0, len(text), name)
    if not text.strip():
        raise ExpressionProblem("X101", place, "There is no expression.", "Write one, or leave the rule out.")
    if len(text) > LONGEST:
        raise ExpressionProblem(
            "X102", place, f"The expression has {len(text):,} characters.", f"The most is {LONGEST:,}. Split it."
        )
    try:
        root = _parser().parse(text)
    except UnexpectedInput as error:
        raise _unreadable(text, name, error) from None
    tree = Tree(text, root, name)  # type: ignore[arg-type] # the transformer has turned the tree into nodes
    _check_names(tree)
    _check_nesting(tree)
    return tree


def names_in(tree: Tree) -> tuple[str, ...]:
    """The names an environment must know, as it names them, each once, in the order of the text.

    >>> names_in(parse("${exit_date} >= ${period.start} and ${exit_date} <= ../end"))
    ('exit_date', 'period.start', '../end')
    """
    found: dict[str, None] = {}
    waiting = [tree.root]
    while waiting:
        node = waiting.pop()
        name = _name_of(node)
        if name:
            found[name] = None
        elif isinstance(node, Path):
            # Bare paths in the conditions of a step start from its rows: they are columns, not names.
            inner = [_name_of(each) for part in node.parts for each in every_node(part)]
            found |= dict.fromkeys(name for name in inner if name and not name.startswith("./"))
        else:
            waiting.extend(reversed(node.parts))
    return tuple(found)


def _name_of(node: Node) -> str:
    """The name by which an environment knows this node; empty if by none."""
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Path) and node.is_plain:
        return node.text
    return position_asked(node) if isinstance(node, Call) else ""


@cache
def _parser() -> Lark:
    grammar = File(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", transformer=_Nodes(), maybe_placeholders=False)


class _Nodes(Transformer[Token, Node]):
    """Builds the nodes while the parser reads, so that depth costs no recursion."""

    def text(self, children: list[Child]) -> Node:
        return TextLiteral(*_span(children), str(children[0])[1:-1])

    def number(self, children: list[Child]) -> Node:
        return NumberLiteral(*_span(children), str(children[0]))

    def name(self, children: list[Child]) -> Node:
        return Name(*_span(children), str(children[0])[2:-1].strip())

    def logic(self, children: list[Child]) -> Node:
        return Logic(*_span(children), str(children[1]), _nodes(children))

    def binary(self, children: list[Child]) -> Node:
        left, right = _nodes(children)
        return Binary(*_span(children), str(children[1]), left, right)

    def minus(self, children: list[Child]) -> Node:
        return Minus(*_span(children), *_nodes(children))

    def enclosed(self, children: list[Child]) -> Node:
        return _nodes(children)[0]

    def call(self, children: list[Child]) -> Node:
        return Call(*_span(children), str(children[0]), _nodes(children))

    def conditions(self, children: list[Child]) -> Node:
        return Step(*_span(children), ".", _nodes(children))

    def step(self, children: list[Child]) -> Node:
        return Step(*_span(children), str(children[0]), _conditions(children))

    def call_step(self, children: list[Child]) -> Node:
        (call,) = _nodes(children)
        return Step(*_span(children), f"{cast(Call, call).function}()", call.parts)

    def later_steps(self, children: list[Child]) -> tuple[Node, ...]:
        return _steps(children)

    def path(self, children: list[Child]) -> Node:
        is_absolute = isinstance(children[0], Token)
        return Path(*_span(children), _steps(children), is_absolute)

    def from_origin(self, children: list[Child]) -> Node:
        origin = cast(Node, children[0])
        return Path(*_span(children), _steps(children[1:]), origin=origin)


Child = Token | Node | tuple[Node, ...]


def _nodes(children: list[Child]) -> tuple[Node, ...]:
    return tuple(child for child in children if isinstance(child, Node))


def _conditions(children: list[Child]) -> tuple[Node, ...]:
    return tuple(condition for child in _nodes(children) for condition in child.parts)


def _steps(children: list[Child]) -> tuple[Step, ...]:
    found: list[Step] = []
    for child in children:
        if isinstance(child, Token) and child == BELOW:
            found.append(Step(*_span([child]), BELOW))
        steps = child if isinstance(child, tuple) else (child,)
        found += [step for step in steps if isinstance(step, Step)]
    return tuple(found)


def _span(children: list[Child]) -> tuple[int, int]:
    first, last = children[0], children[-1]
    start = first.start_pos if isinstance(first, Token) else cast(Node, first).start
    end = last.end_pos if isinstance(last, Token) else (last[-1] if isinstance(last, tuple) else last).end
    return start or 0, end or 0


def _unreadable(text: str, name: str, error: UnexpectedInput) -> ExpressionProblem:
    """What the parser met, in words, with what could stand there."""
    at = error.pos_in_stream if error.pos_in_stream is not None and error.pos_in_stream >= 0 else len(text)
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        missing = "RPAR" if "RPAR" in error.accepts | error.expected and _open_parentheses(text) > 0 else ""
        remedy = "Close the parenthesis." if missing else "Write what follows, or remove the last operator."
        return ExpressionProblem(
            "X103", Place(text, len(text), len(text), name), "The expression ends too early.", remedy
        )
    length = len(error.token) if isinstance(error, UnexpectedToken) else 1
    place = Place(text, at, at + length, name)
    met = text[at : at + length]
    return ExpressionProblem("X104", place, f'"{met}" cannot stand here.', _remedy(text, at, met))


def _open_parentheses(text: str) -> int:
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", text)
    return bare.count("(") - bare.count(")")


def _remedy(text: str, at: int, met: str) -> str:
    before = text[:at].rstrip()
    if met in "'\"‘’“”":
        return "A text begins and ends with the same quote: close it, or put an operator before it."
    if met == "=" and before[-1:] in ("=", "<", ">", "!"):
        return "Write = for equal, and <= or >= with the equals sign last."
    if met == "!":
        return "Write != for not equal, and not(...) for a denial."
    if met == "/" or before.endswith("/"):
        return "Write div to divide."
    if met == "%":
        return "Write mod for the remainder of a division."
    if met == "&":
        return "Write and to join two conditions, and concat(...) to join two texts."
    if met == "$":
        return "A name is written ${name}, without spaces in it."
    if met == ")":
        return "There is no parenthesis for it to close, or something is missing before it."
    return "Is an operator missing before it, or a quote around a text?"


def _check_names(tree: Tree) -> None:
    for node in every_node(tree.root):
        if isinstance(node, Name) and not _NAME.fullmatch(node.name):
            raise ExpressionProblem(
                "X105",
                Place(tree.text, node.start, node.end, tree.name),
                f'"{node.name}" cannot be a name.',
                "A name begins with a letter and has letters, digits, points, hyphens and underscores.",
            )


def _check_nesting(tree: Tree) -> None:
    waiting: list[tuple[Node, int, int]] = [(tree.root, 1, 1)]
    while waiting:
        node, level, row = waiting.pop()
        if level > DEEPEST or row > LONGEST_CHAIN:
            raise ExpressionProblem(
                "X106",
                Place(tree.text, node.start, node.end, tree.name),
                f"The expression is nested more than {DEEPEST} deep."
                if level > DEEPEST
                else f"More than {LONGEST_CHAIN} operators stand in a row.",
                "Give a part of it a name of its own, as a calculation.",
            )
        follower = _continues(node)
        for part in node.parts:
            continues = part is follower
            waiting.append((part, level if continues else level + 1, row + 1))


def _continues(node: Node) -> Node | None:
    """The part that only carries on: `a + b` in `a + b + c`, the last `if` of a chain of them."""
    if isinstance(node, Binary) and isinstance(node.left, Binary):
        return node.left
    if isinstance(node, Call) and node.function == "if" and len(node.arguments) == 3:
        last = node.arguments[2]
        return last if isinstance(last, Call) and last.function == "if" else None
    return None
