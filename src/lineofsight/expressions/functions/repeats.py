"""Repeats."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from lineofsight.expressions.checks.conversions import exact
from lineofsight.expressions.functions.catalogue import COUNT, Called, function
from lineofsight.expressions.typed import Op, Part
from lineofsight.expressions.types import (
    DECIMAL,
)


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
