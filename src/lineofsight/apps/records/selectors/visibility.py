"""Which rows a member of staff may see or work on: role × program × site × caseload, as querysets.

The rule: every list, page, search and export of people starts from one of these querysets; a view asks no other
question. A program under protection is open only to a role that names it: a role for "all programs" does not reach it,
and neither does a place on somebody's own list.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from lineofsight.apps.agency.models import Program, Protection, Role, RoleAssignment, Site, StaffMember
from lineofsight.apps.agency.permissions import SEE_PEOPLE, WORK_WITH_PEOPLE

from ..models import Enrollment, Participant, StaffAssignment

LEAD_WORKERS = (Role.SUPERVISOR, Role.PROGRAM_MANAGER)
SEE_WHOLE_AGENCY = (Role.PERFORMANCE_LEAD, Role.DIRECTOR)


def places_of(staff: StaffMember, roles: Iterable[Role]) -> list[RoleAssignment]:
    """The role assignments of this person with one of the roles. One query, remembered for the request."""
    held: list[RoleAssignment] | None = getattr(staff, "_held_places", None)
    if held is None:
        held = list(staff.roles.select_related("program", "site")) if staff.is_active else []
        staff._held_places = held  # type: ignore[attr-defined]
    wanted = set(roles)
    return [assignment for assignment in held if assignment.role in wanted]


def enrollments_visible_to(staff: StaffMember) -> QuerySet[Enrollment]:
    """Enrollments this person may see: those of the places their roles name, and those on their own list."""
    return _enrollments(staff, SEE_PEOPLE, with_own_list=True)


def enrollments_workable_by(staff: StaffMember) -> QuerySet[Enrollment]:
    """Enrollments this person may write to, and whose notes they may read."""
    return _enrollments(staff, WORK_WITH_PEOPLE, with_own_list=True)


def enrollments_led_by(staff: StaffMember) -> QuerySet[Enrollment]:
    """Enrollments for which this person may say who looks after them."""
    return _enrollments(staff, LEAD_WORKERS, with_own_list=False)


def enrollments_in_places_of(staff: StaffMember, role: Role) -> QuerySet[Enrollment]:
    """Enrollments of the places that this person has in one role, without their own list."""
    return _enrollments(staff, (role,), with_own_list=False)


def participants_visible_to(staff: StaffMember) -> QuerySet[Participant]:
    """People with an enrollment this person may see; for those who see the whole agency also people with none.

    People with none came with an import. A source that also brings people of a program that is closed to this person
    does not say from which of its programs they are, so they are seen only where it brings none.

    Each person is asked for in turn, which suits a file, a search and a first page.
    """
    seen = _with_any_of(enrollments_visible_to(staff))
    if any(place.program_id is None for place in places_of(staff, SEE_WHOLE_AGENCY)):
        seen |= ~_with_any_of(Enrollment.objects.all()) & ~of_sources_of(programs_closed_to(staff))
    return Participant.objects.filter(seen)


def participants_workable_by(staff: StaffMember) -> QuerySet[Participant]:
    """People whose open fields this person may change."""
    return Participant.objects.filter(_with_any_of(enrollments_workable_by(staff)))


def participants_searched(staff: StaffMember) -> QuerySet[Participant]:
    """The same people as `participants_visible_to`, for looking through names.

    Who sees every place sees most people, so a match is looked for first and then asked for. For everybody else their
    few people are gathered first.
    """
    if sees_every_place(staff):
        return participants_visible_to(staff)
    return Participant.objects.filter(pk__in=enrollments_visible_to(staff).values("participant"))


def participants_listed(
    staff: StaffMember, enrollments: QuerySet[Enrollment], *, is_narrowed: bool
) -> QuerySet[Participant]:
    """People behind enrollments (which come from a queryset of this module), for lists ordered by name.

    Where most people are on the list, it walks the names and stops when a page is full. Where few are, because the
    viewer sees few or narrowed the list, they are gathered first.
    """
    if sees_every_place(staff) and not is_narrowed:
        return Participant.objects.filter(_with_any_of(enrollments))
    return Participant.objects.filter(pk__in=enrollments.values("participant"))


def programs_visible_to(staff: StaffMember) -> QuerySet[Program]:
    """Programs of the places this person's roles name."""
    return _programs(places_of(staff, SEE_PEOPLE))


def programs_closed_to(staff: StaffMember) -> QuerySet[Program]:
    """Protected programs whose people this person may not know of."""
    named = [place.program_id for place in places_of(staff, SEE_PEOPLE) if place.program_id is not None]
    return Program.objects.exclude(protection=Protection.NONE).exclude(pk__in=named).order_by()


