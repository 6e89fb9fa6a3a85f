"""Declared measures give the figures of the official test tables, cell by cell, on every engine.

An export is imported into an empty installation, facts are made of its records, and the definitions beside this module
are counted on them.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_django import DjangoDbBlocker

from lineofsight.warehouse.builds import Build
from lineofsight.warehouse.engines import EngineKind, open_engine
from tests.spec.hmis_proof.expected import Official, number, officials
from tests.spec.hmis_proof.installation import SHARED, build_of, migrate
from tests.spec.hmis_proof.tables import Cells, count_table

QUESTIONS = frozenset({"Q5a", "Q7a", "Q11", "Q22a1", "Q22b", "Q23c"})
HOUSING = frozenset({"3", "13"})
NOT_REACHED = frozenset({("Q5a", "B11")})
"""Chronically homeless: each member's own answer has to be worked out for the others of the household."""
SMALLEST = "th_coc"

is_here = SHARED.is_dir()
pytestmark = pytest.mark.skipif(not is_here, reason=f"The official tables and exports are not at {SHARED}.")
TABLES = officials(QUESTIONS) if is_here else []
CASES = list(dict.fromkeys((each.report, each.case) for each in TABLES))
Builds = Callable[[tuple[str, ...]], Build]


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Builds:
    """The build of some exports, made once."""
    made: dict[tuple[str, ...], Build] = {}
    empty = tmp_path_factory.mktemp("empty")
    with django_db_blocker.unblock():
        migrate(empty)

    def build(exports: tuple[str, ...]) -> Build:
        if exports not in made:
            with django_db_blocker.unblock():
                made[exports] = build_of([SHARED / each for each in exports], empty, tmp_path_factory.mktemp("proof"))
        return made[exports]

    return build


@pytest.mark.parametrize("kind", EngineKind, ids=str)
@pytest.mark.parametrize(
    ("report", "case"),
    [pytest.param(*each, marks=() if each[1] == SMALLEST else pytest.mark.slow, id=" ".join(each)) for each in CASES],
)
def test_gives_every_figure_of_the_official_tables(report: str, case: str, kind: EngineKind, builds: Builds) -> None:
    tables = [each for each in TABLES if (each.report, each.case) == (report, case)]

    wrong = {
        (table.question, name): difference
        for table in tables
        for name, difference in differences(table, counted(table, kind, builds(table.exports))).items()
        if (table.question, name) not in NOT_REACHED
    }

    assert wrong == {}


def counted(table: Official, kind: EngineKind, build: Build) -> Cells:
    with open_engine(build, kind) as engine:
        cells = count_table(table.question, variants(table), engine, table.period)
        if table.question == "Q7a" and table.project_types <= HOUSING:
            cells |= count_table("Q7a_moved_in", (), engine, table.period)
    return cells


def differences(table: Official, found: Cells) -> dict[str, str]:
    """The cells that are not as they should be, to four decimals. What is not counted at all has to be 0."""
    return {
        name: f"{found.get(name)}, and not {text}"
        for name, text in table.cells().items()
        if abs(found.get(name, number("0")) - number(text)) > number("0.00005")
    }


def variants(table: Official) -> tuple[str, ...]:
    """What this kind of project has of its own."""
    if table.case == "es_nbn":
        return ("night_by_night",)
    return ("engaged",) if table.case == "so" and table.question == "Q5a" else ()
