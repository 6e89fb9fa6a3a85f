"""Days and ages as pages say them: "Monday", "November 9", "March 3, 2025", "7 days late"."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAYS_IN_YEAR = 365.25
DAYS_IN_MONTH = DAYS_IN_YEAR / 12


def day_in_words(day: date, *, today: date) -> str:
    """The day as someone would say it today: the week around today by name, then month and day, then with its year."""
    away = (day - today).days
    if away == 0:
        return _("today")
    if away == -1:
        return _("yesterday")
    if away == 1:
        return _("tomorrow")
    if 1 < abs(away) < 7:
        return date_format(day, "l")
    return date_format(day, "F j") if day.year == today.year else date_format(day, "F j, Y")


def due_in_words(due: date, *, today: date) -> str:
    """When something is due, and by how much it is late.

    >>> due_in_words(date(2026, 11, 5), today=date(2026, 11, 12))
    'due November 5, 7 days late'
    """
    late_days = (today - due).days
    if late_days <= 0:
        return _("due %(day)s") % {"day": day_in_words(due, today=today)}
    late = _("%(days)s late") % {"days": days_in_words(late_days)}
    return _("due %(day)s, %(late)s") % {"day": _month_and_day(due, today), "late": late}


def days_in_words(days: int) -> str:
    """So many days; months from two of them on, and years from two of them on, both rounded down.

    >>> days_in_words(59), days_in_words(61), days_in_words(2397)
    ('59 days', '2 months', '6 years')
    """
    if days >= 2 * DAYS_IN_YEAR:
        years = int(days / DAYS_IN_YEAR)
        return ngettext("%(number)d year", "%(number)d years", years) % {"number": years}
    if days >= 2 * DAYS_IN_MONTH:
        months = int(days / DAYS_IN_MONTH)
        return ngettext("%(number)d month", "%(number)d months", months) % {"number": months}
    return ngettext("%(number)d day", "%(number)d days", days) % {"number": days}


def age_on(birth_date: date, day: date) -> int:
    """Full years on a day; born on February 29, someone turns a year older on March 1.

    >>> age_on(date(2012, 2, 29), date(2026, 2, 28))
    13
    """
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def week_end(today: date) -> date:
    """The Sunday of this week.

    >>> week_end(date(2026, 11, 12)).isoformat()
    '2026-11-15'
    """
    return today + timedelta(days=6 - today.weekday())


def _month_and_day(day: date, today: date) -> str:
    return date_format(day, "F j") if day.year == today.year else date_format(day, "F j, Y")
