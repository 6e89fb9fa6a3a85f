"""The definitions of the starter pack mean something in the made-up agency, and every engine counts them alike."""

from __future__ import annotations

from datetime import date

import pytest

from lineofsight.measures import Ask, Period, Query, check_document, quarter, read_definition, year
from lineofsight.packs.offered import OfferedMeasure, offered_measures
from lineofsight.warehouse.builds import Build
from lineofsight.warehouse.engines import OpenEngine
from tests.unit.packs.measures.counted import alike

STARTER = {each.key: each for each in offered_measures() if each.pack == "starter"}
COMPUTED = [key for key, each in STARTER.items() if each.document.get("source") != "reported"]
REPORTED = [key for key in STARTER if key not in COMPUTED]
SUMMER = quarter(date(2026, 7, 1), 1)
YEAR = year(date(2025, 1, 1))


def query_of(offered: OfferedMeasure, build: Build) -> Query:
    return check_document(offered.document, build.catalogue)


@pytest.mark.parametrize("key", COMPUTED)
def test_counts_somebody_in_a_whole_year(key: str, demo_build: Build, duckdb: OpenEngine) -> None:
    query = query_of(STARTER[key], demo_build)
    years = (year(date(2025, 1, 1)), year(date(2026, 1, 1)))

    cells = duckdb.figures(Ask(query=query, periods=years))

    assert sum(cell.n for cell in cells) > 0


@pytest.mark.parametrize(
    "period", [pytest.param(SUMMER, id="summer"), pytest.param(YEAR, id="year", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("key", COMPUTED)
def test_engines_give_the_same_figures(
    key: str, period: Period, demo_build: Build, duckdb: OpenEngine, memory: OpenEngine
) -> None:
    query = query_of(STARTER[key], demo_build)
    ask = Ask(query=query, periods=(period,), by=tuple(group.name for group in query.groups))

    assert [alike(cell) for cell in duckdb.figures(ask)] == [alike(cell) for cell in memory.figures(ask)]


@pytest.mark.parametrize("key", REPORTED)
def test_reported_measures_name_their_counts(key: str) -> None:
    definition = read_definition(STARTER[key].document)

    assert definition.reported is not None
    assert definition.reported.denominator


def test_asks_each_of_the_three_questions_and_the_community() -> None:
    asked = [str(STARTER[key].document["asks"]) for key in COMPUTED]

    assert {each: asked.count(each) >= 3 for each in ("how_much", "how_well", "better_off")} == {
        "how_much": True,
        "how_well": True,
        "better_off": True,
    }
    assert len(COMPUTED) >= 12
    assert len(REPORTED) >= 3
