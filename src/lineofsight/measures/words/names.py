"""What a name is called in a sentence: the label of a data element, the name of a column, a derive in quotes.

No answer of anybody is ever told: only what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lineofsight.expressions import Kind
from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.query import Calculation, Derived, Formula, OfRow, PeriodDay, Place, Query, Stored
from lineofsight.measures.tables import ColumnType, Grain, Table

Nouns = Mapping[Grain, tuple[str, str]]
NOUNS: Nouns = {
    Grain.PARTICIPANT: ("client", "clients"),
    Grain.HOUSEHOLD: ("household", "households"),
    Grain.ENROLLMENT: ("enrollment", "enrollments"),
    Grain.SERVICE: ("service", "services"),
    Grain.ASSESSMENT: ("assessment", "assessments"),
}
"""One and several of each unit. An agency may have words of its own."""
_DAYS = {PeriodDay.START: "the first day of the period", PeriodDay.END: "the last day of the period"}
_UNITS = {grain.value for grain in Grain}


@dataclass(frozen=True, slots=True)
class Names:
    """The words for the names of one query on one catalogue."""

    query: Query
    catalogue: Catalogue
    nouns: Nouns

    def one(self, grain: Grain) -> str:
        return self.nouns[grain][0]

    def several(self, grain: Grain) -> str:
        return self.nouns[grain][1]

    def call(self, place: Place) -> str:
        """What stands at the place, with its article."""
        if isinstance(place, PeriodDay):
            return _DAYS[place]
        if isinstance(place, OfRow):
            return f"{self.call(place.place)} of the {self.one(self.query.rows)} itself"
        if isinstance(place, Derived):
            return quoted(plain(place.name))
        return self._stored(place)

    def is_day(self, place: Place) -> bool:
        """Whether it is a date, so that it is before or after another and not less or more."""
        if isinstance(place, OfRow):
            return self.is_day(place.place)
        if isinstance(place, Derived):
            step = self.query.step(place.name)
            kind = step.value.type.kind if isinstance(step, Calculation) else step.type.kind
            return kind in (Kind.DATE, Kind.DATETIME)
        return isinstance(place, PeriodDay) or place.type in (ColumnType.DATE, ColumnType.DATETIME)

    def of(self, formula: Formula) -> dict[str, Place]:
        return dict(formula.places)

    def _stored(self, place: Stored) -> str:
        table = self.catalogue.tables[place.tables[0]]
        column = table.column(place.column)
        if place.column == table.key or place.type is ColumnType.ID:
            return f"the number of the {self._owner(table, place.column)}"
        if column.name.startswith("is_"):
            return quoted(plain(column.name))
        element = self.catalogue.elements.get(column.element)
        if element is not None and element.label.endswith("?"):
            return f"the answer to {quoted(element.label)}"
        words = f"the {_lowered(element.label) if element is not None else plain(place.column)}"
        return words if table.grain is not None else f"{words} of the {plain(table.name)}"

    def _owner(self, table: Table, column: str) -> str:
        owner = table.name if column == table.key else column.removesuffix("_id")
        return self.one(Grain(owner)) if owner in _UNITS else plain(owner)


def plain(name: str) -> str:
    """
    >>> plain("income_at_start")
    'income at start'
    """
    return name.replace("_", " ")


def quoted(words: str) -> str:
    return f"“{words}”"


def _lowered(label: str) -> str:
    """
    >>> _lowered("Destination"), _lowered("SSI amount")
    ('destination', 'SSI amount')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
