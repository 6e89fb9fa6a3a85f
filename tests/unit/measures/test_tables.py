"""A table is refused when it cannot be meant, and asked for by its lines and columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lineofsight.measures import (
    Cell,
    MeasureProblem,
    MeasureProblems,
    Period,
    Statistic,
    TableAsk,
    TableQuery,
    Which,
    check_table_document,
    month,
    read_table,
)
from lineofsight.warehouse.engines import EngineKind, open_engine
from tests.spec.drawing import build_of, example_catalogue, records_of

WITHOUT_NUMERATOR = (Which.DENOMINATOR, Which.TOO_EARLY, Which.INCOMPLETE)
MARCH = month(date(2026, 3, 1))
LEAVERS: dict[str, Any] = {
    "table": "leavers",
    "title": "Who left",
    "count": "enrollment",
    "period": "${exit_date}",
    "lines": [{"line": "all"}],
    "columns": [{"column": "all"}],
}


def problems(**keys: Any) -> list[tuple[str, str]]:
    """The code and the place of everything that is wrong; None takes a key out."""
    with pytest.raises(MeasureProblems) as refusal:
        read_table({key: value for key, value in {**LEAVERS, **keys}.items() if value is not None})
    assert all(problem.remedy and problem.trouble for problem in refusal.value.problems)
    return [(problem.code, problem.path) for problem in refusal.value.problems]


@pytest.fixture(scope="module")
def query() -> TableQuery:
    return check_table_document(LEAVERS, example_catalogue())


def test_reads_lines_in_the_order_in_which_they_stand() -> None:
    table = read_table({**LEAVERS, "lines": [{"line": 2, "title": "Two"}, {"line": 1}]})

    assert [(line.name, line.title) for line in table.lines] == [("2", "Two"), ("1", "")]


def test_tells_a_count_unless_it_says_otherwise() -> None:
    table = read_table({**LEAVERS, "columns": [{"column": "all"}, {"column": "sum", "statistic": "sum", "value": "2"}]})

    assert [table.told_in(table.lines[0], column).statistic for column in table.columns] == [
        Statistic.COUNT,
        Statistic.SUM,
    ]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"table": "Leavers"}, ("M105", "table")),
        ({"title": None}, ("M103", "title")),
        ({"count": None}, ("M103", "count")),
        ({"period": None}, ("M103", "period")),
        ({"lines": None}, ("M103", "lines")),
        ({"lines": []}, ("M103", "lines")),
        ({"columns": None}, ("M103", "columns")),
        ({"lines": {"all": "true()"}}, ("M104", "lines")),
        ({"lines": [{"line": "a"}, {"line": "a"}]}, ("M111", "lines")),
        ({"lines": [{"when": "true()"}]}, ("M103", "lines[1].line")),
        ({"lines": [{"line": "a", "statistic": "sum"}]}, ("M103", "lines[1].value")),
        (
            {"lines": [{"line": "a", "statistic": "sum", "value": "1", "numerator": "true()"}]},
            ("M111", "lines[1].numerator"),
        ),
        ({"columns": [{"column": "a", "statistic": "mean", "value": " "}]}, ("M103", "columns[1].value")),
        ({"numerator": ""}, ("M103", "numerator")),
        ({"statistic": "ratio", "value": "1", "for_each": ""}, ("M103", "for_each")),
        ({"statistic": "paired_change"}, ("M111", "statistic")),
        ({"statistic": "count", "value": "1"}, ("M111", "value")),
        ({"by": ["program"]}, ("M102", "by")),
        ({"over": "household"}, ("M131", "over")),
        ({"lines": [{"line": n} for n in range(50)], "columns": [{"column": n} for n in range(50)]}, ("M111", "lines")),
    ],
)
def test_refuses_what_cannot_be_meant(keys: dict[str, Any], expected: tuple[str, str]) -> None:
    assert problems(**keys) == [expected]


def test_refuses_what_is_no_table() -> None:
    with pytest.raises(MeasureProblems, match="A table is keys with values, not a list"):
        read_table([])


def test_refuses_to_be_asked_of_no_period(query: TableQuery) -> None:
    with pytest.raises(MeasureProblem) as refusal:
        TableAsk(query=query, periods=())

    assert refusal.value.code == "M143"


def test_refuses_a_line_it_has_not(query: TableQuery) -> None:
    with pytest.raises(MeasureProblem) as refusal:
        TableAsk(query=query, periods=(MARCH,)).place("al", "all")

    assert (refusal.value.code, refusal.value.remedy) == ("M148", "Did you mean all?")


@pytest.mark.parametrize("kind", EngineKind)
def test_lists_those_of_each_kind_behind_a_cell(query: TableQuery, kind: EngineKind, tmp_path: Path) -> None:
    build = build_of(
        records_of("enrollment\nid | exit_date\n1 | 2026-03-01\n2 | 2026-03-02"),
        date(2026, 12, 31),
        tmp_path / "builds",
    )
    ask = TableAsk(query=query, periods=(MARCH,))

    with open_engine(build, kind) as engine:
        of = {which: len(engine.table_members(ask, MARCH, "all", "all", which)) for which in WITHOUT_NUMERATOR}
        with pytest.raises(MeasureProblem) as refusal:
            engine.table_members(ask, MARCH, "all", "all", Which.NUMERATOR)

    assert of == {Which.DENOMINATOR: 2, Which.TOO_EARLY: 0, Which.INCOMPLETE: 0}
    assert refusal.value.code == "M146"


def test_counts_as_many_cells_as_a_funder_asks_for(tmp_path: Path) -> None:
    lines = [{"line": f"more than {n}", "when": f"${{id}} > {n}"} for n in range(40)]
    document = {**LEAVERS, "count": "participant", "lines": lines, "columns": [{"column": n} for n in range(10)]}
    records = records_of("enrollment\nid | exit_date\n1 | 2026-03-01\n2 | 2026-03-01\n30 | 2026-03-02")
    build = build_of(records, date(2026, 12, 31), tmp_path / "builds")

    cells = {kind: _cells(document, MARCH, kind, build) for kind in EngineKind}

    assert cells[EngineKind.DUCKDB] == cells[EngineKind.MEMORY]
    assert [cell.value for cell in cells[EngineKind.DUCKDB][::100]] == [3, 1, 1, 0]


def _cells(document: dict[str, Any], period: Period, kind: EngineKind, build: Any) -> tuple[Cell, ...]:
    with open_engine(build, kind) as engine:
        return engine.table(TableAsk(query=check_table_document(document, build.catalogue), periods=(period,)))
