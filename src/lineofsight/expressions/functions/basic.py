"""Functions for logic, conversion, numbers and choices."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import cast

from lineofsight.expressions.checks import conversions
from lineofsight.expressions.checks.conversions import WRITTEN, exact
from lineofsight.expressions.checks.unifying import unify
from lineofsight.expressions.functions.catalogue import Called, function
from lineofsight.expressions.typed import Constant, Op, Part
from lineofsight.expressions.types import (
    BOOLEAN,
    CHOICES,
    DECIMAL,
    INTEGER,
    TEXT,
    Kind,
)

COUNT = replace(INTEGER, digits=6)


@function("true()", "Yes.", "true()", "yes")
def _true(call: Called) -> Part:
    return Constant(BOOLEAN, call.node.start, call.node.end, True)


@function("false()", "No.", "false()", "no")
def _false(call: Called) -> Part:
    return Constant(BOOLEAN, call.node.start, call.node.end, False)


@function("not(condition)", "Yes where the condition is not true; a blank is not true.", "not(1 > 2)", "yes")
def _not(call: Called) -> Part:
    return call.apply(Op.NOT, BOOLEAN, call.boolean(0))


@function("boolean(value)", "Whether a number is not 0, or something else is filled in.", "boolean('no')", "yes")
def _boolean(call: Called) -> Part:
    return conversions.to_boolean(call.checking.single(call.arguments[0]))


@function("boolean-from-string(text)", "Yes for 'true' and '1'.", "boolean-from-string('true')", "yes")
def _boolean_from_string(call: Called) -> Part:
    return call.apply(Op.TEXT_TO_BOOLEAN, BOOLEAN, conversions.to_text(call.checking.single(call.arguments[0])))


@function("if(condition, then, otherwise)", "The one or the other.", "if(2 > 1, 'more', 'less')", "more")
def _if(call: Called) -> Part:
    branches = unify(call.checking, call.arguments[1:], call.node)
    return call.apply(Op.IF, branches[0].type, call.boolean(0), *branches)


@function("coalesce(value, value...)", "The first that is not blank.", "coalesce('', 'here')", "here")
def _coalesce(call: Called) -> Part:
    operands = unify(call.checking, call.arguments, call.node)
    return call.apply(Op.COALESCE, operands[0].type, *operands)


@function("once(value)", "The answer that is there already; without one, the value.", "once('x')", "x")
def _once(call: Called) -> Part:
    here = call.checking.environment.names.get(".")
    if here is None:
        return call.arguments[0]
    current = call.checking.reference(".", here, call.node)
    operands = unify(call.checking, (current, call.arguments[0]), call.node)
    return call.apply(Op.COALESCE, operands[0].type, *operands)


@function("string(value)", "The value as a text.", "string(2.50)", "2.5")
def _string(call: Called) -> Part:
    return conversions.to_text(call.checking.single(call.arguments[0]))


@function("number(value)", "The value as a number; blank for a text that is none.", "number('7')", "7")
def _number(call: Called) -> Part:
    return conversions.to_number(call.checking.single(call.arguments[0]))


@function("int(number)", "What stands before the point: cut toward zero.", "int(-2.7)", "-2")
def _int(call: Called) -> Part:
    return conversions.to_integer(call.number(0))


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


@function("random()", "A number from 0 up to 1, by chance. Not in measures.", "random() < 1", "yes")
def _random(call: Called) -> Part:
    return conversions.apply(Op.RANDOM, DECIMAL, at=call.at)


@function("selected(choices, code)", "Whether the code was chosen.", "selected('a b', 'b')", "yes")
def _selected(call: Called) -> Part:
    answer, wanted = call.arguments
    call.checking.single(answer)
    if isinstance(wanted, Constant) and isinstance(wanted.value, str | int):
        code = call.checking.code(str(wanted.value).strip(), answer.type, wanted)
        wanted = Constant(TEXT, wanted.start, wanted.end, code or None)
    if answer.type.kind is Kind.CHOICE and isinstance(wanted, Constant):
        if wanted.value is None:
            return call.apply(Op.IS_BLANK, BOOLEAN, answer)
        return call.apply(Op.EQUAL, BOOLEAN, answer, wanted)
    return call.apply(Op.HAS_CHOICE, BOOLEAN, call.checking.choices(answer), call.checking.text(wanted))


@function("count-selected(choices)", "How many were chosen; 0 for blank.", "count-selected('a b')", "2")
def _count_selected(call: Called) -> Part:
    return call.apply(Op.COUNT_CHOICES, COUNT, call.checking.choices(call.arguments[0]))


@function("selected-at(choices, position)", "The code at a position, counted from 0.", "selected-at('a b', 1)", "b")
def _selected_at(call: Called) -> Part:
    type = replace(TEXT)
    return call.apply(Op.CHOICE_AT, type, call.checking.choices(call.arguments[0]), call.integer(1))


@function(
    "code-in(choice, set)",
    "Whether the code, or one of several, is in a named code set.",
    "code-in('yes', 'answers')",
    "yes",
)
def _code_in(call: Called) -> Part:
    name = call.written(1, "The name of the code set")
    codes = call.checking.code_set(name, call.arguments[1])
    answer = call.checking.single(call.arguments[0])
    known = Constant(CHOICES, call.arguments[1].start, call.arguments[1].end, codes)
    if answer.type.kind is Kind.CHOICES:
        return call.apply(Op.HAS_ANY_OF, BOOLEAN, answer, known)
    if answer.type.kind in WRITTEN or answer.type.kind is Kind.BLANK or call.checking.environment.converts:
        return call.apply(Op.IS_ONE_OF, BOOLEAN, conversions.to_text(answer), known)
    raise call.checking.wrong_kind(answer, "a choice", "Use a question with choices.")


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


@function("checklist(least, most, condition...)", "Whether from least to most are true; -1 is no limit.",
          "checklist(1, 2, 1 > 2, 2 > 1)", "yes")  # fmt: skip
def _checklist(call: Called) -> Part:
    least, most = call.integer(0), call.integer(1)
    count: Part = call.constant(COUNT, 0)
    for place in range(2, len(call.arguments)):
        one = call.apply(Op.BOOLEAN_TO_NUMBER, COUNT, call.apply(Op.AND, BOOLEAN, call.boolean(place)))
        count = call.apply(Op.ADD, COUNT, count, one)
    return _within(call, count, least, most, unlimited=True)


@function("weighted-checklist(least, most, condition, weight...)", "Whether the weights of what is true lie between.",
          "weighted-checklist(2, 9, 2 > 1, 5)", "yes")  # fmt: skip
def _weighted_checklist(call: Called) -> Part:
    if len(call.arguments) % 2:
        raise call.problem("X208", call.node, "A condition has no weight.", "Write a number behind each condition.")
    total: Part = call.constant(DECIMAL, 0.0)
    for place in range(2, len(call.arguments), 2):
        weight = call.apply(Op.IF, DECIMAL, call.boolean(place), call.double(place + 1), call.constant(DECIMAL, 0.0))
        total = call.apply(Op.ADD, DECIMAL, total, weight)
    return _within(call, total, call.double(0), call.double(1), unlimited=False)


def _within(call: Called, value: Part, least: Part, most: Part, *, unlimited: bool) -> Part:
    sides = []
    for op, limit in ((Op.GREATER_OR_EQUAL, least), (Op.LESS_OR_EQUAL, most)):
        side = call.apply(op, BOOLEAN, *conversions.alike_numbers(value, limit))
        if unlimited:
            none = call.apply(Op.LESS, BOOLEAN, limit, call.constant(limit.type, 0))
            side = call.apply(Op.OR, BOOLEAN, none, side)
        sides.append(side)
    return call.apply(Op.AND, BOOLEAN, *sides)


@function("count(repeat)", "How many rounds a repeat has. Not in measures.", "", "")
def _count(call: Called) -> Part:
    return call.apply(Op.COUNT_ROUNDS, COUNT, call.checking.rounds(call.arguments[0]))


@function("count-non-empty(repeat)", "How many rounds are filled in. Not in measures.", "", "")
def _count_non_empty(call: Called) -> Part:
    return call.apply(Op.COUNT_FILLED_ROUNDS, COUNT, call.checking.rounds(call.arguments[0]))


@function("sum(repeat)", "The sum over the rounds of a repeat; blanks count as nothing. Not in measures.", "", "")
def _sum(call: Called) -> Part:
    rounds = call.checking.numbers_of_rounds(call.arguments[0])
    type = rounds.type
    total = exact(type.digits + COUNT.digits, cast(int, type.scale)) if type.is_exact else DECIMAL
    return call.apply(Op.SUM_ROUNDS, total, rounds)


@function("indexed-repeat(question, repeat, position)", "The answer in one round, counted from 1. Not in measures.",
          "", "")  # fmt: skip
def _indexed_repeat(call: Called) -> Part:
    rounds = call.checking.rounds(call.arguments[0])
    return call.apply(Op.ROUND_AT, replace(rounds.type, many=False), rounds, call.integer(2))
