"""Dates: months and years end where calendars end, and counting agrees with moving."""

from __future__ import annotations

import datetime

import pytest

from lineofsight.expressions import ExpressionProblem
from tests.unit.expressions.world import FORMS, value, value_in_sql


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("date('2024-02-28') + 2", day("2024-03-01")),
        ("2 + date('2024-02-28')", day("2024-03-01")),
        ("date('2024-03-01') - 1", day("2024-02-29")),
        ("date('2024-03-01') - date('2024-02-01')", 29),
        ("date('2024-02-30')", None),
        ("date('2024-2-3')", None),
        ("date('0999-12-31')", None),
        ("date('9000-01-01')", None),
        ("date('2024-02-29T23:00:00.000+02:00')", day("2024-02-29")),
        ("date(19782)", day("2024-02-29")),
        ("date(-0.9)", day("1970-01-01")),
        ("date(99999999)", None),
        ("anniversary(date('2024-02-29'), 1)", day("2025-02-28")),
        ("anniversary(date('2024-02-29'), 4)", day("2028-02-29")),
        ("anniversary(date('2024-02-29'), -1)", day("2023-02-28")),
        ("months-later(date('2024-01-31'), 1)", day("2024-02-29")),
        ("months-later(date('2024-03-31'), -13)", day("2023-02-28")),
        ("months-between(date('2024-01-31'), date('2024-02-29'))", 1),
        ("months-between(date('2024-01-31'), date('2024-02-28'))", 0),
        ("months-between(date('2024-03-15'), date('2024-01-16'))", -1),
        ("years-between(date('2000-02-29'), date('2001-02-28'))", 1),
        ("years-between(date('2000-02-29'), date('2001-02-27'))", 0),
        ("years-between(date('2001-02-28'), date('2000-02-29'))", -1),
        ("age-at(date('2000-05-20'), date('2018-05-19'))", 17),
        ("age-at(date('2000-05-20'), date('2018-05-20'))", 18),
        ("age-at(date('2018-05-20'), date('2000-05-20'))", None),
        ("last-weekday(date('2026-01-01'), 'wednesday')", day("2026-01-28")),
        ("last-weekday(date('2026-04-30'), 'thursday')", day("2026-04-30")),
        ("last-weekday(date('2024-02-10'), 'Sunday')", day("2024-02-25")),
        ("weekday(date('2026-03-09'))", 1),
        ("weekday(date('2026-03-15'))", 7),
        ("quarter(date('2026-10-01'))", 4),
        ("today()", day("2026-03-09")),
        ("format-date(date('2026-03-09'), '%a %e.%n.%y')", "Mon 9.3.26"),
        ("format-date(date('2026-03-09'), '100%% of %Y')", "100% of 2026"),
        ("format-date-time(now(), '%h:%M:%S.%3')", "14:30:00.000"),
        ("decimal-date-time(date-time('1969-12-31T12:00'))", -0.5),
        ("decimal-time('18:00:00.000-05:00')", 0.75),
        ("date-time('2024-02-29T25:00')", None),
        ("string(date-time('2024-02-29T10:00'))", "2024-02-29T10:00:00.000"),
        ("date('2024-02-29') < date-time('2024-02-29T00:00:01')", True),
        ("date('2024-02-29') = '2024-02-29'", True),
        ("between(date('2024-02-29'), '2024-02-01', '2024-02-29')", True),
    ],
)
def test_computes_alike_in_both_walkers(text: str, gives: object) -> None:
    expected = value(text)

    assert (expected, type(expected)) == (gives, type(gives))
    assert value_in_sql(text) == gives


@pytest.mark.parametrize("month", range(1, 49))
def test_counts_the_months_it_moves_by(month: int) -> None:
    text = f"months-between(date('2023-12-31'), months-later(date('2023-12-31'), {month}))"

    assert value(text) == value_in_sql(text) == month


def test_is_blank_when_a_date_would_move_too_far() -> None:
    assert value("${entry_date} + ${visits}", entry_date=day("2026-03-09"), visits=99_999) == day("2299-12-22")
    assert value("${entry_date} + ${visits}", entry_date=day("2026-03-09"), visits=100_000) is None


def test_refuses_a_date_that_moves_again_and_again() -> None:
    with pytest.raises(ExpressionProblem, match="moves a date too many times"):
        value("${entry_date} + ${visits} + ${visits} + ${visits} + ${visits}")


def test_is_a_number_of_days_beside_a_number_in_forms() -> None:
    assert value("${entry_date} + 1", FORMS, entry_date=day("1970-01-02")) == 2
    assert value("${entry_date} + 30 > today()", FORMS, entry_date=day("2026-03-01")) is True
    assert value("date(${entry_date} + 30)", FORMS, entry_date=day("2026-03-01")) == day("2026-03-31")


def test_compares_moments_by_the_clock() -> None:
    seen = datetime.datetime(2026, 3, 9, 14, 29)

    assert value("${seen} < now()", FORMS, seen=seen) is True
    assert value("${at} < '15:00'", FORMS, at=datetime.time(14)) is False  # a time beside a text is no number
