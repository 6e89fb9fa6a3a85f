"""The records of a build as plain rows, for working out figures one row at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from lineofsight.expressions import Value
from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.query import Stored
from lineofsight.measures.tables import Grain

Row = Mapping[str, Value]
"""The columns of one record by name; several codes are a tuple."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Tables by name, each with its rows by id, as they were on the day `as_at`."""

    catalogue: Catalogue
    as_at: date
    tables: Mapping[str, Mapping[int, Row]]
    _kin: dict[tuple[Grain, Stored, tuple[str, ...]], dict[Value, list[Row]]] = field(default_factory=dict, repr=False)

    def rows(self, grain: Grain, forms: tuple[str, ...] = ()) -> Iterator[Row]:
        """All records of a grain by id; of assessments, those made with one of the forms."""
        for key, row in sorted(self.tables.get(grain.value, {}).items()):
            if not forms or any(key in self.tables.get(form, {}) for form in forms):
                yield row

    def value(self, grain: Grain, row: Row, place: Stored) -> Value:
        """What stands at the place, seen from a record of this grain; blank where a link leads nowhere."""
        table = self.catalogue.facts(grain)
        found: Value = row[table.key]
        holder: Row | None = row
        for column in place.links:
            found = holder.get(column) if holder is not None else None
            table = self.catalogue.tables[next(link.to for link in table.links if link.column == column)]
            holder = self._record(table.name, found)
        for name in place.tables:
            record = holder if name == table.name else self._record(name, found)
            if record is not None:
                return record.get(place.column)
        return None

    def kin(self, grain: Grain, key: Stored, forms: tuple[str, ...], value: Value) -> list[Row]:
        """The records of a grain that have this value at the place `key`, by id; none for a blank."""
        index = self._kin.get((grain, key, forms))
        if index is None:
            index = self._kin[grain, key, forms] = {}
            for row in self.rows(grain, forms):
                index.setdefault(self.value(grain, row, key), []).append(row)
        return index.get(value, []) if value is not None else []

    def _record(self, table: str, key: Value) -> Row | None:
        return self.tables.get(table, {}).get(key) if isinstance(key, int) else None
