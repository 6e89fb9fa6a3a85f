"""What the operations on numbers do, in Python.

The rule: an exact number stays exact, and a double that is no longer finite is blank. Rounding looks at the digits a
number is written with, not at the bits behind them, so that `round(1.005, 2)` is 1.01 as JavaRosa has it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

from lineofsight.expressions.types import Type

Number = int | float | Decimal

# Wide enough for the product of any two exact numbers.
EXACT = Context(prec=100, rounding=ROUND_HALF_UP)
# From here on `int` and `round` of a double are blank: it no longer holds every whole number.
TOO_LARGE = 10**15
# Numbers and texts are converted with this many digits after the point.
PLACES_IN_TEXT = 20
NEAR = 1e-12  # doubles closer than this are equal, as in JavaRosa
_LIFT = Decimal(10) ** 40


def finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def fitted(value: Number, type: Type) -> Number:
    """The number in the form of its type: int, Decimal with its scale, or float."""
    if type.scale is None:
        return float(value)
    if type.scale == 0:
        return int(value)
    return EXACT.quantize(_decimal(value), Decimal(1).scaleb(-type.scale))


def fitted_to(type: Type, value: Number) -> Number:
    return fitted(value, type)


def add(type: Type, left: Number, right: Number) -> Number | None:
    if type.is_exact:
        return fitted(EXACT.add(_decimal(left), _decimal(right)), type)
    return finite(float(left) + float(right))


def subtract(type: Type, left: Number, right: Number) -> Number | None:
    if type.is_exact:
        return fitted(EXACT.subtract(_decimal(left), _decimal(right)), type)
    return finite(float(left) - float(right))


def multiply(type: Type, left: Number, right: Number) -> Number | None:
    if type.is_exact:
        return fitted(EXACT.multiply(_decimal(left), _decimal(right)), type)
    return finite(float(left) * float(right))


def divide(type: Type, left: Number, right: Number) -> float | None:
    return None if right == 0 else finite(float(left) / float(right))


def modulo(type: Type, left: Number, right: Number) -> Number | None:
    """The remainder with the sign of the dividend."""
    if right == 0:
        return None
    if type.is_exact:
        return fitted(EXACT.remainder(_decimal(left), _decimal(right)), type)
    return finite(math.fmod(float(left), float(right)))


def negate(type: Type, value: Number) -> Number:
    return fitted(-value if not isinstance(value, Decimal) else EXACT.minus(value), type)


def absolute(type: Type, value: Number) -> Number:
    return fitted(abs(value) if not isinstance(value, Decimal) else EXACT.abs(value), type)


def cut(type: Type, value: Number) -> int | None:
    """Toward zero."""
    if isinstance(value, float) and abs(value) >= TOO_LARGE:
        return None
    return int(value)


def rounded(type: Type, value: Number, places: int) -> Number | None:
    """Half up: 2.5 to 3, -2.5 to -2."""
    if isinstance(value, float) and abs(value) >= TOO_LARGE:
        return None
    # Lifted above 0, where half up and half away from zero are one.
    lifted = EXACT.add(_decimal(value), _LIFT)
    unit = Decimal(1).scaleb(-places)
    scaled = EXACT.quantize(EXACT.divide(lifted, unit), Decimal(1))
    return fitted(EXACT.subtract(EXACT.multiply(scaled, unit), _LIFT), type)


def of_double(function: Callable[..., float]) -> Callable[..., float | None]:
    """The function, blank where it has no finite value."""

    def calculate(type: Type, *values: Number) -> float | None:
        try:
            return finite(function(*(float(value) for value in values)))
        except (ValueError, OverflowError, ZeroDivisionError):
            return None

    return calculate


def smallest(type: Type, *values: Number | None) -> Number | None:
    filled = [value for value in values if value is not None]
    return min(filled) if filled else None


def largest(type: Type, *values: Number | None) -> Number | None:
    filled = [value for value in values if value is not None]
    return max(filled) if filled else None


def sum_rounds(type: Type, rounds: tuple[Number | None, ...]) -> Number | None:
    """Blank rounds are left out; the sum of nothing is 0."""
    filled = [value for value in rounds if value is not None]
    if type.is_exact:
        return fitted(sum((_decimal(value) for value in filled), Decimal(0)), type)
    return finite(math.fsum(float(value) for value in filled))


def text_of(value: Number) -> str | None:
    """Without exponent and without zeros at the end; blank where a number is too long to be written so."""
    if isinstance(value, float) and abs(value) >= 10 ** (38 - PLACES_IN_TEXT):
        return None
    exact = EXACT.quantize(_decimal(value), Decimal(1).scaleb(-PLACES_IN_TEXT))
    written = format(exact, "f").rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written


def _decimal(value: Number) -> Decimal:
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
