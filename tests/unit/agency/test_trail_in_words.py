"""The trail as sentences."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import pytest
from django.test import Client
from django.utils import timezone

from lineofsight.apps.agency.models import Agency, ImportRun, StaffMember, TrailEntry
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.agency.selectors.trail import TrailFilter, in_words, trail_entries
from lineofsight.apps.agency.services import trail
from lineofsight.apps.agency.services.invitations import make_invitation, reset_password
from lineofsight.apps.agency.services.staff import add_staff
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.records.services.clients import note_list
from tests.cast import Clients, Programs


def newest_sentence(reader: StaffMember | None = None) -> str:
    """As HTML. reader None: somebody who may open neither files nor imports, so that nothing is a link."""
    entries = trail_entries(TrailFilter())[:1]
    return in_words(entries, the_words(), reader or StaffMember(is_active=False))[0].sentence


def test_says_whose_file_was_opened(supervisor: StaffMember, clients: Clients) -> None:
    trail.record(TrailEntry.Action.VIEWED, clients.own, actor=supervisor, participant_id=clients.own.pk)

    assert newest_sentence() == f"Sofia Reyes opened the file of client {clients.own.pk}"


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("list", "Sofia Reyes looked at the list of clients (12 shown)"),
        ("search", "Sofia Reyes searched for clients (12 found)"),
        ("duplicates", "Sofia Reyes looked at clients who may be here twice (12 shown)"),
    ],
)
def test_says_how_many_somebody_saw_in_a_list(
    kind: Literal["list", "search", "duplicates"], sentence: str, supervisor: StaffMember
) -> None:
    note_list(kind, range(1, 13), actor=supervisor)

    assert newest_sentence() == sentence


def test_leads_to_the_file_for_those_who_open_files(
    supervisor: StaffMember, performance_lead: StaffMember, clients: Clients
) -> None:
    number = clients.own.pk
    trail.record(TrailEntry.Action.VIEWED, clients.own, actor=supervisor, participant_id=number)

    sentence = newest_sentence(performance_lead)

    assert sentence == f'Sofia Reyes opened the file of <a href="/clients/{number}/">client {number}</a>'


def test_leads_an_administrator_to_no_file(
    supervisor: StaffMember, administrator: StaffMember, clients: Clients
) -> None:
    trail.record(TrailEntry.Action.VIEWED, clients.own, actor=supervisor, participant_id=clients.own.pk)

    assert newest_sentence(administrator) == f"Sofia Reyes opened the file of client {clients.own.pk}"


def test_leads_to_the_import_for_those_who_import(performance_lead: StaffMember) -> None:
    run = ImportRun.objects.create(kind="hmis", file_name="export.zip", started_at=timezone.now())
    trail.record(TrailEntry.Action.IMPORTED, run, actor=performance_lead)

    sentence = newest_sentence(performance_lead)

    assert sentence.endswith(f' brought records: <a href="/import/{run.pk}/">import {run.pk}</a>')
    assert newest_sentence().endswith(f" brought records: import {run.pk}")


def test_says_on_whose_list_a_client_came(
    supervisor: StaffMember, front_line_worker: StaffMember, clients: Clients
) -> None:
    trail.record(
        TrailEntry.Action.ADDED,
        "records.staffassignment",
        actor=supervisor,
        participant_id=6,
        staff=front_line_worker.pk,
    )

    assert newest_sentence() == f"Sofia Reyes gave client 6 to {front_line_worker.name}"


def test_says_that_somebody_took_a_client_off_their_own_list(front_line_worker: StaffMember) -> None:
    mine = front_line_worker.pk
    trail.record(
        TrailEntry.Action.ENDED, "records.staffassignment", actor=front_line_worker, participant_id=6, staff=mine
    )

    assert newest_sentence() == f"{front_line_worker.name} took client 6 off their own list"


def test_says_that_a_promise_is_off_the_list(front_line_worker: StaffMember) -> None:
    trail.record(TrailEntry.Action.ENDED, "records.task", actor=front_line_worker, participant_id=6)

    assert newest_sentence() == f"{front_line_worker.name} took a promise to client 6 off the list"


def test_escapes_a_name(supervisor: StaffMember, clients: Clients) -> None:
    supervisor.name = "Sofia <b>Reyes</b>"
    supervisor.save()
    trail.record(TrailEntry.Action.VIEWED, clients.own, actor=supervisor, participant_id=clients.own.pk)

    assert newest_sentence().startswith("Sofia &lt;b&gt;Reyes&lt;/b&gt; opened")


def test_says_it_in_the_agencys_words(supervisor: StaffMember, administrator: StaffMember, clients: Clients) -> None:
    Agency.objects.update(words={"client": ["guest", "guests"]})
    trail.record(TrailEntry.Action.VIEWED, clients.own, actor=supervisor, participant_id=clients.own.pk)

    assert newest_sentence() == f"Sofia Reyes opened the file of guest {clients.own.pk}"


def test_names_the_fields_that_changed(supervisor: StaffMember, stranger: StaffMember) -> None:
    trail.record(TrailEntry.Action.CHANGED, stranger, actor=supervisor, fields=["job_title"])

    assert newest_sentence() == "Sofia Reyes changed Sam Stranger: job title"


def test_says_who_got_a_new_password(administrator: StaffMember, stranger: StaffMember) -> None:
    reset_password(stranger, second_steps_too=False, actor=administrator)

    assert newest_sentence() == "Ada Novak made a link with which Sam Stranger chooses a new password"


def test_says_who_was_invited(administrator: StaffMember) -> None:
    make_invitation(add_staff(name="Rosa Delgado", actor=administrator), actor=administrator)

    assert newest_sentence() == "Ada Novak invited Rosa Delgado"


def test_says_that_somebody_changed_their_own_account(supervisor: StaffMember) -> None:
    trail.record(TrailEntry.Action.CHANGED, supervisor, actor=supervisor, fields=["password"])

    assert newest_sentence() == "Sofia Reyes changed their own account: password"


def test_says_what_a_command_did(programs: Programs) -> None:
    trail.record(TrailEntry.Action.IMPORTED, programs.mentoring, actor=COMMAND_LINE)

    assert newest_sentence() == "A command on the server imported program “Mentoring”"


def test_writes_an_entry_when_somebody_signs_in(as_supervisor: Client, supervisor: StaffMember) -> None:
    assert newest_sentence() == "Sofia Reyes signed in"


def test_writes_no_name_when_signing_in_fails(agency: object, client: Client) -> None:
    client.post("/account/login/", {"login": "my secret by mistake", "password": "x"})

    assert not TrailEntry.objects.exists()


def test_shows_what_was_done_by_one_person_on_some_days(supervisor: StaffMember, stranger: StaffMember) -> None:
    trail.record(TrailEntry.Action.CHANGED, stranger, actor=supervisor)
    trail.record(TrailEntry.Action.CHANGED, stranger, actor=stranger)
    today = timezone.localdate()

    assert trail_entries(TrailFilter(staff=supervisor, since=today, until=today)).count() == 1
    assert not trail_entries(TrailFilter(until=today - timedelta(days=1))).exists()
    assert not trail_entries(TrailFilter(action="viewed")).exists()
