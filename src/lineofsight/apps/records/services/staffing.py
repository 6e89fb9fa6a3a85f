"""Who looks after an enrollment, and what becomes of the list of somebody who leaves."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.seen import check_values_seen
from lineofsight.apps.agency.services import trail
from lineofsight.apps.agency.words import the_words
from lineofsight.problems import Problem

from ..models import Enrollment, StaffAssignment
from ..permissions import check_can_assign_staff
from ..selectors.staffing import workers_of
from ..selectors.visibility import staff_who_may_work_on
from .enrollment_checks import check_stands


def assign_staff(
    enrollment: Enrollment, staff: StaffMember, *, started_on: date, seen: str, actor: StaffMember
) -> StaffAssignment:
    """Put an enrollment on somebody's list; twice is once.

    Raises P105, R601 (somebody whose roles do not reach this enrollment: their list would open nothing), R602 (it has
    ended), R411 (it was taken out of the figures) and `ChangedMeanwhile` when others look after it now than was `seen`
    (`selectors.staffing.workers_of`).
    """
    check_can_assign_staff(actor, enrollment, staff)
    if not staff_who_may_work_on(enrollment).filter(pk=staff.pk).exists():
        raise Problem(
            "R601",
            _("%(name)s has no role in this %(program)s and site.")
            % {"name": staff.name, "program": the_words().program},
            _("Ask an administrator to give them one, or choose somebody else."),
        )
    with transaction.atomic():
        row = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
        check_stands(row)
        if row.exit_date is not None:
            raise Problem(
                "R602",
                _("This person has left the %(program)s.") % {"program": the_words().program},
                _("Nobody needs to look after it now."),
            )
        now = workers_of(row)
        if staff.pk not in now["workers"]:
            check_values_seen(
                list(row.assignments.all()),
                now,
                {"workers": [*now["workers"], staff.pk]},
                seen=seen,
                reader=actor,
                labels={"workers": _("who looks after them")},
            )
        assignment, is_new = StaffAssignment.objects.get_or_create(
            enrollment=row, staff=staff, ended_on=None, defaults={"started_on": started_on}
        )
        if is_new:
            trail.record(
                TrailEntry.Action.ADDED, assignment, actor=actor, participant_id=row.participant_id, staff=staff.pk
            )
    return assignment


def unassign_staff(assignment: StaffAssignment, *, actor: StaffMember) -> None:
    """Take an enrollment off somebody's list, from today. Raises P105."""
    check_can_assign_staff(actor, assignment.enrollment, assignment.staff)
    with transaction.atomic():
        row = StaffAssignment.objects.select_for_update(of=("self",)).select_related("enrollment").get(pk=assignment.pk)
        if row.ended_on is not None:
            return
        row.ended_on = max(row.started_on, today())
        row.save(update_fields=["ended_on"])
        trail.record(
            TrailEntry.Action.ENDED,
            row,
            actor=actor,
            participant_id=row.enrollment.participant_id,
            staff=row.staff_id,
        )
