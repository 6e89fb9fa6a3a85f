"""Records drawn as text, and a build made of them: what the examples of the language stand on.

    enrollment
    id | participant | program | entry_date | exit_date
    1  | 1           | tutoring | 2026-01-05 |

A table has its name on a line of its own; `form <instrument>` holds assessments with their answers. Columns may be left
out; data elements of the made-up agency below stand beside the columns of the record they belong to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from lineofsight.measures.catalogue import (
    Catalogue,
    ElementColumn,
    answer_column,
    answers_table,
    column_name,
    form_table,
)
from lineofsight.measures.tables import (
    CORE,
    ENROLLMENT,
    PARTICIPANT,
    SERVICE,
    Column,
    ColumnType,
    Table,
)
from lineofsight.warehouse.builds import Build, new_build
from lineofsight.warehouse.facts import ARROW_TYPES, FactWriter, typed_batch

PROGRAMS = ("tutoring", "housing", "shelter", "refuge")
SITES = ("north", "south")
GRANTS = ("county", "state")
SERVICE_TYPES = ("visit", "class", "referral")
LINKED = {"program": PROGRAMS, "site": SITES, "paid_by": GRANTS, "service_type": SERVICE_TYPES}
FIELDS = {"tutoring": "youth", "housing": "rapid_rehousing", "shelter": "emergency_shelter", "refuge": "refuge"}

CODE_SETS: Mapping[str, frozenset[str]] = {
    "program": frozenset(PROGRAMS),
    "site": frozenset(SITES),
    "grant": frozenset(GRANTS),
    "service_type": frozenset(SERVICE_TYPES),
    "instrument": frozenset(("income", "scale", "checkup")),
    "stage": frozenset(("start", "update", "annual", "exit", "follow_up")),
    "enrollment_stage": frozenset(("applied", "waitlisted", "enrolled", "active", "completed", "withdrawn", "denied")),
    "relationship": frozenset(("head", "child", "spouse", "other_relative", "not_related", "not_asked")),
    "birth_date_quality": frozenset(("full", "approximate", "not_known", "not_said", "not_asked")),
    "gender": frozenset(("woman", "man", "non_binary", "not_known", "not_said")),
    "race_ethnicity": frozenset(("asian", "black", "white", "hispanic", "not_known", "not_said")),
    "destination": frozenset(("rental", "family", "shelter", "street", "not_known")),
    "permanent": frozenset(("rental", "family")),
    "topics": frozenset(("school", "home", "health")),
    "contacts": frozenset(("visit", "class")),
}


def _element(key: str, type: ColumnType, *tables: str, code_set: str = "", unit: str = "") -> ElementColumn:
    return ElementColumn(key=key, label=key, type=type, code_set=code_set, unit=unit, tables=tables)


ELEMENTS = {
    element.key: element
    for element in (
        _element("destination", ColumnType.CODE, "enrollment_answers", code_set="destination"),
        _element("move_in_date", ColumnType.DATE, "enrollment_answers"),
        _element("intended_contacts", ColumnType.INTEGER, "enrollment_answers", unit="contacts"),
        _element("hmis.exit.Reason", ColumnType.CODE, "enrollment_answers", code_set="destination"),
        _element("township", ColumnType.CODE, "participant_answers", code_set="topics"),
        _element("topics_done", ColumnType.CODES, "service_answers", code_set="topics"),
        _element("hours", ColumnType.DECIMAL, "service_answers", unit="hours"),
        _element("monthly_income", ColumnType.MONEY, "form_income", unit="dollars"),
        _element("employed", ColumnType.BOOLEAN, "form_income"),
        _element("score", ColumnType.INTEGER, "form_scale", "form_checkup", unit="points"),
        _element("weight", ColumnType.DECIMAL, "form_checkup"),
        _element("likes_it", ColumnType.CODE, "form_checkup", code_set="topics"),
        _element("own_words", ColumnType.TEXT),
        _element("never_asked", ColumnType.INTEGER),
    )
}


def _columns(table: str) -> list[Column]:
    return [answer_column(each) for each in ELEMENTS.values() if table in each.tables]


def example_catalogue() -> Catalogue:
    answers = [answers_table(of, _columns(f"{of.name}_answers")) for of in (PARTICIPANT, ENROLLMENT, SERVICE)]
    forms = [form_table(name, _columns(f"form_{name}")) for name in ("income", "scale", "checkup")]
    return Catalogue({table.name: table for table in (*CORE, *answers, *forms)}, CODE_SETS, ELEMENTS)


Records = dict[str, dict[int, dict[str, object]]]
"""Rows by table and id, in Python values."""


def records_of(text: str) -> Records:
    """The records that a drawing holds, with what was left out filled in."""
    catalogue = example_catalogue()
    records: Records = {name: {} for name in catalogue.tables}
    for name, lines in _drawn(text):
        names = _cells(lines[0])
        for line in lines[1:]:
            cells = dict(zip(names, _cells(line), strict=True))
            _draw_record(records, catalogue, name, {key: value for key, value in cells.items() if value})
    _fill_in(records)
    return records


def records_from_rows(tables: Mapping[str, list[dict[str, object]]]) -> Records:
    """The records of rows in Python values, each with the number of its place; tables are named as in a drawing."""
    catalogue = example_catalogue()
    records: Records = {name: {} for name in catalogue.tables}
    assessments = 0
    for name, rows in tables.items():
        for number, row in enumerate(rows, start=1):
            key = assessments + number if name.startswith("form ") else number
            _put(records, catalogue, name, {"id": key, **row})
        assessments += len(rows) if name.startswith("form ") else 0
    _fill_in(records)
    return records


def build_of(records: Records, as_at: date, folder: Path) -> Build:
    """A build of the records in the folder."""
    catalogue = example_catalogue()
    with new_build(folder, 1) as draft:
        written = {}
        for table in catalogue.tables.values():
            writer = FactWriter(draft.folder / f"{table.name}.parquet", table)
            rows = [row for _, row in sorted(records[table.name].items())]
            if rows:
                columns = {each.name: _array(rows, each) for each in table.columns}
                writer.write(typed_batch(table, columns))
            written[table.name] = writer.close()
        return draft.publish(catalogue, written, made_at=datetime(2026, 1, 1, tzinfo=UTC), made_by="tests", as_at=as_at)


def _drawn(text: str) -> Iterator[tuple[str, list[str]]]:
    name, lines = "", []
    for line in [*text.splitlines(), ""]:
        if not line.strip():
            if lines:
                yield name, lines
            name, lines = "", []
        elif not name:
            name = line.strip()
        else:
            lines.append(line)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _draw_record(records: Records, catalogue: Catalogue, name: str, cells: dict[str, str]) -> None:
    """One line of a drawing, its words read as values of their columns."""
    table, holder = _tables(catalogue, name)
    columns = {alias: each for each in table.columns for alias in (each.name, *each.aliases)}
    columns |= {each.element: each for each in holder.columns if each.element} if holder else {}
    values: dict[str, object] = {}
    for given, text in cells.items():
        if given in ("id", "participant", "household", "enrollment"):
            values[given] = int(text)
        elif given in columns:
            values[columns[given].spelling] = _value(text, columns[given].type)
        else:
            raise ValueError(f"{name} has no column {given}")
    _put(records, catalogue, name, values)


def _tables(catalogue: Catalogue, name: str) -> tuple[Table, Table | None]:
    """The core table of a drawn one, and the table of its answers."""
    if name.startswith("form "):
        return catalogue.tables["assessment"], catalogue.tables[name.replace(" ", "_")]
    return catalogue.tables[name], catalogue.tables.get(f"{name}_answers")


def _put(records: Records, catalogue: Catalogue, name: str, values: dict[str, object]) -> None:
    """A record, its answers in the table of answers."""
    table, holder = _tables(catalogue, name)
    key = int(str(values["id"]))
    row: dict[str, object] = {}
    answers: dict[str, object] = {"id": key}
    if table.name == "assessment":
        row["instrument"], row["instrument_id"] = name.removeprefix("form "), 1
    for given, value in values.items():
        if given in ("participant", "household", "enrollment"):
            row[f"{given}_id"] = value
        elif given in table:
            row[given] = value
            if given in LINKED:
                row[f"{given}_id"] = LINKED[given].index(str(value)) + 1
        else:
            answers[column_name(given)] = value
    records[table.name][key] = row
    if holder is not None and (len(answers) > 1 or table.name == "assessment"):
        records[holder.name][key] = answers


def _fill_in(records: Records) -> None:
    """What a record must have and a drawing may leave out."""
    for name, codes in (("program", PROGRAMS), ("site", SITES), ("service_type", SERVICE_TYPES)):
        for number, code in enumerate(codes, start=1):
            records[name][number] = {"id": number, "code": code, "name": code, "is_contact": code != "referral"}
            if name == "program":
                records[name][number]["field"] = FIELDS[code]
    for number, code in enumerate(GRANTS, start=1):
        records["grant"][number] = {"id": number, "code": code, "name": code, "funder": f"The {code}"}
    records["instrument"][1] = {"id": 1, "code": "income", "name": "income"}
    for row in records["enrollment"].values():
        _defaults(row, program="tutoring", program_id=1, relationship="not_asked", enrollment_stage="active")
        _defaults(row, participant_id=row["id"])
        records["participant"].setdefault(int(str(row["participant_id"])), {"id": row["participant_id"]})
        if "household_id" in row:
            records["household"].setdefault(int(str(row["household_id"])), {"id": row["household_id"]})
    for row in records["participant"].values():
        _defaults(row, birth_date_quality="full")
    for row in records["service"].values():
        _defaults(row, service_type="visit", service_type_id=1, quantity=1.0, recorded_on=row["date"])
        _defaults(row, enrollment_id=row["id"])
    for row in records["assessment"].values():
        _defaults(row, stage="update", recorded_on=row["date"], enrollment_id=row["id"])


def _defaults(row: dict[str, object], **values: object) -> None:
    for name, value in values.items():
        row.setdefault(name, value)


def _value(text: str, type: ColumnType) -> object:
    if type is ColumnType.DATE:
        return date.fromisoformat(text)
    if type in (ColumnType.INTEGER, ColumnType.ID):
        return int(text)
    if type is ColumnType.MONEY:
        return Decimal(text).quantize(Decimal("0.01"))
    if type is ColumnType.DECIMAL:
        return float(text)
    if type is ColumnType.BOOLEAN:
        return text == "yes"
    return text.split() if type is ColumnType.CODES else text


def _array(rows: list[dict[str, object]], column: Column) -> pa.Array:
    return pa.array([row.get(column.name) for row in rows], ARROW_TYPES[column.type])
