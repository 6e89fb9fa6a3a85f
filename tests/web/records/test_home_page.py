"""The home, by role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from lineofsight.apps.agency.models import Agency, Program, Role, RoleAssignment, StaffMember
from tests.cast import Clients, Programs, employ

QUESTIONS = {
    "front_line_worker": "What needs me today?",
    "supervisor": "How is the team doing?",
    "program_manager": "How is Mentoring doing?",
    "performance_lead": "Is our data in order?",
    "director": "What do we deliver?",
    "coach": "Whom do I coach?",
    "stranger": "Welcome, Sam Stranger",
}


@pytest.mark.parametrize(("who", "question"), QUESTIONS.items())
def test_asks_the_question_of_the_role(
    who: str,
    question: str,
    clients: Clients,
    signed_in: Callable[[StaffMember], Client],
    request: pytest.FixtureRequest,
) -> None:
    page = signed_in(request.getfixturevalue(who)).get("/")

    assert page.status_code == 200
    assert f"<h1>{question}</h1>" in page.content.decode()


def test_leads_a_board_member_to_the_scorecard(board_member: StaffMember, signed_in: Callable[..., Client]) -> None:
    board = signed_in(board_member)

    assert board.get("/")["Location"] == "/results/"
    assert "My work" not in board.get("/results/").content.decode()


def test_leads_a_manager_to_the_results_of_a_program(
    programs: Programs, program_manager: StaffMember, signed_in: Callable[..., Client]
) -> None:
    manager = signed_in(program_manager)
    results = f"/results/programs/{programs.mentoring.pk}/"

    assert f'href="{results}"' in manager.get("/").content.decode()
    assert manager.get(results).status_code == 200


def test_leads_an_administrator_to_the_set_up(as_administrator: Client) -> None:
    assert as_administrator.get("/")["Location"] == "/setup/"


def test_gives_tabs_to_who_has_several_roles(clients: Clients, director: StaffMember, as_director: Client) -> None:
    RoleAssignment.objects.create(staff=director, role=Role.PERFORMANCE_LEAD)

    first, second = as_director.get("/").content.decode(), as_director.get("/?as=director").content.decode()

    assert "<h1>Is our data in order?</h1>" in first
    assert '<a href="?as=director" aria-current="page">' in second


def test_shows_no_home_of_a_role_one_does_not_hold(clients: Clients, as_front_line_worker: Client) -> None:
    page = as_front_line_worker.get("/?as=director").content.decode()

    assert "<h1>What needs me today?</h1>" in page


@pytest.mark.parametrize("who", ["program_manager", "director", "performance_lead", "board_member", "coach"])
def test_names_a_worker_to_their_direct_supervisor_alone(
    who: str,
    clients: Clients,
    front_line_worker: StaffMember,
    supervisor: StaffMember,
    signed_in: Callable[[StaffMember], Client],
    request: pytest.FixtureRequest,
) -> None:
    above = signed_in(request.getfixturevalue(who)).get("/").content.decode()
    direct = signed_in(supervisor).get("/").content.decode()

    assert front_line_worker.name not in above
    assert front_line_worker.name in direct


@pytest.mark.parametrize("who", QUESTIONS)
def test_names_nobody_of_a_protected_program(
    who: str,
    clients: Clients,
    signed_in: Callable[[StaffMember], Client],
    request: pytest.FixtureRequest,
) -> None:
    page = signed_in(request.getfixturevalue(who)).get("/").content.decode()

    assert "Ruth Amato" not in page
    assert "Safe Harbor" not in page


def test_leads_a_new_agency_to_its_first_steps(as_performance_lead: Client) -> None:
    page = as_performance_lead.get("/").content.decode()

    assert "Nothing waits for you." not in page
    assert 'href="/setup/#steps"' in page


def add_program() -> None:
    Program.objects.create(name="Mentoring", started_on=date(2020, 1, 1))


def somebody(*roles: Role) -> Client:
    client = Client()
    client.force_login(employ("Nia New", *((role, None) for role in roles)))
    return client


def pages_of_a_new_agency(client: Client) -> list[str]:
    return [client.get(address).content.decode() for address in ("/", "/clients/", "/clients/?list=all&stage=all")]


@pytest.mark.parametrize("role", [Role.FRONT_LINE, Role.SUPERVISOR, Role.PROGRAM_MANAGER])
def test_leads_who_works_with_people_to_add_the_first(role: Role, agency: Agency) -> None:
    add_program()

    for page in pages_of_a_new_agency(somebody(role)):
        assert "Add the first client" in page
        assert 'href="/clients/add/"' in page
        assert "Import records" not in page


@pytest.mark.parametrize("role", [Role.FRONT_LINE, Role.SUPERVISOR, Role.PROGRAM_MANAGER, Role.DIRECTOR])
def test_says_who_adds_programs_while_there_are_none(role: Role, agency: Agency) -> None:
    for page in pages_of_a_new_agency(somebody(role)):
        assert "An administrator adds it on the set-up page, or an import brings it along." in page
        assert "Add the first client" not in page
        assert 'href="/setup/' not in page


def test_leads_who_imports_and_sets_up_to_both(agency: Agency) -> None:
    page = somebody(Role.PERFORMANCE_LEAD).get("/clients/").content.decode()

    assert 'href="/import/">Import records' in page
    assert 'href="/setup/programs/add/">Add a program' in page


def test_tells_a_director_who_adds_people(agency: Agency) -> None:
    add_program()

    for page in pages_of_a_new_agency(somebody(Role.DIRECTOR)):
        assert "People are added by those who work with them, or come with an import." in page


def test_says_none_of_it_once_somebody_is_here(clients: Clients, as_front_line_worker: Client) -> None:
    assert "Add the first client" not in as_front_line_worker.get("/").content.decode()


def test_asks_nothing_about_a_new_client_before_there_is_a_program(agency: Agency) -> None:
    worker = somebody(Role.FRONT_LINE)

    assert "Everybody is added to a program." in worker.get("/clients/add/").content.decode()
    assert 'href="/clients/add/"' not in worker.get("/clients/").content.decode()
