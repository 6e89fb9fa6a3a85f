"""The forms: what is posted is written once, and what is wrong is said beside the question."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import (
    Assessment,
    Enrollment,
    Participant,
    Service,
    ServiceType,
    StaffAssignment,
    Task,
)
from tests.cast import Clients, Programs, Sites
from tests.seen import as_it_is

from .conftest import FullFile


@pytest.fixture
def new_client(programs: Programs, sites: Sites) -> dict[str, Any]:
    return {
        "entry_id": str(uuid4()),
        "birth_date": "2012-03-01",
        "birth_date_quality": "full",
        "first_name": "Amina",
        "last_name": "Saleh",
        "place": f"{programs.mentoring.pk}:{sites.north.pk}",
        "stage": "active",
        "on": today().isoformat(),
        "on_my_list": "on",
    }


def a_visit(full_file: FullFile, **changes: Any) -> dict[str, Any]:
    return {
        "entry_id": str(uuid4()),
        "enrollment": full_file.enrollment.pk,
        "type": full_file.visit.pk,
        "date": today().isoformat(),
        "quantity": "1",
        "amount": "",
        "note": "",
        **changes,
    }


def test_add_a_client(new_client: dict[str, Any], as_front_line_worker: Client) -> None:
    answer = as_front_line_worker.post("/clients/add/", new_client)

    added = Participant.objects.get()
    assert answer["Location"] == f"/clients/{added.pk}/"
    assert StaffAssignment.objects.get().enrollment.participant == added


def test_ask_whether_it_is_somebody_who_is_here(
    clients: Clients, new_client: dict[str, Any], as_front_line_worker: Client
) -> None:
    new_client |= {"first_name": "Maia", "last_name": "Ramires"}

    asked = as_front_line_worker.post("/clients/add/", new_client)
    added = as_front_line_worker.post("/clients/add/", {**new_client, "told_apart_from": str(clients.own.pk)})

    assert asked.status_code == 409
    assert "Is it one of these?" in asked.content.decode()
    assert f'href="/clients/{clients.own.pk}/"' in asked.content.decode()
    assert added.status_code == 302


def test_tell_at_once_what_is_wrong_with_a_new_client(new_client: dict[str, Any], as_front_line_worker: Client) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    nameless = {"first_name": "", "last_name": ""}

    refused = as_front_line_worker.post(
        "/clients/add/", {**new_client, **nameless, "birth_date": tomorrow, "on": tomorrow}
    )

    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'id="id_birth_date_error">This birth date is in the future.' in page
    assert 'id="id_on_error"' in page
    assert "is in the future. Write it down when it is so." in page
    assert 'id="id_first_name_error">There is no name.' in page
    assert not Participant.objects.exists()


def test_ask_why_a_birth_date_is_not_known(new_client: dict[str, Any], as_front_line_worker: Client) -> None:
    refused = as_front_line_worker.post("/clients/add/", {**new_client, "birth_date": ""})
    taken = as_front_line_worker.post(
        "/clients/add/", {**new_client, "birth_date": "", "birth_date_quality": "not_known"}
    )

    assert refused.status_code == 422
    assert "There is no date of birth." in refused.content.decode()
    assert taken.status_code == 302


def test_offer_no_place_of_another_program(
    programs: Programs, sites: Sites, new_client: dict[str, Any], as_front_line_worker: Client
) -> None:
    refused = as_front_line_worker.post(
        "/clients/add/", {**new_client, "place": f"{programs.workforce.pk}:{sites.south.pk}"}
    )

    assert refused.status_code == 422
    assert not Participant.objects.exists()


def test_change_a_client(full_file: FullFile, as_front_line_worker: Client) -> None:
    answer = as_front_line_worker.post(
        f"/clients/{full_file.participant.pk}/change/",
        {
            "birth_date": "2011-05-14",
            "birth_date_quality": "full",
            "first_name": "Maya",
            "last_name": "Ramirez",
            "phone": "555-0142",
            "is_veteran": "no",
            "genders": ["woman"],
            "seen": as_it_is(full_file.participant),
        },
    )

    full_file.participant.refresh_from_db()
    assert answer.status_code == 302
    assert (full_file.participant.phone, full_file.participant.genders) == ("555-0142", ["woman"])
    assert full_file.participant.is_veteran is False


def test_write_down_a_service_once(full_file: FullFile, as_front_line_worker: Client) -> None:
    visit = a_visit(full_file, note="Second visit.")
    address = f"/clients/{full_file.participant.pk}/service/"

    first, again = as_front_line_worker.post(address, visit), as_front_line_worker.post(address, visit)
    other = as_front_line_worker.post(address, {**visit, "note": "Changed."})

    assert (first.status_code, again.status_code, other.status_code) == (302, 302, 409)
    assert Service.objects.filter(note="Second visit.").count() == 1
    assert not Service.objects.filter(note="Changed.").exists()


def test_fill_in_today_and_the_last_kind_of_service(full_file: FullFile, as_front_line_worker: Client) -> None:
    page = as_front_line_worker.get(f"/clients/{full_file.participant.pk}/service/").content.decode()

    assert f'value="{today().isoformat()}"' in page
    assert f'<option value="{full_file.visit.pk}" selected data-unit="visits">Home visit (visits)</option>' in page


def test_say_what_is_wrong_with_a_service(full_file: FullFile, as_front_line_worker: Client) -> None:
    refused = as_front_line_worker.post(
        f"/clients/{full_file.participant.pk}/service/", a_visit(full_file, date="2019-01-01")
    )

    assert refused.status_code == 422
    assert "is before the entry on" in refused.content.decode()


def test_write_on_no_enrollment_of_somebody_else(
    full_file: FullFile, clients: Clients, as_front_line_worker: Client
) -> None:
    theirs = Enrollment.objects.get(participant=clients.other)

    refused = as_front_line_worker.post(
        f"/clients/{full_file.participant.pk}/service/", a_visit(full_file, enrollment=theirs.pk)
    )

    assert refused.status_code == 422
    assert not Service.objects.filter(enrollment=theirs).exists()


def test_correct_a_service_and_take_it_back(full_file: FullFile, as_front_line_worker: Client) -> None:
    corrected = as_front_line_worker.post(
        f"/services/{full_file.service.pk}/",
        a_visit(full_file, quantity="2", note="She practiced the call.", seen=as_it_is(full_file.service)),
    )
    taken_back = as_front_line_worker.post(f"/services/{full_file.service.pk}/take-back/")

    full_file.service.refresh_from_db()
    assert (corrected.status_code, taken_back.status_code) == (302, 302)
    assert (full_file.service.quantity, full_file.service.standing) == (2, "withdrawn")


def test_write_down_an_assessment(full_file: FullFile, as_front_line_worker: Client) -> None:
    answer = as_front_line_worker.post(
        f"/clients/{full_file.participant.pk}/assessment/{full_file.instrument.pk}/",
        {
            "entry_id": str(uuid4()),
            "enrollment": full_file.enrollment.pk,
            "point": "annual",
            "on": today().isoformat(),
            "answers.income": "$900",
            "answers.needs": ["work", "food"],
            "answers.safe": "yes",
        },
    )

    assert answer.status_code == 302
    assert Assessment.objects.get(point="annual").answers == {
        "income": "900.00",
        "needs": ["food", "work"],
        "safe": True,
    }


def test_say_what_is_wrong_beside_the_question(full_file: FullFile, as_front_line_worker: Client) -> None:
    refused = as_front_line_worker.post(
        f"/clients/{full_file.participant.pk}/assessment/{full_file.instrument.pk}/",
        {
            "entry_id": str(uuid4()),
            "enrollment": full_file.enrollment.pk,
            "point": "annual",
            "on": today().isoformat(),
            "answers.income": "a lot",
            "answers.needs": ["gold"],
        },
    )

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "You wrote “a lot”. Write an amount in dollars and cents" in page
    assert "“gold” is not one of the answers." in page


def test_show_the_answers_of_an_assessment_to_correct(full_file: FullFile, as_front_line_worker: Client) -> None:
    page = as_front_line_worker.get(f"/assessments/{full_file.assessment.pk}/").content.decode()

    assert 'value="1480.00"' in page
    assert page.count("checked") == 2  # when it was made, and the one need


def test_promise_and_do(full_file: FullFile, as_front_line_worker: Client) -> None:
    promised = as_front_line_worker.post(
        f"/clients/{full_file.participant.pk}/task/",
        {
            "entry_id": str(uuid4()),
            "enrollment": full_file.enrollment.pk,
            "what": "Bring the list",
            "due_on": today().isoformat(),
        },
    )
    done = as_front_line_worker.post(f"/tasks/{full_file.task.pk}/done/", {"back": "https://elsewhere.example/"})

    full_file.task.refresh_from_db()
    assert promised.status_code == 302
    assert Task.objects.filter(what="Bring the list").exists()
    assert full_file.task.done_at is not None
    assert done["Location"] == "/"


def test_enroll_end_and_take_out(full_file: FullFile, as_program_manager: Client) -> None:
    ended = as_program_manager.post(
        f"/enrollments/{full_file.enrollment.pk}/stage/?end",
        {"stage": "completed", "on": today().isoformat(), "seen": as_it_is(full_file.enrollment)},
    )
    again = as_program_manager.post(
        f"/clients/{full_file.participant.pk}/enroll/",
        {
            "entry_id": str(uuid4()),
            "place": f"{full_file.enrollment.program_id}:{full_file.enrollment.site_id}",
            "stage": "active",
            "on": today().isoformat(),
        },
    )
    newest = Enrollment.objects.order_by("-pk").first()
    assert newest is not None
    out = as_program_manager.post(f"/enrollments/{newest.pk}/take-out/")

    newest.refresh_from_db()
    full_file.enrollment.refresh_from_db()
    assert (ended.status_code, again.status_code, out.status_code) == (302, 302, 302)
    assert full_file.enrollment.stage == "completed"
    assert newest.standing == "withdrawn"


def test_give_a_client_to_a_worker(full_file: FullFile, supervisor: StaffMember, as_supervisor: Client) -> None:
    given = as_supervisor.post(
        f"/enrollments/{full_file.enrollment.pk}/staff/",
        {"staff": supervisor.pk, "seen": as_it_is(full_file.enrollment)},
    )
    assignment = StaffAssignment.objects.get(staff=supervisor)
    taken = as_supervisor.post(f"/enrollments/{full_file.enrollment.pk}/staff/{assignment.pk}/end/")

    assignment.refresh_from_db()
    assert (given.status_code, taken.status_code) == (302, 302)
    assert assignment.ended_on == today()


@pytest.mark.parametrize(
    "address",
    ["/enrollments/{enrollment}/take-out/", "/services/{service}/take-back/", "/tasks/{task}/done/"],
)
def test_change_nothing_by_a_link(address: str, full_file: FullFile, as_front_line_worker: Client) -> None:
    as_front_line_worker.get(full_file.address(address))

    assert Service.objects.filter(pk=full_file.service.pk).exists()
    assert Enrollment.objects.filter(pk=full_file.enrollment.pk).exists()
    assert Task.objects.get(pk=full_file.task.pk).done_at is None


def test_propose_no_kind_of_service_that_was_never_given(clients: Clients, as_front_line_worker: Client) -> None:
    ServiceType.objects.create(name="Bus ticket", unit="tickets")
    page = as_front_line_worker.get(f"/clients/{clients.own.pk}/service/").content.decode()

    assert '<option value="" selected>Choose</option>' in page


def test_propose_the_kind_of_service_given_last(full_file: FullFile, as_front_line_worker: Client) -> None:
    ServiceType.objects.create(name="Bus ticket", unit="tickets")
    page = as_front_line_worker.get(full_file.address("/clients/{person}/service/")).content.decode()

    assert re.search(rf'<option value="{full_file.visit.pk}"[^>]* selected', page)


def test_say_in_which_unit_a_service_is_counted(full_file: FullFile, as_front_line_worker: Client) -> None:
    for address in ("/clients/{person}/service/", "/services/{service}/"):
        page = as_front_line_worker.get(full_file.address(address)).content.decode()

        assert re.search(r'<option [^>]*data-unit="visits"[^>]*>Home visit \(visits\)</option>', page)
        assert 'data-unit-of="id_type"' in page


def test_lead_to_the_file_of_somebody_who_is_here(
    clients: Clients, new_client: dict[str, Any], as_front_line_worker: Client
) -> None:
    asked = as_front_line_worker.post("/clients/add/", new_client | {"first_name": "Maia", "last_name": "Ramires"})

    assert re.search(rf'href="/clients/{clients.own.pk}/">It is .*: open the file</a>', asked.content.decode())


def test_asks_about_a_quantity_that_is_hardly_so(full_file: FullFile, as_front_line_worker: Client) -> None:
    address = full_file.address("/clients/{person}/service/")
    sent = a_visit(full_file, quantity="9000")
    before = Service.objects.count()

    asked = as_front_line_worker.post(address, sent)
    page = asked.content.decode()

    assert asked.status_code == 422
    said = re.search(r'name="sure_of.quantity" value="(9,000[^"]*)"', page)
    assert said is not None
    assert f"{said[1]}? That is very much. Correct it, or tick that it is right." in page
    assert Service.objects.count() == before

    still_asked = as_front_line_worker.post(address, {**sent, "quantity": "90000", "sure_of.quantity": said[1]})
    assert still_asked.status_code == 422

    assert as_front_line_worker.post(address, {**sent, "sure_of.quantity": said[1]}).status_code == 302
    assert Service.objects.order_by("pk").last().quantity == 9000  # type: ignore[union-attr]


def test_asks_about_a_birth_date_that_makes_somebody_very_old(
    new_client: dict[str, Any], as_front_line_worker: Client
) -> None:
    sent = {**new_client, "birth_date": "1902-03-01"}

    asked = as_front_line_worker.post("/clients/add/", sent)

    assert asked.status_code == 422
    assert "March 1, 1902? That makes an age of " in asked.content.decode()
    assert not Participant.objects.exists()

    assert (
        as_front_line_worker.post("/clients/add/", {**sent, "sure_of.birth_date": "March 1, 1902"}).status_code == 302
    )
    assert Participant.objects.get().birth_date == date(1902, 3, 1)


def test_asks_about_a_corrected_birth_date_alone(full_file: FullFile, as_front_line_worker: Client) -> None:
    Participant.objects.filter(pk=full_file.participant.pk).update(birth_date=date(1902, 3, 1))
    address = full_file.address("/clients/{person}/change/")
    form = as_front_line_worker.get(address).context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value())}

    doubted = as_front_line_worker.post(address, {**sent, "birth_date": "1903-03-01"})
    changed = as_front_line_worker.post(address, {**sent, "birth_date": "1902-03-01", "last_name": "Ramos"})

    assert (doubted.status_code, changed.status_code) == (422, 302)


def test_says_that_an_entry_was_sent_before(full_file: FullFile, as_front_line_worker: Client) -> None:
    address, sent = full_file.address("/clients/{person}/service/"), a_visit(full_file)
    before = Service.objects.count()

    first = as_front_line_worker.post(address, sent, follow=True).content.decode()
    again = as_front_line_worker.post(address, sent, follow=True).content.decode()

    assert Service.objects.count() == before + 1
    assert "You had sent it before; it stands here once." not in first
    assert "You had sent it before; it stands here once." in again
