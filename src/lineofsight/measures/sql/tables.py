"""A table in SQL: one scan of the rows; a cell is a few aggregates over those that meet its line and its column."""

from __future__ import annotations

from datetime import date

from sqlglot import exp

from lineofsight.expressions import DUCKDB, DuckDB
from lineofsight.measures.asking import TableAsk, Which
from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.periods import Period
from lineofsight.measures.sql.chain import Setting
from lineofsight.measures.sql.judging import Judging
from lineofsight.measures.sql.parts import (
    Sql,
    all_of,
    case,
    column,
    equal,
    everything,
    joined,
    named,
    number,
    selection,
    table_alias,
)
from lineofsight.measures.sql.statements import (
    is_first,
    is_too_early,
    members_of,
    units_of,
    wanted,
    with_parts,
    with_speakers,
)
from lineofsight.measures.sql.tallies import TALLIED, aggregates, count_rows

CELL_COLUMNS = (*TALLIED, "too_early")
"""What `table_statement` gives for each cell, line by line, after the place of the period in the ask."""
COUNT_COLUMNS = ("period", "line", "column", "denominator", "too_early")
"""What `table_counts_statement` gives."""


def table_statement(ask: TableAsk, catalogue: Catalogue, as_at: date, dialect: DuckDB = DUCKDB) -> exp.Query:
    """One row for each period in which there is anybody. For units of which each has one row."""
    judging = _judging(ask, catalogue, as_at, dialect)
    query, units = ask.query, units_of(ask.query.whom)
    columns: list[Sql] = [column("period")]
    for i, numbers in enumerate(query.cells):
        for j, tally in enumerate(numbers):
            inside = [column(f"line_{i}"), column(f"column_{j}")]
            speaks, early = all_of([column("speaks"), *inside]), all_of([column("speaks_early"), *inside])
            told = [*aggregates(query.tallies[tally], speaks, units, f"_{tally}"), count_rows(early)]
            columns += [named(each, f"{name}_{i}_{j}") for each, name in zip(told, CELL_COLUMNS, strict=True)]
    return with_parts(selection(columns, _told(judging), group_by=[column("period")]), judging)


def table_counts_statement(ask: TableAsk, catalogue: Catalogue, as_at: date, dialect: DuckDB = DUCKDB) -> exp.Query:
    """One row for each cell of each period in which there is anybody. For units with several rows, which are counted
    once: a row stands in every cell it meets, so that one set of units is kept and not one for each cell."""
    judging = _judging(ask, catalogue, as_at, dialect)
    units = units_of(ask.query.whom)
    places = [column("period"), column("line"), column("column")]
    counts = [units.count_distinct(column("speaks")), units.count_distinct(column("speaks_early"))]
    columns = [named(each, name) for each, name in zip([*places, *counts], COUNT_COLUMNS, strict=True)]
    joins = [_joined("line", len(ask.query.lines)), _joined("column", len(ask.query.columns))]
    return with_parts(selection(columns, _told(judging), joins=joins, group_by=places), judging)


def _joined(key: str, count: int) -> exp.Join:
    """Each row once for every line, or column, that it meets."""
    numbers = exp.Values(
        expressions=[exp.Tuple(expressions=[number(i)]) for i in range(count)], alias=table_alias(f"{key}s", (key,))
    )
    meets = case([(equal(column(key), number(i)), column(f"{key}_{i}")) for i in range(count)], exp.false())
    return joined(numbers, meets, may_be_missing=False)


def _told(judging: Judging) -> exp.Subquery:
    """The judged rows; `speaks` and `speaks_early` where one speaks for its unit, or will when its time has come."""
    speakers = exp.Subquery(this=with_speakers(judging, ()), alias=table_alias("speakers"))
    early = is_too_early()
    if judging.query.representative is not None:
        early = all_of([early, is_first(judging, judging.query.representative, [early])])
    return exp.Subquery(
        this=selection([everything(), named(early, "speaks_early")], speakers), alias=table_alias("told")
    )


def table_members_statement(
    ask: TableAsk,
    catalogue: Catalogue,
    as_at: date,
    period: Period,
    place: tuple[int, int],
    which: Which,
    dialect: DuckDB = DUCKDB,
) -> exp.Query:
    """One row for each unit behind a cell, by id, as `members_statement`."""
    judging = _judging(ask, catalogue, as_at, dialect)
    i, j = place
    here = all_of(
        [equal(column("period"), number(ask.periods.index(period))), column(f"line_{i}"), column(f"column_{j}")]
    )
    told = exp.Subquery(this=selection([everything()], _told(judging), where=here), alias=table_alias("cell"))
    number_of = ask.query.cells[i][j]
    if which is Which.TOO_EARLY:
        return with_parts(members_of(told, ask.query.tally(i, j), column("speaks_early"), f"_{number_of}"), judging)
    return with_parts(members_of(told, ask.query.tally(i, j), wanted(which, f"_{number_of}"), f"_{number_of}"), judging)


def _judging(ask: TableAsk, catalogue: Catalogue, as_at: date, dialect: DuckDB) -> Judging:
    query = ask.query
    setting = Setting(
        query=query.whom, periods=ask.periods, scope=ask.scope, catalogue=catalogue, as_at=as_at, dialect=dialect
    )
    conditions = {f"line_{i}": line.when for i, line in enumerate(query.lines)}
    conditions |= {f"column_{j}": each.when for j, each in enumerate(query.columns)}
    judging = Judging(setting, [], {f"_{number}": tally for number, tally in enumerate(query.tallies)}, conditions)
    judging.build()
    return judging
