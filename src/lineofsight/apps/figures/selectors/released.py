"""What was released: for everybody outside to read, and for the next release to be compared with.

The rule: of each period the release with the highest number counts. Nothing here asks a record or an engine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from lineofsight.apps.framework.models import MeasureAssignment, PlaceKey
from lineofsight.disclosure import MINIMUM_FOR_VALUES, Policy, Rule
from lineofsight.statistics import Every

from ..models import Release, ReleasedFigure
from ..scopes import is_protected
from ..suppression import Told, ToldTable
from ..values import Figure, GroupFigure, PeriodFigure, Series, Used
from .computed import in_order

Days: TypeAlias = tuple[date, date]


def released_series(uses: Collection[Used], *, with_groups: bool) -> dict[int, Series]:
    """Use → what everybody outside sees of it, also what was released when the measure was used in the place before.
    Three queries, with groups four."""
    asked = {each.assignment.place_key: each.assignment.pk for each in uses}
    of_use = {pk: asked[place] for pk, place in _ever_used(asked).items()}
    no_sites = {each.assignment.pk for each in uses if is_protected(each.assignment)}
    newest: dict[int, dict[Days, Release]] = defaultdict(dict)
    releases = Release.objects.filter(assignment__in=of_use).select_related("version")
    for release in releases.order_by("starts_on", "ends_on", "number"):
        newest[of_use[release.assignment_id]][release.starts_on, release.ends_on] = release
    shown = {release.pk for releases in newest.values() for release in releases.values()}
    totals = {
        each.release_id: each
        for each in ReleasedFigure.objects.filter(release__assignment__in=of_use, group_by="")
        if each.release_id in shown
    }
    latest = {
        assignment: found
        for assignment, releases in newest.items()
        if (found := _latest(releases.values(), totals)) is not None
    }
    groups = _groups({release.pk for release in latest.values()}) if with_groups else {}
    return {
        assignment: _series(
            list(releases.values()),
            totals,
            _told_of(groups.get(latest[assignment].pk, {}) if assignment in latest else {}, assignment in no_sites),
        )
        for assignment, releases in newest.items()
    }


def _told_of(
    groups: Mapping[str, tuple[GroupFigure, ...]], has_no_sites: bool
) -> Mapping[str, tuple[GroupFigure, ...]]:
    """Of a program that is under protection now, sites that were named before are named no more."""
    return {name: members for name, members in groups.items() if not (has_no_sites and name == "site")}


def tables_released(
    places: Collection[PlaceKey],
) -> Mapping[tuple[PlaceKey, Days], list[tuple[Release, ToldTable]]]:
    """(place, days) → every release of it, oldest first, as tables to compare a new one with; whichever use of the
    measure in the place it was made for. Three queries."""
    assignments = _ever_used(places)
    figures: dict[int, list[ReleasedFigure]] = defaultdict(list)
    for figure in ReleasedFigure.objects.filter(release__assignment__in=assignments).order_by("id"):
        figures[figure.release_id].append(figure)
    found: dict[tuple[PlaceKey, Days], list[tuple[Release, ToldTable]]] = defaultdict(list)
    for release in Release.objects.filter(assignment__in=assignments).select_related("version").order_by("number"):
        key = assignments[release.assignment_id], (release.starts_on, release.ends_on)
        found[key].append((release, _table(release, figures[release.pk])))
    return found


def _ever_used(places: Collection[PlaceKey]) -> dict[int, PlaceKey]:
    """Every use of these measures in these places, ended ones too, by id."""
    rows = MeasureAssignment.objects.filter(measure__in={measure for measure, _program, _site in places})
    return {each.pk: each.place_key for each in rows if each.place_key in places}


def figure_released(figure: ReleasedFigure) -> Figure:
    """A released figure as pages take it."""
    return Figure(
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        withheld=Rule(figure.withheld_by) if figure.withheld_by else None,
        incomplete=figure.incomplete or 0,
        sums=(figure.upper, figure.lower) if figure.upper is not None and figure.lower is not None else None,
    )


def _series(
    releases: list[Release], totals: Mapping[int, ReleasedFigure], groups: Mapping[str, tuple[GroupFigure, ...]]
) -> Series:
    newest = releases[-1]
    return Series(
        every=Every(newest.every),
        periods=tuple(
            PeriodFigure(
                start=each.starts_on,
                end=each.ends_on,
                figure=figure_released(totals[each.pk]),
                is_restated=each.number > 1,
                version=each.version.number,
            )
            for each in releases
        ),
        groups=groups,
        is_reported=newest.is_reported,
        made_at=max(each.released_at for each in releases),
        left_out_protected=any(each.leaves_programs_out for each in releases),
        minimum=newest.minimum,
        audited_tables=newest.audited_tables,
    )


def _latest(releases: Iterable[Release], totals: Mapping[int, ReleasedFigure]) -> Release | None:
    """The newest in which there is something to say, as `Series.latest` has it."""
    for release in reversed(list(releases)):
        total = totals[release.pk]
        if total.value is not None or total.withheld_by:
            return release
    return None


def _groups(releases: Collection[int]) -> dict[int, dict[str, tuple[GroupFigure, ...]]]:
    found: dict[int, dict[str, list[GroupFigure]]] = defaultdict(lambda: defaultdict(list))
    for each in ReleasedFigure.objects.filter(release__in=releases).exclude(group_by="").order_by("id"):
        group = GroupFigure(code=each.group, label=each.label, figure=figure_released(each))
        found[each.release_id][each.group_by].append(group)
    return {release: {name: in_order(members) for name, members in groups.items()} for release, groups in found.items()}


def _table(release: Release, figures: Iterable[ReleasedFigure]) -> ToldTable:
    groups: dict[str, dict[str, Told]] = defaultdict(dict)
    for each in figures:
        figure = replace(figure_released(each), incomplete=0)
        groups[each.group_by][each.group] = Told(figure=figure, people=each.people, incomplete=each.incomplete)
    total = groups.pop("")[""]
    return ToldTable(total=total, groups=groups, policy=_policy(release), counts_people=release.counts_people)


def _policy(release: Release) -> Policy:
    """Before it was kept whether a release is of values, only those had this minimum."""
    of_values = release.minimum >= MINIMUM_FOR_VALUES if release.of_values is None else release.of_values
    return Policy(minimum=release.minimum, of_values=of_values)


def released_lengths(assignments: Iterable[int]) -> dict[int, Every]:
    """Use of a measure → the length of the periods in which it is released; without those never released. One query."""
    rows = Release.objects.filter(assignment__in=list(assignments)).order_by().values_list("assignment", "every")
    return {assignment: Every(every) for assignment, every in rows.distinct()}
