"""The page on which somebody is enrolled: with whom they live."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Role, RoleAssignment, StaffMember
from lineofsight.apps.records.models import Enrollment, Household
from tests.cast import Clients, Programs, Sites

CHOSEN = re.compile(r'<option value="(\w*)" selected')


@pytest.fixture
def in_workforce(programs: Programs, sites: Sites, front_line_worker: StaffMember) -> dict[str, Any]:
    """What is posted to enroll somebody in Workforce, by the front-line worker, who may."""
    RoleAssignment.objects.create(staff=front_line_worker, role=Role.FRONT_LINE, program=programs.workforce)
    return {
        "entry_id": str(uuid4()),
        "place": f"{programs.workforce.pk}:{sites.south.pk}",
        "stage": "active",
        "on": today().isoformat(),
    }


def test_makes_a_new_household(clients: Clients, in_workforce: dict[str, Any], as_front_line_worker: Client) -> None:
    as_front_line_worker.post(
        f"/clients/{clients.own.pk}/enroll/", {**in_workforce, "household": "new", "relationship": "head"}
    )

    made = Enrollment.objects.get(participant=clients.own, program__name="Workforce")
    assert (made.household, made.relationship) == (Household.objects.get(), "head")


def test_proposes_the_head_of_a_new_household(clients: Clients, as_front_line_worker: Client) -> None:
    page = as_front_line_worker.get(f"/clients/{clients.own.pk}/enroll/").content.decode()

    assert '<option value="new">A new household</option>' in page
    assert "head" in CHOSEN.findall(page)


def test_proposes_the_place_they_have_in_their_household(
    clients: Clients, in_workforce: dict[str, Any], as_front_line_worker: Client
) -> None:
    household = Household.objects.create()
    Enrollment.objects.filter(participant=clients.own).update(household=household, relationship="child")

    page = as_front_line_worker.get(f"/clients/{clients.own.pk}/enroll/").content.decode()

    assert f'<option value="{household.pk}">The household of Maya Ramirez</option>' in page
    assert "child" in CHOSEN.findall(page)


def test_joins_a_household_that_is_here(
    clients: Clients, in_workforce: dict[str, Any], as_front_line_worker: Client
) -> None:
    household = Household.objects.create()
    Enrollment.objects.filter(participant=clients.own).update(household=household)

    as_front_line_worker.post(
        f"/clients/{clients.own.pk}/enroll/", {**in_workforce, "household": household.pk, "relationship": "child"}
    )

    made = Enrollment.objects.get(participant=clients.own, program__name="Workforce")
    assert (made.household, made.relationship, Household.objects.count()) == (household, "child", 1)


def test_refuses_the_household_of_others(
    clients: Clients, in_workforce: dict[str, Any], as_front_line_worker: Client
) -> None:
    theirs = Household.objects.create()

    answer = as_front_line_worker.post(
        f"/clients/{clients.own.pk}/enroll/", {**in_workforce, "household": theirs.pk, "relationship": "child"}
    )

    assert answer.status_code == 422
    assert not Enrollment.objects.filter(household=theirs).exists()
