"""Counts as people write them, and the days they are about. Pure; what cannot be read is a Problem that quotes it.

The rule: a share is two counts. A bare percentage is refused, because nobody can add it up, compare it or check it.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from lineofsight.problems import Problem

from .years import calendar_year, fiscal_year

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}
_BETWEEN = re.compile(r"\s*(?:\bto\b|/|–|—|\s-\s|\.\.)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Two counts (numerator, denominator) or one (count)."""

    numerator: int | None = None
    denominator: int | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Days:
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """One value as somebody brings it. group_by and group: of whom, both empty for everybody."""

    days: Days
    counts: Counts
    group_by: str = ""
    group: str = ""


def in_counts(counts: Counts) -> str:
    """
    >>> in_counts(Counts(numerator=64, denominator=1100))
    '64 of 1,100'
    """
    if counts.count is not None:
        return f"{counts.count:,}"
    return _("%(counted)s of %(of)s") % {"counted": f"{counts.numerator:,}", "of": f"{counts.denominator:,}"}


def read_count(written: str, *, of_two: bool) -> int:
    """A whole number of 0 or more, with or without commas. of_two: one of the two counts of a share.

    Raises F050 for a percentage, F051 for anything else that is no whole number.

    >>> read_count("1,284", of_two=True)
    1284
    """
    plain = written.strip().replace(",", "").replace("\u00a0", "").replace(" ", "")
    if plain.isdecimal():
        return int(plain)
    if "%" in plain or (of_two and re.fullmatch(r"0?\.\d+", plain)):
        raise Problem(
            "F050",
            _("You wrote %(written)s.") % {"written": written.strip()},
            _("Give the two counts: how many, and of how many."),
        )
    raise Problem(
        "F051",
        _("“%(written)s” is not a count.") % {"written": written.strip()[:40]},
        _("Write a whole number, such as 412."),
    )


def read_days(written: str, *, first_month: int | None) -> Days:
    """The days of a period as people write it: 2026, FY 2026, 2025-26, Q3 2026, March 2026, 2026-03, a day, or two days
    with "to" between. first_month: of the agency's own year; needed for FY and 2025-26.

    Raises F052 when it is none of these, F053 for a year of the agency that has no first month yet.

    >>> read_days("FY 2026", first_month=7)
    Days(starts_on=datetime.date(2025, 7, 1), ends_on=datetime.date(2026, 6, 30))
    >>> read_days("Q3 2026", first_month=None).starts_on
    datetime.date(2026, 7, 1)
    """
    said = " ".join(written.split())
    found = _years(said, first_month) or _quarter(said) or _month(said) or _one_day(said) or _two_days(said)
    if found is None or found.ends_on < found.starts_on:
        raise Problem(
            "F052",
            _("“%(written)s” is not a period we can read.") % {"written": said[:40]},
            _("Write 2026, FY 2026, Q3 2026, March 2026, or two days: 2026-01-01 to 2026-03-31."),
        )
    return found


def steps_from(first_day: date, months: int, number: int) -> list[Days]:
    """So many periods one after the other, each of some months, the first beginning on this day.

    >>> steps_from(date(2026, 1, 1), 3, 2)[1]
    Days(starts_on=datetime.date(2026, 4, 1), ends_on=datetime.date(2026, 6, 30))
    """
    starts = [_months_later(first_day, months * step) for step in range(number + 1)]
    return [Days(start, after - timedelta(days=1)) for start, after in pairwise(starts)]


def _years(said: str, first_month: int | None) -> Days | None:
    if re.fullmatch(r"\d{4}", said):
        year = calendar_year(int(said))
        return Days(year.starts_on, year.ends_on)
    fiscal = re.fullmatch(r"FY ?'?(\d{4}|\d{2})", said, re.IGNORECASE)
    split = re.fullmatch(r"(\d{4}) ?[-–/] ?(\d{2}|\d{4})", said)
    if split and (int(split[2]) - int(split[1])) % 100 != 1:
        split = None  # 2026-03 is a month
    if not fiscal and not split:
        return None
    if first_month is None:
        raise Problem(
            "F053",
            _("“%(written)s” is a year of the agency, and nobody has said when it begins.") % {"written": said},
            _("Choose the first month of the year on the set-up page, or write two days."),
        )
    named = fiscal_year(_full_year(fiscal[1]) if fiscal else int(split[1]) + 1, first_month)  # type: ignore[index]
    return Days(named.starts_on, named.ends_on)


def _quarter(said: str) -> Days | None:
    found = re.fullmatch(r"Q([1-4]) ?(\d{4})|(\d{4}) ?Q([1-4])", said, re.IGNORECASE)
    if not found:
        return None
    quarter, year = int(found[1] or found[4]), int(found[2] or found[3])
    first = date(year, 3 * quarter - 2, 1)
    return Days(first, _months_later(first, 3) - timedelta(days=1))


def _month(said: str) -> Days | None:
    digits = re.fullmatch(r"(\d{4})-(\d{1,2})|(\d{1,2})/(\d{4})", said)
    words = re.fullmatch(r"([A-Za-z]+)\.? (\d{4})", said)
    if digits:
        year, month = int(digits[1] or digits[4]), int(digits[2] or digits[3])
    elif words and words[1].lower() in _MONTHS:
        year, month = int(words[2]), _MONTHS[words[1].lower()]
    else:
        return None
    if not 1 <= month <= 12:
        return None
    first = date(year, month, 1)
    return Days(first, _months_later(first, 1) - timedelta(days=1))


def _one_day(said: str) -> Days | None:
    day = read_day(said)
    return Days(day, day) if day else None


def _two_days(said: str) -> Days | None:
    for separator in _BETWEEN.finditer(said):
        first, last = read_day(said[: separator.start()]), read_day(said[separator.end() :])
        if first and last:
            return Days(first, last)
    return None


def read_day(said: str) -> date | None:
    """2026-01-31, 1/31/2026 or January 31, 2026; None for anything else."""
    for form in ("%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y", "%b %d, %Y"):
        try:
            return datetime.strptime(said.strip(), form).date()
        except ValueError:
            continue
    return None


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _full_year(written: str) -> int:
    return int(written) if len(written) == 4 else 2000 + int(written)
