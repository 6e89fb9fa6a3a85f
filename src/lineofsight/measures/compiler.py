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
from lineofsight.measures.judging import Judging
from lineofsight.measures.periods import Period
from lineofsight.measures.relation import Sql, column

FIGURE_COLUMNS = ("part", "name", "period", "denominator", "numerator", "n", "value", "too_early")
"""What `figures_statement` gives: part 0 is the total, part 1 the first group ...; period: its place in the ask."""
MEMBER_COLUMNS = ("unit", "record", "value")


def figures_statement(ask: Ask, catalogue: Catalogue, as_at: date, dialect: DuckDB = DUCKDB) -> exp.Query:
    """One row for each period and group in which there is anybody, with `FIGURE_COLUMNS`."""
    judging = Judging(ask, catalogue, as_at, ask.by, dialect)
    judging.build()
    selections = [_figures_of(judging, 0, "")]
    selections += [_figures_of(judging, part, name) for part, name in enumerate(ask.by, start=1)]
    statement: exp.Query = selections[0]
    for selection in selections[1:]:
        statement = exp.Union(this=statement, expression=selection, distinct=False)
    return _with_parts(statement, judging)


def members_statement(
    ask: Ask, catalogue: Catalogue, as_at: date, period: Period, group: GroupKey, which: Which, dialect: DuckDB = DUCKDB
) -> exp.Query:
    """One row for each unit behind a cell, by id, with `MEMBER_COLUMNS`."""
    names = tuple(name for name, _ in group)
    judging = Judging(ask, catalogue, as_at, names, dialect)
    judging.build()
    here = exp.EQ(this=column("period"), expression=exp.Literal.number(ask.periods.index(period)))
    belongs = [exp.EQ(this=column(f"g_{name}"), expression=exp.Literal.string(value)) for name, value in group]
    rows = _with_speakers(judging, "").where(here, *belongs)
    condition = _too_early() if which is Which.TOO_EARLY else column("speaks")
    chosen = exp.select(
        column("unit"),
        exp.alias_(exp.Min(this=column("id")), "record"),
        exp.alias_(_first(column("amount"), [exp.Ordered(this=column("id"))]), "value"),
    ).from_(exp.Subquery(this=rows, alias=_alias("told")))
    chosen = chosen.where(condition)
    if which is Which.NUMERATOR:
        chosen = chosen.where(column("counted"))
    if which is Which.NOT_NUMERATOR:
        chosen = chosen.where(exp.Not(this=column("counted")))
    chosen = chosen.group_by(column("unit")).order_by(column("unit"))
    return _with_parts(chosen, judging)


def _figures_of(judging: Judging, part: int, name: str) -> exp.Select:
    query = judging.query
    group = [column(f"g_{name}")] if name else []
    speaks, early = column("speaks"), _too_early()
    counted = exp.and_(speaks.copy(), column("counted"))
    told = exp.Subquery(this=_with_speakers(judging, name), alias=_alias("told"))
    is_share = query.statistic is Statistic.PROPORTION
    columns: list[Sql] = [
        exp.Literal.number(part),
        group[0] if group else exp.Literal.string(""),
        column("period"),
        _units(judging, speaks),
        _units(judging, counted) if is_share else exp.Null(),
        _filtered(exp.Count(this=column("amount")), speaks),
        _summary(judging, speaks),
        _distinct_units(early),
    ]
    named = [exp.alias_(each, title) for each, title in zip(columns, FIGURE_COLUMNS, strict=True)]
    anybody = exp.Anonymous(this="bool_or", expressions=[exp.or_(speaks.copy(), early.copy())])
    return exp.select(*named).from_(told).group_by(column("period"), *[each.copy() for each in group]).having(anybody)


def _with_speakers(judging: Judging, name: str) -> exp.Select:
    """The judged rows, and whether each speaks for its unit: in its period, and in its group if there is one."""
    representative = judging.query.representative
    ripe = exp.Not(this=column("is_early"))
    included = exp.and_(column("included"), ripe)
    rows = exp.select("*").from_(exp.to_identifier("judged", quoted=True))
    if representative is None:
        return rows.select(exp.alias_(included, "speaks"))
    eligible = ripe if representative.among is Among.PERIOD else included
    is_latest = representative.pick is Pick.LATEST
    order = [
        exp.Ordered(this=column(each), desc=is_latest, nulls_first=False) for each in (*judging.order_columns, "id")
    ]
    partition = [column("period"), column("unit"), eligible]
    if name:
        partition.insert(1, column(f"g_{name}"))
    place = exp.Window(this=exp.RowNumber(), partition_by=partition, order=exp.Order(expressions=order))
    first = exp.EQ(this=place, expression=exp.Literal.number(1))
    return rows.select(exp.alias_(exp.and_(included.copy(), first), "speaks"))


def _too_early() -> Sql:
    return exp.and_(column("included"), column("is_early"))


def _units(judging: Judging, condition: Sql) -> Sql:
    query = judging.query
    if query.representative is None and query.unit is not query.rows:
        return _distinct_units(condition)
    return _filtered(exp.Count(this=exp.Star()), condition)


def _distinct_units(condition: Sql) -> Sql:
    return _filtered(exp.Count(this=exp.Distinct(expressions=[column("unit")])), condition)


def _summary(judging: Judging, condition: Sql) -> Sql:
    statistic, value = judging.query.statistic, judging.query.value
    if value is None or not statistic.is_of_a_value:
        return exp.Null()
    amount = column("amount")
    if statistic is Statistic.SUM:
        return _filtered(exp.Sum(this=amount), condition)
    double = exp.cast(amount, "DOUBLE")
    if statistic is Statistic.MEAN:
        return _filtered(exp.Avg(this=double), condition)
    return _filtered(exp.Anonymous(this="quantile_cont", expressions=[double, exp.Literal.number("0.5")]), condition)


def _filtered(aggregate: Sql, condition: Sql) -> Sql:
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition.copy()))


def _first(value: Sql, order: list[exp.Ordered]) -> Sql:
    return exp.First(this=exp.Order(this=value, expressions=list(order)))


def _alias(name: str) -> exp.TableAlias:
    return exp.TableAlias(this=exp.to_identifier(name, quoted=True))


def _with_parts(statement: exp.Query, judging: Judging) -> exp.Query:
    tables = [exp.CTE(this=part, alias=_alias(name)) for name, part in judging.parts]
    statement.set("with_", exp.With(expressions=tables))
    return statement
