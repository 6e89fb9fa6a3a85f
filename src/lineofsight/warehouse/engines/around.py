"""The records that decide about a few units: their enrollments, those of client and household, and what is theirs.

So that why somebody is counted can be worked out by hand on a build of any size. What no lookup of the query reaches is
not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlglot import exp

from lineofsight.expressions import Value
from lineofsight.measures.by_hand.facts import Facts, Row
from lineofsight.measures.definition import Kinship
from lineofsight.measures.query import Lookup, Query
from lineofsight.measures.sql.needs import lookups_deep
from lineofsight.measures.sql.parts import any_of, column, number, selection, table
from lineofsight.measures.tables import ColumnType, Grain, Table
from lineofsight.warehouse.builds import Build

Ask = Callable[[exp.Query], Sequence[tuple[Any, ...]]]
"""Runs a statement on the tables of the build."""
Rows = dict[int, Row]


def facts_around(build: Build, query: Query, units: Sequence[int], ask: Ask) -> Facts:
    """The facts that decide about some units of the query; tables that nothing can reach are empty."""
    return Facts(build.catalogue, build.as_at, _Around(build, ask).tables(query, units))


class _Around:
    def __init__(self, build: Build, ask: Ask) -> None:
        self._catalogue = build.catalogue
        self._ask = ask

    def tables(self, query: Query, units: Sequence[int]) -> dict[str, Rows]:
        enrollments = self._kin(query, self._of_units(query.unit, units))
        found = {Grain.ENROLLMENT.value: enrollments}
        for grain in (Grain.PARTICIPANT, Grain.HOUSEHOLD):
            found[grain.value] = self._rows(grain.value, "id", _ids(enrollments, f"{grain}_id"))
        for grain in (Grain.SERVICE, Grain.ASSESSMENT):
            found[grain.value] = self._rows(grain.value, "enrollment_id", enrollments)
        for each in self._catalogue.tables.values():
            if each.extends:
                found[each.name] = self._rows(each.name, "id", found[each.extends])
            elif each.grain is None:
                found[each.name] = self._all(each)
        return found

    def _of_units(self, grain: Grain, units: Sequence[int]) -> Rows:
        """The enrollments of the units."""
        if grain is Grain.ENROLLMENT:
            return self._rows("enrollment", "id", units)
        if grain in (Grain.PARTICIPANT, Grain.HOUSEHOLD):
            return self._rows("enrollment", f"{grain}_id", units)
        return self._rows("enrollment", "id", _ids(self._rows(grain.value, "id", units), "enrollment_id"))

    def _kin(self, query: Query, enrollments: Rows) -> Rows:
        """With those of the same client and household, if the query looks at them; and theirs, as far as it looks."""
        found = dict(enrollments)
        links = sorted({step.link for step in query.steps if isinstance(step, Lookup)} - {Kinship.ENROLLMENT})
        for _ in range(max((lookups_deep(query, step) for step in query.steps), default=0)):
            for kinship in links:
                found |= self._rows("enrollment", f"{kinship}_id", _ids(found, f"{kinship}_id"))
        return found

    def _rows(self, name: str, key: str, ids: Iterable[int]) -> Rows:
        wanted = [number(each) for each in ids]
        if not wanted:
            return {}
        where = any_of([exp.In(this=column(key), expressions=wanted)])
        return dict(self._read(self._catalogue.tables[name], where))

    def _all(self, of: Table) -> Rows:
        return dict(self._read(of, None))

    def _read(self, of: Table, where: exp.Expression | None) -> Iterator[tuple[int, Row]]:
        several = {each.name for each in of.columns if each.type is ColumnType.CODES}
        names = [each.name for each in of.columns]
        for values in self._ask(selection([column(name) for name in names], table(of.name), where=where)):
            row: dict[str, Value] = dict(zip(names, values, strict=True))
            for name in several:
                row[name] = tuple(row[name]) if row[name] else None  # type: ignore[arg-type]
            yield int(str(row[of.key])), row


def _ids(rows: Rows, name: str) -> list[int]:
    return sorted({int(str(row[name])) for row in rows.values() if row.get(name) is not None})
