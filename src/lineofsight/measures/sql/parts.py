"""The few pieces of SQL that the compiler builds with. Names are always quoted; nothing is read from text.

A piece may stand in several places of a tree: trees are only ever written out, never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from sqlglot import exp

Sql = exp.Expression


def column(name: str, table: str = "") -> Sql:
    """A column, of the table of this alias."""
    return exp.Column(this=_name(name), table=_name(table) if table else None)


def table(name: str, alias: str = "") -> exp.Table:
    return exp.Table(this=_name(name), alias=table_alias(alias) if alias else None)


def table_alias(name: str, columns: Sequence[str] = ()) -> exp.TableAlias:
    return exp.TableAlias(this=_name(name), columns=[_name(each) for each in columns] or None)


def named(value: Sql, name: str) -> Sql:
    """A value of a selection under its name."""
    return exp.Alias(this=value, alias=_name(name))


def text(value: str) -> Sql:
    return exp.Literal.string(value)


def number(value: int | str) -> Sql:
    return exp.Literal.number(value)


def day(value: date) -> Sql:
    return exp.Cast(this=text(value.isoformat()), to=exp.DataType(this=exp.DataType.Type.DATE))


def double(value: Sql) -> Sql:
    return exp.Cast(this=value, to=exp.DataType(this=exp.DataType.Type.DOUBLE))


def is_null(value: Sql) -> Sql:
    return exp.Is(this=value, expression=exp.Null())


def is_not_null(value: Sql) -> Sql:
    return opposite(is_null(value))


def opposite(condition: Sql) -> Sql:
    return exp.Not(this=exp.Paren(this=condition))


def equal(left: Sql, right: Sql) -> Sql:
    return exp.EQ(this=left, expression=right)


def all_of(conditions: Sequence[Sql]) -> Sql:
    """True when there are none."""
    return _chain(exp.And, conditions, exp.Boolean(this=True))


def any_of(conditions: Sequence[Sql]) -> Sql:
    """False when there are none."""
    return _chain(exp.Or, conditions, exp.Boolean(this=False))


def case(branches: Sequence[tuple[Sql, Sql]], otherwise: Sql) -> Sql:
    return exp.Case(ifs=[exp.If(this=condition, true=value) for condition, value in branches], default=otherwise)


def selection(
    columns: Sequence[Sql],
    source: Sql,
    *,
    joins: Sequence[exp.Join] = (),
    where: Sql | None = None,
    group_by: Sequence[Sql] = (),
    having: Sql | None = None,
    order_by: Sequence[Sql] = (),
) -> exp.Select:
    return exp.Select(
        expressions=list(columns),
        from_=exp.From(this=source),
        joins=list(joins),
        where=exp.Where(this=where) if where else None,
        group=exp.Group(expressions=list(group_by)) if group_by else None,
        having=exp.Having(this=having) if having else None,
        order=exp.Order(expressions=ordered(order_by, descending=False)) if order_by else None,
    )


def joined(source: Sql, condition: Sql, *, may_be_missing: bool) -> exp.Join:
    return exp.Join(this=source, on=condition, side="left" if may_be_missing else None)


def everything(table: str = "") -> Sql:
    """Every column, of the table of this alias."""
    return exp.Column(this=exp.Star(), table=_name(table)) if table else exp.Star()


def union_all(selections: Sequence[exp.Query]) -> exp.Query:
    result = selections[0]
    for each in selections[1:]:
        result = exp.Union(this=result, expression=each, distinct=False)
    return result


def first_of(value: Sql, order: Sequence[Sql], *, descending: bool = False) -> Sql:
    """The value of the first row in this order, be it NULL."""
    return exp.First(this=exp.Order(this=value, expressions=ordered(order, descending=descending)))


def ordered(order: Sequence[Sql], *, descending: bool) -> list[exp.Ordered]:
    """NULL last, whichever way."""
    return [exp.Ordered(this=each, desc=descending, nulls_first=False) for each in order]


def _chain(operator: type[exp.Connector], conditions: Sequence[Sql], nothing: Sql) -> Sql:
    if not conditions:
        return nothing
    result: Sql = conditions[0]
    for condition in conditions[1:]:
        result = cast(Sql, operator(this=exp.Paren(this=result), expression=exp.Paren(this=condition)))
    return result


def _name(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=True)
