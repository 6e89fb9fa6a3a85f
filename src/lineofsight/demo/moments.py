"""When things happen and when they are written down.

The rule: a record is made by someone at work, some days after the day it tells of; what is not written down by today
is not there. Before `RECORDS_BEGIN` the agency kept paper: people who were here then were typed in on one day.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from random import Random

from django.db import models
from django.utils import timezone

RECORDS_BEGIN = date(2023, 11, 1)
TYPED_IN_FROM_PAPER = date(2023, 10, 27)
LATE_TEAM = ("Works Forward", "Northgate")
LATE_TEAM_SINCE = date(2026, 9, 1)


def share_in_time(program: str, site: str, day: date) -> float:
    """Share of services written down within 7 days, by names of program and site.

    Better since 2025, when the forms became shorter; one team has fallen behind (`story.py`).
    """
    if (program, site) == LATE_TEAM and day >= LATE_TEAM_SINCE:
        return 0.2
    if day < date(2025, 1, 1):
        return 0.83
    return 0.88 if day < date(2025, 5, 1) else 0.955


def days_until_written(rng: Random, in_time: float) -> int:
    """Whole days from the day told of to the day of writing: mostly 0 to 7, else up to six weeks."""
    if rng.random() < in_time:
        return min(int(rng.expovariate(0.4)), 7)
    return 8 + min(int(rng.expovariate(0.09)), 34)


def moment_on(rng: Random, day: date) -> datetime:
    """A moment in working hours of that day, in the agency's time zone."""
    minutes = rng.randrange(8 * 60, 18 * 60)
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=timezone.get_default_timezone())


def on_weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])


def is_closed(day: date) -> bool:
    """The agency is closed from December 24 to January 1, and on July 4."""
    return (day.month, day.day) in ((1, 1), (7, 4)) or (day.month == 12 and day.day >= 24)


def months(first: date, last: date) -> Iterator[date]:
    """The first day of each month that begins from `first` to `last`."""
    month = first.replace(day=1) if first.day == 1 else next_month(first)
    while month <= last:
        yield month
        month = next_month(month)


def next_month(day: date) -> date:
    """The first day of the month after.

    >>> next_month(date(2026, 12, 9))
    datetime.date(2027, 1, 1)
    """
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


@contextmanager
def dates_as_told(*told: type[models.Model]) -> Iterator[None]:
    """Within, `created_at` and `updated_at` of these models keep the moment the story gives them, not the present."""
    stamps = [
        (field, field.auto_now, field.auto_now_add)
        for model in told
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateField) and (field.auto_now or field.auto_now_add)
    ]
    try:
        for field, _, _ in stamps:
            field.auto_now = field.auto_now_add = False
        yield
    finally:
        for field, now, now_add in stamps:
            field.auto_now, field.auto_now_add = now, now_add
