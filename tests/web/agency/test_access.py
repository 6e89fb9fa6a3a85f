"""Who may open the pages of the set-up, and who may not. Every role on every page: tests/house."""

from __future__ import annotations

import pytest
from django.test import Client

from lineofsight.apps.agency.models import Role
from tests.cast import Programs, employ

PEOPLE_PAGES = [
    "/setup/people/",
    "/setup/people/roles/",
    "/setup/people/invite/",
    "/setup/people/list/",
    "/setup/people/list/template/",
]
SET_UP_PAGES = [
    "/setup/",
    "/setup/agency/",
    "/setup/mail/",
    "/setup/backup/",
    "/setup/words/",
    "/setup/words/example/",
    "/setup/programs/",
    "/setup/programs/add/",
    "/setup/sites/add/",
    "/setup/funders/",
    "/setup/funders/add/",
    "/setup/grants/add/",
    "/setup/trail/",
]


@pytest.mark.parametrize("path", PEOPLE_PAGES)
def test_lets_an_administrator_manage_people(as_administrator: Client, path: str) -> None:
    assert as_administrator.get(path).status_code == 200


@pytest.mark.parametrize("path", PEOPLE_PAGES)
@pytest.mark.parametrize("browser", ["as_supervisor", "as_performance_lead"])
def test_lets_nobody_else_manage_people(request: pytest.FixtureRequest, browser: str, path: str) -> None:
    assert request.getfixturevalue(browser).get(path).status_code == 403


@pytest.mark.parametrize("path", SET_UP_PAGES)
@pytest.mark.parametrize("browser", ["as_administrator", "as_performance_lead"])
def test_lets_administrators_and_performance_leads_set_up(
    request: pytest.FixtureRequest, browser: str, path: str
) -> None:
    assert request.getfixturevalue(browser).get(path).status_code == 200


@pytest.mark.parametrize("path", SET_UP_PAGES)
def test_lets_nobody_else_set_up(as_supervisor: Client, path: str) -> None:
    assert as_supervisor.get(path).status_code == 403


@pytest.mark.parametrize("path", ["/setup/people/", "/setup/", "/setup/trail/"])
def test_sends_somebody_unknown_to_sign_in(agency: object, client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


@pytest.mark.parametrize("path", ["/setup/", "/setup/programs/", "/setup/trail/", "/import/"])
def test_stops_a_performance_lead_of_one_program_where_all_programs_are_told_of(
    programs: Programs, client: Client, path: str
) -> None:
    client.force_login(employ("Zoe Lind", (Role.PERFORMANCE_LEAD, programs.workforce)))

    response = client.get(path)

    assert response.status_code == 403
    assert "for the whole agency" in response.content.decode()
