"""Logic and conversion."""

from __future__ import annotations

from lineofsight.expressions.checks import comparing, conversions
from lineofsight.expressions.checks.unifying import unify
from lineofsight.expressions.functions.catalogue import COUNT, Called, function
from lineofsight.expressions.typed import Constant, Op, Part
from lineofsight.expressions.types import (
    BOOLEAN,
    DECIMAL,
)


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


@function("once(value)", "The answer that is there already; without one, the value.", "once('new')", "new")
def _once(call: Called) -> Part:
    current = call.checking.here(call.node)
    operands = unify(call.checking, (current, call.arguments[0]), call.node)
    return call.apply(Op.COALESCE, operands[0].type, *operands)


@function("string(value)", "The value as a text.", "string(2.50)", "2.5")
def _string(call: Called) -> Part:
    return conversions.to_text(call.checking.single(call.arguments[0]))


@function("number(value)", "The value as a number; blank for a text that is none.", "number('7')", "7")
def _number(call: Called) -> Part:
    return conversions.to_number(call.checking.single(call.arguments[0]))


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


@function("between(value, low, high)", "Whether the value lies between, both ends included.", "between(5, 1, 5)", "yes")
def _between(call: Called) -> Part:
    value, low, high = (call.checking.single(part) for part in call.arguments)
    above = comparing.alike(call.checking, value, low, call.node)
    below = comparing.alike(call.checking, value, high, call.node)
    if above[0] == below[0]:
        return call.apply(Op.BETWEEN, BOOLEAN, above[0], above[1], below[1])
    return call.apply(
        Op.AND,
        BOOLEAN,
        call.apply(Op.GREATER_OR_EQUAL, BOOLEAN, *above),
        call.apply(Op.LESS_OR_EQUAL, BOOLEAN, *below),
    )
