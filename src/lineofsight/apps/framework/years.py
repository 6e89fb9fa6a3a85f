"""Named years: the agency's own year, the calendar year, and the time of a grant. Pure; asks no database.

A year of the agency carries the year in which it ends, as budgets do: with July as the first month, fiscal year 2027
runs from July 1, 2026 to June 30, 2027.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class YearKind(StrEnum):
    FISCAL = "fiscal"
    CALENDAR = "calendar"
    GRANT = "grant"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedYear:
    """A stretch of days with a name; both days belong to it."""

    kind: YearKind
    name: str
    starts_on: date
    ends_on: date

    @property
    def key(self) -> str:
        """What a form sends: the two days."""
        return f"{self.starts_on.isoformat()}/{self.ends_on.isoformat()}"

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def calendar_year(year: int) -> NamedYear:
    """
    >>> calendar_year(2026).key
    '2026-01-01/2026-12-31'
    """
    return NamedYear(kind=YearKind.CALENDAR, name=str(year), starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))


def fiscal_year(year: int, first_month: int) -> NamedYear:
    """The agency's year that ends in this calendar year.

    >>> fiscal_year(2027, 7).key
    '2026-07-01/2027-06-30'
    >>> fiscal_year(2027, 1).key
    '2027-01-01/2027-12-31'
    """
    starts = date(year - 1 if first_month > 1 else year, first_month, 1)
    ends = date(starts.year + 1, first_month, 1) - timedelta(days=1)
    return NamedYear(kind=YearKind.FISCAL, name=f"FY {year}", starts_on=starts, ends_on=ends)


def fiscal_year_of(day: date, first_month: int) -> NamedYear:
    """The agency's year that holds this day.

    >>> fiscal_year_of(date(2026, 11, 12), 7).name
    'FY 2027'
    """
    year = day.year if day.month < first_month or first_month == 1 else day.year + 1
    return fiscal_year(year, first_month)


def years_around(today: date, first_month: int | None) -> tuple[NamedYear, ...]:
    """The last, the present and the next year of the agency, then of the calendar; the calendar alone where they are
    the same, or where the agency has not said when its year begins."""
    calendar = tuple(calendar_year(today.year + away) for away in (0, 1, -1))
    if first_month in (None, 1):
        return calendar
    present = int(fiscal_year_of(today, first_month).name.removeprefix("FY "))
    fiscal = tuple(fiscal_year(present + away, first_month) for away in (0, 1, -1))
    return (*fiscal, *calendar)


def named_days(starts_on: date, ends_on: date, first_month: int | None) -> str:
    """The name of a stretch of days that has one: a year of the agency or of the calendar, a quarter; else empty.

    >>> named_days(date(2024, 7, 1), date(2025, 6, 30), 7), named_days(date(2026, 7, 1), date(2026, 9, 30), 7)
    ('FY 2025', 'Q3 2026')
    """
    if (starts_on, ends_on) == (date(starts_on.year, 1, 1), date(starts_on.year, 12, 31)):
        return str(starts_on.year)
    if first_month and (year := fiscal_year_of(starts_on, first_month)).key == f"{starts_on}/{ends_on}":
        return year.name
    after = ends_on + timedelta(days=1)
    months = (after.year - starts_on.year) * 12 + after.month - starts_on.month
    if starts_on.day == after.day == 1 and months == 3 and starts_on.month % 3 == 1:
        return f"Q{(starts_on.month + 2) // 3} {starts_on.year}"
    return ""
