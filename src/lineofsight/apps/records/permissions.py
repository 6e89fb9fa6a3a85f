"""May this person open this file, write to this enrollment? In two voices, answered by the visibility querysets."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.permissions import Viewer, has_role
from lineofsight.problems import NotPermitted

from .models import Enrollment, Participant
from .selectors.visibility import (
    SEE_PEOPLE,
    WORK_WITH_PEOPLE,
    enrollments_workable_by,
    participants_visible_to,
)


def can_see_people(staff: Viewer) -> bool:
    return has_role(staff, SEE_PEOPLE)


def check_can_see_people(staff: Viewer) -> None:
    if not can_see_people(staff):
        raise NotPermitted(
            "P101",
            _("Your role works with figures, not with the files of people."),
            _("Ask an administrator if that is wrong."),
        )


def can_add_people(staff: Viewer) -> bool:
    return has_role(staff, WORK_WITH_PEOPLE)


def check_can_add_people(staff: Viewer) -> None:
    if not can_add_people(staff):
        raise NotPermitted(
            "P102",
            _("People are added by those who work with them."),
            _("Ask a worker or the manager of the program."),
        )


def can_open_file(staff: StaffMember, participant: Participant) -> bool:
    return participants_visible_to(staff).filter(pk=participant.pk).exists()


def can_work_on(staff: StaffMember, enrollment: Enrollment) -> bool:
    return enrollments_workable_by(staff).filter(pk=enrollment.pk).exists()


def check_can_work_on(staff: StaffMember, enrollment: Enrollment) -> None:
    if not can_work_on(staff, enrollment):
        raise NotPermitted(
            "P103",
            _("Only those who work with this person can write here."),
            _("Ask the manager of the program."),
        )
