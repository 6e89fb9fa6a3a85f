"""From which month on the records of a place tell what happened there.

The rule: whoever begins to keep records brings along who is there already, and not who left before. A figure of those
days is one of those who stayed, and a share of people who were seen is 0 as long as nobody wrote down a visit. So a
series begins with the first whole period since something was recorded to happen: a service, an assessment, an end of a
stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lineofsight.measures import Ask, Cell, Grain, Query, Scope, check_document
from lineofsight.measures.query import Lookup
from lineofsight.statistics import Every

from .counting import Counting
from .periods import periods_of

HAPPENS = {Grain.SERVICE: "${date}", Grain.ASSESSMENT: "${date}", Grain.ENROLLMENT: "${exit_date}"}


def records_begin(query: Query, scope: Scope, counting: Counting) -> date | None:
    """The first day of that month, within the years that are looked back on; None where nothing ever happened. For a
    measure that looks at services or assessments not before the first of those.

    Three questions, kept like any others.
    """
    first = {grain: _first(grain, scope, counting) for grain in HAPPENS}
    looked_at = {query.rows, *(step.source for step in query.steps if isinstance(step, Lookup))}
    needed = [first[grain] for grain in (Grain.SERVICE, Grain.ASSESSMENT) if grain in looked_at]
    anything = [day for day in first.values() if day is not None]
    if not anything or None in needed:
        return None
    return max([min(anything), *(day for day in needed if day is not None)])


def since_records_begin(cells: Iterable[Cell], begin: date | None) -> list[Cell]:
    """The cells of whole periods from then on, beginning with the first in which anybody was."""
    found = [cell for cell in cells if begin is not None and cell.period.start >= begin]
    first = next((i for i, cell in enumerate(found) if cell.denominator or cell.too_early), len(found))
    return found[first:]


def _first(grain: Grain, scope: Scope, counting: Counting) -> date | None:
    """The first month in which one of these was recorded."""
    document = {"measure": f"{grain}_there", "title": "What happened", "asks": "how_much", "count": grain.value}
    query = check_document({**document, "period": HAPPENS[grain]}, counting.build.catalogue)
    periods = periods_of(Every.MONTH, counting.build.as_at, 1)
    cells = counting.figures(Ask(query=query, periods=periods, scope=scope))
    return next((cell.period.start for cell in cells if cell.denominator), None)
