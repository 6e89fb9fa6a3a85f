"""How far an expression may move a date: so that no walker can fall off the end of its calendar."""

from __future__ import annotations

from lineofsight.expressions.checks.checking import Checking
from lineofsight.expressions.syntax import Node
from lineofsight.expressions.typed import Apply, Constant, Op, Part

MOST_DAYS = 99_999  # by which one step can move a date; where the days are not written down, further is blank
# Answers lie between the years 1000 and 8999, Python's calendar between 1 and 9999: this much room is on both sides.
MOST_DAYS_TOGETHER = 360_000
_DAYS_OF = {Op.YEARS_LATER: 366, Op.MONTHS_LATER: 31, Op.DAYS_LATER: 1}


def check_moves(checking: Checking, moved: Part, node: Node) -> None:
    """Refuses an expression that could move a date by more than nine centuries."""
    by = _constant(moved)
    if by is not None and by > MOST_DAYS:
        raise checking.problem(
            "X210", node, "It moves a date by more than 270 years.", "Write a smaller number of days, months or years."
        )
    if _drift(moved) > MOST_DAYS_TOGETHER:
        raise checking.problem(
            "X210", node, "It moves a date too many times.", "Give a part of it a name of its own, as a calculation."
        )


def _constant(part: Part) -> int | None:
    """The days by which the last step moves, where they are written down."""
    if isinstance(part, Apply) and part.op in _DAYS_OF:
        by = part.operands[1]
        if isinstance(by, Constant) and isinstance(by.value, int):
            return abs(by.value) * _DAYS_OF[part.op]
    return None


def _drift(part: Part) -> int:
    """The most days between a date and the answers it was made from."""
    if not isinstance(part, Apply):
        return 0
    if part.op in _DAYS_OF:
        own = _constant(part)
        return (MOST_DAYS if own is None else own) + _drift(part.operands[0])
    if part.op is Op.LAST_WEEKDAY:
        return 31 + _drift(part.operands[0])
    if part.op in (Op.IF, Op.COALESCE, Op.SMALLEST, Op.LARGEST, Op.DATE_TO_DATETIME, Op.DATETIME_TO_DATE):
        return max(_drift(operand) for operand in part.operands)
    return 0
