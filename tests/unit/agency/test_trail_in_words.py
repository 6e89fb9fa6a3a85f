"""The trail as sentences."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.selectors.trail import TrailFilter, in_words, trail_entries
from lineofsight.apps.agency.services import trail
from lineofsight.apps.agency.services.invitations import reset_password
from lineofsight.apps.agency.services.setup import choose_words
from lineofsight.apps.agency.words import the_words
from tests.cast import Clients, Programs


def newest_sentence() -> str:
    return in_words(trail_entries(TrailFilter())[:1], the_words())[0].sentence


def test_says_whose_file_was_opened(supervisor: StaffMember, clients: Clients) -> None:
    trail.record(TrailEntry.Action.VIEWED, clients.own, actor=supervisor, participant_id=clients.own.pk)

    assert newest_sentence() == f"Sofia Reyes opened the file of client {clients.own.pk}"


def test_says_it_in_the_agencys_words(supervisor: StaffMember, clients: Clients) -> None:
    choose_words({"client": ["guest", "guests"]}, actor=None)
    trail.record(TrailEntry.Action.VIEWED, clients.own, actor=supervisor, participant_id=clients.own.pk)

    assert newest_sentence() == f"Sofia Reyes opened the file of guest {clients.own.pk}"


def test_names_the_fields_that_changed(supervisor: StaffMember, stranger: StaffMember) -> None:
    trail.record(TrailEntry.Action.CHANGED, stranger, actor=supervisor, fields=["job_title"])

    assert newest_sentence() == "Sofia Reyes changed Sam Stranger: job title"


def test_says_who_got_a_new_password(administrator: StaffMember, stranger: StaffMember) -> None:
    reset_password(stranger, second_steps_too=False, actor=administrator)

    assert newest_sentence() == "Ada Novak added a new password for Sam Stranger"


def test_says_what_a_command_did(programs: Programs) -> None:
    trail.record(TrailEntry.Action.IMPORTED, programs.mentoring, actor=None)

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
