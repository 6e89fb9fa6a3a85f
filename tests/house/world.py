"""One object of every kind in the cast's own program, in another one and in the protected one; somebody in every role.

Built once for the whole matrix; each request is undone afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from tests.cast import admit, employ, found_agency, open_programs, open_sites

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
    Source,
    StaffMember,
)
from lineofsight.apps.forms.models import Instrument
from lineofsight.apps.records.models import (
    Assessment,
    CollectionPoint,
    Enrollment,
    Participant,
    Service,
    ServiceType,
    Task,
)


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


@dataclass(frozen=True)
class World:
    """staff: who → person (`access.Who`). things: whose → what belongs there (`access.Whose`)."""

    staff: dict[str, StaffMember]
    things: dict[str, Things]
    site: Site
    funder: Funder
    grant: Grant
    run: ImportRun
    instrument: Instrument
    role: RoleAssignment
    somebody: StaffMember


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
    }
    other_worker = employ("Olga Petrova", (Role.FRONT_LINE, programs.workforce))
    protected_worker = employ("Priya Shah", (Role.FRONT_LINE, programs.safe_harbor))
    instrument = Instrument.objects.create(key="well_being", title="Well-being")
    funder = Funder.objects.create(name="County")
    source = Source.objects.create(kind="hmis", key="river", title="River HMIS")
    run = ImportRun.objects.create(
        kind="hmis", source=source, file_name="export.zip", state=ImportRun.State.WRITTEN, started_at=timezone.now()
    )
    Invitation.objects.create(
        staff=other_worker,
        purpose="invite",
        code_hash="0" * 64,
        made_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=7),
    )
    return World(
        staff=staff,
        things={
            "own": _things("Maya", "Ramirez", mentoring, sites.north, staff["front_line"], instrument),
            "other": _things("Jonah", "Ellis", programs.workforce, sites.south, other_worker, instrument),
            "protected": _things("Ruth", "Amato", programs.safe_harbor, sites.north, protected_worker, instrument),
        },
        site=sites.north,
        funder=funder,
        grant=Grant.objects.create(name="Youth grant", funder=funder),
        run=run,
        instrument=instrument,
        role=other_worker.roles.get(),
        somebody=other_worker,
    )


def _things(first: str, last: str, program: Program, site: Site, worker: StaffMember, instrument: Instrument) -> Things:
    participant = admit(first, last, program, site, worker)
    enrollment = participant.enrollments.get()
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
    )
