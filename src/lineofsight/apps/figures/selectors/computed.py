"""Figures for those inside a place: exact, of the facts there are now, asked when the page is opened.

The rule: a page asks for what it shows. The series of every measure of a page is asked in one session; the groups of
the latest period only where they stand on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from lineofsight.apps.agency.models import Program, StaffMember
from lineofsight.apps.framework.models import MeasureVersion
from lineofsight.measures import NOT_KNOWN, Ask, Cell, MeasureProblems, Period, Query, Scope, own_dates
from lineofsight.statistics import Every
from lineofsight.warehouse.builds import Build

from ..beginnings import records_begin, records_end, since_records_begin
from ..counting import Counting
from ..definitions import query_of
from ..in_force import InForce, version_of, versions_in_force
from ..periods import periods_of, speaking_length, target_periods
from ..scopes import inside_scope, leaves_programs_out
from ..values import Figure, GroupFigure, PeriodFigure, Series, Used, WhyNone
from .labels import Labels

AGE = re.compile(r"(\d+)(?:-\d+|\+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """For whom figures are counted: the viewer, the programs that are protected, the agency's year, the facts."""

    viewer: StaffMember
    protected: tuple[Program, ...]
    first_month: int
    build: Build


def computed_series(uses: Iterable[Used], inside: Inside, *, with_groups: bool) -> dict[int, Series]:
    """Use → its figures, for uses into whose places the viewer may look."""
    asked = list(uses)
    labels = Labels(inside.build.catalogue) if with_groups else None
    in_force = versions_in_force([use.assignment for use in asked])
    with Counting(inside.build) as counting:
        return {use.assignment.pk: _series(use, in_force[use.assignment.pk], inside, counting, labels) for use in asked}


def figures_of_days(use: Used, inside: Inside, several: Iterable[tuple[date, date]]) -> dict[tuple[date, date], Figure]:
    """Days → the figure of them as a whole, by the version that counts then; without those that cannot be counted."""
    days = sorted(set(several))
    in_force = versions_in_force([use.assignment])[use.assignment.pk] if days else ()
    scope = inside_scope(use.assignment, inside.viewer, inside.protected)
    found: dict[tuple[date, date], Figure] = {}
    with Counting(inside.build) as counting:
        for version, its in groupby(days, key=lambda each: version_of(in_force, each[1])):
            query = query_of(version, inside.build.catalogue)
            if isinstance(query, Query):
                periods = tuple(own_dates(f"{first} to {last}", first, last) for first, last in its)
                for cell in counting.figures(Ask(query=query, periods=periods, scope=scope)):
                    found[cell.period.start, cell.period.end] = figure_of(cell)
    return found


def figure_of(cell: Cell) -> Figure:
    """A cell as pages take it."""
    value = float(cell.value) if cell.value is not None else None
    of_whom = cell.denominator if cell.numerator is not None else cell.n
    return Figure(
        value=value,
        numerator=cell.numerator,
        denominator=of_whom,
        too_early=cell.too_early,
        incomplete=cell.incomplete,
        sums=(float(cell.sums[0]), float(cell.sums[1])) if cell.sums is not None else None,
    )


def _series(
    use: Used, in_force: Sequence[InForce], inside: Inside, counting: Counting, labels: Labels | None
) -> Series:
    query = query_of(use.version, inside.build.catalogue)
    base = Series(every=Every.MONTH, is_inside=True, made_at=inside.build.made_at, build=inside.build.number)
    if query is None:
        return base
    if isinstance(query, MeasureProblems):
        return Series(every=Every.MONTH, is_inside=True, made_at=inside.build.made_at, refusal=in_a_sentence(query))
    scope = inside_scope(use.assignment, inside.viewer, inside.protected)
    targets = target_periods(use.assignment.periods.all(), inside.build.as_at)
    end = records_end(scope, counting)
    every, cells = counted(query, scope, inside, counting, until=end, beside=targets)
    begin = records_begin(query, scope, counting, end or inside.build.as_at)
    by_version = _ByVersion(use, in_force, scope, counting)
    series = [
        (_until(cell, end), number)
        for cell, number in by_version.cells(since_records_begin(cells[: len(cells) - len(targets)], begin))
    ]
    why_none = WhyNone.NOTHING_HAPPENED if begin is None else WhyNone.NOBODY
    return Series(
        every=every,
        periods=tuple(_period_figure(cell, number) for cell, number in series),
        groups=_groups(by_version, [cell for cell, _number in series], labels) if labels else {},
        is_inside=True,
        made_at=inside.build.made_at,
        build=inside.build.number,
        left_out_protected=leaves_programs_out(use.assignment, scope),
        of_targets=tuple(
            _period_figure(cell, number) for cell, number in by_version.cells(cells[len(cells) - len(targets) :])
        ),
        records_end=end,
        why_none=None if series else why_none,
    )


