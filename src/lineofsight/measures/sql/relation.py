"""The records of one grain as a relation in SQL, with a join for everything a place has to reach.

The rule: a join never adds a row, and never drops one. Every link leads to at most one row, by its key, and is a left
join; only a restriction to certain forms drops records, and it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.query import Stored
from lineofsight.measures.sql.parts import Sql, column, equal, joined, named, selection, table, table_alias, union_all
from lineofsight.measures.tables import Grain

_ROOT = "r"


@dataclass(slots=True)
class _Join:
    """Tables joined under one alias by their id; several are a union of the columns that turn out to be needed."""

    alias: str
    tables: tuple[str, ...]
    key: Sql
    is_needed: bool  # a record without it is dropped
    columns: dict[str, None] = field(default_factory=dict)


class Relation:
    """The records of a grain, and the joins that grow as values are asked for."""

    def __init__(self, catalogue: Catalogue, grain: Grain, forms: tuple[str, ...] = ()) -> None:
        self._catalogue = catalogue
        self._root = catalogue.facts(grain)
        self._forms = forms
        self._joins: dict[tuple[tuple[str, ...], tuple[str, ...]], _Join] = {}
        if forms:
            self._joins[(), forms] = _Join("j0", forms, self.id, is_needed=True)

    @property
    def id(self) -> Sql:
        return column(self._root.key, _ROOT)

    def value(self, place: Stored) -> Sql:
        """The column at the place, joined if it has to be."""
        if not place.links and place.tables == (self._root.name,):
            return column(place.column, _ROOT)
        join = self._joined(place.links, place.tables)
        join.columns[place.column] = None
        return column(place.column, join.alias)

    def select(self, columns: Sequence[Sql], where: Sql | None, more: Sequence[exp.Join] = ()) -> exp.Select:
        """The columns of the records for which the condition holds. more: joins beside those of the places."""
        joins = [
            joined(self._source(join), equal(column("id", join.alias), join.key), may_be_missing=not join.is_needed)
            for join in self._joins.values()
        ]
        return selection(columns, table(self._root.name, _ROOT), joins=[*joins, *more], where=where)

    def _joined(self, links: tuple[str, ...], tables: tuple[str, ...]) -> _Join:
        if not links and self._forms and set(tables) <= set(self._forms):
            tables = self._forms
        if (links, tables) not in self._joins:
            key = self._key(links)  # may join what lies between, which has to come first
            self._joins[links, tables] = _Join(f"j{len(self._joins)}", tables, key, is_needed=False)
        return self._joins[links, tables]

    def _key(self, links: tuple[str, ...]) -> Sql:
        """The id to which the links lead, without joining the table that has it."""
        if not links:
            return self.id
        if len(links) == 1:
            return column(links[0], _ROOT)
        between = self._root
        for link in links[:-1]:
            between = self._catalogue.tables[next(each.to for each in between.links if each.column == link)]
        join = self._joined(links[:-1], (between.name,))
        return column(links[-1], join.alias)

    def _source(self, join: _Join) -> exp.Table | exp.Subquery:
        if len(join.tables) == 1:
            return table(join.tables[0], join.alias)
        union = union_all([self._part_of_union(name, join) for name in join.tables])
        return exp.Subquery(this=union, alias=table_alias(join.alias))

    def _part_of_union(self, name: str, join: _Join) -> exp.Select:
        """One of several forms; it need not ask everything."""
        there = self._catalogue.tables[name]
        columns = [column(each) if each in there else named(exp.Null(), each) for each in join.columns]
        return selection([column("id"), *columns], table(name))
