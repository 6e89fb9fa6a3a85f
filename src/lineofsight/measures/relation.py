"""The records of one grain as a relation in SQL, with a join for everything a place has to reach.

The rule: a join never adds or drops a row. Every link leads to at most one row, by its key, and is a left join; only a
restriction to certain forms drops records, and it says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.query import Stored
from lineofsight.measures.tables import Grain

Sql = exp.Expression


def column(name: str, table: str = "") -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True), exp.to_identifier(table, quoted=True) if table else None)


class Relation:
    """`FROM <grain> AS r` and its joins, grown by `value`."""

    def __init__(self, catalogue: Catalogue, grain: Grain, forms: tuple[str, ...] = ()) -> None:
        self._catalogue = catalogue
        self._root = catalogue.facts(grain)
        self._forms = forms
        self._joins: list[exp.Join] = []
        self._aliases: dict[tuple[tuple[str, ...], tuple[str, ...]], str] = {}
        self._needed: dict[str, list[str]] = {}  # the columns taken from a union of forms, by its alias
        if forms:
            self._holder((), forms, kind="inner")

    @property
    def id(self) -> Sql:
        return column(self._root.key, "r")

    def value(self, place: Stored) -> Sql:
        """The column at the place, joined if it has to be."""
        if not place.links and place.tables == (self._root.name,):
            return column(place.column, "r")
        alias = self._holder(place.links, place.tables)
        if len(place.tables) > 1 and place.column not in self._needed[alias]:
            self._needed[alias].append(place.column)
        return column(place.column, alias)

    def select(self, columns: Sequence[Sql]) -> exp.Select:
        made = exp.select(*columns).from_(_named(self._root.name, "r"))
        for join in self._joins:
            made.append("joins", join)
        for (_, tables), alias in self._aliases.items():
            if len(tables) > 1:
                self._fill_union(alias, tables)
        return made

    def _holder(self, links: tuple[str, ...], tables: tuple[str, ...], kind: str = "left") -> str:
        """The alias under which the tables are joined whose ids the links lead to."""
        if not links and set(tables) <= set(self._forms) and ((), self._forms) in self._aliases:
            tables = self._forms
        known = self._aliases.get((links, tables))
        if known is not None:
            return known
        key = self._key(links)
        alias = f"j{len(self._aliases)}"
        self._aliases[links, tables] = alias
        table: exp.Expression
        if len(tables) == 1:
            table = _named(tables[0], alias)
        else:
            self._needed[alias] = []
            table = exp.Subquery(this=exp.select("1"), alias=exp.TableAlias(this=exp.to_identifier(alias)))
        condition = exp.EQ(this=column("id", alias), expression=key)
        self._joins.append(
            exp.Join(
                this=table,
                on=condition,
                kind=kind if kind == "inner" else None,
                side="left" if kind == "left" else None,
            )
        )
        return alias

    def _key(self, links: tuple[str, ...]) -> Sql:
        """The id to which the links lead, without joining the table of it."""
        if not links:
            return self.id
        holders = links[:-1]
        if not holders:
            return column(links[-1], "r")
        table = self._root
        for link in holders:
            table = self._catalogue.tables[next(each.to for each in table.links if each.column == link)]
        return column(links[-1], self._holder(holders, (table.name,)))

    def _fill_union(self, alias: str, tables: tuple[str, ...]) -> None:
        """The union of several forms, with the columns that turned out to be needed."""
        parts = [self._part_of_union(table, self._needed[alias]) for table in tables]
        union: exp.Expression = parts[0]
        for part in parts[1:]:
            union = exp.Union(this=union, expression=part, distinct=False)
        join = next(join for join in self._joins if join.this.alias == alias)
        join.this.set("this", union)

    def _part_of_union(self, table: str, names: list[str]) -> exp.Select:
        """One form; it has not to ask everything."""
        there = self._catalogue.tables[table]
        columns = [column(name) if name in there else exp.alias_(exp.Null(), name, quoted=True) for name in names]
        return exp.select(column("id"), *columns).from_(exp.to_identifier(table, quoted=True))


def _named(table: str, alias: str) -> exp.Table:
    return exp.Table(
        this=exp.to_identifier(table, quoted=True), alias=exp.TableAlias(this=exp.to_identifier(alias, quoted=True))
    )