def counted(
    query: Query,
    scope: Scope,
    inside: Inside,
    counting: Counting,
    *,
    until: date | None,
    beside: Sequence[Period] = (),
) -> tuple[Every, tuple[Cell, ...]]:
    """The totals of months, or of quarters where a month has too few people, back from a day (None: from today); those
    of other periods at the end."""
    for every in (Every.MONTH, Every.QUARTER):
        periods = periods_of(every, until or inside.build.as_at, inside.first_month)
        cells = counting.figures(Ask(query=query, periods=(*periods, *beside), scope=scope))
        if every is Every.QUARTER or speaking_length(query, cells[: len(periods)]) is Every.MONTH:
            break
    return every, cells


def _until(cell: Cell, end: date | None) -> Cell:
    """A period in which records break off is not judged: what was still to come is not in it."""
    return replace(cell, is_settled=False) if end is not None and cell.period.end > end else cell


def in_a_sentence(problems: MeasureProblems) -> str:
    """What is wrong first; the author finds the rest where the definition is changed."""
    first = problems.problems[0]
    return str(first)


@dataclass(frozen=True, slots=True)
class _ByVersion:
    """The figures of a use, each period by the version that counts for it."""

    use: Used
    in_force: Sequence[InForce]
    scope: Scope
    counting: Counting

    def cells(self, newest: Sequence[Cell]) -> list[tuple[Cell, int]]:
        """newest: the cells as the newest version counts them. Each that another version counts, as that one does; a
        period whose version cannot be counted any more is left out."""
        found: list[tuple[Cell, int]] = []
        for version, cells in groupby(newest, key=lambda cell: version_of(self.in_force, cell.period.end)):
            several = list(cells)
            if version.pk != self.use.version.pk:
                several = self._counted_by(version, tuple(cell.period for cell in several))
            found += [(cell, version.number) for cell in several]
        return found

    def query(self, last_day: date) -> Query | None:
        """What is counted in a period with this last day."""
        query = query_of(version_of(self.in_force, last_day), self.counting.build.catalogue)
        return None if isinstance(query, MeasureProblems) else query

    def _counted_by(self, version: MeasureVersion, periods: tuple[Period, ...]) -> list[Cell]:
        query = query_of(version, self.counting.build.catalogue)
        if query is None or isinstance(query, MeasureProblems):
            return []
        return list(self.counting.figures(Ask(query=query, periods=periods, scope=self.scope)))


def _groups(by_version: _ByVersion, series: Sequence[Cell], labels: Labels) -> dict[str, tuple[GroupFigure, ...]]:
    """The groups of the latest period that is over and has somebody in it."""
    latest = next((cell for cell in reversed(series) if cell.is_settled and cell.value is not None), None)
    query = by_version.query(latest.period.end) if latest is not None else None
    if latest is None or query is None or not query.groups:
        return {}
    names = tuple(group.name for group in query.groups)
    found: dict[str, list[GroupFigure]] = {name: [] for name in names}
    ask = Ask(query=query, periods=(latest.period,), by=names, scope=by_version.scope)
    for cell in by_version.counting.figures(ask):
        for name, code in cell.group:
            label = labels.of(query, name, code)
            found[name].append(GroupFigure(code=code, label=label, figure=figure_of(cell)))
    return {name: in_order(groups) for name, groups in found.items()}


def in_order(groups: Iterable[GroupFigure]) -> tuple[GroupFigure, ...]:
    """By name, ages by age; those of whom it is not known at the end."""

    def order(group: GroupFigure) -> tuple[bool, int, str]:
        age = AGE.match(group.code)
        return group.code == NOT_KNOWN, int(age[1]) if age else -1, group.label

    return tuple(sorted(groups, key=order))


def _period_figure(cell: Cell, version: int) -> PeriodFigure:
    return PeriodFigure(
        start=cell.period.start,
        end=cell.period.end,
        figure=figure_of(cell),
        is_settled=cell.is_settled,
        version=version,
    )
