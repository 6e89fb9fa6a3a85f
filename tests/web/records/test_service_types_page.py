"""Kinds of service: the list, the form, and the ways to them. Who may open them: tests/house."""

from __future__ import annotations

from uuid import uuid4

from django.test import Client

from lineofsight.apps.agency.models import Role, RoleAssignment, Source, StaffMember
from lineofsight.apps.records.models import ServiceType
from tests.cast import Clients, Programs
from tests.seen import as_it_is

from .conftest import FullFile


def test_is_reached_from_the_set_up_page(as_administrator: Client) -> None:
    assert "/setup/services/" in as_administrator.get("/setup/").content.decode()


def test_lists_kinds_with_their_services(full_file: FullFile, as_performance_lead: Client) -> None:
    page = as_performance_lead.get("/setup/services/").content.decode()

    assert "One kind of service." in page
    assert "Home visit" in page
    assert "All programs" in page


def test_says_that_there_is_none_yet(as_performance_lead: Client) -> None:
    assert "Nothing here yet" in as_performance_lead.get("/setup/services/").content.decode()


def test_adds_a_kind(programs: Programs, as_performance_lead: Client) -> None:
    answer = as_performance_lead.post(
        "/setup/services/add/",
        {"entry_id": str(uuid4()), "name": "Tutoring", "unit": "hours", "program": programs.mentoring.pk},
    )

    added = ServiceType.objects.get()
    assert answer["Location"] == "/setup/services/"
    assert (added.name, added.unit, added.program, added.is_contact) == (
        "Tutoring",
        "hours",
        programs.mentoring,
        False,
    )


def test_adds_a_kind_once(programs: Programs, as_performance_lead: Client) -> None:
    kind = {"entry_id": str(uuid4()), "name": "Tutoring", "unit": "hours"}

    first, again = (
        as_performance_lead.post("/setup/services/add/", kind),
        as_performance_lead.post("/setup/services/add/", kind),
    )

    assert (first.status_code, again.status_code, ServiceType.objects.count()) == (302, 302, 1)


def test_says_that_it_is_here_already(full_file: FullFile, as_performance_lead: Client) -> None:
    answer = as_performance_lead.post(
        "/setup/services/add/", {"entry_id": str(uuid4()), "name": "Home visit", "unit": "visits"}
    )

    assert answer.status_code == 422
    assert "“Home visit”, counted in visits, is here already for all programs." in answer.content.decode()


def test_changes_a_kind(full_file: FullFile, as_administrator: Client) -> None:
    as_administrator.post(
        f"/setup/services/{full_file.visit.pk}/",
        {"name": "Visit at home", "unit": "visits", "seen": as_it_is(full_file.visit)},
    )

    full_file.visit.refresh_from_db()
    assert (full_file.visit.name, full_file.visit.is_contact) == ("Visit at home", False)


def test_closes_what_a_source_keeps(as_administrator: Client) -> None:
    source = Source.objects.create(kind=Source.Kind.HMIS, key="hmis", title="County HMIS")
    kind = ServiceType.objects.create(name="Bus pass", source=source, source_key="141:1")

    page = as_administrator.get(f"/setup/services/{kind.pk}/").content.decode()

    assert "Kept in County HMIS" in page
    assert 'name="name"' not in page
    assert 'name="is_contact"' in page
    assert 'name="is_open_to_all"' in page
    assert "Those that use it" in as_administrator.get("/setup/services/").content.decode()


def test_asks_of_a_kind_typed_here_only_its_program(full_file: FullFile, as_administrator: Client) -> None:
    page = as_administrator.get(f"/setup/services/{full_file.visit.pk}/").content.decode()

    assert 'name="is_open_to_all"' not in page


def test_sends_those_who_set_up_from_an_empty_page_to_the_list(
    clients: Clients, front_line_worker: StaffMember, as_front_line_worker: Client
) -> None:
    RoleAssignment.objects.create(staff=front_line_worker, role=Role.ADMINISTRATOR)

    page = as_front_line_worker.get(f"/clients/{clients.own.pk}/service/").content.decode()

    assert '<a href="/setup/services/">Kinds of service</a>' in page


def test_tells_the_others_who_makes_the_list(clients: Clients, as_front_line_worker: Client) -> None:
    page = as_front_line_worker.get(f"/clients/{clients.own.pk}/service/").content.decode()

    assert "An administrator or performance lead makes it" in page
    assert "/setup/services/" not in page
