"""How a part of one type becomes a part of another: an operation put around it, or its value when it is constant.

These are the conversions of XPath and XForms. Whether a conversion may happen unasked is the checker's business; this
module only knows how.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import cast

from lineofsight.expressions.python.evaluate import operate
from lineofsight.expressions.typed import Apply, Constant, Op, Part, Reference
from lineofsight.expressions.types import (
    BOOLEAN,
    CHOICES,
    DATE,
    DATETIME,
    DECIMAL,
    INTEGER,
    MOST_DIGITS,
    TEXT,
    TIME,
    Answer,
    Kind,
    Type,
    Value,
)

# Kinds whose values are texts: they need no operation to be read as one.
WRITTEN = frozenset({Kind.TEXT, Kind.CHOICE, Kind.GEOPOINT})
DATED = frozenset({Kind.DATE, Kind.DATETIME})
# Not computed beforehand, even where all operands are constants.
NEVER_FOLDED = frozenset({Op.TODAY, Op.NOW, Op.RANDOM, Op.UUID, Op.AND, Op.OR, Op.IF, Op.COALESCE})


def apply(op: Op, type: Type, *operands: Part, at: Part | None = None) -> Part:
    """The operation on its operands; on constants, its value."""
    around = at or operands[0]
    if op not in NEVER_FOLDED and operands and all(isinstance(operand, Constant) for operand in operands):
        values: list[Answer] = [cast(Constant, operand).value for operand in operands]
        return Constant(type, around.start, around.end, cast(Value, operate(op, type, values)))
    return Apply(type, around.start, around.end, op, operands)


def blank_of(type: Type, part: Part) -> Part:
    """The blank that is written '', read as a value of this type."""
    return Constant(type, part.start, part.end, None)


def to_number(part: Part) -> Part:
    kind = part.type.kind
    if part.type.is_number:
        return part
    if kind in WRITTEN:
        return apply(Op.TEXT_TO_NUMBER, DECIMAL, part)
    if kind is Kind.CHOICES:
        return apply(Op.TEXT_TO_NUMBER, DECIMAL, to_text(part))
    if kind is Kind.BOOLEAN:
        return apply(Op.BOOLEAN_TO_NUMBER, replace(INTEGER, digits=1), part)
    if kind is Kind.DATE:
        return apply(Op.DATE_TO_DAYS, replace(INTEGER, digits=7), part)
    if kind is Kind.DATETIME:
        return apply(Op.DATETIME_TO_DAYS, DECIMAL, part)
    if kind is Kind.TIME:
        return apply(Op.TIME_TO_DAYS, DECIMAL, part)
    return blank_of(exact(1, 0), part)


def to_double(part: Part) -> Part:
    number = to_number(part)
    return apply(Op.TO_DOUBLE, DECIMAL, number) if number.type.is_exact else number


def to_integer(part: Part) -> Part:
    """Cut toward zero."""
    number = to_number(part)
    if number.type.scale == 0:
        return number
    digits = INTEGER.digits if number.type.scale is None else max(1, number.type.digits - number.type.scale)
    return apply(Op.CUT, replace(INTEGER, digits=digits), number)


def to_text(part: Part) -> Part:
    if part.type.kind in WRITTEN:
        return part
    if part.type.kind is Kind.BLANK:
        return blank_of(TEXT, part)
    return apply(Op.TO_TEXT, TEXT, part)


def to_boolean(part: Part) -> Part:
    if part.type.kind is Kind.BOOLEAN:
        return part
    if part.type.is_number:
        return apply(Op.NUMBER_TO_BOOLEAN, BOOLEAN, part)
    return apply(Op.IS_FILLED, BOOLEAN, part)


def to_date(part: Part) -> Part:
    kind = part.type.kind
    if kind is Kind.DATE:
        return part
    if kind is Kind.DATETIME:
        return apply(Op.DATETIME_TO_DATE, DATE, part)
    if part.type.is_number:
        return apply(Op.DAYS_TO_DATE, DATE, part)
    return blank_of(DATE, part) if kind is Kind.BLANK else apply(Op.TEXT_TO_DATE, DATE, to_text(part))


def to_datetime(part: Part) -> Part:
    kind = part.type.kind
    if kind is Kind.DATETIME:
        return part
    if kind is Kind.DATE:
        return apply(Op.DATE_TO_DATETIME, DATETIME, part)
    if kind is Kind.TIME:
        return apply(Op.TIME_TO_DATETIME, DATETIME, part)
    if part.type.is_number:
        return apply(Op.DAYS_TO_DATETIME, DATETIME, part)
    return blank_of(DATETIME, part) if kind is Kind.BLANK else apply(Op.TEXT_TO_DATETIME, DATETIME, to_text(part))


def to_time(part: Part) -> Part:
    if part.type.kind is Kind.TIME:
        return part
    return blank_of(TIME, part) if part.type.kind is Kind.BLANK else apply(Op.TEXT_TO_TIME, TIME, to_text(part))


def to_choices(part: Part) -> Part:
    if part.type.kind is Kind.CHOICES:
        return part
    return (
        blank_of(CHOICES, part) if part.type.kind is Kind.BLANK else apply(Op.TEXT_TO_CHOICES, CHOICES, to_text(part))
    )


def exact(digits: int, scale: int) -> Type:
    """The exact number of this size; a double where it would be too long."""
    if digits > MOST_DIGITS:
        return DECIMAL
    return Type(Kind.INTEGER if scale == 0 else Kind.DECIMAL, digits, scale)


def common_number(types: list[Type]) -> Type:
    """The number type that holds every value of all of these."""
    if not all(type.is_exact for type in types):
        return DECIMAL
    scale = max(cast(int, type.scale) for type in types)
    return exact(max(type.digits - cast(int, type.scale) for type in types) + scale, scale)


def as_number(part: Part, type: Type) -> Part:
    """A number in the form of a number type that is wide enough for it."""
    if not type.is_exact:
        return to_double(part)
    if part.type.scale == type.scale and (part.type.digits == type.digits or type.scale == 0):
        return replace(part, type=type)
    return apply(Op.WIDEN, type, part)


def alike_numbers(left: Part, right: Part) -> tuple[Part, Part]:
    """Two numbers in one form, to be compared. A constant takes the form of the other side where it fits, so that a
    column is compared as it stands."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Constant) and isinstance(one.value, int | Decimal) and _fits(one.type, other.type):
            changed = as_number(one, other.type)
            return (changed, other) if one is left else (other, changed)
    type = common_number([left.type, right.type])
    return as_number(left, type), as_number(right, type)


def _fits(inner: Type, outer: Type) -> bool:
    if inner.scale is None or outer.scale is None:
        return False
    return inner.scale <= outer.scale and inner.digits - inner.scale <= outer.digits - outer.scale


def is_calculated(part: Part) -> bool:
    """Whether a blank number here is XPath's not-a-number, which equals nothing, and not a blank answer."""
    if isinstance(part, Reference):
        return False
    if not isinstance(part, Apply):
        return not isinstance(part, Constant) or part.value is None
    if part.op in (Op.TO_DOUBLE, Op.WIDEN, Op.COALESCE):
        return any(is_calculated(operand) for operand in part.operands)
    if part.op is Op.IF:
        return any(is_calculated(operand) for operand in part.operands[1:])
    return True
