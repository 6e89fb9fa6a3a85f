"""The home, by role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lineofsight.apps.agency.models import Role, RoleAssignment, StaffMember
from tests.cast import Clients, Programs

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
