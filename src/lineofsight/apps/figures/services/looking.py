"""Writing down that somebody looked at the people behind a figure."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.services import trail
from lineofsight.apps.framework.models import MeasureAssignment
from lineofsight.measures import Which

from ..permissions import check_can_see_people_behind


def note_looking(
    assignment: MeasureAssignment, *, days: tuple[date, date], which: Which | str, people: int, actor: StaffMember
) -> None:
    """One entry of the trail for one list, with the period and how many were on it; no names. which: part of a figure,
    or why they are listed."""
    check_can_see_people_behind(actor, assignment)
    first, last = days
    with transaction.atomic():
        trail.record(
            TrailEntry.Action.VIEWED,
            assignment,
            actor=actor,
            people=people,
            of=str(which),
            first_day=first.isoformat(),
            last_day=last.isoformat(),
        )
