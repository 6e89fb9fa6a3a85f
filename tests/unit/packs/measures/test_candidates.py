"""Starter measures whose questions few agencies ask: each is counted once its data elements exist, on every engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lineofsight.measures import check_document, read_definition
from lineofsight.measures.catalogue import Catalogue
from lineofsight.packs.offered import offered_measures
from lineofsight.warehouse.builds import Build
from lineofsight.warehouse.engines import EngineKind, OpenEngine, open_engine
from tests.unit.packs.measures.asked_catalogue import asked_catalogue
from tests.unit.packs.measures.made_up import MadeUp, Told, build_of_cases, made_up_cases, told_of

OFFERED = {each.key: each for each in offered_measures() if each.pack == "candidates"}
COMPUTED = [key for key, each in OFFERED.items() if each.document.get("source") != "reported"]
CASES = made_up_cases(read_definition(OFFERED[key].document) for key in COMPUTED)
KINDS: list[dict[str, object]] = [{"id": 1, "code": "visit", "name": "Visit", "is_contact": True}]
LIBRARY = "first_appointment_in_10_days depression_score_falls seen_within_7_days_of_discharge daily_life_rating_rises"
LIBRARY += " days_to_first_service supervision_held screening_on_time child_attends_nine_of_ten_days"
LIBRARY += " ready_for_kindergarten no_confirmed_report_in_a_year food_per_visit benefit_approved food_worry_falls"
LIBRARY += " meals_as_planned less_lonely at_home_after_a_year"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return asked_catalogue()


@pytest.fixture(scope="module")
def people(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Build:
    return build_of_cases(CASES, catalogue, {"service_type": KINDS}, tmp_path_factory.mktemp("candidate-cases"))


@pytest.fixture(scope="module")
def engines(people: Build) -> Iterator[dict[EngineKind, OpenEngine]]:
    with open_engine(people, EngineKind.DUCKDB) as duckdb, open_engine(people, EngineKind.MEMORY) as memory:
        yield {EngineKind.DUCKDB: duckdb, EngineKind.MEMORY: memory}


def test_offers_every_candidate_of_the_starter_library() -> None:
    assert set(LIBRARY.split()) <= set(OFFERED)


def test_says_none_in_words_alone() -> None:
    assert [key for key in OFFERED if "data_elements" in OFFERED[key].document] == []


@pytest.mark.parametrize("key", COMPUTED)
def test_can_be_counted_once_its_questions_are_asked(key: str, catalogue: Catalogue) -> None:
    assert check_document(OFFERED[key].document, catalogue).measure == key


@pytest.mark.parametrize("key", COMPUTED)
def test_has_two_cases_that_differ(key: str) -> None:
    cases = read_definition(OFFERED[key].document).cases

    assert len({(each.population, each.numerator, each.value) for each in cases}) >= 2


@pytest.mark.parametrize("kind", EngineKind, ids=str)
@pytest.mark.parametrize("made_up", CASES, ids=str)
def test_says_of_each_case_what_its_author_says(
    made_up: MadeUp, kind: EngineKind, engines: dict[EngineKind, OpenEngine]
) -> None:
    case = made_up.case

    assert told_of(made_up, engines[kind]) == Told(case.population, case.numerator, case.value)
