"""Between which figures a measure has been: for whoever sets a target."""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.framework.known_figures import Range
from lineofsight.apps.framework.models import MeasureAssignment, MeasureVersion
from lineofsight.apps.framework.selectors.line import newest_versions

from .door import series_of

FEWEST = 4  # periods with a figure


@dataclass(frozen=True, slots=True)
class _Use:
    assignment: MeasureAssignment
    version: MeasureVersion


def range_seen(assignment: MeasureAssignment, reader: StaffMember) -> Range | None:
    """The lowest and the highest figure of the periods that are over, as the door gives them to this reader."""
    version = newest_versions().get(assignment.measure_id)
    if version is None or version.published_at is None:
        return None
    series = series_of([_Use(assignment, version)], reader)[assignment.pk]
    known = [each for each in series.periods if each.is_settled and each.figure.value is not None]
    values = [each.figure.value for each in known if each.figure.value is not None]
    if len(values) < FEWEST:
        return None
    return Range(low=min(values), high=max(values), since=known[0].start)
