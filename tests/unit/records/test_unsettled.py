"""What a source said and nobody understood stands on the file until it is mended."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Program, Source, StaffMember
from lineofsight.apps.forms.models import DataElement, Instrument
from lineofsight.apps.records.models import Assessment, Enrollment, Participant
from lineofsight.apps.records.selectors.facts import facts_about
from lineofsight.apps.records.selectors.file import client_file
from lineofsight.apps.records.selectors.unsettled import Unsettled, unsettled_on
from tests.cast import Clients, Programs

pytestmark = pytest.mark.django_db


def keep_aside(person: Participant, kind: str, **aside: str) -> Source:
    source = Source.objects.create(kind=kind, key="river", title="River records")
    quality = {"birth_date": None, "birth_date_quality": "full"} if "DOB" in aside else {}
    Participant.objects.filter(pk=person.pk).update(source=source, source_key="7", kept_aside=aside, **quality)
    return source


def unsettled(staff: StaffMember, person: Participant) -> list[Unsettled]:
    kept = Participant.objects.select_related("source").get(pk=person.pk)
    return unsettled_on(client_file(staff, kept, today=today()))


def test_tells_a_birth_date_that_cannot_be_read(clients: Clients, front_line_worker: StaffMember) -> None:
    keep_aside(clients.own, "hmis", DOB="1990-13-45", DateUpdated="11-06-20", ShoeSize="9", SSN="12")

    assert unsettled(front_line_worker, clients.own) == [Unsettled("Birth date", "1990-13-45", "", can_mend=False)]


def test_does_not_call_that_birth_date_known(clients: Clients, front_line_worker: StaffMember) -> None:
    keep_aside(clients.own, "hmis", DOB="1990-13-45")
    kept = Participant.objects.select_related("source").get(pk=clients.own.pk)

    facts = {fact.field: fact.words for fact in facts_about(client_file(front_line_worker, kept, today=today()))}

    assert facts["birth_date"] == "Not known"


def test_leads_to_the_form_where_the_source_keeps_nothing(
    clients: Clients, front_line_worker: StaffMember, as_front_line_worker: Client
) -> None:
    keep_aside(clients.own, "workbook", **{"Date of birth": "3/4/90", "My column": "x"})
    Participant.objects.filter(pk=clients.own.pk).update(birth_date=None)

    page = as_front_line_worker.get(f"/clients/{clients.own.pk}/").content.decode()

    assert unsettled(front_line_worker, clients.own) == [Unsettled("Date of birth", "3/4/90", "", can_mend=True)]
    assert "Not understood in the source" in page
    assert "“3/4/90”" in page
    assert "until somebody writes what it should be" in page


def test_is_settled_once_somebody_writes_the_date_here(clients: Clients, front_line_worker: StaffMember) -> None:
    keep_aside(clients.own, "workbook", **{"Date of birth": "3/4/90"})
    Participant.objects.filter(pk=clients.own.pk).update(birth_date=date(1990, 3, 4))

    assert unsettled(front_line_worker, clients.own) == []


def test_says_in_which_system_it_is_mended(clients: Clients, as_front_line_worker: Client) -> None:
    keep_aside(clients.own, "hmis", DOB="1990-13-45")

    page = as_front_line_worker.get(f"/clients/{clients.own.pk}/").content.decode()

    assert "Correct it in River records; the next import brings it." in page


def test_stands_on_a_file_without_such_values_nowhere(clients: Clients, as_front_line_worker: Client) -> None:
    assert 'id="unsettled"' not in as_front_line_worker.get(f"/clients/{clients.own.pk}/").content.decode()


def test_tells_what_an_enrollment_says_to_those_who_see_it(
    clients: Clients, programs: Programs, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    source = keep_aside(clients.own, "hmis")
    Enrollment.objects.filter(pk=enrollment.pk).update(
        source=source, source_key="e1", kept_aside={"Exit: Destination": "999"}
    )
    hidden(clients.own, programs.safe_harbor, source)

    told = unsettled(front_line_worker, clients.own)

    assert told == [Unsettled("Destination", "999", "Mentoring", can_mend=False)]


def hidden(person: Participant, program: Program, source: Source) -> None:
    Enrollment.objects.create(
        participant=person,
        program=program,
        stage="active",
        entry_date=date(2026, 1, 5),
        source=source,
        source_key="e2",
        kept_aside={"LivingSituation": "secret"},
    )


def test_shows_no_number_of_who_typed_an_assessment(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    DataElement.objects.create(key="hmis.income_benefits.UserID", label="Entered or changed by", type="text")
    DataElement.objects.create(key="hmis.income_benefits.Earned", label="Earned income", type="text")
    Assessment.objects.create(
        enrollment=enrollment,
        instrument=Instrument.objects.create(key="hmis.income_benefits", title="Income"),
        point="start",
        date=today(),
        answers={"hmis.income_benefits.UserID": "30", "hmis.income_benefits.Earned": "yes"},
    )

    (shown,) = client_file(front_line_worker, enrollment.participant, today=today()).assessments

    assert shown.answers == (("Earned income", "yes"),)
