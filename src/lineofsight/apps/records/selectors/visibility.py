"""Which rows a member of staff may see or work on: role × program × site × caseload, as querysets.

The rule: every list, page, search and export of people starts from one of these querysets; a view asks no other
question. A program under protection is open only to a role that names it; a role for "all programs" does not reach it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from lineofsight.apps.agency.models import Program, Protection, Role, RoleAssignment, Site, StaffMember

from ..models import Enrollment, Participant, StaffAssignment

SEE_PEOPLE = (
    Role.FRONT_LINE,
    Role.SUPERVISOR,
    Role.PROGRAM_MANAGER,
    Role.PERFORMANCE_LEAD,
    Role.DIRECTOR,
)
WORK_WITH_PEOPLE = (Role.FRONT_LINE, Role.SUPERVISOR, Role.PROGRAM_MANAGER)
SEE_WHOLE_AGENCY = (Role.PERFORMANCE_LEAD, Role.DIRECTOR)


def places_of(staff: StaffMember, roles: Iterable[Role]) -> list[RoleAssignment]:
    """The role assignments of this person with one of the roles. One query, remembered for the request."""
    held: list[RoleAssignment] | None = getattr(staff, "_held_places", None)
    if held is None:
        held = list(staff.roles.select_related("program", "site")) if staff.is_active else []
        staff._held_places = held  # type: ignore[attr-defined]
    return [assignment for assignment in held if assignment.role in set(roles)]


def enrollments_visible_to(staff: StaffMember) -> QuerySet[Enrollment]:
    """Enrollments this person may see: those of the places their roles name, and those on their own list."""
    return _enrollments(staff, SEE_PEOPLE)


def enrollments_workable_by(staff: StaffMember) -> QuerySet[Enrollment]:
    """Enrollments this person may write to, and whose notes they may read."""
    return _enrollments(staff, WORK_WITH_PEOPLE)


def participants_visible_to(staff: StaffMember) -> QuerySet[Participant]:
    """People with an enrollment this person may see; for those who see the whole agency also people with none."""
    seen = Q(Exists(enrollments_visible_to(staff).filter(participant=OuterRef("pk"))))
    if any(place.program_id is None for place in places_of(staff, SEE_WHOLE_AGENCY)):
        seen |= ~Q(Exists(Enrollment.objects.filter(participant=OuterRef("pk"))))
    return Participant.objects.filter(seen)


def programs_visible_to(staff: StaffMember) -> QuerySet[Program]:
    """Programs of the places this person's roles name."""
    return _programs(staff, SEE_PEOPLE)


def programs_workable_by(staff: StaffMember) -> QuerySet[Program]:
    """Programs in which this person may enroll someone."""
    return _programs(staff, WORK_WITH_PEOPLE)


def sites_workable_by(staff: StaffMember, program: Program) -> QuerySet[Site]:
    """Sites of a program at which this person may enroll someone."""
    places = [place for place in places_of(staff, WORK_WITH_PEOPLE) if place.program_id in (None, program.pk)]
    if any(place.site_id is None for place in places):
        return program.sites.all()
    return program.sites.filter(pk__in=[place.site_id for place in places])


def _place(assignment: RoleAssignment, prefix: str) -> Q:
    if assignment.program_id is None:
        return Q(**{f"{prefix}protection": Protection.NONE})
    return Q(**{f"{prefix}pk": assignment.program_id})


def _enrollments(staff: StaffMember, roles: tuple[Role, ...]) -> QuerySet[Enrollment]:
    places = places_of(staff, roles)
    if not places:
        return Enrollment.objects.none()
    on_own_list = StaffAssignment.objects.filter(staff=staff, ended_on__isnull=True)
    seen = Q(pk__in=on_own_list.values("enrollment"))
    for assignment in places:
        here = _place(assignment, "program__")
        if assignment.site_id is not None:
            here &= Q(site=assignment.site_id)
        seen |= here
    return Enrollment.objects.filter(seen)


def _programs(staff: StaffMember, roles: tuple[Role, ...]) -> QuerySet[Program]:
    places = places_of(staff, roles)
    if not places:
        return Program.objects.none()
    seen = Q()
    for assignment in places:
        seen |= _place(assignment, "")
    return Program.objects.filter(seen)
