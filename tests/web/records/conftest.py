"""A file with one of everything: a service with a note, an assessment, a task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.forms.models import Instrument
from lineofsight.apps.forms.services import adopt
from lineofsight.apps.records.models import Assessment, Enrollment, Participant, Service, ServiceType, Task
from lineofsight.packs.elements import CodeSetSpec, ElementSpec, InstrumentSpec
from tests.cast import Clients


@dataclass(frozen=True)
class FullFile:
    """The cast's own client with one of everything."""

    participant: Participant
    enrollment: Enrollment
    visit: ServiceType
    service: Service
    instrument: Instrument
    assessment: Assessment
    task: Task

    def address(self, pattern: str) -> str:
        return pattern.format(
            person=self.participant.pk,
            enrollment=self.enrollment.pk,
            service=self.service.pk,
            instrument=self.instrument.pk,
            assessment=self.assessment.pk,
            assignment=self.enrollment.assignments.get().pk,
            task=self.task.pk,
        )


@pytest.fixture
def full_file(clients: Clients, front_line_worker: StaffMember) -> FullFile:
    enrollment = Enrollment.objects.select_related("participant").get(participant=clients.own)
    visit = ServiceType.objects.create(name="Home visit", unit="visits")
    adopt(
        [CodeSetSpec("needs", "Needs", (("food", "Food"), ("home", "A home"), ("work", "Work")))],
        [
            ElementSpec("income", "Monthly income", "money"),
            ElementSpec("needs", "What she needs", "codes", code_set="needs"),
            ElementSpec("safe", "Feels safe", "boolean"),
        ],
        [InstrumentSpec("check", "12-month check", ("income", "needs", "safe"))],
        pack="test",
    )
    instrument = Instrument.objects.get(key="check")
    about: dict[str, Any] = {"enrollment": enrollment, "staff": front_line_worker, "date": today()}
    return FullFile(
        participant=enrollment.participant,
        enrollment=enrollment,
        visit=visit,
        service=Service.objects.create(type=visit, note="She practiced the call.", **about),
        instrument=instrument,
        assessment=Assessment.objects.create(
            instrument=instrument, point="start", answers={"income": "1480.00", "needs": ["food"]}, **about
        ),
        task=Task.objects.create(
            owner=front_line_worker,
            made_by=front_line_worker,
            enrollment=enrollment,
            what="Call her aunt",
            due_on=today(),
        ),
    )
