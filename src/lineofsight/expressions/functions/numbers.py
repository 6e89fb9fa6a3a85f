"""Numbers."""

from __future__ import annotations

import math
from dataclasses import replace

from lineofsight.expressions.checks import conversions
from lineofsight.expressions.checks.conversions import exact
from lineofsight.expressions.functions.catalogue import Called, function
from lineofsight.expressions.typed import Op, Part
from lineofsight.expressions.types import (
    DECIMAL,
    INTEGER,
    MOST_DIGITS,
    Kind,
)


@function("int(number)", "What stands before the point: cut toward zero.", "int(-2.7)", "-2")
def _int(call: Called) -> Part:
    return conversions.to_integer(call.number(0))


# Rounding needs three digits more than the number has.
MOST_DIGITS_TO_ROUND = MOST_DIGITS - 3


@function(
    "round(number, places?)",
    "Rounded half up, to whole numbers or to that many places. Half up is up for negative numbers too: -2.5 gives -2.",
    "round(2.345, 2)",
    "2.35",
)
def _round(call: Called) -> Part:
    places = call.written_integer(1, "The number of places") if len(call.arguments) > 1 else 0
    if not -15 <= places <= 15:
        raise call.problem("X207", call.arguments[1], "Rounding goes from -15 to 15 places.", "Write fewer.")
    number = call.number(0)
    if number.type.digits > MOST_DIGITS_TO_ROUND:
        number = conversions.to_double(number)
    scale = max(0, places)
    if number.type.scale is None:
        type = exact(15 + scale + 1, scale)
    elif number.type.scale <= places:
        return number
    else:
        type = exact(number.type.digits - number.type.scale + scale + 1, scale)
    return call.apply(Op.ROUND, type, number, call.constant(INTEGER, places))


@function("abs(number)", "Without its sign.", "abs(-3)", "3")
def _abs(call: Called) -> Part:
    number = call.number(0)
    return call.apply(Op.ABSOLUTE, number.type, number)


@function("pow(number, exponent)", "To the power of; blank where there is no finite number.", "pow(2, 3)", "8")
def _pow(call: Called) -> Part:
    return call.apply(Op.POWER, DECIMAL, call.double(0), call.double(1))


@function("pi()", "The ratio of a circle's circumference to its diameter.", "round(pi(), 4)", "3.1416")
def _pi(call: Called) -> Part:
    return call.constant(DECIMAL, math.pi)


@function("atan2(y, x)", "The angle of a point, in radians.", "atan2(0, 1)", "0")
def _atan2(call: Called) -> Part:
    return call.apply(Op.ARC_TANGENT_2, DECIMAL, call.double(0), call.double(1))


def _of_one_number(name: str, op: Op, says: str, example: str, gives: str) -> None:
    function(f"{name}(number)", says, example, gives)(lambda call: call.apply(op, DECIMAL, call.double(0)))


_of_one_number("sqrt", Op.SQUARE_ROOT, "The square root; blank for a negative number.", "sqrt(9)", "3")
_of_one_number("exp", Op.EXPONENT, "e to the power of.", "exp(0)", "1")
_of_one_number("log", Op.LOGARITHM, "The natural logarithm; blank up to 0.", "log(1)", "0")
_of_one_number("log10", Op.LOGARITHM_10, "The logarithm to 10; blank up to 0.", "log10(1000)", "3")
_of_one_number("sin", Op.SINE, "The sine of an angle in radians.", "sin(0)", "0")
_of_one_number("cos", Op.COSINE, "The cosine of an angle in radians.", "cos(0)", "1")
_of_one_number("tan", Op.TANGENT, "The tangent of an angle in radians.", "tan(0)", "0")
_of_one_number("asin", Op.ARC_SINE, "The angle with this sine; blank outside -1 to 1.", "asin(0)", "0")
_of_one_number("acos", Op.ARC_COSINE, "The angle with this cosine; blank outside -1 to 1.", "acos(1)", "0")
_of_one_number("atan", Op.ARC_TANGENT, "The angle with this tangent.", "atan(0)", "0")


@function("exp10(number)", "10 to the power of.", "exp10(2)", "100")
def _exp10(call: Called) -> Part:
    return call.apply(Op.POWER, DECIMAL, call.constant(DECIMAL, 10.0), call.double(0))


@function(
    "random()", "A number from 0 up to 1, by chance. Not in measures, where chance has no place.", "random() < 1", "yes"
)
def _random(call: Called) -> Part:
    return conversions.apply(Op.RANDOM, DECIMAL, at=call.at)


@function("min(number...)", "The smallest that is not blank.", "min(3, '', 2)", "2")
def _min(call: Called) -> Part:
    return _extreme(call, Op.SMALLEST, Op.SMALLEST_ROUND)


@function("max(number...)", "The largest that is not blank.", "max(3, '', 2)", "3")
def _max(call: Called) -> Part:
    return _extreme(call, Op.LARGEST, Op.LARGEST_ROUND)


def _extreme(call: Called, of_values: Op, of_rounds: Op) -> Part:
    if len(call.arguments) == 1 and call.arguments[0].type.many:
        rounds = call.checking.numbers_of_rounds(call.arguments[0])
        return call.apply(of_rounds, replace(rounds.type, many=False), rounds)
    if not call.checking.environment.converts and any(part.type.kind is Kind.DATE for part in call.arguments):
        dates = [call.date(place) for place in range(len(call.arguments))]
        return call.apply(of_values, dates[0].type, *dates)
    found = [call.number(place) for place in range(len(call.arguments))]
    type = conversions.common_number([part.type for part in found])
    return call.apply(of_values, type, *(conversions.as_number(part, type) for part in found))
