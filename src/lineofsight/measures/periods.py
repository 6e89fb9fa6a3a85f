"""Stretches of days for which a figure is made: months, quarters, years, grant years and dates of one's own.

The rule this module keeps: a period is whole days, and its first and last day belong to it. An agency's fiscal year may
begin in any month and is named after the calendar year in which it ends (FY2027 began in July 2026), as the federal
government and most agencies do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lineofsight.measures.problems import MeasureProblem

MONTH, QUARTER, YEAR = 1, 3, 12  # months


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both days included. `name` is its key: 2026-03, FY2027-Q1, FY2027, 2026 or a grant's."""

    name: str
    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise MeasureProblem(
                "M141",
                "period",
                f"{self.name} ends on {self.end}, before it begins on {self.start}.",
                "Swap the two days.",
            )

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end


def month(day: date) -> Period:
    """
    >>> month(date(2024, 2, 10)).end
    datetime.date(2024, 2, 29)
    """
    return _of(MONTH, day, 1)


def quarter(day: date, first_month: int = 1) -> Period:
    """The quarter of the year that begins in `first_month`.

    >>> quarter(date(2026, 8, 1), first_month=7).name
    'FY2027-Q1'
    """
    return _of(QUARTER, day, first_month)


def year(day: date, first_month: int = 1) -> Period:
    """The calendar year (`first_month` 1), or the agency's or a funder's fiscal year.

    >>> year(date(2026, 8, 1), first_month=10).start
    datetime.date(2025, 10, 1)
    """
    return _of(YEAR, day, first_month)


def own_dates(name: str, start: date, end: date) -> Period:
    """A grant's period, or whatever days somebody asks for."""
    return Period(name, start, end)


def months(first: date, last: date) -> tuple[Period, ...]:
    """Every month that holds a day from `first` to `last`, earliest first."""
    return tuple(_between(MONTH, first, last, 1))


def quarters(first: date, last: date, first_month: int = 1) -> tuple[Period, ...]:
    return tuple(_between(QUARTER, first, last, first_month))


def years(first: date, last: date, first_month: int = 1) -> tuple[Period, ...]:
    return tuple(_between(YEAR, first, last, first_month))


def _between(length: int, first: date, last: date, first_month: int) -> Iterator[Period]:
    day = first
    while day <= last:
        period = _of(length, day, first_month)
        yield period
        day = period.end + timedelta(days=1)


def _of(length: int, day: date, first_month: int) -> Period:
    since = (day.month - first_month) % 12  # whole months since the year began
    begun = day.year if day.month >= first_month else day.year - 1
    start = _month_after(date(begun, first_month, 1), since // length * length)
    end = _month_after(start, length) - timedelta(days=1)
    return Period(_name(length, start, begun, since // 3 + 1, first_month), start, end)


def _name(length: int, start: date, begun: int, number: int, first_month: int) -> str:
    if length == MONTH:
        return f"{start:%Y-%m}"
    name = str(begun) if first_month == 1 else f"FY{begun + 1}"
    return name if length == YEAR else f"{name}-Q{number}"


def _month_after(first: date, count: int) -> date:
    """The first day of the month that many months after."""
    months_since = first.year * 12 + first.month - 1 + count
    return date(months_since // 12, months_since % 12 + 1, 1)
