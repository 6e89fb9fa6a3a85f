"""One permitted POST for each address of the framework that writes (see `permitted.py`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.test import Client
from tests.house.access import OF_PROTECTED, Whose
from tests.house.filled_form import Answers
from tests.house.world import World

from lineofsight.apps.agency.clock import today
from lineofsight.apps.framework.models import MeasureLook

Answer = Callable[[World, Whose, str], Answers]

COUNTED = {"period": "2024", "numerator": "8", "denominator": "10", "source": "The state"}


def _says(**answers: object) -> Answer:
    return lambda world, whose, who: answers


def _place_of(world: World, who: str) -> str:
    """A place for which this person may report."""
    whose: Whose = "protected" if who.endswith(OF_PROTECTED) else "own"
    return f"{world.things[whose].program.pk}:"


def _figure(world: World, whose: Whose, who: str) -> Answers:
    return {**COUNTED, "place": _place_of(world, who)}


def _sheet_as_seen(world: World, whose: Whose, who: str) -> Answers:
    """The second step: what the preview of these lines showed."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[who]
    said = {"text": "2023\t7\t9", "source": "The state", "place": _place_of(world, who)}
    address = f"/line-of-sight/measures/{world.framework.measure.pk}/figures/sheet/"
    return {**said, "fingerprint": client.post(address, said).context["read"].fingerprint}


def _brought_as_seen(world: World, whose: Whose, who: str) -> Answers:
    """The second step: what the preview of this file showed."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[who]
    said = {"text": "measure: came\ntitle: Who came\nasks: how_much\ncount: participant\nperiod: ${entry_date}\n"}
    preview = client.post("/line-of-sight/measures/bring/", said).context["preview"]
    return {**said, "fingerprint": preview.fingerprint}


def _in_a_new_place(world: World, whose: Whose, who: str) -> Answers:
    return {"place": ":"}


def _later(world: World, whose: Whose, who: str) -> Answers:
    return {"starts_on": (today() + timedelta(days=30)).isoformat()}


def _strategy(world: World, whose: Whose, who: str) -> Answers:
    return {"strategies": [world.framework.strategy.pk]}


def _watching(world: World, whose: Whose, who: str) -> Answers:
    return {"measure": world.framework.measure.pk, "expected": "Most of them"}


def _shown_by(world: World, whose: Whose, who: str) -> Answers:
    return {"measures": [world.framework.measure.pk]}


def _in_own_program(world: World, whose: Whose, who: str) -> Answers:
    return {"keys": ["completed_program"], "programs": [world.things["own"].program.pk]}


HANDED_IN = {"count": "9", "submitted_on": "2026-02-01", "source": "Table 3"}


def _sent_back(world: World, whose: Whose, who: str) -> Answers:
    (look,) = MeasureLook.objects.filter(version__measure=world.framework.measure, verdict="waiting")
    return {"document_hash": look.document_hash, "send_back": "1", "sentence": "Of whom?"}


PERMITTED_FRAMEWORK: dict[str, Answer] = {
    "results/measures/<int:assignment_id>/handed-in/": _says(
        **HANDED_IN, period="2024", to_whom="The State", report="State report"
    ),
    "results/handed-in/<int:figure_id>/correct/": _says(**HANDED_IN, why="It was misread."),
    "line-of-sight/mission/change/": _says(written="Every child has [a bed]."),
    "line-of-sight/phrases/<int:phrase_id>/explain/": _says(text="The district does it."),
    "line-of-sight/goals/add/": _says(title="Children learn more"),
    "line-of-sight/goals/<int:goal_id>/": _says(title="Children keep their home"),
    "line-of-sight/goals/<int:goal_id>/move/": _says(down="1"),
    "line-of-sight/goals/<int:goal_id>/remove/": _says(),
    "line-of-sight/goals/<int:goal_id>/strategies/add/": _says(title="Landlords"),
    "line-of-sight/strategies/<int:strategy_id>/": _says(title="A home first"),
    "line-of-sight/strategies/<int:strategy_id>/remove/": _says(),
    "line-of-sight/goals/<int:goal_id>/outcomes/add/": _says(title="Children stay"),
    "line-of-sight/outcomes/<int:outcome_id>/": _says(title="Children stay"),
    "line-of-sight/outcomes/<int:outcome_id>/remove/": _says(),
    "line-of-sight/measures/adopt/": _says(keys=["people_served_once"]),
    "line-of-sight/measures/bring/": _brought_as_seen,
    "line-of-sight/measures/begin/": _in_own_program,
    "line-of-sight/measures/add/": _says(
        title="Families heard", asks="how_well", kind="reported/count", direction="increase"
    ),
    "line-of-sight/measures/<int:measure_id>/change/": _says(title="Students who finish"),
    "line-of-sight/measures/new/": _says(title="Families heard", asks="how_well"),
    "line-of-sight/measures/new/<slug:key>/": _says(title="People complete it"),
    "line-of-sight/measures/<int:measure_id>/define/": _says(matures_after="30", act="keep"),
    "line-of-sight/measures/<int:measure_id>/cases/add/": _says(
        name="Left in April", first_day="2026-03-01", last_day="2026-03-31", population="no"
    ),
    "line-of-sight/measures/<int:measure_id>/cases/<int:number>/": _says(name="Left early in March"),
    "line-of-sight/measures/<int:measure_id>/cases/<int:number>/remove/": _says(),
    "line-of-sight/measures/<int:measure_id>/ask/": _says(),
    "line-of-sight/measures/<int:measure_id>/look/": _sent_back,
    "line-of-sight/measures/<int:measure_id>/publish/": _says(),
    "line-of-sight/measures/<int:measure_id>/use/": _in_a_new_place,
    "line-of-sight/measures/<int:measure_id>/figures/add/": _figure,
    "line-of-sight/measures/<int:measure_id>/figures/sheet/": _sheet_as_seen,
    "line-of-sight/uses/<int:assignment_id>/change/": _says(asks="how_well"),
    "line-of-sight/uses/<int:assignment_id>/end/": _says(),
    "line-of-sight/uses/<int:assignment_id>/target/": _says(reason="Our own level."),
    "line-of-sight/uses/<int:assignment_id>/note/": _says(
        about_from="2025-01-01", about_to="2025-12-31", behind="Two were away."
    ),
    "line-of-sight/targets/<int:period_id>/": _says(reason="What others reach."),
    "line-of-sight/targets/<int:period_id>/remove/": _says(),
    "line-of-sight/figures/<int:value_id>/correct/": _says(numerator="9", why="One came late."),
    "programs/<int:program_id>/model/<slug:section>/": _says(size="Twelve children"),
    "programs/<int:program_id>/version/": _later,
    "programs/<int:program_id>/checks/add/": _watching,
    "programs/checks/<int:check_id>/remove/": _says(),
    "programs/changes/<int:change_id>/": _shown_by,
    "programs/<int:program_id>/explain/": _says(text="The county asks for it."),
    "programs/<int:program_id>/connect/": _strategy,
}
