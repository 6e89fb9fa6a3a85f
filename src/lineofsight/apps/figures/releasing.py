"""One pass of releasing: everything that is due, measure by measure, each in a transaction of its own.

It may be run at any time and as often as one likes: what is released already stays, and what is not due waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Program, Protection
from lineofsight.apps.agency.selectors.agency import the_agency
from lineofsight.apps.framework.models import MeasureAssignment, MeasureSource, MeasureVersion
from lineofsight.apps.framework.selectors.line import newest_versions
from lineofsight.measures import MeasureProblems
from lineofsight.statistics import Every
from lineofsight.warehouse.builds import Build

from .counting import Counting
from .definitions import query_of
from .models import Release
from .proposals import Place, Proposing, places
from .proposals_reported import reported_tables
from .selectors.builds import current_build
from .selectors.computed import in_a_sentence
from .selectors.labels import Labels
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
    for use in uses[MeasureSource.REPORTED]:
        release_tables(reported_tables(use, until=today() - wait), found.done)
    build = current_build()
    if build is not None:
        _release_computed(uses[MeasureSource.COMPUTED], build, wait, found)
    return found


def _release_computed(uses: Sequence[InUse], build: Build, wait: timedelta, found: Pass) -> None:
    of_measure: dict[int, list[InUse]] = defaultdict(list)
    for use in uses:
        of_measure[use.assignment.measure_id].append(use)
    lengths = dict(Release.objects.order_by("-id").values_list("assignment", "every"))  # of each the first one stays
    with Counting(build) as counting:
        proposing = Proposing(
            build=build,
            counting=counting,
            labels=Labels(build.catalogue),
            protected=tuple(Program.objects.exclude(protection=Protection.NONE)),
            first_month=the_agency().year_first_month or 1,
            wait=wait,
        )
        for its in of_measure.values():
            query = query_of(its[0].version, build.catalogue)
            if isinstance(query, MeasureProblems):
                found.uncounted[its[0].version.title] = in_a_sentence(query)
            if query is None or isinstance(query, MeasureProblems):
                continue
            for place in places(its):
                for apart in _with_one_length(place, lengths):
                    known = [lengths[pk] for each in apart.all() if (pk := each.use.assignment.pk) in lengths]
                    every = Every(known[0]) if known else None
                    release_tables(proposing.tables(apart, query, every=every), found.done)


def _with_one_length(place: Place, lengths: Mapping[int, str]) -> Sequence[Place]:
    """The place; or its parts alone, where they were released by periods of different lengths before: of a whole that
    came later nothing can be released that would not overlap with some of them."""
    known = {lengths[pk] for each in place.all() if (pk := each.use.assignment.pk) in lengths}
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
