"""When data came in, by form: enough to say that a form that was filled steadily is filled no more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from lineofsight.apps.forms.models import Instrument
from lineofsight.apps.records.models import Assessment

MONTHS_LOOKED_AT = 24
STEADY_MONTHS = 6  # of the twelve up to the last one
QUIET_MONTHS = 3  # whole months since


def months_with_answers(instruments: Collection[str], today: date) -> Mapping[str, frozenset[date]]:
    """Key of a form → first days of the months of the last two years in which it was filled. One query, which looks
    each month up in an index and reads no assessment, however many there are."""
    months = [_months_before(today, number) for number in range(MONTHS_LOOKED_AT + 1)]
    filled = Assessment.objects.filter(instrument=OuterRef("pk"), date__lte=today)
    was_filled = {
        f"month_{number}": Exists(filled.filter(date__gte=month, date__lt=_next_month(month)))
        for number, month in enumerate(months)
    }
    rows = Instrument.objects.filter(key__in=instruments).annotate(**was_filled).values_list("key", *was_filled)
    found = {key: frozenset(month for month, is_one in zip(months, was, strict=True) if is_one) for key, *was in rows}
    return {key: found.get(key, frozenset()) for key in instruments}


def silent_since(months: Collection[date], today: date) -> date | None:
    """The first day of the month since which nothing has come, when for half of the year before something came and
    then nothing for three whole months. None when data still comes, or never came steadily.

    >>> months = [date(2025, month, 1) for month in range(1, 13)]
    >>> silent_since(months, date(2026, 5, 20))
    datetime.date(2026, 1, 1)
    >>> silent_since(months, date(2026, 3, 20)) is None
    True
    """
    if not months:
        return None
    last = max(months)
    year_before = _months_before(last, 11)
    steady = sum(month >= year_before for month in months)
    since = _next_month(last)
    quiet_until = _months_before(today, QUIET_MONTHS)
    return since if steady >= STEADY_MONTHS and since <= quiet_until else None


def _months_before(day: date, months: int) -> date:
    """The first day of the month so many months earlier."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
