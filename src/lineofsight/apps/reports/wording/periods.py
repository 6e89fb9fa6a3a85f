"""Periods in words: March 2026, July to September 2026, FY 2027."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lineofsight.statistics import Every


def month_and_year(day: date) -> str:
    return date_format(day, "YEAR_MONTH_FORMAT")


def period_in_words(start: date, every: Every) -> str:
    """A period by its first day and length.

    >>> period_in_words(date(2026, 7, 1), Every.QUARTER)
    'July to September 2026'
    >>> period_in_words(date(2026, 7, 1), Every.YEAR)
    'July 2026 to June 2027'
    """
    if every is Every.MONTH:
        return month_and_year(start)
    if every is Every.YEAR and (start.month, start.day) == (1, 1):
        return str(start.year)
    if every in (Every.QUARTER, Every.YEAR):
        after = every.next(start)
        return span_in_words(start, (after or start) - timedelta(days=1))
    day = date_format(start, "DATE_FORMAT")
    return _("the week of %(day)s") % {"day": day} if every is Every.WEEK else day


def span_in_words(first: date, last: date) -> str:
    """Whole months by their names, anything else by its two days.

    >>> span_in_words(date(2025, 11, 1), date(2026, 1, 31))
    'November 2025 to January 2026'
    >>> span_in_words(date(2026, 1, 28), date(2026, 1, 28))
    'January 28, 2026'
    """
    if first == last:
        return date_format(first, "DATE_FORMAT")
    if first.day != 1 or (last + timedelta(days=1)).day != 1:
        return _("%(first)s to %(last)s") % {
            "first": date_format(first, "DATE_FORMAT"),
            "last": date_format(last, "DATE_FORMAT"),
        }
    if (first.year, first.month) == (last.year, last.month):
        return month_and_year(first)
    if (first.month, last.month, first.year) == (1, 12, last.year):
        return str(first.year)
    begin = date_format(first, "F") if first.year == last.year else month_and_year(first)
    return _("%(first)s to %(last)s") % {"first": begin, "last": month_and_year(last)}