def of_sources_of(programs: QuerySet[Program], source: str = "source") -> Q:
    """Rows of a source that keeps one of these programs, made it, or has brought an enrollment in it.

    source: the field that names the source.
    """
    there = Enrollment.objects.filter(program__in=programs.values("pk"), source__isnull=False).order_by()
    return (
        Q((f"{source}__in", programs.filter(mastered_in__isnull=False).values("mastered_in")))
        | Q((f"{source}__in", programs.filter(source__isnull=False).values("source")))
        | Q((f"{source}__in", there.values("source")))
    )


def programs_workable_by(staff: StaffMember) -> QuerySet[Program]:
    """Programs in which this person may enroll someone."""
    return _programs(places_of(staff, WORK_WITH_PEOPLE))


def programs_of_places(staff: StaffMember, role: Role) -> QuerySet[Program]:
    """Programs of the places this person has in one role, by name."""
    return _programs(places_of(staff, (role,)))


def sites_visible_to(staff: StaffMember) -> QuerySet[Site]:
    """Sites that may be named to this person, by name: not those at which only protected programs work that they may
    not see. The name of a shelter is not for everybody."""
    told = Q(protection=Protection.NONE) | Q(pk__in=programs_visible_to(staff).order_by().values("pk"))
    working = Program.objects.filter(told).order_by()
    return Site.objects.filter(Q(programs__isnull=True) | Q(programs__in=working.values("pk"))).distinct()


def sites_workable_by(staff: StaffMember, program: Program) -> QuerySet[Site]:
    """Sites of a program at which this person may enroll someone."""
    places = [
        place
        for place in places_of(staff, WORK_WITH_PEOPLE)
        if place.program_id == program.pk or (place.program_id is None and program.protection == Protection.NONE)
    ]
    if any(place.site_id is None for place in places):
        return program.sites.all()
    return program.sites.filter(pk__in=[place.site_id for place in places])


def may_leave_site_open(staff: StaffMember, program: Program) -> bool:
    """Whether this person would still see an enrollment of the program that names no site."""
    return any(
        place.site_id is None and place.program_id in (None, program.pk)
        for place in places_of(staff, WORK_WITH_PEOPLE)
        if place.program_id is not None or program.protection == Protection.NONE
    )


def staff_who_may_work_on(enrollment: Enrollment) -> QuerySet[StaffMember]:
    """Active members of staff whose roles let them work with this enrollment, by name."""
    program = Q(roles__program=enrollment.program_id)
    if enrollment.program.protection == Protection.NONE:
        program |= Q(roles__program__isnull=True)
    site = Q(roles__site__isnull=True)
    if enrollment.site_id is not None:
        site |= Q(roles__site=enrollment.site_id)
    return (
        StaffMember.objects.filter(program & site, is_active=True, roles__role__in=WORK_WITH_PEOPLE)
        .distinct()
        .order_by("name", "id")
    )


def sees_every_place(staff: StaffMember) -> bool:
    """Whether a role of this person names neither program nor site."""
    return any(place.program_id is None and place.site_id is None for place in places_of(staff, SEE_PEOPLE))


def _with_any_of(enrollments: QuerySet[Enrollment]) -> Q:
    return Q(Exists(enrollments.filter(participant=OuterRef("pk"))))


def _enrollments(staff: StaffMember, roles: Iterable[Role], *, with_own_list: bool) -> QuerySet[Enrollment]:
    places = places_of(staff, roles)
    if not places:
        return Enrollment.objects.none()
    seen = Q()
    for place in places:
        here = _program(place)
        if place.site_id is not None:
            here &= Q(site=place.site_id)
        seen |= here
    if with_own_list:
        own = StaffAssignment.objects.filter(staff=staff, ended_on__isnull=True)
        named = [place.program_id for place in places if place.program_id is not None]
        seen |= Q(pk__in=own.values("enrollment")) & (Q(program__in=_unprotected()) | Q(program__in=named))
    return Enrollment.objects.filter(seen)


def _program(place: RoleAssignment) -> Q:
    return Q(program__in=_unprotected()) if place.program_id is None else Q(program=place.program_id)


def _unprotected() -> QuerySet[Program]:
    return Program.objects.filter(protection=Protection.NONE).order_by()


def _programs(places: list[RoleAssignment]) -> QuerySet[Program]:
    named = [place.program_id for place in places if place.program_id is not None]
    seen = Q(pk__in=named)
    if any(place.program_id is None for place in places):
        seen |= Q(protection=Protection.NONE)
    return Program.objects.filter(seen)
