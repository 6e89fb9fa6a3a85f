"""May this person open this file, write to this enrollment? In two voices, answered by the visibility querysets."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Program, Role, Site, StaffMember
from lineofsight.apps.agency.permissions import SEE_PEOPLE, WORK_WITH_PEOPLE, Viewer, has_role
from lineofsight.apps.agency.words import the_words
from lineofsight.problems import NotPermitted

from .models import Enrollment, Participant
from .selectors.visibility import (
    LEAD_WORKERS,
    enrollments_led_by,
    enrollments_workable_by,
    may_leave_site_open,
    participants_visible_to,
    participants_workable_by,
    programs_workable_by,
    sites_workable_by,
)

FIND_DUPLICATES = (*LEAD_WORKERS, Role.PERFORMANCE_LEAD)


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
            _("Ask a worker or the manager of the %(program)s.") % {"program": the_words().program},
        )


def can_find_duplicates(staff: Viewer) -> bool:
    return has_role(staff, FIND_DUPLICATES)


def check_can_find_duplicates(staff: Viewer) -> None:
    if not can_find_duplicates(staff):
        raise NotPermitted(
            "P104",
            _("Supervisors, %(program)s managers and performance leads look for people who are here twice.")
            % {"program": the_words().program},
            _("Ask one of them."),
        )


def can_open_file(staff: StaffMember, participant: Participant) -> bool:
    return participants_visible_to(staff).filter(pk=participant.pk).exists()


def can_change_client(staff: StaffMember, participant: Participant) -> bool:
    return participants_workable_by(staff).filter(pk=participant.pk).exists()


def check_can_change_client(staff: StaffMember, participant: Participant) -> None:
    if not can_change_client(staff, participant):
        raise _not_a_worker()


def can_work_on(staff: StaffMember, enrollment: Enrollment) -> bool:
    return enrollments_workable_by(staff).filter(pk=enrollment.pk).exists()


def check_can_work_on(staff: StaffMember, enrollment: Enrollment) -> None:
    if not can_work_on(staff, enrollment):
        raise _not_a_worker()


def check_can_work_on_each(staff: StaffMember, enrollments: Iterable[Enrollment]) -> None:
    for enrollment in enrollments:
        check_can_work_on(staff, enrollment)


def can_assign_staff(staff: StaffMember, enrollment: Enrollment) -> bool:
    return enrollments_led_by(staff).filter(pk=enrollment.pk).exists()


def check_can_assign_staff(staff: StaffMember, enrollment: Enrollment, assignee: StaffMember) -> None:
    """Supervisors and managers assign anyone; a worker may take on, or give back, a client themselves."""
    itself = assignee.pk == staff.pk and can_work_on(staff, enrollment)
    if not itself and not can_assign_staff(staff, enrollment):
        raise NotPermitted(
            "P105",
            _("Supervisors and %(program)s managers say who looks after someone.") % {"program": the_words().program},
            _("Ask one of them, or take the person on your own list."),
        )


def check_can_enroll_in(staff: StaffMember, program: Program, site: Site | None) -> None:
    in_reach = programs_workable_by(staff).filter(pk=program.pk).exists() and (
        may_leave_site_open(staff, program)
        if site is None
        else sites_workable_by(staff, program).filter(pk=site.pk).exists()
    )
    if not in_reach:
        raise NotPermitted(
            "P106",
            _("You may not enroll someone there."),
            _("Choose one of your own %(programs)s and sites, or ask the manager of that %(program)s.")
            % vars(the_words()),
        )


def _not_a_worker() -> NotPermitted:
    return NotPermitted(
        "P103",
        _("Only those who work with this person can write here."),
        _("Ask the manager of the %(program)s.") % {"program": the_words().program},
    )
