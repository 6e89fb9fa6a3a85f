"""Which columns and answers a measure reads, so that its author is asked for those of a made-up person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.query import (
    Event,
    Formula,
    Lookup,
    OfRow,
    Place,
    Query,
    Stored,
    formulas_of,
)
from lineofsight.measures.tables import Column, ColumnType, Grain

ALWAYS: Mapping[Grain, tuple[str, ...]] = {
    Grain.ENROLLMENT: ("entry_date", "exit_date"),
    Grain.SERVICE: ("date", "service_type"),
    Grain.ASSESSMENT: ("date", "stage"),
}


def what_it_reads(query: Query, catalogue: Catalogue) -> dict[Grain, tuple[Column, ...]]:
    """The columns of each kind of record that the measure looks at, those that every such record has first."""
    found: dict[Grain, dict[str, Column]] = {Grain.PARTICIPANT: {}, Grain.ENROLLMENT: {}}
    kinds = {query.rows, *(step.source for step in query.steps if isinstance(step, Lookup))}
    for kind in (Grain.ENROLLMENT, *sorted(kinds)):
        columns = found.setdefault(kind, {})
        for name in ALWAYS.get(kind, ()):
            columns[name] = catalogue.facts(kind).column(name)
    for place in _stored(query):
        table = catalogue.tables[place.tables[0]]
        if table.grain is None or place.column == table.key or place.type in (ColumnType.ID, ColumnType.TEXT):
            continue
        column = table.column(place.column)
        if table.grain is not Grain.HOUSEHOLD:
            found.setdefault(table.grain, {}).setdefault(column.spelling, column)
    return {grain: tuple(columns.values()) for grain, columns in found.items() if columns}


def _stored(query: Query) -> Iterator[Stored]:
    rule = query.period
    formulas: list[Formula | None] = [query.population, query.complete, *query.tally.formulas]
    formulas += [rule.day] if isinstance(rule, Event) else [rule.start, rule.end]
    formulas += query.representative.by if query.representative else ()
    formulas += [formula for step in query.steps for formula in formulas_of(step)]
    for formula in formulas:
        for _name, place in formula.places if formula is not None else ():
            yield from _inner(place)


def _inner(place: Place) -> Iterator[Stored]:
    inner = place.place if isinstance(place, OfRow) else place
    if isinstance(inner, Stored):
        yield inner
