"""Where records are and nothing is measured, pages lead to the beginning: those who may, until it is done."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lineofsight.apps.agency.models import ImportRun, Source, StaffMember
from lineofsight.apps.framework.models import MeasureAssignment
from lineofsight.apps.framework.services.assignments import assign_measure
from tests.cast import Clients
from tests.unit.framework.conftest import Small

BEGIN = "/line-of-sight/measures/begin/"


@pytest.fixture
def written(performance_lead: StaffMember) -> str:
    """The page of an import that is written."""
    now = timezone.now()
    run = ImportRun.objects.create(
        kind=Source.Kind.HMIS,
        state=ImportRun.State.WRITTEN,
        started_by=performance_lead,
        started_at=now,
        finished_at=now,
        sha256="0" * 64,
        counts={"participant": {"rows": 1, "new": 1, "changed": 0, "same": 0, "vanished": 0}},
        summary={"problems": {}},
    )
    return f"/import/{run.pk}/"


@pytest.fixture
def measured(small: Small, performance_lead: StaffMember, computed: Any) -> MeasureAssignment:
    return assign_measure(
        computed, program=None, site=None, asks="better_off", actor=performance_lead, entry_id=uuid4()
    )


@pytest.mark.parametrize("page", ["/results/", "/setup/", "/line-of-sight/mission/"])
def test_leads_there_from_records(page: str, clients: Clients, as_performance_lead: Client) -> None:
    assert BEGIN in as_performance_lead.get(page).content.decode()


@pytest.mark.parametrize("page", ["/results/", "/setup/"])
def test_leads_nobody_there_without_records(page: str, as_performance_lead: Client) -> None:
    assert BEGIN not in as_performance_lead.get(page).content.decode()


@pytest.mark.parametrize("page", ["/results/", "/setup/"])
def test_leads_nobody_there_twice(
    page: str, clients: Clients, measured: MeasureAssignment, as_performance_lead: Client
) -> None:
    assert BEGIN not in as_performance_lead.get(page).content.decode()


def test_leads_there_from_a_written_import(written: str, clients: Clients, as_performance_lead: Client) -> None:
    assert BEGIN in as_performance_lead.get(written).content.decode()


def test_leads_to_what_came_where_something_is_measured(
    written: str, clients: Clients, measured: MeasureAssignment, as_performance_lead: Client
) -> None:
    page = as_performance_lead.get(written).content.decode()

    assert BEGIN not in page
    assert "Look at what came" in page


def test_leads_nobody_there_who_may_not(clients: Clients, as_board_member: Client) -> None:
    assert BEGIN not in as_board_member.get("/results/").content.decode()
