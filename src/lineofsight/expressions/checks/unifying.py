"""How the branches of `if` and the values of `coalesce` come to one type."""

from __future__ import annotations

from lineofsight.expressions.checks import conversions
from lineofsight.expressions.checks.checking import Checking
from lineofsight.expressions.checks.conversions import DATED, WRITTEN
from lineofsight.expressions.syntax import Node
from lineofsight.expressions.typed import Part
from lineofsight.expressions.types import Kind


def unify(checking: Checking, parts: tuple[Part, ...], node: Node) -> tuple[Part, ...]:
    """All parts in one type. A blank takes the type of the others."""
    for part in parts:
        checking.single(part)
    filled = [part for part in parts if part.type.kind is not Kind.BLANK]
    if not filled:
        return parts
    kinds = {part.type.kind for part in filled}
    if kinds <= {Kind.INTEGER, Kind.DECIMAL}:
        type = conversions.common_number([part.type for part in filled])
        return tuple(
            conversions.blank_of(type, part) if part.type.kind is Kind.BLANK else conversions.as_number(part, type)
            for part in parts
        )
    if len(kinds) == 1:
        first = filled[0].type
        return tuple(conversions.blank_of(first, part) if part.type.kind is Kind.BLANK else part for part in parts)
    if kinds <= WRITTEN:
        return tuple(conversions.to_text(part) for part in parts)
    if kinds <= DATED:
        return tuple(conversions.to_datetime(part) for part in parts)
    if checking.environment.converts:
        if kinds <= {Kind.INTEGER, Kind.DECIMAL, Kind.BOOLEAN, Kind.DATE, Kind.DATETIME, Kind.TIME}:
            return tuple(conversions.to_double(part) for part in parts)
        return tuple(conversions.to_text(part) for part in parts)
    words = " and ".join(sorted({f"a {part.type}" for part in filled}))
    raise checking.problem(
        "X209", node, f"It would give now {words}.", "Give values of one kind, or convert with string() or number()."
    )
