"""From an ask to one SQL statement: all periods and all groups at once. Built as a tree; no SQL is read from text.

The statement is a chain of named parts, in the order in which `query` says what a query means:

    rows        the records in scope, with every value that is read of them
    with_<x>    a derive that does not need the period; what it looks up stands in found_<x> and of_<x>
    seen        each row once in each period to which it belongs
    with_<x>    the derives that need the period
    judged      included? counted? with which value? too early? in which groups?
    alike       of units with several rows: those of one unit in the same period and groups as one

Where a lookup reads a derive of the records it looks at, `other_...` are the same parts for all records like the rows.

and at the end one selection for the total and one for each group. Tables have the names of the catalogue; the engine
says where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlglot import exp

from lineofsight.expressions import DUCKDB, DuckDB
from lineofsight.measures.asking import Ask, GroupKey, Which
from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.definition import Among, Pick, Statistic
from lineofsight.measures.periods import Period
from lineofsight.measures.query import YES, Query, Representative, Tally
from lineofsight.measures.sql.chain import Setting
from lineofsight.measures.sql.judging import Judging
from lineofsight.measures.sql.parts import (
    Sql,
    all_of,
    any_of,
    column,
    equal,
    everything,
    first_of,
    named,
    number,
    opposite,
    ordered,
    selection,
    table,
    table_alias,
    text,
    union_all,
)
from lineofsight.measures.sql.tallies import TALLIED, UnitsOf, aggregates

FIGURE_COLUMNS = ("part", "names", "period", *TALLIED, "too_early", "incomplete")
"""What `figures_statement` gives. part: its place in the parts of the ask; period: its place in the ask; names: the
values of the groups."""
MEMBER_COLUMNS = ("unit", "record", "value")


def figures_statement(ask: Ask, catalogue: Catalogue, as_at: date, dialect: DuckDB = DUCKDB) -> exp.Query:
    """One row for each period and group in which there is anybody, with `FIGURE_COLUMNS`."""
    names = tuple(dict.fromkeys(name for part in ask.parts for name in part))
    judging = _judging(ask, catalogue, as_at, names, dialect)
    rows = _alike(judging, names)
    parts = [_figures_of(judging, number, part, rows) for number, part in enumerate(ask.parts)]
    return with_parts(union_all(parts), judging)


def members_statement(
    ask: Ask,
    catalogue: Catalogue,
    as_at: date,
    period: Period,
    group: GroupKey,
    which: Which,
    dialect: DuckDB = DUCKDB,
) -> exp.Query:
    """One row for each unit behind a cell, by id, with `MEMBER_COLUMNS`."""
    judging = _judging(ask, catalogue, as_at, tuple(name for name, _ in group), dialect)
    here = [equal(column("period"), number(ask.periods.index(period)))]
    here += [equal(column(f"g_{name}"), text(value)) for name, value in group]
    told = exp.Subquery(this=with_speakers(judging, (), all_of(here)), alias=table_alias("told"))
    return with_parts(members_of(told, ask.query.tally, wanted(which)), judging)


def wanted(which: Which, mark: str = "") -> Sql:
    """Which of the rows that were told apart are asked for. mark: of the columns of the tally."""
    conditions = {
        Which.DENOMINATOR: column("speaks"),
        Which.NUMERATOR: all_of([column("speaks"), column(f"counted{mark}")]),
        Which.NOT_NUMERATOR: all_of([column("speaks"), opposite(column(f"counted{mark}"))]),
        Which.TOO_EARLY: is_too_early(),
        Which.INCOMPLETE: column("lacks"),
    }
    return conditions[which]


def members_of(told: exp.Subquery, tally: Tally, where: Sql, mark: str = "") -> exp.Select:
    """One row for each unit of the rows for which the condition holds."""
    is_amount = tally.statistic is not Statistic.COUNT_DISTINCT
    columns = [
        column("unit"),
        named(exp.Min(this=column("id")), "record"),
        named(first_of(column(f"amount{mark}"), [column("id")]) if is_amount else exp.Null(), "value"),
    ]
    units = [column("unit")]
    return selection(columns, told, where=where, group_by=units, order_by=units)


def units_of(query: Query) -> UnitsOf:
    return UnitsOf(have_one_row=query.representative is not None or query.unit is query.rows)


def flagged_statement(ask: Ask, catalogue: Catalogue, as_at: date, dialect: DuckDB = DUCKDB) -> exp.Query:
    """One row for each record for which a group says yes, in the last period: unit, record, then whether each does."""
    judging = _judging(ask, catalogue, as_at, ask.by, dialect)
    says = [equal(column(f"g_{name}"), text(YES)) for name in ask.by]
    columns = [
        column("unit"),
        column("id"),
        *(named(each, f"is_{name}") for each, name in zip(says, ask.by, strict=True)),
    ]
    here = equal(column("period"), number(len(ask.periods) - 1))
    return with_parts(selection(columns, table("judged"), where=all_of([here, any_of(says)])), judging)


def with_speakers(judging: Judging, names: tuple[str, ...], where: Sql | None = None) -> exp.Select:
    """The judged rows, and whether each speaks for its unit, in its period and in its groups if there are any: `speaks`
    for one of whom something can be said, `lacks` for one of whom nothing can. early: it would, but not yet."""
    representative = judging.query.representative
    ripe = opposite(column("is_early"))
    included = all_of([column("included"), ripe])
    if representative is None:
        return selection([everything(), *_speaks(judging.query, included)], table("judged"), where=where)
    eligible = ripe if representative.among is Among.PERIOD else included
    first = is_first(judging, representative, [*(column(f"g_{name}") for name in names), eligible])
    return selection([everything(), *_speaks(judging.query, all_of([included, first]))], table("judged"), where=where)


def is_first(judging: Judging, representative: Representative, among: Sequence[Sql]) -> Sql:
    """Whether a row is that of its unit which comes first, in its period and among the rows that are alike in this."""
    order = ordered(
        [column(each) for each in (*judging.order_columns, "id")], descending=representative.pick is Pick.LATEST
    )
    partition = [column("period"), column("unit"), *among]
    place = exp.Window(this=exp.RowNumber(), partition_by=partition, order=exp.Order(expressions=order))
    return equal(place, number(1))


def is_too_early() -> Sql:
    return all_of([column("included"), column("is_early")])


def _judging(ask: Ask, catalogue: Catalogue, as_at: date, groups: tuple[str, ...], dialect: DuckDB) -> Judging:
    setting = Setting(
        query=ask.query, periods=ask.periods, scope=ask.scope, catalogue=catalogue, as_at=as_at, dialect=dialect
    )
    judging = Judging(setting, [ask.query.group(name) for name in groups], {"": ask.query.tally}, {})
    judging.build()
    return judging


def _alike(judging: Judging, names: tuple[str, ...]) -> exp.Table | None:
    """Where units have several rows and are counted alone, those of one unit that are alike, as one row. A set of units
    for each cell takes more memory than an engine has; there are far fewer people in a month than visits. Else None."""
    query = judging.query
    if units_of(query).have_one_row or query.tally.value is not None:
        return None
    same = [column("period"), column("unit"), *(column(f"g_{name}") for name in names)]
    marks = {each: column(each) for each in ("speaks", "lacks", "early")}
    marks["counted"] = all_of([column("speaks"), column("counted")])
    columns = [*same, *(named(_any(mark), name) for name, mark in marks.items())]
    told = exp.Subquery(this=with_speakers(judging, ()), alias=table_alias("told"))
    judging.setting.parts.append(("alike", selection(columns, told, group_by=same)))
    return table("alike")


def _any(condition: Sql) -> Sql:
    return exp.Anonymous(this="bool_or", expressions=[condition])


def _figures_of(judging: Judging, part: int, names: tuple[str, ...], rows: exp.Table | None) -> exp.Select:
    """One row for each period, and for each combination of values of these groups. rows: `_alike`."""
    groups = [column(f"g_{name}") for name in names]
    query, speaks, lacks, early = judging.query, column("speaks"), column("lacks"), column("early")
    units = units_of(query)
    columns: list[Sql] = [
        number(part),
        exp.Array(expressions=groups or [text("")]),
        column("period"),
        *aggregates(query.tally, speaks, units),
        units.count_distinct(early),
        units.count_distinct(lacks),
    ]
    return selection(
        [named(each, title) for each, title in zip(columns, FIGURE_COLUMNS, strict=True)],
        rows or exp.Subquery(this=with_speakers(judging, names), alias=table_alias("told")),
        group_by=[column("period"), *groups],
        having=_any(any_of([speaks, lacks, early])),
    )


def _speaks(query: Query, is_speaker: Sql) -> list[Sql]:
    early = named(is_too_early(), "early")
    if query.complete is None:
        return [named(is_speaker, "speaks"), named(exp.Boolean(this=False), "lacks"), early]
    complete = column("complete")
    return [
        named(all_of([is_speaker, complete]), "speaks"),
        named(all_of([is_speaker, opposite(complete)]), "lacks"),
        early,
    ]


def with_parts(statement: exp.Query, judging: Judging) -> exp.Query:
    """The statement, with the parts it stands on before it."""
    parts = [exp.CTE(this=part, alias=table_alias(name)) for name, part in judging.setting.parts]
    statement.set("with_", exp.With(expressions=parts))
    return statement
