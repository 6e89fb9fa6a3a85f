"""Where somebody may be enrolled, and by whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lineofsight.apps.agency.models import Grant, Program, Site, StaffMember

from ..models import Enrollment, Household, Participant, Relationship
from .households import households_reached
from .standing import NEWEST_FIRST, standing
from .visibility import (
    enrollments_visible_to,
    enrollments_workable_by,
    may_leave_site_open,
    programs_workable_by,
    sites_workable_by,
)


@dataclass(frozen=True)
class Place:
    """A program at a site; key is what a form sends."""

    program: Program
    site: Site | None

    @property
    def key(self) -> str:
        return f"{self.program.pk}:{self.site.pk if self.site else ''}"

    @property
    def title(self) -> str:
        return f"{self.program.name}, {self.site.name}" if self.site else self.program.name


def places_to_enroll(staff: StaffMember) -> list[Place]:
    """Every program and site at which this person may enroll somebody here, by name. One query per program."""
    places = []
    for program in programs_workable_by(staff).filter(mastered_in__isnull=True, ended_on__isnull=True):
        sites = list(sites_workable_by(staff, program))
        places += [Place(program, site) for site in sites]
        if not sites and may_leave_site_open(staff, program):
            places.append(Place(program, None))
    return places


def programs_kept_elsewhere(staff: StaffMember) -> QuerySet[Program]:
    """Programs of this person whose enrollments are made in another system."""
    return programs_workable_by(staff).filter(mastered_in__isnull=False).select_related("mastered_in")


def grants_of(places: list[Place]) -> QuerySet[Grant]:
    """Grants that pay for one of these places' programs."""
    return Grant.objects.filter(programs__in={place.program.pk for place in places}).select_related("funder").distinct()


def place_key_of(enrollment: Enrollment) -> str:
    """The key of the place where a stay is."""
    return f"{enrollment.program_id}:{enrollment.site_id or ''}"


def households_to_join(staff: StaffMember, participant: Participant, wanted: str) -> QuerySet[Household]:
    """Households kept here in which this viewer may enroll this person: those they have been in, and the one that was
    asked for, when the viewer sees somebody in it."""
    mine = enrollments_visible_to(staff).filter(participant=participant, household__isnull=False)
    asked_for = int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0
    return households_reached(staff).filter(Q(pk__in=mine.values("household")) | Q(pk=asked_for))


def place_in_household(staff: StaffMember, participant: Participant, *, joins: bool) -> str:
    """The code to propose: what this person is in the household of the newest stay that this viewer may see, and the
    head of one when there is none. Nothing is proposed to somebody who joins one."""
    if joins:
        return Relationship.NOT_ASKED
    mine = enrollments_visible_to(staff).filter(participant=participant, household__isnull=False)
    newest = mine.order_by(*NEWEST_FIRST).first()
    return newest.relationship if newest else Relationship.HEAD


def enrollments_to_write_on(staff: StaffMember, participant: Participant) -> list[Enrollment]:
    """Enrollments of a person on which this member of staff may write down services; those under way come first."""
    return list(
        standing(enrollments_workable_by(staff))
        .filter(participant=participant, entry_date__isnull=False)
        .select_related("program", "site")
        .order_by(*NEWEST_FIRST)
    )
