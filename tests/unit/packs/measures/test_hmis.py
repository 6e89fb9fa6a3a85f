"""The definitions of the HMIS pack mean what their cases say, and count what the official tables count."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytest_django import DjangoDbBlocker

from lineofsight.apps.framework.documents import within_fields
from lineofsight.measures import Ask, check_document, read_definition
from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.made_up.running import run_cases
from lineofsight.packs.offered import fields_of_work, offered_measures
from lineofsight.warehouse.builds import Build
from lineofsight.warehouse.engines import EngineKind, OpenEngine, open_engine
from tests.spec.hmis_proof.expected import Official, officials
from tests.spec.hmis_proof.installation import SHARED, build_of, migrate
from tests.unit.packs.measures.counted import alike
from tests.unit.packs.measures.hmis_catalogue import hmis_catalogue
from tests.unit.packs.measures.made_up import MadeUp, Told, build_of_cases, made_up_cases, told_of

HMIS = {each.key: each.document for each in offered_measures() if each.pack == "hmis"}
NARROWED = {
    f"{key}_narrowed": {
        **within_fields(document, fields_of_work()[str(document["field"])].programs, "Its field"),
        "measure": f"{key}_narrowed",
    }
    for key, document in HMIS.items()
}
CASES = made_up_cases(read_definition(document) for document in (HMIS | NARROWED).values())
Engines = dict[EngineKind, OpenEngine]
ASKED_ABOUT_EXITS = ("rrh", "psh", "th", "services_only", "th_coc")
MOVE_IN = "hmis.enrollment.MoveInDate"
NEEDS_MOVE_INS = [key for key, document in HMIS.items() if document.get("field") == "permanent_housing_programs"]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return hmis_catalogue()


@pytest.fixture(scope="module")
def made_up_people(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Build:
    return build_of_cases(CASES, catalogue, {}, tmp_path_factory.mktemp("cases"))


@pytest.mark.parametrize("key", HMIS)
def test_means_something_in_an_export(key: str, catalogue: Catalogue) -> None:
    assert check_document(HMIS[key], catalogue).measure == key


@pytest.mark.parametrize("key", NARROWED)
def test_asks_for_the_field_of_the_program_when_it_is_narrowed(key: str, catalogue: Catalogue) -> None:
    assert "${program.field}" in str(NARROWED[key]["population"])
    assert check_document(NARROWED[key], catalogue).measure == key


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


needs_exports = pytest.mark.skipif(not SHARED.is_dir(), reason=f"The shared exports are not at {SHARED}.")
OFFICIAL = (
    [
        each
        for each in officials(frozenset({"Q7a", "Q23c"}))
        if each.report.endswith("apr") and each.case in ASKED_ABOUT_EXITS
    ]
    if SHARED.is_dir()
    else []
)
TOLD_BY = [
    pytest.param(each, marks=() if each.case == "th_coc" else pytest.mark.slow, id=f"{each.case}-{each.question}")
    for each in OFFICIAL
]


@pytest.fixture(scope="module")
def exported(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Callable[[Official], Build]:
    """The build of the exports of an official table, made once for each."""
    made: dict[tuple[str, ...], Build] = {}
    empty = tmp_path_factory.mktemp("empty")
    with django_db_blocker.unblock():
        migrate(empty)

    def build(table: Official) -> Build:
        if table.exports not in made:
            exports = [SHARED / each for each in table.exports]
            with django_db_blocker.unblock():
                made[table.exports] = build_of(exports, empty, tmp_path_factory.mktemp("exported"))
        return made[table.exports]

    return build


@needs_exports
@pytest.mark.parametrize("table", TOLD_BY)
def test_counts_what_the_official_table_counts(table: Official, exported: Callable[[Official], Build]) -> None:
    cells = {name: int(text) for name, text in table.cells().items() if text.isdecimal()}
    expected = {
        "Q7a": {"hmis_people_enrolled": (None, cells.get("B6"))},
        "Q23c": {"hmis_exits_to_permanent_housing": (cells.get("B44"), cells.get("B43", 0) - cells.get("B45", 0))},
    }[table.question]

    with open_engine(exported(table)) as engine:
        (key,) = expected
        query = check_document(HMIS[key], engine.build.catalogue)
        (cell,) = engine.figures(Ask(query=query, periods=(table.period,)))

    assert {key: (cell.numerator, cell.denominator)} == expected


@needs_exports
@pytest.mark.parametrize("table", [each for each in TOLD_BY if "Q23c" in str(each.id)])
def test_engines_give_the_same_figures_of_an_export(table: Official, exported: Callable[[Official], Build]) -> None:
    build = exported(table)
    asked = {column.element for table in build.catalogue.answers_of("enrollment") for column in table.columns}
    left_out = () if MOVE_IN in asked else NEEDS_MOVE_INS
    queries = [check_document(HMIS[key], build.catalogue) for key in HMIS if key not in left_out]

    with open_engine(build, EngineKind.DUCKDB) as duckdb, open_engine(build, EngineKind.MEMORY) as memory:
        for query in queries:
            ask = Ask(query=query, periods=(table.period,), by=tuple(group.name for group in query.groups))
            assert [alike(cell) for cell in duckdb.figures(ask)] == [alike(cell) for cell in memory.figures(ask)]


@pytest.mark.parametrize("key", HMIS)
def test_passes_its_own_cases_where_it_is_published(key: str, catalogue: Catalogue) -> None:
    told = run_cases(read_definition(HMIS[key]), catalogue)

    assert [problem for each in told for problem in each.problems] == []
    assert len(told) >= 1
