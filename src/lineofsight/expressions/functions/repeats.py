"""Repeats: in forms only, since a table has its own rows to count."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from lineofsight.expressions.checks.conversions import exact
from lineofsight.expressions.functions.catalogue import COUNT, Called, function
from lineofsight.expressions.typed import Op, Part
from lineofsight.expressions.types import DECIMAL


@function("count(repeat)", "How many rounds a repeat has.", "count(${amounts})", "3")
def _count(call: Called) -> Part:
    return call.apply(Op.COUNT_ROUNDS, COUNT, call.checking.rounds(call.arguments[0]))


@function("count-non-empty(repeat)", "How many rounds are filled in.", "count-non-empty(${amounts})", "2")
def _count_non_empty(call: Called) -> Part:
    return call.apply(Op.COUNT_FILLED_ROUNDS, COUNT, call.checking.rounds(call.arguments[0]))


@function("sum(repeat)", "The sum over the rounds; blanks count as nothing.", "sum(${amounts})", "4")
def _sum(call: Called) -> Part:
    rounds = call.checking.numbers_of_rounds(call.arguments[0])
    type = rounds.type
    total = exact(type.digits + COUNT.digits, cast(int, type.scale)) if type.is_exact else DECIMAL
    return call.apply(Op.SUM_ROUNDS, total, rounds)


@function("indexed-repeat(question, repeat, position)", "The answer in one round, counted from 1.",
          "indexed-repeat(${amounts}, ${amounts}, 3)", "3")  # fmt: skip
def _indexed_repeat(call: Called) -> Part:
    rounds = call.checking.rounds(call.arguments[0])
    return call.apply(Op.ROUND_AT, replace(rounds.type, many=False), rounds, call.integer(2))
