"""A double click, a page sent again, and going back to write down one more: nothing is doubled and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.forms import BaseForm
from django.test import Client

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Role, RoleAssignment, StaffMember
from lineofsight.apps.records.models import Enrollment, Participant, Service, Task
from tests.cast import Programs, Sites

from .conftest import FullFile


def entry_on(client: Client, address: str) -> str:
    """The id that the page at this address made for what is typed on it."""
    return str(client.get(address).context["form"]["entry_id"].value())


def sent_again(form: BaseForm) -> dict[str, Any]:
    return {field.html_name: field.value() for field in form if field.value()}


@pytest.fixture
def nobody_knows_when(programs: Programs, sites: Sites) -> dict[str, Any]:
    """A new client without a date of birth."""
    return {
        "birth_date_quality": "not_known",
        "first_name": "Amina",
        "place": f"{programs.mentoring.pk}:{sites.north.pk}",
        "stage": "active",
        "on": today().isoformat(),
    }


def test_add_a_client_without_a_birth_date_once(
    nobody_knows_when: dict[str, Any], as_front_line_worker: Client
) -> None:
    new = {**nobody_knows_when, "entry_id": entry_on(as_front_line_worker, "/clients/add/")}

    first, again = as_front_line_worker.post("/clients/add/", new), as_front_line_worker.post("/clients/add/", new)

    added = Participant.objects.get()
    assert first["Location"] == again["Location"] == f"/clients/{added.pk}/"
    assert Enrollment.objects.count() == 1


def test_keep_the_entry_while_somebody_is_told_apart(
    nobody_knows_when: dict[str, Any], as_front_line_worker: Client
) -> None:
    as_front_line_worker.post(
        "/clients/add/", {**nobody_knows_when, "entry_id": entry_on(as_front_line_worker, "/clients/add/")}
    )
    other = {**nobody_knows_when, "entry_id": entry_on(as_front_line_worker, "/clients/add/")}

    asked = as_front_line_worker.post("/clients/add/", other)
    told_apart = sent_again(asked.context["form"])
    first, again = (
        as_front_line_worker.post("/clients/add/", told_apart),
        as_front_line_worker.post("/clients/add/", told_apart),
    )

    assert (asked.status_code, first.status_code, again.status_code) == (409, 302, 302)
    assert told_apart["entry_id"] == other["entry_id"]
    assert Participant.objects.count() == 2


def test_promise_once(full_file: FullFile, as_front_line_worker: Client) -> None:
    address = full_file.address("/clients/{person}/task/")
    promise = {
        "entry_id": entry_on(as_front_line_worker, address),
        "enrollment": full_file.enrollment.pk,
        "what": "Bring the list",
        "due_on": today().isoformat(),
    }

    first, again = as_front_line_worker.post(address, promise), as_front_line_worker.post(address, promise)
    other = as_front_line_worker.post(address, {**promise, "what": "Bring the other list"})

    assert (first.status_code, again.status_code, other.status_code) == (302, 302, 409)
    assert Task.objects.filter(what__startswith="Bring").count() == 1


def test_enroll_once(
    full_file: FullFile,
    programs: Programs,
    sites: Sites,
    front_line_worker: StaffMember,
    as_front_line_worker: Client,
) -> None:
    RoleAssignment.objects.create(staff=front_line_worker, role=Role.FRONT_LINE, program=programs.workforce)
    address = full_file.address("/clients/{person}/enroll/")
    stay = {
        "entry_id": entry_on(as_front_line_worker, address),
        "place": f"{programs.workforce.pk}:{sites.south.pk}",
        "stage": "active",
        "on": today().isoformat(),
    }

    first, again = as_front_line_worker.post(address, stay), as_front_line_worker.post(address, stay)
    other = as_front_line_worker.post(address, {**stay, "stage": "enrolled"})

    assert (first.status_code, again.status_code, other.status_code) == (302, 302, 409)
    assert Enrollment.objects.filter(participant=full_file.participant, program=programs.workforce).count() == 1


def test_write_down_one_more_after_going_back(full_file: FullFile, as_front_line_worker: Client) -> None:
    address = full_file.address("/clients/{person}/service/")
    visit = {
        "entry_id": entry_on(as_front_line_worker, address),
        "enrollment": full_file.enrollment.pk,
        "type": full_file.visit.pk,
        "date": today().isoformat(),
        "quantity": "1",
        "note": "In the morning.",
    }
    as_front_line_worker.post(address, visit)

    refused = as_front_line_worker.post(address, {**visit, "note": "And in the evening."})
    saved = as_front_line_worker.post(address, sent_again(refused.context["form"]))

    assert (refused.status_code, saved.status_code) == (409, 302)
    assert "This page was sent before, with other content." in refused.content.decode()
    assert "And in the evening." in refused.content.decode()
    assert set(Service.objects.exclude(pk=full_file.service.pk).values_list("note", flat=True)) == {
        "In the morning.",
        "And in the evening.",
    }


@pytest.mark.parametrize("spoiled", ["", "no number"])
def test_ask_to_send_a_page_without_its_number_once_more(
    spoiled: str, full_file: FullFile, as_front_line_worker: Client
) -> None:
    address = full_file.address("/clients/{person}/task/")
    promise = {
        "entry_id": spoiled,
        "enrollment": full_file.enrollment.pk,
        "what": "Bring the list",
        "due_on": today().isoformat(),
    }

    refused = as_front_line_worker.post(address, promise)
    saved = as_front_line_worker.post(address, sent_again(refused.context["form"]))

    assert (refused.status_code, saved.status_code) == (422, 302)
    assert "This page was sent without its number." in refused.content.decode()
