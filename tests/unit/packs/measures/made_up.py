"""The made-up cases of definitions as records, and what an engine says of them.

Every case is a person of its own: all cases of a pack stand in one build, and a measure is asked about each in turn. A
case that names no program is in one of the measure's field; services and assessments belong to the first enrollment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from lineofsight.measures import Ask, Case, MeasureDefinition, Which, check_definition, own_dates
from lineofsight.measures.catalogue import Catalogue, column_name
from lineofsight.measures.definition import Given, Statistic
from lineofsight.measures.tables import Column, ColumnType, Grain, Table
from lineofsight.warehouse.builds import Build, new_build
from lineofsight.warehouse.engines import OpenEngine
from lineofsight.warehouse.facts import ARROW_TYPES, FactWriter, typed_batch

LONG_AFTER = date(2035, 1, 1)
APART = 1_000  # ids of one case from those of the next
Row = dict[str, object]
Records = dict[str, dict[int, Row]]


@dataclass(frozen=True)
class Told:
    """What an engine says of a case, as far as the case says anything."""

    population: bool | None
    numerator: bool | None
    value: float | None


@dataclass(frozen=True)
class MadeUp:
    """A case of a definition, with the number from which its records are counted."""

    definition: MeasureDefinition
    case: Case
    number: int

    def __str__(self) -> str:
        return f"{self.definition.measure}: {self.case.name}"


def made_up_cases(definitions: Iterable[MeasureDefinition]) -> list[MadeUp]:
    pairs = ((definition, case) for definition in definitions for case in definition.cases)
    return [MadeUp(definition, case, number) for number, (definition, case) in enumerate(pairs, start=1)]


def build_of_cases(
    cases: Iterable[MadeUp], catalogue: Catalogue, dimensions: Mapping[str, list[Row]], folder: Path
) -> Build:
    """dimensions: rows of service types and the like that the cases name by their codes."""
    records: Records = {name: {} for name in catalogue.tables}
    for table, rows in dimensions.items():
        records[table] = {int(str(row["id"])): row for row in rows}
    writer = _Writer(catalogue, records)
    for each in cases:
        writer.write(each)
    with new_build(folder, 1) as draft:
        written = {}
        for table in catalogue.tables.values():
            file = FactWriter(draft.folder / f"{table.name}.parquet", table)
            if rows := [row for _, row in sorted(records[table.name].items())]:
                columns = {each.name: _array(rows, each) for each in table.columns}
                file.write(typed_batch(table, columns))
            written[table.name] = file.close()
        return draft.publish(
            catalogue, written, made_at=datetime(2026, 1, 1, tzinfo=UTC), made_by="tests", as_at=LONG_AFTER
        )


def told_of(made_up: MadeUp, engine: OpenEngine) -> Told:
    case = made_up.case
    query = check_definition(made_up.definition, engine.build.catalogue)
    period = own_dates("case", case.first_day, case.last_day)
    ask = Ask(query=query, periods=(period,))

    def own(which: Which) -> list[object]:
        members = engine.members(ask, period, (), which)
        return [each.value for each in members if each.unit // APART == made_up.number]

    included = own(Which.DENOMINATOR)
    is_share = query.statistic is Statistic.PROPORTION
    return Told(
        population=None if case.population is None else bool(included),
        numerator=bool(own(Which.NUMERATOR)) if is_share and case.numerator is not None else None,
        value=float(str(included[0])) if case.value is not None and included else None,
    )


class _Writer:
    """Puts the records of cases down, with what a record must have and a case may leave out."""

    def __init__(self, catalogue: Catalogue, records: Records) -> None:
        self._catalogue, self._records = catalogue, records

    def write(self, made_up: MadeUp) -> None:
        first = made_up.number * APART
        given: dict[str, list[Given]] = {}
        for each in made_up.case.given:
            given.setdefault(each.table, []).append(each)
        said = {name: dict(several[0].values) for name, several in given.items() if name != "enrollment"}
        default = str(said.get("program", {}).get("field") or made_up.definition.field)
        person: Row = {"birth_date_quality": "full", **said.get("participant", {})}
        self._put("participant", first, person)
        self._put("household", first, {})
        for number, each in enumerate(given.get("enrollment", [])):
            values = dict(each.values)
            field = str(values.pop("program.field", default))
            self._put("enrollment", first + number, {
                "participant_id": first, "household_id": first, "relationship": "not_asked",
                "enrollment_stage": "active", "program": field, "program_id": self._program(field), **values,
            })  # fmt: skip
        for number, each in enumerate(given.get("service", [])):
            values = {"service_type": "visit", "quantity": 1, **dict(each.values)}
            kind = next(
                (key for key, row in self._records["service_type"].items() if row["code"] == values["service_type"]), 1
            )
            values = {"recorded_on": values["date"], **values}
            self._put("service", first + number, {"enrollment_id": first, "service_type_id": kind, **values})
        for number, each in enumerate(given.get("assessment", [])):
            values = {"stage": "update", "instrument_id": 1, **dict(each.values)}
            values = {"recorded_on": values["date"], **values}
            self._put("assessment", first + number, {"enrollment_id": first, **values})

    def _program(self, field: str) -> int:
        known = self._records["program"]
        found = next((key for key, row in known.items() if row["field"] == field), None)
        if found is None:
            found = len(known) + 1
            known[found] = {"id": found, "code": field or "any", "name": field, "field": field, "protection": "none"}
        return found

    def _put(self, name: str, key: int, values: Mapping[str, object]) -> None:
        """The record, and its answers beside it."""
        table = self._catalogue.tables[name]
        holder = self._holder(name, values)
        spelled = {spelling: each for each in table.columns for spelling in (each.name, each.spelling, *each.aliases)}
        asked = {each.element: each for each in holder.columns if each.element} if holder else {}
        row: Row = {"id": key}
        answers: Row = {"id": key}
        for given, value in values.items():
            if given in spelled:
                row[spelled[given].name] = _canonical(value, spelled[given])
            elif given in asked:
                answers[column_name(given)] = _canonical(value, asked[given])
            else:
                raise ValueError(f"{name} has no {given}")
        self._records[name][key] = row
        if holder is not None and (len(answers) > 1 or table.grain is Grain.ASSESSMENT):
            self._records[holder.name][key] = answers

    def _holder(self, name: str, values: Mapping[str, object]) -> Table | None:
        if name != "assessment":
            return self._catalogue.tables.get(f"{name}_answers")
        instrument = str(values["instrument"])
        return next(each for each in self._catalogue.answers_of(name) if each.instrument == instrument)


def _canonical(value: object, column: Column) -> object:
    """A value of a document in the type of its column."""
    if isinstance(value, tuple):
        return list(value)
    if column.type is ColumnType.MONEY:
        return Decimal(str(value)).quantize(Decimal("0.01"))
    if column.type is ColumnType.DECIMAL:
        return float(str(value))
    if column.type is ColumnType.CODES:
        return [value]
    return value


def _array(rows: list[Row], column: Column) -> pa.Array:
    return pa.array([row.get(column.name) for row in rows], ARROW_TYPES[column.type])
