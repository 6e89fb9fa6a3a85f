"""From an ask to one SQL statement: all periods and all groups at once. Built as a tree; no SQL is read from text.

The statement is a chain of named parts, in the order in which `query` says what a query means:

    rows        the records in scope, with every value that is read of them
    with_<x>    a derive that does not need the period; what it looks up stands in found_<x> and of_<x>
    seen        each row once in each period to which it belongs
    with_<x>    the derives that need the period
    judged      included? counted? with which value? too early? in which groups?

and at the end one selection for the total and one for each group. Tables have the names of the catalogue; the engine
says where they are.
"""

from __future__ import annotations

from datetime import date

from sqlglot import exp

from lineofsight.expressions import DUCKDB, DuckDB
from lineofsight.measures.asking import Ask, GroupKey, Which
from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.definition import Among, Pick, Statistic
from lineofsight.measures.periods import Period
from lineofsight.measures.query import YES
from lineofsight.measures.sql.judging import Judging
from lineofsight.measures.sql.parts import (
    Sql,
    all_of,
    any_of,
    column,
    double,
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

FIGURE_COLUMNS = ("part", "name", "period", "denominator", "numerator", "n", "value", "too_early")
"""What `figures_statement` gives: part 0 is the total, part 1 the first group ...; period: its place in the ask."""
MEMBER_COLUMNS = ("unit", "record", "value")


def figures_statement(ask: Ask, catalogue: Catalogue, as_at: date, dialect: DuckDB = DUCKDB) -> exp.Query:
    """One row for each period and group in which there is anybody, with `FIGURE_COLUMNS`."""
    judging = Judging(ask, catalogue, as_at, ask.by, dialect)
    judging.build()
    return _with_parts(
        union_all([_figures_of(judging, part, name) for part, name in enumerate(("", *ask.by))]), judging
    )


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
    judging = Judging(ask, catalogue, as_at, tuple(name for name, _ in group), dialect)
    judging.build()
    here = [equal(column("period"), number(ask.periods.index(period)))]
    here += [equal(column(f"g_{name}"), text(value)) for name, value in group]
    told = exp.Subquery(this=_with_speakers(judging, "", all_of(here)), alias=table_alias("told"))
    wanted = {
        Which.DENOMINATOR: column("speaks"),
        Which.NUMERATOR: all_of([column("speaks"), column("counted")]),
        Which.NOT_NUMERATOR: all_of([column("speaks"), opposite(column("counted"))]),
        Which.TOO_EARLY: _is_too_early(),
    }
    columns = [
        column("unit"),
        named(exp.Min(this=column("id")), "record"),
        named(first_of(column("amount"), [column("id")]), "value"),
    ]
    units = [column("unit")]
    return _with_parts(selection(columns, told, where=wanted[which], group_by=units, order_by=units), judging)


def flagged_statement(ask: Ask, catalogue: Catalogue, as_at: date, dialect: DuckDB = DUCKDB) -> exp.Query:
    """One row for each record for which a group says yes, in the last period: unit, record, then whether each does."""
    judging = Judging(ask, catalogue, as_at, ask.by, dialect)
    judging.build()
    says = [equal(column(f"g_{name}"), text(YES)) for name in ask.by]
    columns = [
        column("unit"),
        column("id"),
        *(named(each, f"is_{name}") for each, name in zip(says, ask.by, strict=True)),
    ]
    here = equal(column("period"), number(len(ask.periods) - 1))
    return _with_parts(selection(columns, table("judged"), where=all_of([here, any_of(says)])), judging)


def _figures_of(judging: Judging, part: int, name: str) -> exp.Select:
    """One row for each period, and for each value of the group of this name if there is one."""
    group = [column(f"g_{name}")] if name else []
    speaks, early = column("speaks"), _is_too_early()
    is_share = judging.query.statistic is Statistic.PROPORTION
    columns: list[Sql] = [
        number(part),
        group[0] if group else text(""),
        column("period"),
        _units(judging, speaks),
        _units(judging, all_of([speaks, column("counted")])) if is_share else exp.Null(),
        _among(speaks, exp.Count(this=column("amount"))),
        _summary(judging, speaks),
        _distinct_units(early),
    ]
    anybody = exp.Anonymous(this="bool_or", expressions=[any_of([speaks, early])])
    return selection(
        [named(each, title) for each, title in zip(columns, FIGURE_COLUMNS, strict=True)],
        exp.Subquery(this=_with_speakers(judging, name), alias=table_alias("told")),
        group_by=[column("period"), *group],
        having=anybody,
    )


def _with_speakers(judging: Judging, name: str, where: Sql | None = None) -> exp.Select:
    """The judged rows, and whether each speaks for its unit: in its period, and in its group if there is one."""
    representative = judging.query.representative
    ripe = opposite(column("is_early"))
    included = all_of([column("included"), ripe])
    if representative is None:
        return selection([everything(), named(included, "speaks")], table("judged"), where=where)
    eligible = ripe if representative.among is Among.PERIOD else included
    partition = [column("period"), *([column(f"g_{name}")] if name else []), column("unit"), eligible]
    order = ordered(
        [column(each) for each in (*judging.order_columns, "id")], descending=representative.pick is Pick.LATEST
    )
    place = exp.Window(this=exp.RowNumber(), partition_by=partition, order=exp.Order(expressions=order))
    speaks = named(all_of([included, equal(place, number(1))]), "speaks")
    return selection([everything(), speaks], table("judged"), where=where)


def _is_too_early() -> Sql:
    return all_of([column("included"), column("is_early")])


def _units(judging: Judging, condition: Sql) -> Sql:
    query = judging.query
    if query.representative is None and query.unit is not query.rows:
        return _distinct_units(condition)
    return _among(condition, exp.Count(this=exp.Star()))


def _distinct_units(condition: Sql) -> Sql:
    return _among(condition, exp.Count(this=exp.Distinct(expressions=[column("unit")])))


def _summary(judging: Judging, condition: Sql) -> Sql:
    amount = column("amount")
    made: dict[Statistic, Sql] = {
        Statistic.SUM: exp.Sum(this=amount),
        Statistic.MEAN: exp.Avg(this=double(amount)),
        Statistic.MEDIAN: exp.Anonymous(this="quantile_cont", expressions=[double(amount), number("0.5")]),
    }
    summary = made.get(judging.query.statistic)
    return exp.Null() if summary is None else _among(condition, summary)


def _among(condition: Sql, aggregate: Sql) -> Sql:
    """The aggregate over the rows for which the condition holds."""
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition))


def _with_parts(statement: exp.Query, judging: Judging) -> exp.Query:
    parts = [exp.CTE(this=part, alias=table_alias(name)) for name, part in judging.parts]
    statement.set("with_", exp.With(expressions=parts))
    return statement
