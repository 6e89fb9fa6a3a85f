"""The cast itself: what other tests rely on."""

import socket
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from tests.cast import Clients

from lineofsight.apps.agency import triggers
from lineofsight.apps.agency.models import Agency, StaffMember, TrailEntry
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.agency.services import trail
from lineofsight.apps.records.selectors.visibility import participants_visible_to


def test_shows_the_front_line_worker_only_their_own_client(front_line_worker: StaffMember, clients: Clients) -> None:
    assert list(participants_visible_to(front_line_worker)) == [clients.own]


def test_keeps_the_protected_client_from_those_who_see_the_whole_agency(
    performance_lead: StaffMember, clients: Clients
) -> None:
    assert set(participants_visible_to(performance_lead)) == {clients.own, clients.other}


def test_shows_the_stranger_nobody(stranger: StaffMember, clients: Clients) -> None:
    assert not participants_visible_to(stranger).exists()


def test_signs_people_in(signed_in: Callable[[StaffMember], Client], director: StaffMember) -> None:
    assert signed_in(director).session["_auth_user_id"] == str(director.pk)


def test_refuses_the_network() -> None:
    with socket.socket() as outside, pytest.raises(RuntimeError, match="stay on this machine"):
        outside.connect(("192.0.2.1", 80))


def test_empties_the_trail_after_real_transactions(real_transactions: None) -> None:
    Agency.objects.create(pk=1, name="Riverside")

    trail.record(TrailEntry.Action.VIEWED, "agency.agency", actor=COMMAND_LINE)

    with pytest.raises(DatabaseError, match="append-only"):
        TrailEntry.objects.all().delete()


def test_has_every_trigger_after_migrate(db: None) -> None:
    assert triggers.missing_triggers(connection) == []
