"""The cast: one agency, three programs at two sites, somebody in every role, three clients.

Mentoring is the program in which most of the cast work ("their own"); Workforce is the other one; Safe Harbor serves
victims of violence and is protected by law. `today` is the real day; dates are some days back from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Agency, Program, Protection, Role, RoleAssignment, Site, StaffMember
from lineofsight.apps.records.models import Enrollment, Participant, StaffAssignment, Stage
from lineofsight.apps.records.names import searchable, sounds

PASSWORD = "a long walk by the river"


@dataclass(frozen=True)
class Sites:
    north: Site
    south: Site


@dataclass(frozen=True)
class Programs:
    mentoring: Program  # the cast's own
    workforce: Program  # another one
    safe_harbor: Program  # protected


@dataclass(frozen=True)
class Clients:
    """One client each: in the cast's own program, in another, in the protected one."""

    own: Participant
    other: Participant
    protected: Participant


def found_agency() -> Agency:
    return Agency.objects.create(pk=1, name="Riverside Family Services", year_first_month=7)


def open_sites() -> Sites:
    return Sites(north=Site.objects.create(name="North house"), south=Site.objects.create(name="South house"))


def open_programs(sites: Sites) -> Programs:
    cast = Programs(
        mentoring=Program.objects.create(name="Mentoring", field="youth_mentoring", started_on=date(2020, 1, 1)),
        workforce=Program.objects.create(name="Workforce", field="workforce", started_on=date(2020, 1, 1)),
        safe_harbor=Program.objects.create(
            name="Safe Harbor", started_on=date(2020, 1, 1), protection=Protection.VICTIM_SERVICES
        ),
    )
    cast.mentoring.sites.set([sites.north, sites.south])
    cast.workforce.sites.set([sites.south])
    cast.safe_harbor.sites.set([sites.north])
    return cast


@pytest.fixture
def agency(db: None) -> Agency:
    return found_agency()


@pytest.fixture
def sites(agency: Agency) -> Sites:
    return open_sites()


@pytest.fixture
def programs(sites: Sites) -> Programs:
    return open_programs(sites)


def employ(name: str, *places: tuple[Role, Program | None]) -> StaffMember:
    """A member of staff with a role in each place; signs in with the first name and `PASSWORD`."""
    sign_in_name = name.split()[0].lower()
    staff = StaffMember.objects.create(
        name=name,
        sign_in_name=sign_in_name,
        email=f"{sign_in_name}@riverside.example",
        password=make_password(PASSWORD),
        joined_on=date(2021, 3, 1),
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(staff=staff, role=role, program=program) for role, program in places
    )
    return staff


@pytest.fixture
def supervisor(programs: Programs) -> StaffMember:
    return employ("Sofia Reyes", (Role.SUPERVISOR, programs.mentoring))


@pytest.fixture
def front_line_worker(programs: Programs, supervisor: StaffMember) -> StaffMember:
    staff = employ("Femi Adeyemi", (Role.FRONT_LINE, programs.mentoring))
    staff.supervisor = supervisor
    staff.save(update_fields=["supervisor"])
    return staff


@pytest.fixture
def other_worker(programs: Programs) -> StaffMember:
    """A front-line worker of the other program."""
    return employ("Olga Petrova", (Role.FRONT_LINE, programs.workforce))


@pytest.fixture
def protected_worker(programs: Programs) -> StaffMember:
    """A front-line worker of the protected program."""
    return employ("Priya Shah", (Role.FRONT_LINE, programs.safe_harbor))


@pytest.fixture
def program_manager(programs: Programs) -> StaffMember:
    return employ("Marcus Hill", (Role.PROGRAM_MANAGER, programs.mentoring))


@pytest.fixture
def performance_lead(programs: Programs) -> StaffMember:
    return employ("Lena Vogel", (Role.PERFORMANCE_LEAD, None))


@pytest.fixture
def director(programs: Programs) -> StaffMember:
    return employ("Dana Whitfield", (Role.DIRECTOR, None))


@pytest.fixture
def board_member(programs: Programs) -> StaffMember:
    return employ("Ben Carter", (Role.BOARD_MEMBER, None))


@pytest.fixture
def coach(programs: Programs) -> StaffMember:
    return employ("Carmen Ortiz", (Role.COACH, None))


@pytest.fixture
def administrator(programs: Programs) -> StaffMember:
    return employ("Ada Novak", (Role.ADMINISTRATOR, None))


@pytest.fixture
def stranger(programs: Programs) -> StaffMember:
    """On the staff, without any role."""
    return employ("Sam Stranger")


def admit(first: str, last: str, program: Program, site: Site, worker: StaffMember) -> Participant:
    """A client who has been in the program for 90 days and is looked after by the worker."""
    participant = Participant.objects.create(
        first_name=first,
        last_name=last,
        birth_date=date(2011, 5, 14),
        birth_date_quality="full",
        search_name=searchable(first, last),
        search_sounds=sounds(first, last),
    )
    since = today() - timedelta(days=90)
    enrollment = Enrollment.objects.create(
        participant=participant, program=program, site=site, stage=Stage.ACTIVE, applied_on=since, entry_date=since
    )
    StaffAssignment.objects.create(enrollment=enrollment, staff=worker, started_on=since)
    return participant


@pytest.fixture
def clients(
    programs: Programs,
    sites: Sites,
    front_line_worker: StaffMember,
    other_worker: StaffMember,
    protected_worker: StaffMember,
) -> Clients:
    return Clients(
        own=admit("Maya", "Ramirez", programs.mentoring, sites.north, front_line_worker),
        other=admit("Jonah", "Ellis", programs.workforce, sites.south, other_worker),
        protected=admit("Ruth", "Amato", programs.safe_harbor, sites.north, protected_worker),
    )


def _browser(staff: StaffMember) -> Client:
    client = Client()
    client.force_login(staff)
    return client


@pytest.fixture
def as_front_line_worker(front_line_worker: StaffMember) -> Client:
    return _browser(front_line_worker)


@pytest.fixture
def as_supervisor(supervisor: StaffMember) -> Client:
    return _browser(supervisor)


@pytest.fixture
def as_program_manager(program_manager: StaffMember) -> Client:
    return _browser(program_manager)


@pytest.fixture
def as_performance_lead(performance_lead: StaffMember) -> Client:
    return _browser(performance_lead)


@pytest.fixture
def as_director(director: StaffMember) -> Client:
    return _browser(director)


@pytest.fixture
def as_board_member(board_member: StaffMember) -> Client:
    return _browser(board_member)


@pytest.fixture
def as_coach(coach: StaffMember) -> Client:
    return _browser(coach)


@pytest.fixture
def as_administrator(administrator: StaffMember) -> Client:
    return _browser(administrator)


@pytest.fixture
def as_stranger(stranger: StaffMember) -> Client:
    return _browser(stranger)
