"""The reference of measures holds on every engine: each example on its pages is a test."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from lineofsight.measures import (
    Ask,
    Cell,
    MeasureProblems,
    Period,
    Place,
    Query,
    Scope,
    TableAsk,
    TableQuery,
    Which,
    check_document,
    check_table_document,
    in_sentences,
    month,
    quarter,
    table_in_sentences,
    year,
)
from lineofsight.warehouse.engines import EngineKind, OpenEngine, open_engine
from tests.spec.drawing import PROGRAMS, SITES, build_of, example_catalogue, records_of
from tests.spec.examples import Example, Expected, examples

ENGINES = list(EngineKind)


def is_table(example: Example) -> bool:
    return example.measure.startswith("table:")


@pytest.mark.parametrize("kind", ENGINES, ids=str)
@pytest.mark.parametrize("example", examples("figures"), ids=str)
def test_gives_the_figures(example: Example, kind: EngineKind, tmp_path: Path) -> None:
    query = query_of(example.measure)
    header, *lines = example.expected.lines
    expected = [dict(zip(header, line, strict=True)) for line in lines]

    with engine_for(example, kind, tmp_path) as engine:
        periods = tuple(dict.fromkeys(period_named(line["period"]) for line in expected))
        groups = dict.fromkeys(names_of(line["group"]) for line in expected if line.get("group"))
        by = tuple(names[0] for names in groups if len(names) == 1)
        cross = tuple(names for names in groups if len(names) > 1)
        ask = Ask(query=query, periods=periods, by=by, cross=cross, scope=scope_of(example.expected))
        cells = engine.figures(ask)

    assert [in_text(cell, header) for cell in cells] == expected


@pytest.mark.parametrize("kind", ENGINES, ids=str)
@pytest.mark.parametrize("example", examples("cells"), ids=str)
def test_gives_the_cells_of_a_table(example: Example, kind: EngineKind, tmp_path: Path) -> None:
    query = table_of(example.measure)
    (_, _, *columns), *lines = example.expected.lines
    periods = tuple(dict.fromkeys(period_named(name) for name, *_ in lines))

    with engine_for(example, kind, tmp_path) as engine:
        found = engine.table(TableAsk(query=query, periods=periods, scope=scope_of(example.expected)))

    told = {(cell.period.name, *(name for _, name in cell.group)): amount(cell.value) for cell in found}
    assert [tuple(told[period, line, column] for column in columns) for period, line, *_ in lines] == [
        tuple(values) for _, _, *values in lines
    ]
    assert len(found) == len(lines) * len(columns)


@pytest.mark.parametrize("kind", ENGINES, ids=str)
@pytest.mark.parametrize("example", [each for each in examples("members") if is_table(each)], ids=str)
def test_names_the_members_of_a_cell(example: Example, kind: EngineKind, tmp_path: Path) -> None:
    which, _, place = example.expected.settings["who"].partition(" of ")
    column, _, line = place.partition(" in ")
    _, *lines = example.expected.lines
    period = period_named(lines[0][0])

    with engine_for(example, kind, tmp_path) as engine:
        ask = TableAsk(query=table_of(example.measure), periods=(period,))
        members = engine.table_members(ask, period, line, column, Which(which))

    assert [(period.name, str(each.unit), str(each.record)) for each in members] == lines


@pytest.mark.parametrize("kind", ENGINES, ids=str)
@pytest.mark.parametrize("example", [each for each in examples("members") if not is_table(each)], ids=str)
def test_names_the_members(example: Example, kind: EngineKind, tmp_path: Path) -> None:
    query = query_of(example.measure)
    which, _, group = example.expected.settings.get("who", "denominator").partition(" of ")
    header, *lines = example.expected.lines
    period = period_named(lines[0][header.index("period")])
    name, _, value = group.partition("=")
    key = ((name, value),) if group else ()

    with engine_for(example, kind, tmp_path) as engine:
        ask = Ask(query=query, periods=(period,), by=tuple(name for name, _ in key), scope=scope_of(example.expected))
        members = engine.members(ask, period, key, Which(which))

    told = [
        {"period": period.name, "unit": str(each.unit), "record": str(each.record), "value": amount(each.value)}
        for each in members
    ]
    assert [tuple(each[name] for name in header) for each in told] == lines


@pytest.mark.parametrize("example", examples("said"), ids=str)
def test_is_said_in_plain_words(example: Example) -> None:
    if is_table(example):
        sentences = table_in_sentences(table_of(example.measure), example_catalogue())
    else:
        sentences = in_sentences(query_of(example.measure), example_catalogue())

    assert list(sentences) == [line for (line,) in example.expected.lines]


@pytest.mark.parametrize("kind", ENGINES, ids=str)
@pytest.mark.parametrize("example", examples("explained"), ids=str)
def test_explains_who_is_counted(example: Example, kind: EngineKind, tmp_path: Path) -> None:
    query = query_of(example.measure)
    _, *lines = example.expected.lines

    told = []
    with engine_for(example, kind, tmp_path) as engine:
        for name, unit, _ in lines:
            period = period_named(name)
            ask = Ask(query=query, periods=(period,), scope=scope_of(example.expected))
            told.append((name, unit, engine.explain(ask, period, [int(unit)])[0].sentence))

    assert told == lines


@pytest.mark.parametrize("example", examples("refused"), ids=str)
def test_refuses_with_a_remedy(example: Example) -> None:
    with pytest.raises(MeasureProblems) as refusal:
        (table_of if is_table(example) else query_of)(example.measure)

    told = [" ".join(f"{problem.code} {problem}".split()) for problem in refusal.value.problems]
    assert told == [" ".join(" | ".join(line).split()) for line in example.expected.lines]


def names_of(groups: str) -> tuple[str, ...]:
    """
    >>> names_of("program=housing, gender=woman")
    ('program', 'gender')
    """
    return tuple(each.partition("=")[0] for each in groups.split(", "))


def query_of(text: str) -> Query:
    return check_document(yaml.safe_load(text), example_catalogue())


def table_of(text: str) -> TableQuery:
    return check_table_document(yaml.safe_load(text), example_catalogue())


def engine_for(example: Example, kind: EngineKind, folder: Path) -> OpenEngine:
    return open_engine(build_of(records_of(example.records), example.expected.as_at, folder / "builds"), kind)


def period_named(name: str) -> Period:
    found = re.fullmatch(r"(FY)?(\d{4})(?:-(\d\d)|-Q(\d))?", name)
    assert found, f"No period is called {name}"
    year_number = int(found[2])
    if found[3]:
        return month(date(year_number, int(found[3]), 1))
    first_month = 7 if found[1] else 1
    begins = date(year_number - 1 if found[1] else year_number, first_month, 1)
    if not found[4]:
        return year(begins, first_month)
    months_later = first_month - 1 + 3 * (int(found[4]) - 1)
    return quarter(date(begins.year + months_later // 12, months_later % 12 + 1, 1), first_month)


def scope_of(expected: Expected) -> Scope:
    """`scope housing, tutoring at north, without refuge`."""
    places: list[Place] = []
    excluded: list[int] = []
    for part in filter(None, expected.settings.get("scope", "").split(", ")):
        if part.startswith("without "):
            excluded.append(PROGRAMS.index(part.removeprefix("without ")) + 1)
            continue
        program, _, site = part.partition(" at ")
        places.append(Place(PROGRAMS.index(program) + 1, SITES.index(site) + 1 if site else None))
    return Scope(places=tuple(places), excluded_programs=tuple(excluded))


def in_text(cell: Cell, header: tuple[str, ...]) -> dict[str, str]:
    """The cell as the figures block writes it."""
    told = {
        "period": cell.period.name,
        "group": ", ".join("=".join(each) for each in cell.group),
        "denominator": str(cell.denominator),
        "numerator": amount(cell.numerator),
        "value": amount(cell.value),
        "n": str(cell.n),
        "too_early": str(cell.too_early),
        "incomplete": str(cell.incomplete),
        "sums": " / ".join(map(amount, cell.sums)) if cell.sums else "-",
        "settled": "yes" if cell.is_settled else "no",
    }
    return {name: told[name] for name in header}


def amount(value: object) -> str:
    """
    >>> amount(0.5), amount(None), amount(1 / 3)
    ('0.5', '-', '0.3333')
    """
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return str(value)
