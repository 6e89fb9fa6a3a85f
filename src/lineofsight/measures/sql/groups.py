"""The value of a group in SQL: never NULL."""

from __future__ import annotations

from typing import Protocol

from sqlglot import exp

from lineofsight.measures.checks.grouping import AGE_BANDS, UNSURE_BIRTH_DATES
from lineofsight.measures.query import NO, NOT_KNOWN, SEVERAL, YES, Group, GroupKind, PeriodDay, Place
from lineofsight.measures.sql.parts import Sql, case, is_null, number, opposite, text


class Places(Protocol):
    def of_row(self, place: Place, source: str = "") -> Sql: ...


def group_value(group: Group, places: Places) -> Sql:
    """The code, `NOT_KNOWN`, `SEVERAL`, yes, no, or the band of ages."""
    value = places.of_row(group.place)
    if group.kind is GroupKind.AGE:
        return _age_band(group, places)
    if group.kind is GroupKind.YES_NO:
        return case([(value, text(YES)), (opposite(value), text(NO))], text(NOT_KNOWN))
    if group.kind is GroupKind.CODES:
        many = exp.GT(this=exp.ArraySize(this=value), expression=number(1))
        first = exp.Bracket(this=value, expressions=[number(0)])
        return case([(is_null(value), text(NOT_KNOWN)), (many, text(SEVERAL))], first)
    return exp.Coalesce(this=value, expressions=[text(NOT_KNOWN)])


def _age_band(group: Group, places: Places) -> Sql:
    """In completed years on the later of entry and the first day of the period."""
    birth = places.of_row(group.place)
    day = places.of_row(PeriodDay.START)
    if group.entry is not None:
        day = exp.Greatest(this=day, expressions=[places.of_row(group.entry)], ignore_nulls=True)
    branches = [(is_null(birth), text(NOT_KNOWN)), (exp.GT(this=birth, expression=day), text(NOT_KNOWN))]
    if group.quality is not None:
        unsure = exp.In(this=places.of_row(group.quality), expressions=[text(each) for each in UNSURE_BIRTH_DATES])
        branches.insert(0, (unsure, text(NOT_KNOWN)))
    lived = exp.Sub(this=_as_number(day), expression=_as_number(birth))
    for age, band in reversed(AGE_BANDS[1:]):
        branches.append((exp.GTE(this=lived, expression=number(age * 10_000)), text(band)))
    return case(branches, text(AGE_BANDS[0][1]))


def _as_number(day: Sql) -> Sql:
    """2026-05-02 as 20260502: two such numbers are 10,000 apart for each completed year between them."""
    years = exp.Mul(this=exp.Year(this=day), expression=number(10_000))
    months = exp.Mul(this=exp.Month(this=day), expression=number(100))
    return exp.Paren(this=exp.Add(this=exp.Add(this=years, expression=months), expression=exp.Day(this=day)))
