"""One pass of releasing: everything that is due, measure by measure, each in a transaction of its own.

It may be run at any time and as often as one likes: what is released already stays, and what is not due waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Program, Protection
from lineofsight.apps.agency.selectors.agency import the_agency
from lineofsight.apps.framework.models import MeasureAssignment, MeasureSource, MeasureVersion, PlaceKey
from lineofsight.apps.framework.selectors.line import newest_versions
from lineofsight.measures import MeasureProblems
from lineofsight.statistics import Every
from lineofsight.warehouse.builds import Build

from .beside import Beside
from .counting import Counting
from .definitions import query_of
from .models import Release
from .proposals import Place, Proposing, places
from .proposals_reported import reported_tables
from .selectors.builds import current_build
from .selectors.computed import in_a_sentence
from .selectors.labels import Labels
from .selectors.released import Days
from .services.releases import Done, release_tables


@dataclass(frozen=True, slots=True)
class InUse:
    """A measure in a place with the definition that counts now."""

    assignment: MeasureAssignment
    version: MeasureVersion


@dataclass(slots=True)
class Pass:
    """What a pass did. uncounted: measures that cannot be counted yet, each with why."""

    done: Done = field(default_factory=Done)
    uncounted: dict[str, str] = field(default_factory=dict)


def release_what_is_due() -> Pass:
    """Release every table that is due. Raises a Problem where the facts cannot be read."""
    found = Pass()
    wait = timedelta(days=settings.RELEASE_AFTER_DAYS)
    uses = _uses()
    build = current_build()
    beside = Beside(build.catalogue if build is not None else None)
    for use in uses[MeasureSource.REPORTED]:
        release_tables(reported_tables(use, until=today() - wait), found.done, beside)
    if build is not None:
        _release_computed(uses[MeasureSource.COMPUTED], build, wait, found, beside)
    return found


def _release_computed(uses: Sequence[InUse], build: Build, wait: timedelta, found: Pass, beside: Beside) -> None:
    of_measure: dict[int, list[InUse]] = defaultdict(list)
    lengths, days = _released_before()
    for use in [*uses, *_ended_uses(uses, lengths)]:
        of_measure[use.assignment.measure_id].append(use)
    with Counting(build) as counting:
        proposing = Proposing(
            build=build,
            counting=counting,
            labels=Labels(build.catalogue),
            protected=tuple(Program.objects.exclude(protection=Protection.NONE)),
            first_month=the_agency().year_first_month or 1,
            wait=wait,
            released=days,
        )
        for its in of_measure.values():
            query = query_of(its[0].version, build.catalogue)
            if isinstance(query, MeasureProblems):
                found.uncounted[its[0].version.title] = in_a_sentence(query)
            if query is None or isinstance(query, MeasureProblems):
                continue
            for place in places(its):
                for apart in _with_one_length(place, lengths):
                    if all(each.is_ended for each in apart.all()):
                        continue
                    known = [lengths[key] for each in apart.all() if (key := each.key) in lengths]
                    every = Every(known[0]) if known else None
                    release_tables(proposing.tables(apart, query, every=every), found.done, beside)


def _released_before() -> tuple[dict[PlaceKey, str], dict[PlaceKey, set[Days]]]:
    """Of each place the length of its periods, which the first release decided, and the days of which something is
    released; whichever use of the measure in the place it was for."""
    lengths: dict[PlaceKey, str] = {}
    days: dict[PlaceKey, set[Days]] = defaultdict(set)
    rows = Release.objects.order_by("id").values_list(
        "assignment__measure", "assignment__program", "assignment__site", "every", "starts_on", "ends_on"
    )
    for measure, program, site, every, starts_on, ends_on in rows:
        lengths.setdefault((measure, program, site), every)
        days[measure, program, site].add((starts_on, ends_on))
    return lengths, days


def _ended_uses(uses: Sequence[InUse], released: Collection[PlaceKey]) -> list[InUse]:
    """Places in which a measure was used before and is not now: with what was released of them all is compared."""
    now = {use.assignment.place_key for use in uses}
    versions = {use.assignment.measure_id: use.version for use in uses}
    ended = MeasureAssignment.objects.filter(ended_on__isnull=False, measure__in=versions)
    found = {each.place_key: each for each in ended.select_related("program", "site").order_by("pk")}
    return [InUse(each, versions[each.measure_id]) for key, each in found.items() if key in released and key not in now]


def _with_one_length(place: Place, lengths: Mapping[PlaceKey, str]) -> Sequence[Place]:
    """The place; or its parts alone, where they were released by periods of different lengths before: of a whole that
    came later nothing can be released that would not overlap with some of them."""
    known = {lengths[each.key] for each in place.all() if each.key in lengths}
    if len(known) <= 1:
        return [place]
    return [apart for part in place.parts for apart in _with_one_length(part, lengths)]


def _uses() -> dict[str, list[InUse]]:
    versions = newest_versions()
    assignments: Iterable[MeasureAssignment] = (
        MeasureAssignment.objects.filter(ended_on__isnull=True).select_related("program", "site").order_by("pk")
    )
    found: dict[str, list[InUse]] = defaultdict(list)
    for each in assignments:
        version = versions.get(each.measure_id)
        if version is not None and version.published_at is not None:
            found[version.source].append(InUse(each, version))
    return found
