"""One object of every kind in the cast's own program, in another one and in the protected one; somebody in every role.

Built once for the whole matrix; each request is undone afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.cast import admit, employ, found_agency, open_programs, open_sites
from tests.house.framework import Framework, build_framework

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import (
    Funder,
    Grant,
    ImportRun,
    Invitation,
    Program,
    Role,
    RoleAssignment,
    Site,
    StaffMember,
)
from lineofsight.apps.forms.models import Instrument
from lineofsight.apps.forms.services import adopt
from lineofsight.apps.imports.services import begin_run, read_run
from lineofsight.apps.records.models import (
    Assessment,
    CollectionPoint,
    Enrollment,
    Household,
    Participant,
    Service,
    ServiceType,
    StaffAssignment,
    Task,
)
from lineofsight.packs.elements import ElementSpec, InstrumentSpec
from lineofsight.packs.workbook import write_example


@dataclass(frozen=True)
class Things:
    """What belongs to one program."""

    program: Program
    worker: StaffMember
    participant: Participant
    enrollment: Enrollment
    service: Service
    assessment: Assessment
    task: Task
    assignment: StaffAssignment
    household: Household
    member: Participant  # somebody else in the program, who may be put into the household


@dataclass(frozen=True)
class World:
    """staff: who → this person; sessions: who → the key of a session in which this person is signed in.

    things: whose → what belongs there.
    """

    staff: dict[str, StaffMember]
    sessions: dict[str, str]
    things: dict[str, Things]
    site: Site
    funder: Funder
    grant: Grant
    run: ImportRun
    instrument: Instrument
    role: RoleAssignment
    somebody: StaffMember
    framework: Framework


def build_world() -> World:
    found_agency()
    sites = open_sites()
    programs = open_programs(sites)
    mentoring = programs.mentoring
    staff = {
        "front_line": employ("Femi Adeyemi", (Role.FRONT_LINE, mentoring)),
        "supervisor": employ("Sofia Reyes", (Role.SUPERVISOR, mentoring)),
        "program_manager": employ("Marcus Hill", (Role.PROGRAM_MANAGER, mentoring)),
        "performance_lead": employ("Lena Vogel", (Role.PERFORMANCE_LEAD, None)),
        "director": employ("Dana Whitfield", (Role.DIRECTOR, None)),
        "board_member": employ("Ben Carter", (Role.BOARD_MEMBER, None)),
        "coach": employ("Carmen Ortiz", (Role.COACH, None)),
        "administrator": employ("Ada Novak", (Role.ADMINISTRATOR, None)),
        "no_role": employ("Sam Stranger"),
        "front_line_of_protected": employ("Priya Shah", (Role.FRONT_LINE, programs.safe_harbor)),
        "supervisor_of_protected": employ("Paul Moreau", (Role.SUPERVISOR, programs.safe_harbor)),
        "program_manager_of_protected": employ("Petra Lang", (Role.PROGRAM_MANAGER, programs.safe_harbor)),
        "performance_lead_of_protected": employ("Pia Costa", (Role.PERFORMANCE_LEAD, programs.safe_harbor)),
        "director_of_protected": employ("Piotr Wolski", (Role.DIRECTOR, programs.safe_harbor)),
    }
    other_worker = employ("Olga Petrova", (Role.FRONT_LINE, programs.workforce))
    adopt(
        [],
        [ElementSpec("safe", "Feels safe", "boolean")],
        [InstrumentSpec("well_being", "Well-being", ("safe",))],
        pack="test",
    )
    instrument = Instrument.objects.get(key="well_being")
    funder = Funder.objects.create(name="County")
    workbook = Path(mkdtemp(prefix="lineofsight-test-")) / "workforce.xlsx"
    write_example("workforce", workbook)
    run = read_run(begin_run("workbook", workbook.name, actor=staff["performance_lead"]), workbook)
    rmtree(workbook.parent)
    Invitation.objects.create(
        staff=other_worker,
        purpose="invite",
        code_hash="0" * 64,
        made_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=7),
    )
    return World(
        staff=staff,
        sessions={who: _sign_in(person) for who, person in staff.items()},
        things={
            "own": _things("Maya", "Ramirez", mentoring, sites.north, staff["front_line"], instrument),
            "other": _things("Jonah", "Ellis", programs.workforce, sites.south, other_worker, instrument),
            "protected": _things(
                "Ruth", "Amato", programs.safe_harbor, sites.north, staff["front_line_of_protected"], instrument
            ),
        },
        site=sites.north,
        funder=funder,
        grant=Grant.objects.create(name="Youth grant", funder=funder),
        run=run,
        instrument=instrument,
        role=other_worker.roles.get(),
        somebody=other_worker,
        framework=build_framework(
            {"own": mentoring, "other": programs.workforce, "protected": programs.safe_harbor},
            staff["performance_lead"],
            author=staff["coach"],
        ),
    )


def _things(first: str, last: str, program: Program, site: Site, worker: StaffMember, instrument: Instrument) -> Things:
    participant = admit(first, last, program, site, worker)
    enrollment = participant.enrollments.get()
    household = Household.objects.create()
    Enrollment.objects.filter(pk=enrollment.pk).update(household=household)
    visit = ServiceType.objects.create(name="Visit", unit="visits", program=program)
    return Things(
        program=program,
        worker=worker,
        participant=participant,
        enrollment=enrollment,
        service=Service.objects.create(enrollment=enrollment, type=visit, date=today(), staff=worker),
        assessment=Assessment.objects.create(
            enrollment=enrollment, instrument=instrument, point=CollectionPoint.START, date=today(), staff=worker
        ),
        task=Task.objects.create(
            owner=worker, enrollment=enrollment, what="Call the school", due_on=today(), made_by=worker
        ),
        assignment=enrollment.assignments.get(),
        household=household,
        member=admit("Leo", last, program, site, worker),
    )


def _sign_in(staff: StaffMember) -> str:
    client = Client()
    client.force_login(staff)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
