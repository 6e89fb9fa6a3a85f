"""Fill an empty, migrated database with the made-up agency. The same seed and day give the same rows again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from random import Random
from typing import Any, TypeVar

from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import (
    Agency,
    Funder,
    Grant,
    ImportRun,
    Invitation,
    Program,
    RoleAssignment,
    Site,
    StaffMember,
)
from lineofsight.apps.forms.models import Code, CodeGroup, CodeSet, DataElement, Instrument, InstrumentElement
from lineofsight.apps.records.models import (
    Assessment,
    Enrollment,
    Household,
    Participant,
    Service,
    ServiceType,
    StaffAssignment,
    Task,
)
from lineofsight.problems import Problem

from .cast import imagine_youth, settle_last_seen, tell_denise
from .families import tell_families
from .framework import TOLD as TOLD_OF_THE_FRAMEWORK
from .framework import imagine_framework, write_framework
from .housing import tell_housing
from .instruments import Questions, imagine_questions
from .ledger import Ledger
from .mentoring import tell_mentoring
from .moments import TYPED_IN_FROM_PAPER, dates_as_told, moment_on
from .password import PASSWORD
from .people import Population
from .planting import plant_faults
from .programs import AGENCY_NAME, Structure, imagine_structure
from .smaller import tell_gift_drive, tell_lantern_house
from .staff import INVITED, LEFT, SKETCHES, Team, imagine_team
from .voices import tell_voices
from .work import promise_work
from .workforce import tell_workforce

SEED = 3  # of a dozen tried, one whose figures come near to those that are pictured
TODAY = date(2026, 11, 12)  # a Thursday; the made-up agency lives on this day
_Row = TypeVar("_Row", bound=models.Model)
_TOLD = (Site, Program, Funder, Grant, ServiceType, Household, Participant, Enrollment, Service, Assessment)


@dataclass(frozen=True)
class DemoSummary:
    """What was written: rows by table, and how many seconds it took."""

    agency: str
    today: date
    rows: dict[str, int]
    seconds: float


def imagine(*, seed: int = SEED, today: date = TODAY) -> Ledger:
    """The whole story as unsaved rows; touches no database."""
    structure = imagine_structure()
    team = imagine_team(structure, today, make_password(PASSWORD))
    chance = partial(_chance, seed)
    ledger = Ledger(today, chance("cast"), chance("minutes"), structure, imagine_questions(), team)
    population = Population(ledger, chance("people"))
    youth = imagine_youth(ledger)
    tell_denise(ledger)
    courses: tuple[tuple[str, Callable[[Ledger, Population], None]], ...] = (
        ("housing", tell_housing),
        ("families", tell_families),
        ("workforce", tell_workforce),
        ("mentoring", partial(tell_mentoring, cast=youth)),
        ("gift drive", tell_gift_drive),
        ("lantern house", tell_lantern_house),
        ("voices", tell_voices),
        ("faults", plant_faults),
    )
    for name, tell in courses:
        ledger.rng, ledger.minutes, population.rng = chance(name), chance(name, "minutes"), chance(name, "people")
        tell(ledger, population)
    settle_last_seen(ledger)
    promise_work(ledger)
    ledger.services.sort(key=lambda service: service.written_at)
    ledger.assessments.sort(key=lambda assessment: assessment.created_at)
    return ledger


def _chance(seed: int, *names: str) -> Random:
    """Each course of the story has its own chance, so that a change in one leaves the others as they were."""
    return Random(" ".join((str(seed), *names)))


def build_demo(*, seed: int = SEED, today: date = TODAY) -> DemoSummary:
    """Write the made-up agency, all or nothing. Raises a Problem when the database has an agency already."""
    began = time.monotonic()
    _check_empty()
    ledger = imagine(seed=seed, today=today)
    framework = imagine_framework(ledger.structure, ledger.team, _chance(seed, "framework"))
    with transaction.atomic(), dates_as_told(*_TOLD, *TOLD_OF_THE_FRAMEWORK):
        _check_empty()
        Agency.objects.create(
            pk=1,
            name=AGENCY_NAME,
            is_made_up=True,
            year_first_month=7,
            language="en-us",
            words_confirmed_on=date(2023, 10, 16),
            language_confirmed_on=date(2023, 10, 16),
        )
        rows = {
            **_write_structure(ledger.structure, ledger.rng),
            **_write_team(ledger.team, ledger),
            **_write_questions(ledger.questions),
            **_write_import(ledger),
            **_write_records(ledger),
            **write_framework(framework),
        }
    return DemoSummary(AGENCY_NAME, today, rows, time.monotonic() - began)


def _check_empty() -> None:
    if Agency.objects.exists():
        raise Problem(
            "D001",
            _("There is an agency in this database already."),
            _("Choose another home for the demo, or remove the demo with its own command first."),
        )


def _write(model: type[_Row], rows: list[_Row], **options: Any) -> dict[str, int]:
    model._default_manager.bulk_create(rows, **options)
    return {str(model._meta.label_lower): len(rows)}


def _write_structure(structure: Structure, rng: Random) -> dict[str, int]:
    grants = [grant for several in structure.grants.values() for grant in several]
    parts = [
        *structure.sites.values(),
        *structure.programs.values(),
        *structure.funders.values(),
        *grants,
        *structure.service_types.values(),
    ]
    for part in parts:
        part.created_at = part.updated_at = moment_on(rng, TYPED_IN_FROM_PAPER)
    structure.housing_system.save()
    structure.programs["home_again"].mastered_in = structure.housing_system
    written = {
        **_write(Site, list(structure.sites.values())),
        **_write(Program, list(structure.programs.values())),
        **_write(Funder, list(structure.funders.values())),
        **_write(Grant, grants),
        **_write(ServiceType, list(structure.service_types.values())),
    }
    for key, program in structure.programs.items():
        program.sites.set([structure.sites[site] for site in structure.program_sites[key]])
        for grant in structure.grants.get(key, []):
            grant.programs.set([program])
    return written


def _write_import(ledger: Ledger) -> dict[str, int]:
    """The import that last wrote what the housing system keeps; everything in it was here already."""
    run = ledger.structure.housing_import
    run.started_by = ledger.staff("imani")
    for table, rows in (("participant", ledger.participants), ("enrollment", ledger.enrollments)):
        kept = sum(row.source is not None for row in rows)
        run.counts[table] = {"rows": kept, "new": 0, "changed": 0, "same": kept, "vanished": 0}
    return _write(ImportRun, [run])


def _write_team(team: Team, ledger: Ledger) -> dict[str, int]:
    for sketch in SKETCHES:  # supervisors stand before those they supervise
        member = team.members[sketch.key]
        if sketch.days_since_sign_in is not None:
            member.last_login = moment_on(ledger.rng, ledger.today - timedelta(days=sketch.days_since_sign_in))
        if sketch.key in (LEFT, INVITED):
            member.set_unusable_password()
        member.save()
    invited_at = moment_on(ledger.rng, ledger.today)
    Invitation.objects.create(
        staff=team.members[INVITED],
        purpose=Invitation.Purpose.INVITE,
        code_hash=sha256(f"{ledger.rng.random()}".encode()).hexdigest(),  # of no code that anyone has
        made_at=invited_at,
        made_by=team.members["imani"],
        expires_at=invited_at + timedelta(days=7),
    )
    return {
        str(StaffMember._meta.label_lower): len(team.members),
        **_write(RoleAssignment, team.roles),
    }


def _write_questions(questions: Questions) -> dict[str, int]:
    written = {
        **_write(CodeSet, questions.code_sets),
        **_write(Code, questions.codes),
        **_write(CodeGroup, [group for group, _codes in questions.groups]),
        **_write(DataElement, questions.elements),
        **_write(Instrument, list(questions.instruments.values())),
        **_write(InstrumentElement, questions.items),
    }
    for group, codes in questions.groups:
        group.codes.set(codes)
    return written


def _write_records(ledger: Ledger) -> dict[str, int]:
    return {
        **_write(Household, ledger.households),
        **_write(Participant, ledger.participants),
        **_write(Enrollment, ledger.enrollments),
        **_write(StaffAssignment, ledger.assignments),
        **_write(Service, [service.as_row() for service in ledger.services]),
        **_write(Assessment, ledger.assessments),
        **_write(Task, ledger.tasks),
    }
