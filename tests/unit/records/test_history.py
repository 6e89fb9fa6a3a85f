"""What changed on a file and who opened it, without giving a protected program away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lineofsight.apps.agency.clock import now, today
from lineofsight.apps.agency.models import Agency, ImportRun, Source, StaffMember
from lineofsight.apps.records.models import Enrollment, Household, Participant, Service, ServiceType
from lineofsight.apps.records.selectors.file import visible_participant
from lineofsight.apps.records.selectors.history import Event, events_of, openings_of
from lineofsight.apps.records.services.clients import change_client, note_opening
from lineofsight.apps.records.services.enrollments import end_enrollment
from tests.cast import Clients, Programs, Sites
from tests.seen import as_it_is

pytestmark = pytest.mark.django_db


def the_events(staff: StaffMember, participant: Participant) -> list[Event]:
    seen = visible_participant(staff, participant.pk)
    assert seen is not None
    return events_of(staff, seen)


def told(events: list[Event]) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    return [
        (event.what, event.who, [(change.field, change.before, change.after) for change in event.changes])
        for event in events
    ]


def test_says_what_was_before_and_who_changed_it(clients: Clients, front_line_worker: StaffMember) -> None:
    change_client(clients.own, {"phone": "555-0142"}, seen=as_it_is(clients.own), actor=front_line_worker)
    change_client(
        clients.own, {"phone": "555-0199", "genders": ["woman"]}, seen=as_it_is(clients.own), actor=front_line_worker
    )

    events = the_events(front_line_worker, clients.own)

    assert told(events)[:2] == [
        (
            "Changed",
            "Femi Adeyemi",
            [("gender", "", "Woman or girl"), ("phone", "555-0142", "555-0199")],
        ),
        ("Changed", "Femi Adeyemi", [("phone", "", "555-0142")]),
    ]


def test_says_when_a_stay_ended(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    end_enrollment(enrollment, today(), "completed", seen=as_it_is(enrollment), actor=front_line_worker)

    what, who, changes = told(the_events(front_line_worker, enrollment.participant))[0]

    assert what.startswith("Left Mentoring on ")
    assert who == "Femi Adeyemi"
    assert ("stage", "Active", "Completed") in changes


def test_names_the_import_that_changed_a_row(clients: Clients, front_line_worker: StaffMember) -> None:
    source = Source.objects.create(kind="hmis", key="river", title="River HMIS")
    run = ImportRun.objects.create(kind="hmis", source=source, file_name="export.zip", started_at=now())
    Participant.objects.filter(pk=clients.own.pk).update(last_name="Ramírez", last_import=run)
    clients.own.refresh_from_db()
    change_client(clients.own, {"phone": "1"}, seen=as_it_is(clients.own), actor=front_line_worker)

    whos = [event.who for event in the_events(front_line_worker, clients.own)]

    assert whos[:2] == ["Femi Adeyemi", "Import from River HMIS"]


def test_shows_a_changed_note_to_those_who_work_with_the_person(
    enrollment: Enrollment, visit: ServiceType, front_line_worker: StaffMember, director: StaffMember
) -> None:
    service = Service.objects.create(enrollment=enrollment, type=visit, date=today(), note="Before.")
    Service.objects.filter(pk=service.pk).update(note="After.", changed_by=front_line_worker)

    here = told(the_events(front_line_worker, enrollment.participant))
    above = told(the_events(director, enrollment.participant))

    assert ("note", "Before.", "After.") in here[0][2]
    assert "After." not in str(above)


def test_tells_changed_answers_by_question(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    Enrollment.objects.filter(pk=enrollment.pk).update(answers={"chronic": "no"})
    Enrollment.objects.filter(pk=enrollment.pk).update(answers={"chronic": "yes"}, changed_by=front_line_worker)

    assert told(the_events(front_line_worker, enrollment.participant))[0][2] == [("chronic", "no", "yes")]


@pytest.mark.parametrize("who", ["front_line_worker", "program_manager", "director", "performance_lead"])
def test_leaves_no_trace_of_a_protected_stay(
    who: str,
    clients: Clients,
    programs: Programs,
    sites: Sites,
    protected_worker: StaffMember,
    request: pytest.FixtureRequest,
) -> None:
    stay = Enrollment.objects.create(
        participant=clients.own,
        program=programs.safe_harbor,
        site=sites.north,
        stage="active",
        entry_date=today() - timedelta(days=3),
    )
    end_enrollment(stay, today(), "completed", seen=as_it_is(stay), actor=protected_worker)
    change_client(clients.own, {"phone": "555-0142"}, seen=as_it_is(clients.own), actor=protected_worker)
    note_opening(clients.own, actor=protected_worker)
    viewer = request.getfixturevalue(who)

    events = told(the_events(viewer, clients.own))

    assert "Safe Harbor" not in str(events)
    assert "Priya Shah" not in str(events)
    assert ("Changed", "Someone on the staff", [("phone", "", "555-0142")]) in events
    assert openings_of(viewer, clients.own) == []


def test_names_a_colleague_of_the_protected_program_to_that_program(
    clients: Clients, protected_worker: StaffMember
) -> None:
    note_opening(clients.protected, actor=protected_worker)

    assert [opening.who for opening in openings_of(protected_worker, clients.protected)] == ["Priya Shah"]


@pytest.fixture
def hmis(enrollment: Enrollment) -> ImportRun:
    """An import that brings the enrollment, with answers as an HMIS gives them."""
    source = Source.objects.create(kind="hmis", key="river", title="River HMIS")
    run = ImportRun.objects.create(kind="hmis", source=source, file_name="export.zip", started_at=now())
    answers = {"hmis.enrollment.RelationshipToHoH": "1", "hmis.enrollment.UserID": "30"}
    home = Household.objects.create()
    Enrollment.objects.filter(pk=enrollment.pk).update(
        source=source, source_key="e1", household=home, relationship="head", answers=answers, last_import=run
    )
    return run


def test_says_of_an_import_what_happened_and_no_number(
    enrollment: Enrollment, hmis: ImportRun, front_line_worker: StaffMember
) -> None:
    Enrollment.objects.filter(pk=enrollment.pk).update(
        household=Household.objects.create(),
        relationship="not_related",
        answers={"hmis.enrollment.RelationshipToHoH": "5", "hmis.enrollment.UserID": "31"},
    )

    what, _who, changes = told(the_events(front_line_worker, enrollment.participant))[0]

    assert what == "Enrollment in Mentoring changed"
    assert changes == [
        ("household", "one", "another one"),
        ("place in the household", "Head of household", "Not related"),
    ]


@pytest.mark.parametrize(
    ("standing", "said"),
    [("no_longer_in_source", "no longer in the source"), ("withdrawn", "taken out of the figures")],
)
def test_says_what_became_of_a_row_that_vanished(
    standing: str, said: str, enrollment: Enrollment, hmis: ImportRun, front_line_worker: StaffMember
) -> None:
    Enrollment.objects.filter(pk=enrollment.pk).update(standing=standing)

    assert the_events(front_line_worker, enrollment.participant)[0].what == f"Enrollment in Mentoring: {said}"


def test_says_it_in_the_words_of_the_agency(
    agency: Agency, enrollment: Enrollment, hmis: ImportRun, front_line_worker: StaffMember
) -> None:
    Agency.objects.update(words={**agency.words, "enrollment": ["stay", "stays"]})
    Enrollment.objects.filter(pk=enrollment.pk).update(relationship="child")

    assert the_events(front_line_worker, enrollment.participant)[0].what == "Stay in Mentoring changed"
