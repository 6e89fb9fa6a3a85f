"""From which month on the records of a place tell what happened there, and until which.

The rules. Whoever begins to keep records brings along who is there already, and not who left before. A figure of those
days is one of those who stayed, and a share of people who were seen is 0 as long as nobody wrote down a visit. So a
series begins with the first whole period since something was recorded to happen: a service or an end of a stay, and an
assessment only where neither is recorded, because what people said at their start is brought along with them. And
records that came once, or come no more, say nothing about the days after their last: a series ends with them, or it
would end in months in which nobody was helped.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from lineofsight.measures import Ask, Cell, Grain, Period, Query, Scope, check_document, months, own_dates, years
from lineofsight.measures.query import Lookup
from lineofsight.statistics import Every

from .counting import Counting
from .periods import periods_of

Happens = tuple[Grain, str]  # what, and the column of its day
SERVED, ASSESSED = (Grain.SERVICE, "${date}"), (Grain.ASSESSMENT, "${date}")
LEFT, CAME = (Grain.ENROLLMENT, "${exit_date}"), (Grain.ENROLLMENT, "${entry_date}")
QUIET = timedelta(days=100)  # of the whole agency: records come no more
QUIET_PLACE = timedelta(days=366)  # of one place, where a year without anything may be its way
YEARS_OF_RECORDS = 40


def records_begin(query: Query, scope: Scope, counting: Counting, until: date) -> date | None:
    """The first day of that month, within the years that are looked back on; None where nothing ever happened. For a
    measure that looks at services or assessments not before the first of those.

    Six questions, kept like any others.
    """
    first = {happens[0]: _first(happens, scope, counting, until) for happens in (SERVED, ASSESSED, LEFT)}
    looked_at = {query.rows, *(step.source for step in query.steps if isinstance(step, Lookup))}
    needed = [first[grain] for grain in (Grain.SERVICE, Grain.ASSESSMENT) if grain in looked_at]
    happened = [day for day in (first[Grain.SERVICE], first[Grain.ENROLLMENT]) if day is not None]
    anything = happened or [day for day in first.values() if day is not None]
    if not anything or None in needed:
        return None
    return max([min(anything), *(day for day in needed if day is not None)])


def records_end(scope: Scope, counting: Counting) -> date | None:
    """The last day of the month in which something was last recorded to happen, where records come no more: nothing in
    the whole agency for more than a quarter, or in this place for more than a year. None where they come.

    Two questions where they come, else some more; kept like any others.
    """
    whole = Scope(excluded_programs=scope.excluded_programs)
    if _happened(whole, QUIET, counting) and _happened(scope, QUIET_PLACE, counting):
        return None
    return max((day for each in (SERVED, ASSESSED, LEFT, CAME) if (day := _last(each, scope, counting))), default=None)


def since_records_begin(cells: Iterable[Cell], begin: date | None) -> list[Cell]:
    """The cells of whole periods from then on, beginning with the first in which anybody was."""
    found = [cell for cell in cells if begin is not None and cell.period.start >= begin]
    first = next((i for i, cell in enumerate(found) if cell.denominator or cell.too_early), len(found))
    return found[first:]


def _happened(scope: Scope, within: timedelta, counting: Counting) -> bool:
    """Whether anything was recorded to happen so short a time ago."""
    as_at = counting.build.as_at
    lately = (own_dates(f"the last {within.days} days", as_at - within, as_at),)
    return any(_when(each, lately, scope, counting) for each in (SERVED, ASSESSED, LEFT, CAME))


def _first(happens: Happens, scope: Scope, counting: Counting, until: date) -> date | None:
    """The first month with one of these; first the year is looked for, then its month."""
    begun = _when(happens, periods_of(Every.YEAR, until, 1), scope, counting)
    if not begun:
        return None
    return next(iter(_when(happens, _months_of(begun[0], until), scope, counting)), None)


def _last(happens: Happens, scope: Scope, counting: Counting) -> date | None:
    """The last day of the last month with one of these."""
    as_at = counting.build.as_at
    of_years = years(date(as_at.year - YEARS_OF_RECORDS, 1, 1), as_at, 1)
    begun = _when(happens, of_years, scope, counting)
    if not begun:
        return None
    of_months = _months_of(begun[-1], as_at)
    there = _when(happens, of_months, scope, counting)
    return next((min(each.end, as_at) for each in of_months if there and each.start == there[-1]), None)


def _months_of(first: date, until: date) -> tuple[Period, ...]:
    return months(first, min(until, date(first.year, 12, 31)))


def _when(happens: Happens, periods: tuple[Period, ...], scope: Scope, counting: Counting) -> list[date]:
    """The first days of the periods in which one of these was recorded, earliest first."""
    grain, day = happens
    document = {"measure": f"{grain}_there", "title": "What happened", "asks": "how_much", "count": grain.value}
    query = check_document({**document, "period": day}, counting.build.catalogue)
    cells = counting.figures(Ask(query=query, periods=periods, scope=scope))
    return [cell.period.start for cell in cells if cell.denominator]
