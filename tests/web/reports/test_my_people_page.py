"""One's own list on a phone."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.figures.values import Series
from lineofsight.apps.framework.models import MeasureAssignment
from lineofsight.apps.records.models import Task
from tests.cast import Clients

PAGE = "/results/people/"


def test_shows_ones_own_people_and_nobody_else(as_front_line_worker: Client, clients: Clients) -> None:
    page = as_front_line_worker.get(PAGE).content.decode()

    assert "One client is on your list." in page
    assert "Maya Ramirez" in page
    assert "Jonah Ellis" not in page


def test_says_what_is_due(as_front_line_worker: Client, clients: Clients, front_line_worker: StaffMember) -> None:
    Task.objects.create(
        owner=front_line_worker,
        enrollment=clients.own.enrollments.get(),
        what="Call the school",
        due_on=today() - timedelta(days=1),
        made_by=front_line_worker,
    )

    page = as_front_line_worker.get(PAGE).content.decode()

    assert "Something is due or missing for one of them." in page
    assert "Call the school" in page


def test_shows_whether_people_of_the_program_are_better_off(
    as_front_line_worker: Client, clients: Clients, use: MeasureAssignment, given: Series
) -> None:
    page = as_front_line_worker.get(PAGE).content.decode()

    assert "Children stay" in page
    assert "<b>53%</b>, 53 of 100." in page


def test_is_for_those_who_look_after_people(
    as_supervisor: Client, as_program_manager: Client, as_board_member: Client, as_director: Client, clients: Clients
) -> None:
    assert as_supervisor.get(PAGE).status_code == 200
    assert as_program_manager.get(PAGE).status_code == 200
    assert as_board_member.get(PAGE).status_code == 403
    assert as_director.get(PAGE).status_code == 403
