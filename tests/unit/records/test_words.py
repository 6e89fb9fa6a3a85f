"""How quantities and long waits are said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lineofsight.apps.agency.models import Agency, StaffMember
from lineofsight.apps.records.dates_in_words import days_in_words
from lineofsight.apps.records.models import Enrollment
from lineofsight.apps.records.selectors.homes.supervisor import SupervisorHome
from lineofsight.apps.records.units import singular, unit_for
from tests.cast import Clients


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("visits", "visit"),
        ("hours", "hour"),
        ("meetings", "meeting"),
        ("activities", "activity"),
        ("classes", "class"),
        ("lunches", "lunch"),
        ("bus passes", "bus pass"),
        ("hours of class", "hour of class"),
        ("pies", "pie"),
        ("people", "person"),
        ("access", "access"),
        ("", ""),
    ],
)
def test_says_one_of_them(plural: str, one: str) -> None:
    assert singular(plural) == one


@pytest.mark.parametrize(
    ("quantity", "said"), [("1", "visit"), ("1.00", "visit"), ("2", "visits"), ("0.5", "visits"), ("1.5", "visits")]
)
def test_says_one_only_of_one(quantity: str, said: str) -> None:
    assert unit_for(Decimal(quantity), "visits") == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "1 day"), (60, "60 days"), (61, "2 months"), (700, "22 months"), (731, "2 years"), (2397, "6 years")],
)
def test_says_long_waits_in_months_and_years(days: int, said: str) -> None:
    assert days_in_words(days) == said


def test_calls_clients_as_the_agency_does(agency: Agency, clients: Clients, supervisor: StaffMember) -> None:
    agency.words = {"client": ["participant", "participants"]}
    agency.save()
    enrollment = Enrollment.objects.get(participant=clients.own)
    home = SupervisorHome(
        today=enrollment.entry_date or enrollment.created_at.date(),
        caseloads=(),
        without_worker=(),
        without_worker_count=7,
        unseen=(),
        unseen_count=0,
        listed=0,
    )

    assert home.answer[0] == "7 participants have no worker."
