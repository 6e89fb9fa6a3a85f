"""Which parts of a checked expression can be blank, and how large their numbers can be: what guards can be left out."""

from __future__ import annotations

import math
from typing import cast

from lineofsight.expressions.typed import Apply, Constant, Op, Part, Reference
from lineofsight.expressions.types import Kind

# Blank as soon as one operand is, and never otherwise.
FAITHFUL = frozenset(
    {
        Op.NEGATE,
        Op.ABSOLUTE,
        Op.YEAR,
        Op.QUARTER,
        Op.MONTH,
        Op.DAY,
        Op.WEEKDAY,
        Op.DAYS_BETWEEN,
        Op.MONTHS_BETWEEN,
        Op.YEARS_BETWEEN,
        Op.MONTHS_LATER,
        Op.YEARS_LATER,
        Op.LAST_WEEKDAY,
        Op.TO_DOUBLE,
        Op.WIDEN,
        Op.BOOLEAN_TO_NUMBER,
        Op.DATE_TO_DAYS,
        Op.DATETIME_TO_DAYS,
        Op.TIME_TO_DAYS,
        Op.DATE_TO_DATETIME,
        Op.TIME_TO_DATETIME,
        Op.DATETIME_TO_DATE,
        Op.ARC_TANGENT,
    }
)
# Blank never.
CERTAIN = frozenset({Op.LENGTH, Op.COUNT_CHOICES, Op.TODAY, Op.NOW, Op.RANDOM, Op.UUID, Op.COUNT_ROUNDS})

LARGEST_DOUBLE = 300  # powers of ten: beyond, sums and products may leave the finite numbers
_LARGEST_ANSWER = 18  # powers of ten a double in a record stays below
_UNBOUNDED = 10_000


def may_be_blank(part: Part) -> bool:
    if isinstance(part, Constant):
        return part.value is None
    if not isinstance(part, Apply):
        return True
    if part.op in CERTAIN:
        return False
    if part.op is Op.IF:
        return any(may_be_blank(branch) for branch in part.operands[1:])
    if part.op is Op.COALESCE:
        return all(may_be_blank(operand) for operand in part.operands)
    if part.type.kind is Kind.BOOLEAN:
        return part.op is Op.ROUND_AT
    if part.op in FAITHFUL or (part.op in (Op.ADD, Op.SUBTRACT, Op.MULTIPLY) and part.type.is_exact):
        return any(may_be_blank(operand) for operand in part.operands)
    return True


def magnitude(part: Part) -> int:
    """The power of ten that a number stays below."""
    if part.type.scale is not None:
        return part.type.digits - part.type.scale
    if isinstance(part, Constant):
        return len(str(int(abs(part.value)))) if isinstance(part.value, int | float) else 0
    if isinstance(part, Reference):
        return _LARGEST_ANSWER
    if isinstance(part, Apply):
        return _magnitude_of(part)
    return _UNBOUNDED


def _magnitude_of(part: Apply) -> int:
    sizes = [magnitude(operand) for operand in part.operands if operand.type.is_number]
    op = part.op
    if op in (Op.ADD, Op.SUBTRACT):
        size = max(sizes) + 1
    elif op is Op.MULTIPLY:
        size = sum(sizes)
    elif op is Op.DIVIDE and isinstance(part.operands[1], Constant):
        by = abs(cast(float, part.operands[1].value or 1.0))
        size = sizes[0] + max(0, math.ceil(-math.log10(by or 1.0)))
    elif op is Op.DIVIDE:
        divisor = part.operands[1]
        exact = divisor.operands[0] if isinstance(divisor, Apply) and divisor.op is Op.TO_DOUBLE else divisor
        size = sizes[0] + (exact.type.scale if exact.type.scale is not None else _UNBOUNDED)
    elif op in (Op.MODULO, Op.NEGATE, Op.ABSOLUTE, Op.TO_DOUBLE, Op.COALESCE, Op.SMALLEST, Op.LARGEST, Op.IF):
        size = max(sizes)
    elif op in (Op.SINE, Op.COSINE, Op.ARC_SINE, Op.ARC_COSINE, Op.ARC_TANGENT, Op.ARC_TANGENT_2, Op.TIME_TO_DAYS):
        size = 2
    elif op is Op.DATETIME_TO_DAYS:
        size = 8
    elif op in (Op.SQUARE_ROOT, Op.LOGARITHM, Op.LOGARITHM_10):
        size = max(*sizes, 3)
    else:
        size = _UNBOUNDED
    return min(size, _UNBOUNDED)


def may_overflow(part: Apply) -> bool:
    """Whether a sum, product or quotient of doubles may leave the finite numbers."""
    return not part.type.is_exact and _magnitude_of(part) > LARGEST_DOUBLE
