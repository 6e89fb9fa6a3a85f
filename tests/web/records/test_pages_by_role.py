"""Who may open which page of a file: those who work with the person, those who may look, and those who may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lineofsight.apps.agency.models import StaffMember

from .conftest import FullFile

SignIn = Callable[[StaffMember], Client]

TO_READ = (
    "/clients/{person}/",
    "/clients/{person}/services/",
    "/clients/{person}/services/?notes",
    "/clients/{person}/history/",
    "/clients/{person}/opened/",
)
TO_WRITE = (
    "/clients/{person}/change/",
    "/clients/{person}/enroll/",
    "/clients/{person}/service/",
    "/clients/{person}/assessment/",
    "/clients/{person}/assessment/{instrument}/",
    "/clients/{person}/task/",
    "/enrollments/{enrollment}/stage/",
    "/enrollments/{enrollment}/stage/?end",
    "/enrollments/{enrollment}/correct/",
    "/enrollments/{enrollment}/staff/",
    "/services/{service}/",
    "/assessments/{assessment}/",
)
TO_POST = (
    "/enrollments/{enrollment}/take-out/",
    "/enrollments/{enrollment}/staff/{assignment}/end/",
    "/services/{service}/take-back/",
    "/tasks/{task}/done/",
)
WORKERS = ("front_line_worker", "supervisor", "program_manager")
ONLOOKERS = ("performance_lead", "director")
OUTSIDE_THE_PROGRAM = ("other_worker", "protected_worker")
WITHOUT_PEOPLE = ("board_member", "coach", "administrator", "stranger")


@pytest.mark.parametrize("who", WORKERS)
@pytest.mark.parametrize("address", [*TO_READ, *TO_WRITE])
def test_open_for_those_who_work_with_the_person(
    who: str, address: str, full_file: FullFile, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    page = signed_in(request.getfixturevalue(who)).get(full_file.address(address))

    assert page.status_code == 200
    assert page.content.decode().count("<h1>") == 1


@pytest.mark.parametrize("who", ONLOOKERS)
@pytest.mark.parametrize("address", TO_READ)
def test_open_to_read_for_those_who_see_the_agency(
    who: str, address: str, full_file: FullFile, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    page = signed_in(request.getfixturevalue(who)).get(full_file.address(address))

    assert page.status_code == 200
    assert "She practiced the call." not in page.content.decode()


@pytest.mark.parametrize("who", ONLOOKERS)
@pytest.mark.parametrize("address", TO_WRITE)
def test_stay_closed_to_write_for_those_who_only_look(
    who: str, address: str, full_file: FullFile, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    assert signed_in(request.getfixturevalue(who)).get(full_file.address(address)).status_code == 403


@pytest.mark.parametrize("who", OUTSIDE_THE_PROGRAM)
@pytest.mark.parametrize("address", [*TO_READ, *TO_WRITE])
def test_are_not_there_for_another_program(
    who: str, address: str, full_file: FullFile, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    browser = signed_in(request.getfixturevalue(who))

    hidden = browser.get(full_file.address(address))
    missing = browser.get("/clients/999999/")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert "Maya" not in hidden.content.decode()


@pytest.mark.parametrize("who", WITHOUT_PEOPLE)
@pytest.mark.parametrize("address", [*TO_READ, *TO_WRITE, "/clients/", "/clients/add/", "/service/"])
def test_say_so_to_those_whose_role_opens_no_files(
    who: str, address: str, full_file: FullFile, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    page = signed_in(request.getfixturevalue(who)).get(full_file.address(address))

    assert page.status_code == 403
    assert "Maya" not in page.content.decode()


@pytest.mark.parametrize("who", [*OUTSIDE_THE_PROGRAM, *WITHOUT_PEOPLE, *ONLOOKERS])
@pytest.mark.parametrize("address", TO_POST)
def test_take_no_post_from_those_who_do_not_work_with_the_person(
    who: str, address: str, full_file: FullFile, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    refused = signed_in(request.getfixturevalue(who)).post(full_file.address(address))

    assert refused.status_code in (403, 404)
    full_file.task.refresh_from_db()
    full_file.service.refresh_from_db()
    assert full_file.task.done_at is None
    assert full_file.service.standing == "current"


@pytest.mark.parametrize("address", [*TO_READ, *TO_WRITE, "/", "/clients/", "/clients/add/", "/clients/duplicates/"])
def test_lead_to_sign_in_first(address: str, full_file: FullFile) -> None:
    page = Client().get(full_file.address(address))

    assert page.status_code == 302
    assert page["Location"].startswith("/account/login/")
