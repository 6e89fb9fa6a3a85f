"""What a sheet of reported values would change, for its preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lineofsight.apps.agency.selectors.agency import the_agency

from ..doubts import doubt_of_counts
from ..models import Measure, ReportedValue
from ..reported_counts import Reported, in_counts
from .places import Place
from .values import counts_of, time_in_words


@dataclass(frozen=True)
class PlannedValue:
    """before: the counts that stand there now, in words; empty when none do. doubt: it looks like a
    percentage."""

    reported: Reported
    time: str
    counts: str
    before: str
    doubt: bool

    @property
    def is_new(self) -> bool:
        return not self.before

    @property
    def is_same(self) -> bool:
        return self.before == self.counts


def planned_values(measure: Measure, place: Place, values: Sequence[Reported]) -> tuple[PlannedValue, ...]:
    """Each value beside what is there for its time and group. Two queries."""
    rows = ReportedValue.objects.filter(measure=measure, program=place.program, site=place.site).order_by("version")
    there = {(row.starts_on, row.ends_on, row.group_by, row.group): counts_of(row) for row in rows}
    first_month = the_agency().year_first_month
    return tuple(
        PlannedValue(
            each,
            time_in_words(each.days.starts_on, each.days.ends_on, first_month),
            in_counts(each.counts),
            there.get((each.days.starts_on, each.days.ends_on, each.group_by, each.group), ""),
            doubt_of_counts(each.counts) is not None,
        )
        for each in values
    )
