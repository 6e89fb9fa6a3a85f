"""The definitions of the starter pack mean something in the made-up agency, and every engine counts them alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyarrow.parquet as pq
import pytest

from lineofsight.apps.framework.documents import within_fields
from lineofsight.measures import Ask, Grain, Period, Query, check_document, quarter, read_definition, year
from lineofsight.measures.choices.fields import FieldKind, fields_on, offered_derives
from lineofsight.measures.made_up.running import run_cases
from lineofsight.packs.offered import OfferedMeasure, offered_measures
from lineofsight.warehouse.builds import Build
from lineofsight.warehouse.engines import EngineKind, OpenEngine, open_engine
from tests.unit.packs.measures.counted import alike
from tests.unit.packs.measures.made_up import MadeUp, Told, build_of_cases, made_up_cases, told_of

STARTER = {each.key: each for each in offered_measures() if each.pack == "starter"}
COMPUTED = [key for key, each in STARTER.items() if each.document.get("source") != "reported"]
REPORTED = [key for key in STARTER if key not in COMPUTED]
SUMMER = quarter(date(2026, 7, 1), 1)
YEAR = year(date(2025, 1, 1))
Engines = dict[EngineKind, OpenEngine]
CASES = made_up_cases(read_definition(STARTER[key].document) for key in COMPUTED)


def query_of(offered: OfferedMeasure, build: Build) -> Query:
    return check_document(offered.document, build.catalogue)


@pytest.mark.parametrize("key", COMPUTED)
def test_counts_somebody_in_a_whole_year(key: str, demo_build: Build, duckdb: OpenEngine) -> None:
    query = query_of(STARTER[key], demo_build)
    years = (year(date(2025, 1, 1)), year(date(2026, 1, 1)))

    cells = duckdb.figures(Ask(query=query, periods=years))

    assert sum(cell.n for cell in cells) > 0


@pytest.mark.parametrize("key", COMPUTED)
def test_can_be_counted_when_it_is_narrowed_to_its_field(key: str, demo_build: Build) -> None:
    document = within_fields(STARTER[key].document, ["workforce"], "Workforce")

    assert check_document(document, demo_build.catalogue).measure == key


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


@pytest.fixture(scope="module")
def made_up_people(demo_build: Build, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The cases, with the kinds of services of the made-up agency."""
    kinds = pq.read_table(demo_build.files["service_type"][0]).to_pylist()
    return build_of_cases(
        CASES, demo_build.catalogue, {"service_type": kinds}, tmp_path_factory.mktemp("starter-cases")
    )


@pytest.fixture(scope="module")
def of_cases(made_up_people: Build) -> Iterator[Engines]:
    """Both engines on the build of the cases."""
    with (
        open_engine(made_up_people, EngineKind.DUCKDB) as duckdb,
        open_engine(made_up_people, EngineKind.MEMORY) as memory,
    ):
        yield {EngineKind.DUCKDB: duckdb, EngineKind.MEMORY: memory}


@pytest.mark.parametrize("kind", EngineKind, ids=str)
@pytest.mark.parametrize("made_up", CASES, ids=str)
def test_says_of_each_case_what_its_author_says(made_up: MadeUp, kind: EngineKind, of_cases: Engines) -> None:
    case = made_up.case

    told = told_of(made_up, of_cases[kind])

    assert told == Told(case.population, case.numerator, case.value)


def test_has_cases_for_every_definition() -> None:
    assert {each.definition.measure for each in CASES} == set(COMPUTED)


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


@pytest.mark.parametrize("key", COMPUTED)
def test_passes_its_own_cases_where_it_is_published(key: str, demo_build: Build) -> None:
    kinds = {row["code"]: row for row in pq.read_table(demo_build.files["service_type"][0]).to_pylist()}

    told = run_cases(read_definition(STARTER[key].document), demo_build.catalogue, {"service_type": kinds})

    assert [problem for each in told for problem in each.problems] == []
    assert len(told) >= 1


def test_offers_fields_that_mean_what_they_say(demo_build: Build) -> None:
    """Every field can be asked of a stay, with the derive it brings along."""
    fields = fields_on(demo_build.catalogue, Grain.ENROLLMENT, {})
    document = {"measure": "any", "title": "Any", "asks": "how_much", "count": "enrollment", "period": "${exit_date}"}
    asked = {each.needs or each.name: {"value": f"not({each.written} = '')"} for each in fields}
    derives = {name: dict(derive) for name, derive in offered_derives(fields).items()}
    derives |= {f"asks_{number}": derive for number, derive in enumerate(asked.values())}

    query = check_document({**document, "derive": derives}, demo_build.catalogue)

    assert len(query.steps) == len(derives)
    assert len(fields) > 100
    assert {each.kind for each in fields} >= {FieldKind.RECORD, FieldKind.AT_START, FieldKind.SERVICES_IN_PERIOD}
