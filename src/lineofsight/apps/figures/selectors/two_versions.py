"""One measure in its place by two versions of its definition, for those inside: the figures side by side, and who is
counted otherwise by the one than by the other.

The rule: nothing that is worked out here is kept or published. What was published stays what it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lineofsight.apps.framework.models import MeasureVersion
from lineofsight.measures import Amount, Ask, MeasureProblems, Member, Query, Scope, Which, own_dates
from lineofsight.statistics import Every

from ..beginnings import records_begin, records_end, since_records_begin
from ..counting import Counting
from ..definitions import query_of
from ..scopes import inside_scope
from ..values import Figure, Used
from .computed import Inside, counted, figure_of, in_a_sentence
from .members import Behind, by_name, rows_seen


class State(StrEnum):
    """How a definition takes somebody."""

    COUNTED = "counted"
    INCLUDED = "included"  # and not counted
    INCOMPLETE = "incomplete"
    TOO_EARLY = "too_early"
    NOT_INCLUDED = "not_included"


@dataclass(frozen=True, slots=True, kw_only=True)
class BySide:
    """One period by both versions."""

    start: date
    end: date
    is_settled: bool
    before: Figure
    after: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """Oldest first. refusal: why one of the two cannot be counted."""

    every: Every = Every.MONTH
    periods: tuple[BySide, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Somebody whom the two versions take otherwise."""

    row: Behind
    before: State
    after: State
    value_before: Amount | None
    value_after: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedPeople:
    """In the order of names. not_shown: taken otherwise, and not among the viewer's rows now. same: taken alike."""

    rows: tuple[Moved, ...]
    not_shown: int
    same: int


def side_by_side(use: Used, before: MeasureVersion, after: MeasureVersion, inside: Inside) -> SideBySide:
    """Every period there is by both versions."""
    queries = [query_of(version, inside.build.catalogue) for version in (before, after)]
    wrong = next((each for each in queries if isinstance(each, MeasureProblems)), None)
    if wrong is not None:
        return SideBySide(refusal=in_a_sentence(wrong))
    earlier, later = queries
    if not isinstance(earlier, Query) or not isinstance(later, Query):
        return SideBySide()
    scope = inside_scope(use.assignment, inside.viewer, inside.protected)
    with Counting(inside.build) as counting:
        end = records_end(scope, counting)
        every, cells = counted(later, scope, inside, counting, until=end)
        shown = since_records_begin(cells, records_begin(later, scope, counting, end or inside.build.as_at))
        if not shown:
            return SideBySide(every=every)
        periods = tuple(cell.period for cell in shown)
        others = counting.figures(Ask(query=earlier, periods=periods, scope=scope))
    return SideBySide(
        every=every,
        periods=tuple(
            BySide(
                start=cell.period.start,
                end=cell.period.end,
                is_settled=cell.is_settled and other.is_settled,
                before=figure_of(other),
                after=figure_of(cell),
            )
            for cell, other in zip(shown, others, strict=True)
        ),
    )


def people_moved(
    use: Used, before: MeasureVersion, after: MeasureVersion, inside: Inside, days: tuple[date, date]
) -> MovedPeople | None:
    """Who is taken otherwise in the figure of some days. None where one of the two cannot be counted, or they count
    different things, so that nobody of the one is somebody of the other."""
    queries = tuple(query_of(version, inside.build.catalogue) for version in (before, after))
    earlier, later = queries
    if not isinstance(earlier, Query) or not isinstance(later, Query) or earlier.unit is not later.unit:
        return None
    scope = inside_scope(use.assignment, inside.viewer, inside.protected)
    with Counting(inside.build) as counting:
        of_before, of_after = (taken_by(query, scope, counting, days) for query in (earlier, later))
    everybody = {*of_before, *of_after}
    otherwise = {unit for unit in everybody if _is_otherwise(of_before.get(unit), of_after.get(unit))}
    rows = [
        *rows_seen(later, [of_after[unit].member for unit in otherwise if unit in of_after], inside.viewer),
        *rows_seen(earlier, [of_before[unit].member for unit in otherwise if unit not in of_after], inside.viewer),
    ]
    return MovedPeople(
        rows=tuple(
            _moved(each, of_before.get(each.unit), of_after.get(each.unit)) for each in sorted(rows, key=by_name)
        ),
        not_shown=len(otherwise) - len(rows),
        same=len(everybody) - len(otherwise),
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """How a definition takes a unit."""

    state: State
    member: Member


def taken_by(query: Query, scope: Scope, counting: Counting, days: tuple[date, date]) -> dict[int, Taken]:
    """Unit → how it is taken, for everybody whom the definition says something about in these days."""
    period = own_dates("the days", *days)
    ask = Ask(query=query, periods=(period,), scope=scope)
    parts = {Which.TOO_EARLY: State.TOO_EARLY, Which.INCOMPLETE: State.INCOMPLETE, Which.DENOMINATOR: State.INCLUDED}
    if query.numerator is not None:
        parts[Which.NUMERATOR] = State.COUNTED
    return {
        member.unit: Taken(state, member)
        for which, state in parts.items()
        for member in counting.members(ask, period, (), which)
    }


def _is_otherwise(before: Taken | None, after: Taken | None) -> bool:
    if before is None or after is None:
        return True
    return (before.state, before.member.value) != (after.state, after.member.value)


def _moved(row: Behind, before: Taken | None, after: Taken | None) -> Moved:
    return Moved(
        row=row,
        before=before.state if before else State.NOT_INCLUDED,
        after=after.state if after else State.NOT_INCLUDED,
        value_before=before.member.value if before else None,
        value_after=after.member.value if after else None,
    )
