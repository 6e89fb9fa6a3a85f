"""Slips are asked about once: 0.7% for 70%, a percentage as two counts, a target far from everything seen."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.framework import known_figures
from lineofsight.apps.framework.known_figures import Range
from lineofsight.apps.framework.models import Measure, MeasureAssignment, PerformancePeriod, ReportedValue
from lineofsight.apps.framework.services.assignments import assign_measure, set_target
from tests.cast import Programs


@pytest.fixture(autouse=True)
def fixed(settings: Settings) -> None:
    settings.FIXED_TODAY = date(2026, 11, 12)


@pytest.fixture
def use(computed: Measure, programs: Programs, director: StaffMember) -> MeasureAssignment:
    return assign_measure(
        computed, program=programs.mentoring, site=None, asks="better_off", actor=director, entry_id=uuid4()
    )


@pytest.fixture
def address(use: MeasureAssignment) -> str:
    return f"/line-of-sight/uses/{use.pk}/target/"


@pytest.fixture
def said(as_director: Client, address: str) -> dict[str, str]:
    year = as_director.get(address).context["form"].fields["year"].choices[0][0]
    return {"year": year, "target": "0.7", "reason": "Ours.", "entry_id": str(uuid4())}


def ticked(answer: object) -> dict[str, str]:
    """What a browser sends along once the ticks of the page are set."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    return dict(re.findall(r'name="(sure_of\.[^"]+)" value="([^"]*)"', page))


def test_asks_whether_seventy_percent_was_meant(as_director: Client, address: str, said: dict[str, str]) -> None:
    answer = as_director.post(address, said)

    assert answer.status_code == 422
    assert "0.7%? Perhaps 70% is meant. Correct it, or tick that it is right." in answer.content.decode()
    assert not PerformancePeriod.objects.exists()


def test_takes_it_when_it_is_ticked(as_director: Client, address: str, said: dict[str, str]) -> None:
    asked = as_director.post(address, said)

    as_director.post(address, {**said, **ticked(asked)})

    assert PerformancePeriod.objects.get().target == Decimal("0.007")


def test_puts_the_tick_beside_the_answer(as_director: Client, address: str, said: dict[str, str]) -> None:
    page = as_director.post(address, said).content.decode()

    assert page.index("Perhaps 70% is meant.") < page.index('name="sure_of.target"') < page.index('name="reason"')
    assert "Yes, it is 0.7%" in page


def test_asks_again_about_another_slip(as_director: Client, address: str, said: dict[str, str]) -> None:
    asked = as_director.post(address, said)

    answer = as_director.post(address, {**said, **ticked(asked), "target": "0.8"})

    assert "0.8%? Perhaps 80% is meant." in answer.content.decode()


def test_asks_about_a_target_far_from_everything_seen(
    as_director: Client, address: str, said: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Range(low=0.5, high=0.62, since=date(2024, 3, 1))
    monkeypatch.setattr(known_figures, "_finders", [lambda assignment, reader: seen])

    far = as_director.post(address, {**said, "target": "99"})
    as_director.post(address, {**said, "target": "70"})

    assert "99%? Every figure so far is between 50% and 62%, since March 2024." in far.content.decode()
    assert PerformancePeriod.objects.get().target == Decimal("0.7")


def test_offers_the_other_days_beside_their_choice(as_director: Client, address: str) -> None:
    page = as_director.get(address).content.decode()

    assert page.count("Other days") == 1
    assert page.index("Other days") < page.index("los-own-days") < page.index("Target, in percent")


@pytest.mark.parametrize(
    ("years", "leads"),
    [((2026, 2027), "It is to reach 60%, 2026."), ((2025, 2027), "It is to reach 60%, 2025.")],
    ids=["the one running now", "the last one, where only a later one is to come"],
)
def test_leads_with_the_target_of_now_and_not_with_that_of_a_later_year(
    years: tuple[int, int], leads: str, as_director: Client, use: MeasureAssignment, director: StaffMember
) -> None:
    for year, target in zip(years, ("0.6", "0.9"), strict=True):
        set_target(
            use,
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            target=Decimal(target),
            reason="Ours.",
            name=str(year),
            entry_id=uuid4(),
            actor=director,
        )

    page = as_director.get(f"/line-of-sight/uses/{use.pk}/").content.decode()

    assert leads in page


REPORTED = {"place": ":", "period": "2025", "numerator": "83", "denominator": "100", "source": "The school office"}


def test_asks_whether_a_hundred_is_a_percentage(as_director: Client, share: Measure) -> None:
    address = f"/line-of-sight/measures/{share.pk}/figures/add/"

    asked = as_director.post(address, REPORTED)
    as_director.post(address, {**REPORTED, **ticked(asked)})

    assert "83 of 100? Were there exactly 100 people, or is it a percentage?" in asked.content.decode()
    assert ReportedValue.objects.get().numerator == 83


def test_refuses_a_period_that_is_not_over(as_director: Client, share: Measure) -> None:
    address = f"/line-of-sight/measures/{share.pk}/figures/add/"

    answer = as_director.post(address, {**REPORTED, "period": "2026", "denominator": "110"})

    assert "The period is not over: it ends on December 31, 2026." in answer.content.decode()
    assert "2026-01-01 to 2026-11-12" in answer.content.decode()
    assert not ReportedValue.objects.exists()
