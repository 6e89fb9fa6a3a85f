"""The steps of the set-up and its forms speak in the words the agency chose."""

from __future__ import annotations

import pytest
from django.test import Client

from lineofsight.apps.agency.models import Agency, Role, RoleAssignment, StaffMember

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def renamed(agency: Agency) -> None:
    words = {
        "client": ["guest", "guests"],
        "program": ["service line", "service lines"],
        "enrollment": ["stay", "stays"],
    }
    Agency.objects.update(words=words)


def test_names_the_first_steps(as_administrator: Client) -> None:
    page = as_administrator.get("/setup/").content.decode()

    assert "Add service lines and sites" in page
    assert "Start with somebody who manages a service line" in page


def test_labels_fields_and_their_help(as_administrator: Client) -> None:
    page = as_administrator.get("/setup/programs/add/").content.decode()

    assert "An ended service line takes nobody new" in page
    assert "A protected service line is seen only by people whose role names it" in page


def test_says_where_a_role_holds(as_administrator: Client, stranger: StaffMember) -> None:
    RoleAssignment.objects.create(staff=stranger, role=Role.SUPERVISOR)

    assert "All service lines" in as_administrator.get("/setup/people/").content.decode()
