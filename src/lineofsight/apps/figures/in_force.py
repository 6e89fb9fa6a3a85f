"""Which version of a definition counts for which days, where a measure is used.

The rule: a new version never rewrites what was published. Once something was released by a version, the periods that
ended before the next one was published, or before the first that was released by it, are counted by that version for
ever, for those inside as for everybody. A version by which nothing was ever released in the place has no past to
protect, and the next one stands in its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils.timezone import localtime

from lineofsight.apps.framework.models import MeasureAssignment, MeasureSource, MeasureVersion

from .models import Release
from .values import Used


@dataclass(frozen=True, slots=True)
class InForce:
    """A version, and the day from which on it counts for periods that end then or later; None: from the beginning."""

    version: MeasureVersion
    since: date | None


def versions_in_force(assignments: Collection[MeasureAssignment]) -> Mapping[int, tuple[InForce, ...]]:
    """Use of a measure → the published versions that count there for some days, oldest first. Two queries."""
    measures = {each.measure_id for each in assignments}
    published = MeasureVersion.objects.filter(measure__in=measures, published_at__isnull=False)
    versions: dict[int, list[MeasureVersion]] = defaultdict(list)
    for each in published.order_by("measure_id", "number"):
        versions[each.measure_id].append(each)
    several = [measure for measure, its in versions.items() if len(its) > 1]
    released: dict[tuple[int, int | None, int | None], dict[int, date]] = defaultdict(dict)
    place = ("assignment__measure", "assignment__program", "assignment__site")
    rows = Release.objects.filter(version__measure__in=several).order_by().values_list(*place, "version")
    for measure, program, site, version, first in rows.annotate(first=Min("ends_on")):
        released[measure, program, site][version] = first
    return {
        each.pk: tuple(_in_force(versions[each.measure_id], released.get(each.place_key, {}))) for each in assignments
    }


def version_of(in_force: Sequence[InForce], last_day: date) -> MeasureVersion:
    """The version that counts for a period with this last day."""
    counting = [each for each in in_force if each.since is None or each.since <= last_day]
    return (counting or in_force)[-1].version


def version_then(use: Used, last_day: date) -> MeasureVersion:
    """The version by which the figure of a period is counted where a measure is used. Two queries."""
    in_force = versions_in_force([use.assignment])[use.assignment.pk]
    return version_of(in_force, last_day) if in_force else use.version


def _in_force(versions: Sequence[MeasureVersion], released: Mapping[int, date]) -> Iterator[InForce]:
    """released: version → the last day of the first period that was released by it."""
    is_first = True
    for each in versions:
        counts = each.pk in released and each.source == MeasureSource.COMPUTED
        if each.published_at is None or not (counts or each is versions[-1]):
            continue
        day = localtime(each.published_at).date()
        yield InForce(each, None if is_first else min(day, released.get(each.pk, day)))
        is_first = False
