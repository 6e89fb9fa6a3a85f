"""Stretches of days for which a figure is made: months, quarters, years, grant years and dates of one's own.

The rule this module keeps: a period is whole days, its first and last day belong to it, and every period knows the one
before it and the same one a year before. An agency's fiscal year may begin in any month and is named after the calendar
year in which it ends (FY2027 began in July 2026), as the federal government and most agencies do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lineofsight.measures.problems import MeasureProblem


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    OWN = "own"  # a grant's year, or dates somebody chose


_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both days included. `name` is its key: 2026-03, FY2027-Q1, FY2027, 2026 or a grant's."""

    name: str
    start: date
    end: date
    kind: PeriodKind = PeriodKind.OWN
    first_month: int = 1  # in which a year of this kind begins; 1 for months and dates of one's own

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

    def before(self) -> Period:
        """The period of the same kind just before; for dates of one's own, as many days before."""
        last = self.start - timedelta(days=1)
        if self.kind is PeriodKind.OWN:
            return Period(f"before {self.name}", last - timedelta(days=self.days - 1), last)
        return _of(self.kind, last, self.first_month)

    def a_year_before(self) -> Period:
        """The same period last year. A period that ends with February ends with February.

        >>> month(date(2025, 2, 3)).a_year_before().end
        datetime.date(2024, 2, 29)
        """
        start = _a_year_before(self.start)
        if self.kind is PeriodKind.OWN:
            return Period(
                f"{self.name} a year before", start, _a_year_before(self.end + timedelta(days=1)) - timedelta(days=1)
            )
        return _of(self.kind, start, self.first_month)


def month(day: date) -> Period:
    """
    >>> month(date(2024, 2, 10)).end
    datetime.date(2024, 2, 29)
    """
    return _of(PeriodKind.MONTH, day, 1)


def quarter(day: date, first_month: int = 1) -> Period:
    """The quarter of the year that begins in `first_month`.

    >>> quarter(date(2026, 8, 1), first_month=7).name
    'FY2027-Q1'
    """
    return _of(PeriodKind.QUARTER, day, first_month)


def year(day: date, first_month: int = 1) -> Period:
    """The calendar year (`first_month` 1), or the agency's or a funder's fiscal year.

    >>> year(date(2026, 8, 1), first_month=10).start
    datetime.date(2025, 10, 1)
    """
    return _of(PeriodKind.YEAR, day, first_month)


def own_dates(name: str, start: date, end: date) -> Period:
    """A grant's period, or whatever days somebody asks for."""
    return Period(name, start, end)


def months(first: date, last: date) -> tuple[Period, ...]:
    """Every month that holds a day from `first` to `last`, earliest first."""
    return tuple(_between(PeriodKind.MONTH, first, last, 1))


def quarters(first: date, last: date, first_month: int = 1) -> tuple[Period, ...]:
    return tuple(_between(PeriodKind.QUARTER, first, last, first_month))


def years(first: date, last: date, first_month: int = 1) -> tuple[Period, ...]:
    return tuple(_between(PeriodKind.YEAR, first, last, first_month))


def _between(kind: PeriodKind, first: date, last: date, first_month: int) -> Iterator[Period]:
    day = first
    while day <= last:
        period = _of(kind, day, first_month)
        yield period
        day = period.end + timedelta(days=1)


def _of(kind: PeriodKind, day: date, first_month: int) -> Period:
    since = (day.month - first_month) % 12  # whole months since the year began
    begun = day.year if day.month >= first_month else day.year - 1
    length = _MONTHS[kind]
    start = _month_after(date(begun, first_month, 1), since // length * length)
    end = _month_after(start, length) - timedelta(days=1)
    return Period(_name(kind, start, begun, since // 3 + 1, first_month), start, end, kind, first_month)


def _name(kind: PeriodKind, start: date, begun: int, number: int, first_month: int) -> str:
    if kind is PeriodKind.MONTH:
        return f"{start:%Y-%m}"
    name = str(begun) if first_month == 1 else f"FY{begun + 1}"
    return name if kind is PeriodKind.YEAR else f"{name}-Q{number}"


def _month_after(first: date, count: int) -> date:
    """The first day of the month that many months after."""
    months_since = first.year * 12 + first.month - 1 + count
    return date(months_since // 12, months_since % 12 + 1, 1)


def _a_year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
