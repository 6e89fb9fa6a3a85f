"""A double click on a page of the framework adds one row; the same page with other words is one more."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.test import Client

from lineofsight.apps.framework.models import (
    Goal,
    Measure,
    MeasureAssignment,
    Outcome,
    OwnerNote,
    PerformancePeriod,
    Strategy,
)
from tests.cast import Programs
from tests.unit.framework.conftest import Small, computed, number, share, small

__all__ = ["computed", "number", "share", "small"]


def sent_twice(client: Client, address: str, said: dict[str, Any], model: type[models.Model]) -> int:
    """How many rows a double click adds."""
    before = model._default_manager.count()
    entry = str(client.get(address).context["form"]["entry_id"].value())
    first = client.post(address, {**said, "entry_id": entry})
    again = client.post(address, {**said, "entry_id": entry})
    assert (first.status_code, again.status_code) == (302, 302)
    return model._default_manager.count() - before


def test_adds_a_goal_once(as_director: Client, small: Small) -> None:
    assert sent_twice(as_director, "/line-of-sight/goals/add/", {"title": "Children learn", "why": ""}, Goal) == 1


def test_adds_a_strategy_and_an_outcome_once(as_director: Client, small: Small, programs: Programs) -> None:
    said = {"title": "Home first", "programs": [programs.mentoring.pk]}
    towards = f"/line-of-sight/goals/{small.goal.pk}"

    assert sent_twice(as_director, f"{towards}/strategies/add/", said, Strategy) == 1
    assert sent_twice(as_director, f"{towards}/outcomes/add/", said, Outcome) == 1


def test_uses_a_measure_once(as_director: Client, share: Measure, programs: Programs) -> None:
    said = {"place": "agency", "asks": "better_off", "outcome": "", "owner": ""}
    address = f"/line-of-sight/measures/{share.pk}/use/"
    said["place"] = as_director.get(address).context["form"].fields["place"].choices[0][0]

    assert sent_twice(as_director, address, said, MeasureAssignment) == 1


def test_sets_a_target_and_notes_once(as_director: Client, share: Measure, small: Small) -> None:
    address = f"/line-of-sight/measures/{share.pk}/use/"
    page = as_director.get(address).context["form"]
    place = page.fields["place"].choices[0][0]
    as_director.post(address, {"place": place, "asks": "better_off", "entry_id": page["entry_id"].value()})
    use = MeasureAssignment.objects.get()
    target = {
        "year": "own",
        "starts_on": date(2026, 1, 1).isoformat(),
        "ends_on": date(2026, 12, 31).isoformat(),
        "target": "65",
        "reason": "Our own level of 2025",
    }
    note = {"about_from": "2026-01-01", "about_to": "2026-03-31", "behind": "Rents rose.", "trying": ""}

    assert sent_twice(as_director, f"/line-of-sight/uses/{use.pk}/target/", target, PerformancePeriod) == 1
    assert sent_twice(as_director, f"/line-of-sight/uses/{use.pk}/note/", note, OwnerNote) == 1


def test_keeps_other_words_under_the_same_number_to_be_sent_as_one_more(as_director: Client, small: Small) -> None:
    address = "/line-of-sight/goals/add/"
    entry = str(as_director.get(address).context["form"]["entry_id"].value())
    as_director.post(address, {"title": "Children learn", "entry_id": entry})

    other = as_director.post(address, {"title": "Children play", "entry_id": entry})
    kept = other.context["form"]
    as_director.post(address, {"title": kept["title"].value(), "entry_id": kept["entry_id"].value()})

    assert other.status_code == 409
    assert list(Goal.objects.filter(title__startswith="Children ").values_list("title", flat=True)[1:]) == [
        "Children learn",
        "Children play",
    ]


def test_asks_for_the_number_of_a_page_that_has_none(as_director: Client, small: Small) -> None:
    refused = as_director.post("/line-of-sight/goals/add/", {"title": "Children learn"})

    assert refused.status_code == 422
    assert "Nothing is lost: send it once more." in refused.content.decode()
