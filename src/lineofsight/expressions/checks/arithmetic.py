"""How the check types `+ - * div mod`: exact while it provably fits, a double otherwise; dates move by days."""

from __future__ import annotations

from lineofsight.expressions.checks import conversions
from lineofsight.expressions.checks.checking import Checking
from lineofsight.expressions.checks.conversions import DATED, apply, exact
from lineofsight.expressions.checks.moving import check_moves
from lineofsight.expressions.syntax import Node
from lineofsight.expressions.typed import Apply, Op, Part
from lineofsight.expressions.types import DATE, DECIMAL, Kind, Type

_OPS = {"+": Op.ADD, "-": Op.SUBTRACT, "*": Op.MULTIPLY, "div": Op.DIVIDE, "mod": Op.MODULO}
MOST_PLACES = 12  # digits after the point up to which a product is kept exact
DAYS_BETWEEN = Type(Kind.INTEGER, 7, 0)


def calculation(checking: Checking, operator: str, left: Part, right: Part, node: Node) -> Part:
    at = Part(DECIMAL, node.start, node.end)
    kinds = {left.type.kind, right.type.kind}
    if not checking.environment.converts and kinds & DATED:
        return _with_dates(checking, operator, left, right, node)
    op = _OPS[operator]
    one, other = checking.number(left), checking.number(right)
    type = _type(op, one.type, other.type)
    if not type.is_exact:
        one, other = conversions.to_double(one), conversions.to_double(other)
    return apply(op, type, one, other, at=at)


def _type(op: Op, left: Type, right: Type) -> Type:
    if op is Op.DIVIDE or left.scale is None or right.scale is None:
        return DECIMAL
    scale = max(left.scale, right.scale)
    whole = max(left.digits - left.scale, right.digits - right.scale)
    if op is Op.MODULO:
        return exact(whole + scale, scale)
    if op is Op.MULTIPLY:
        places = left.scale + right.scale
        return exact(left.digits + right.digits, places) if places <= MOST_PLACES else DECIMAL
    return exact(whole + scale + 1, scale)


def _with_dates(checking: Checking, operator: str, left: Part, right: Part, node: Node) -> Part:
    """A date and a number of days, or two dates: `${exit_date} - ${entry_date}`, `${entry_date} + 90`."""
    at = Part(DECIMAL, node.start, node.end)
    dated = [part.type.kind in DATED for part in (left, right)]
    if operator == "-" and dated == [True, True]:
        return apply(Op.DAYS_BETWEEN, DAYS_BETWEEN, checking.date(right), checking.date(left), at=at)
    if operator == "+" and dated == [False, True]:
        left, right = right, left
        dated = [True, False]
    if operator not in ("+", "-") or dated != [True, False]:
        raise checking.problem(
            "X205",
            node,
            "A date is not a number.",
            "Dates can be subtracted from each other, and moved by adding or subtracting days.",
        )
    days = checking.integer(right)
    if operator == "-":
        days = apply(Op.NEGATE, days.type, days)
    moved = Apply(DATE, node.start, node.end, Op.DAYS_LATER, (checking.date(left), days))
    check_moves(checking, moved, node)
    return apply(Op.DAYS_LATER, DATE, *moved.operands, at=at)
