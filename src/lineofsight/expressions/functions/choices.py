"""Choices."""

from __future__ import annotations

from dataclasses import replace

from lineofsight.expressions.checks import conversions
from lineofsight.expressions.checks.conversions import WRITTEN
from lineofsight.expressions.functions.catalogue import COUNT, Called, function
from lineofsight.expressions.typed import Constant, Op, Part
from lineofsight.expressions.types import (
    BOOLEAN,
    CHOICES,
    TEXT,
    Kind,
)


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


@function("is-selected(choices, code)", "The same as selected.", "is-selected('a b', 'c')", "no")
def _is_selected(call: Called) -> Part:
    return _selected(call)


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
