"""Changing what is known of a person: only what differs, never what is kept elsewhere."""

from __future__ import annotations

from datetime import date

import pytest

from lineofsight.apps.agency.models import RowVersion, Source, StaffMember, TrailEntry
from lineofsight.apps.records.services.clients import change_client
from lineofsight.problems import NotPermitted, Problem
from tests.cast import Clients
from tests.seen import as_it_is

pytestmark = pytest.mark.django_db


def test_writes_only_what_differs(clients: Clients, front_line_worker: StaffMember) -> None:
    changed = change_client(
        clients.own,
        {"phone": "555-0142", "first_name": "Maya", "language": "Spanish"},
        seen=as_it_is(clients.own),
        actor=front_line_worker,
    )

    clients.own.refresh_from_db()
    assert changed == ["phone", "language"]
    assert (clients.own.phone, clients.own.changed_by) == ("555-0142", front_line_worker)
    assert TrailEntry.objects.get(action="changed").detail == {"fields": ["language", "phone"]}
    assert RowVersion.objects.filter(table="records_participant").count() == 1


def test_writes_nothing_when_nothing_differs(clients: Clients, front_line_worker: StaffMember) -> None:
    assert (
        change_client(clients.own, {"first_name": " Maya "}, seen=as_it_is(clients.own), actor=front_line_worker) == []
    )
    assert not TrailEntry.objects.exists()
    assert not RowVersion.objects.exists()


def test_finds_a_person_by_the_new_name(clients: Clients, front_line_worker: StaffMember) -> None:
    change_client(
        clients.own,
        {"last_name": "Núñez", "preferred_name": "May"},
        seen=as_it_is(clients.own),
        actor=front_line_worker,
    )

    clients.own.refresh_from_db()
    assert clients.own.search_name == " maya nunez may "


def test_refuses_a_field_kept_elsewhere(clients: Clients, front_line_worker: StaffMember) -> None:
    clients.own.source = Source.objects.create(kind="hmis", key="river", title="River HMIS")
    clients.own.source_key = "a1"
    clients.own.save()

    with pytest.raises(Problem, match="This is kept in River HMIS and closed here"):
        change_client(
            clients.own,
            {"birth_date": date(2011, 5, 15), "phone": "555-0142"},
            seen=as_it_is(clients.own),
            actor=front_line_worker,
        )

    clients.own.refresh_from_db()
    assert clients.own.phone == ""
    assert change_client(clients.own, {"phone": "555-0142"}, seen=as_it_is(clients.own), actor=front_line_worker) == [
        "phone"
    ]


def test_keeps_at_least_one_name(clients: Clients, front_line_worker: StaffMember) -> None:
    with pytest.raises(Problem, match="There is no name"):
        change_client(
            clients.own, {"first_name": "", "last_name": ""}, seen=as_it_is(clients.own), actor=front_line_worker
        )


@pytest.mark.parametrize("who", ["other_worker", "protected_worker", "director", "performance_lead", "stranger"])
def test_is_for_those_who_work_with_the_person(who: str, clients: Clients, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotPermitted, match="Only those who work with this person can write here"):
        change_client(clients.own, {"phone": "1"}, seen=as_it_is(clients.own), actor=request.getfixturevalue(who))
