"""For which stretches of time a figure is made: a series of months, quarters or years, and the periods of its targets.

Inside, months are shown unless a month has too few people for its ups and downs to mean anything; then quarters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median

from lineofsight.apps.framework.models import PerformancePeriod
from lineofsight.measures import Cell, Period, Query, months, own_dates, quarters, years
from lineofsight.statistics import Every

LOOK_BACK = {Every.MONTH: 4, Every.QUARTER: 6, Every.YEAR: 10}
"""How many years back a series begins at the earliest."""
SPEAKING = 12  # people in a typical month, so that one of them moves a share by less than ten points
TYPICAL = 24  # of the newest months


def periods_of(every: Every, until: date, first_month: int) -> tuple[Period, ...]:
    """Every period of this length until the one that holds the day, earliest first. Years are the agency's own.

    >>> [each.name for each in periods_of(Every.YEAR, date(2026, 11, 12), 7)][-2:]
    ['FY2026', 'FY2027']
    """
    first = date(until.year - LOOK_BACK[every], until.month, 1)
    if every is Every.MONTH:
        return months(first, until)
    return (quarters if every is Every.QUARTER else years)(first, until, first_month)


def target_periods(targets: Iterable[PerformancePeriod], until: date) -> tuple[Period, ...]:
    """The stretches for which a target was set and that have begun, earliest first."""
    begun = sorted((each for each in targets if each.starts_on <= until), key=lambda each: each.starts_on)
    return tuple(own_dates(f"target {each.pk}", each.starts_on, each.ends_on) for each in begun)


def speaking_length(query: Query, of_months: Sequence[Cell]) -> Every:
    """Months where a typical one has enough people, else quarters. A plain count needs no number of people; where no
    month has anybody, quarters reach farther back."""
    numbers = [cell.n for cell in of_months if cell.is_settled and not cell.group and cell.denominator]
    is_plain = query.numerator is None and query.value is None
    if not numbers:
        return Every.QUARTER
    return Every.MONTH if is_plain or median(numbers[-TYPICAL:]) >= SPEAKING else Every.QUARTER
