"""What is written as a value and is none: `date('2025-02-30')`, or `'soon'` where a date is compared with it.

The rule: a blank is written `''`. Any other constant that turns out to be blank is a slip of the author, which no row
would ever show: a comparison with it is false of everybody.
"""

from __future__ import annotations

from collections.abc import Iterator

from lineofsight.expressions.syntax import Call, Name, Node, Path, TextLiteral, every_node
from lineofsight.expressions.trouble import ExpressionProblem, Place
from lineofsight.expressions.typed import Constant, Part, TypedTree, every_part
from lineofsight.expressions.types import Kind

_SAID = {
    Kind.DATE: ("is no day of the calendar", "Write one, as '2026-02-28'."),
    Kind.DATETIME: ("is no day of the calendar with a time", "Write one, as '2026-02-28T09:00'."),
}
_KNOWN_LATER = ("today", "now", "random", "uuid")
_OTHERWISE = ("is always blank", "Write a value, or '' where blank is meant.")


def check_no_constant_is_blank(tree: TypedTree) -> None:
    """Raises a problem at the first constant that is blank though something else was written.

    >>> from lineofsight.expressions import DATE, Environment, check, parse
    >>> check_no_constant_is_blank(check(parse("${left} > date('2025-02-30')"), Environment({"left": DATE}, {})))
    Traceback (most recent call last):
    lineofsight.expressions.trouble.ExpressionProblem: At character 16 of "${left} > date('2025-02-30')": ...
    """
    for part in _slips(tree):
        place = Place(tree.source.text, part.start, part.end, tree.source.name)
        trouble, remedy = _SAID.get(part.type.kind, _OTHERWISE)
        raise ExpressionProblem("X211", place, f"{place.part} {trouble}.", remedy)


def _slips(tree: TypedTree) -> Iterator[Part]:
    """The blank constants in whose text nothing allows for a blank: no '', nothing that is known only later."""
    allowing = [node for node in every_node(tree.source.root) if _allows_blank(node)]
    for part in every_part(tree.root):
        if not isinstance(part, Constant) or part.value is not None:
            continue
        if not any(part.start <= node.start and node.end <= part.end for node in allowing):
            yield part


def _allows_blank(node: Node) -> bool:
    if isinstance(node, TextLiteral):
        return not node.value
    return isinstance(node, Name | Path) or (isinstance(node, Call) and node.function in _KNOWN_LATER)
