"""The page of a measure in its place: its targets, where it stood before, the notes of its owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Grant, Protection, StaffMember
from lineofsight.apps.agency.selectors.agency import the_agency

from ..models import MeasureAssignment, MeasureVersion, OwnerNote, PerformancePeriod
from ..permissions import can_read_counts
from ..years import NamedYear, YearKind, years_around
from .library import newest_version
from .line import present_target
from .measures import place_in_words
from .values import baseline_in_words, baseline_outside, target_in_words


@dataclass(frozen=True, kw_only=True)
class PeriodShown:
    period: PerformancePeriod
    target: str
    baseline: str


@dataclass(frozen=True, kw_only=True)
class UsePage:
    """present: what it is to reach now, of the periods, which stand newest first."""

    assignment: MeasureAssignment
    version: MeasureVersion
    place: str
    periods: tuple[PeriodShown, ...]
    present: PeriodShown | None
    notes: tuple[OwnerNote, ...]


def use_page(assignment: MeasureAssignment, viewer: StaffMember) -> UsePage:
    """Everything about one measure in one place. Four queries."""
    periods = list(assignment.periods.select_related("set_by"))
    present = present_target(periods, today())
    version = newest_version(assignment.measure)
    is_inside = can_read_counts(viewer, version, assignment.program, assignment.site)
    is_protected = assignment.program is not None and assignment.program.protection != Protection.NONE
    shown = {
        each.pk: PeriodShown(
            period=each,
            target=target_in_words(each.target, is_share=version.is_share, unit=version.unit),
            baseline=baseline_in_words(each, unit=version.unit)
            if is_inside
            else baseline_outside(each, version, is_protected=is_protected),
        )
        for each in periods
    }
    return UsePage(
        assignment=assignment,
        version=version,
        place=place_in_words(assignment.program, assignment, viewer),
        periods=tuple(shown.values()),
        present=shown[present.pk] if present else None,
        notes=tuple(assignment.notes.select_related("written_by")),
    )


def years_for(assignment: MeasureAssignment, today: date) -> list[NamedYear]:
    """The named years that a target here may be for: the agency's, the calendar's, and the times of the grants that
    pay for the program now or next. Two queries."""
    found = list(years_around(today, the_agency().year_first_month))
    grants = Grant.objects.filter(programs=assignment.program_id or 0, ends_on__gte=today).order_by("starts_on", "id")
    found += [
        NamedYear(kind=YearKind.GRANT, name=grant.name, starts_on=grant.starts_on, ends_on=grant.ends_on)
        for grant in grants
        if grant.starts_on and grant.ends_on
    ]
    return list({each.key: each for each in reversed(found)}.values())[::-1]
