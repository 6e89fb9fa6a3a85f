"""What the trail leaves out for a reader who opens files."""

from __future__ import annotations

import pytest
from django.test import Client

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Role, RoleAssignment, StaffMember, TrailEntry
from lineofsight.apps.agency.selectors.trail import TrailFilter, entries_shown_to
from lineofsight.apps.agency.services import trail
from lineofsight.apps.records.models import Enrollment, Service, ServiceType
from tests.cast import Clients, Programs, Sites, employ


@pytest.fixture
def hidden_stay(clients: Clients, programs: Programs, sites: Sites) -> Enrollment:
    """Maya, whom the performance lead may see in Mentoring, is also in Safe Harbor."""
    return Enrollment.objects.create(
        participant=clients.own, program=programs.safe_harbor, site=sites.north, stage="active", entry_date=today()
    )


def opened(enrollment: Enrollment, actor: StaffMember) -> TrailEntry:
    person = enrollment.participant
    trail.record(TrailEntry.Action.VIEWED, person, actor=actor, participant_id=person.pk)
    return TrailEntry.objects.latest("id")


def shown_to(reader: StaffMember) -> list[TrailEntry]:
    return list(entries_shown_to(reader, TrailFilter()))


def test_leaves_out_what_those_of_a_protected_program_did(
    hidden_stay: Enrollment, protected_worker: StaffMember, performance_lead: StaffMember
) -> None:
    entry = opened(hidden_stay, protected_worker)

    assert entry not in shown_to(performance_lead)


def test_leaves_out_the_stay_itself_whoever_wrote_it(
    hidden_stay: Enrollment, programs: Programs, performance_lead: StaffMember
) -> None:
    both = employ("Mina Both", (Role.PROGRAM_MANAGER, None), (Role.PROGRAM_MANAGER, programs.safe_harbor))
    visit = ServiceType.objects.create(name="Visit")
    service = Service.objects.create(enrollment=hidden_stay, type=visit, date=today())
    for row in (hidden_stay, service):
        trail.record(TrailEntry.Action.ADDED, row, actor=both, participant_id=hidden_stay.participant_id)

    assert not TrailEntry.objects.filter(actor=both, pk__in=[each.pk for each in shown_to(performance_lead)]).exists()


def test_shows_what_others_did_with_the_same_person(
    hidden_stay: Enrollment, front_line_worker: StaffMember, performance_lead: StaffMember
) -> None:
    entry = opened(hidden_stay, front_line_worker)

    assert entry in shown_to(performance_lead)


def test_shows_what_commands_did_and_what_is_about_nobody(
    hidden_stay: Enrollment, protected_worker: StaffMember, performance_lead: StaffMember
) -> None:
    trail.record(TrailEntry.Action.SIGNED_IN, protected_worker, actor=protected_worker)
    trail.record(
        TrailEntry.Action.CHANGED, hidden_stay.participant, actor=None, participant_id=hidden_stay.participant_id
    )

    assert len(shown_to(performance_lead)) == 2


def test_shows_all_of_it_to_somebody_whose_role_names_the_program(
    hidden_stay: Enrollment, programs: Programs, protected_worker: StaffMember, performance_lead: StaffMember
) -> None:
    RoleAssignment.objects.create(staff=performance_lead, role=Role.PERFORMANCE_LEAD, program=programs.safe_harbor)
    entry = opened(hidden_stay, protected_worker)

    assert entry in shown_to(performance_lead)


def test_shows_all_of_it_to_an_administrator_who_opens_no_files(
    hidden_stay: Enrollment, protected_worker: StaffMember, administrator: StaffMember
) -> None:
    entry = opened(hidden_stay, protected_worker)

    assert entry in shown_to(administrator)


def test_says_on_the_page_that_something_is_left_out(
    hidden_stay: Enrollment, protected_worker: StaffMember, as_performance_lead: Client, as_administrator: Client
) -> None:
    opened(hidden_stay, protected_worker)

    for_the_lead = as_performance_lead.get("/setup/trail/").content.decode()
    for_the_administrator = as_administrator.get("/setup/trail/").content.decode()

    assert "are not shown to you" in for_the_lead
    assert "Priya Shah opened" not in for_the_lead
    assert "are not shown to you" not in for_the_administrator
    assert f"Priya Shah opened the file of client {hidden_stay.participant_id}" in for_the_administrator


def test_finds_the_entries_about_one_client(
    clients: Clients, front_line_worker: StaffMember, as_administrator: Client
) -> None:
    opened(clients.own.enrollments.get(), front_line_worker)

    found = as_administrator.get("/setup/trail/", {"client": clients.own.pk}).content.decode()
    none = as_administrator.get("/setup/trail/", {"client": clients.other.pk}).content.decode()

    assert f"opened the file of client {clients.own.pk}" in found
    assert "No entry is like this." in none


def test_takes_the_last_day_there_is(as_administrator: Client) -> None:
    assert as_administrator.get("/setup/trail/", {"until": "9999-12-31"}).status_code == 200
