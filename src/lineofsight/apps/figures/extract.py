"""From records to facts: one build, read in one snapshot, batch by batch, so that memory stays bounded.

The rules. What is withdrawn is no fact, nor is what belongs to it: a service of a withdrawn enrollment goes with it.
Rows left out are few and facts many, so it is the former that are remembered.
What cannot become a fact without loss refuses the build, and the facts of before stay current. No name, address, phone
number, note or member of staff is read (`lineofsight.measures.tables`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from lineofsight import __version__
from lineofsight.apps.agency.clock import now, today
from lineofsight.measures.catalogue import Catalogue, answers_table, form_table
from lineofsight.measures.tables import (
    ASSESSMENT,
    ENROLLMENT,
    GRANT,
    HOUSEHOLD,
    INSTRUMENT,
    PARTICIPANT,
    PROGRAM,
    SERVICE,
    SERVICE_TYPE,
    SITE,
    Table,
)
from lineofsight.problems import Problem
from lineofsight.warehouse import builds
from lineofsight.warehouse.answers import AnswersWriter, read_lists
from lineofsight.warehouse.facts import FactWriter, WrittenFile, typed_batch

from .meanings import OWN_CODE_SETS, Meanings, read_meanings
from .selectors.builds import builds_folder
from .services import builds as services
from .services.faults import look_through
from .snapshot import Snapshot, snapshot

IS_OUT = "CASE WHEN standing = 'withdrawn' THEN 1 ELSE 0 END AS is_out"
Columns = dict[str, pa.Array]


def make_build() -> builds.Build:
    """Make the facts anew and the current ones, and look them through for what is wrong. Raises the Problem for which
    they could not be made."""
    row = services.begin_build(as_at=today())
    try:
        with builds.new_build(builds_folder(), row.pk) as draft:
            services.name_codes()
            marks = services.take_changes(row)
            with snapshot() as database:
                catalogue, written = Extraction(database, draft).write_all()
            made = draft.publish(catalogue, written, made_at=now(), made_by=__version__, as_at=row.as_at)
    except Problem as problem:
        services.refuse_build(row, problem)
        raise
    except OSError as error:
        with suppress(DatabaseError):  # the disk that has no room may be the database's own
            services.interrupt_build(row, not_written(error))
        raise
    services.finish_build(row, made, marks=marks)
    look_through(row, made)
    return made


def not_written(error: OSError) -> Problem:
    """What is said of a disk that is full or closed."""
    return Problem(
        "W109",
        f"The facts could not be written: {error.strerror or error}.",
        f"Make room on the disk of {builds_folder()}; the figures of before stay.",
    )


class Extraction:
    """One pass over every table, in the order in which rows refer to each other."""

    def __init__(self, database: Snapshot, draft: builds.Draft) -> None:
        self._database = database
        self._draft = draft
        self._meanings: Meanings = read_meanings(database)
        self._tables: dict[str, Table] = {}
        self._written: dict[str, WrittenFile] = {}
        self._codes: dict[str, tuple[pa.Array, pa.Array]] = {}
        self._left_out: dict[str, pa.Array] = {}  # ids of rows that are no facts, by table

    def write_all(self) -> tuple[Catalogue, dict[str, WrittenFile]]:
        """Every table of the build, and the catalogue of them."""
        self._write_places()
        self._write_participants()
        self._write_households()
        self._write_enrollments()
        self._write_services()
        self._write_assessments()
        return self._catalogue(), self._written

    def _write_places(self) -> None:
        text = self._database.text
        code = "coalesce((SELECT c.code FROM figures_lastingcode c WHERE c.\"table\" = '{}' AND c.row_id = t.id), '')"
        self._write_place(
            PROGRAM,
            f"t.id, {code.format('program')} AS code, t.name, t.field, t.protection FROM agency_program t",
        )
        self._write_place(SITE, f"t.id, {code.format('site')} AS code, t.name FROM agency_site t")
        self._write_place(
            GRANT,
            f"t.id, {code.format('grant')} AS code, t.name, f.name AS funder, {text('t.starts_on')} AS starts_on, "
            f"{text('t.ends_on')} AS ends_on FROM agency_grant t JOIN agency_funder f ON f.id = t.funder_id",
        )
        self._write_place(
            SERVICE_TYPE,
            f"t.id, {code.format('service_type')} AS code, t.name, t.unit, CAST(t.is_contact AS integer) AS is_contact "
            "FROM records_servicetype t",
        )
        self._write_place(INSTRUMENT, "t.id, t.key AS code, t.title AS name FROM forms_instrument t")
        out = self._database.rows("SELECT id FROM agency_program WHERE standing = 'withdrawn'")
        self._left_out["program"] = pa.array([row["id"] for row in out], pa.int64())

    def _write_place(self, table: Table, what: str) -> None:
        batches = [typed_batch(table, columns) for columns in self._columns(f"SELECT {what} ORDER BY t.id")]
        writer = self._writer(table)
        for batch in batches:
            writer.write(batch)
        self._finish(writer)
        whole = pa.Table.from_batches(batches, batches[0].schema) if batches else None
        blank = (pa.array([], pa.int64()), pa.array([], pa.string()))
        self._codes[table.name] = (
            (whole["id"].combine_chunks(), whole["code"].combine_chunks()) if whole is not None else blank
        )

    def _write_participants(self) -> None:
        text = self._database.text
        query = (
            f"SELECT id, {text('birth_date')} AS birth_date, birth_date_quality, {text('genders')} AS genders, "
            f"{text('race_ethnicities')} AS race_ethnicities, CAST(is_veteran AS integer) AS is_veteran, language, "
            f"zip_code, {text('answers')} AS answers, {IS_OUT} FROM records_participant ORDER BY id"
        )
        writer, answers = self._writer(PARTICIPANT), self._answers_of(PARTICIPANT)
        for columns in self._facts("participant", query):
            columns["genders"] = read_lists(columns["genders"])
            columns["race_ethnicities"] = read_lists(columns["race_ethnicities"])
            writer.write(typed_batch(PARTICIPANT, columns))
            answers.write(columns["id"], columns["answers"])
        self._finish(writer)
        self._finish_answers(answers)

    def _write_households(self) -> None:
        writer = self._writer(HOUSEHOLD)
        for columns in self._facts("household", f"SELECT id, {IS_OUT} FROM records_household ORDER BY id"):
            writer.write(typed_batch(HOUSEHOLD, columns))
        self._finish(writer)

    def _write_enrollments(self) -> None:
        text = self._database.text
        query = (
            "SELECT id, participant_id, household_id, program_id, site_id, paid_by_id, relationship, "
            f"stage AS enrollment_stage, {text('applied_on')} AS applied_on, {text('entry_date')} AS entry_date, "
            f"{text('exit_date')} AS exit_date, {text('answers')} AS answers, {IS_OUT} "
            "FROM records_enrollment ORDER BY id"
        )
        writer, answers = self._writer(ENROLLMENT), self._answers_of(ENROLLMENT)
        for columns in self._facts("enrollment", query, belongs_to=("participant", "program")):
            households = columns["household_id"].cast(pa.int64())
            is_out = pc.is_in(households, self._left_out["household"])
            columns["household_id"] = pc.if_else(is_out, pa.scalar(None, pa.int64()), households)
            columns["program"] = self._code_of("program", columns["program_id"])
            columns["site"] = self._code_of("site", columns["site_id"])
            columns["paid_by"] = self._code_of("grant", columns["paid_by_id"])
            writer.write(typed_batch(ENROLLMENT, columns))
            answers.write(columns["id"], columns["answers"])
        self._finish(writer)
        self._finish_answers(answers)

    def _write_services(self) -> None:
        text, moment = self._database.text, self._database.moment
        query = (
            f"SELECT id, enrollment_id, type_id AS service_type_id, paid_by_id, {text('date')} AS date, "
            f"{text('quantity')} AS quantity, {text('amount')} AS amount, {moment('created_at')} AS created_at, "
            f"{text('answers')} AS answers, {IS_OUT} FROM records_service ORDER BY id"
        )
        writer, answers = self._writer(SERVICE), self._answers_of(SERVICE)
        for columns in self._facts("service", query, belongs_to=("enrollment",)):
            columns["service_type"] = self._code_of("service_type", columns["service_type_id"])
            columns["paid_by"] = self._code_of("grant", columns["paid_by_id"])
            columns["recorded_on"] = days_of(columns["created_at"])
            writer.write(typed_batch(SERVICE, columns))
            answers.write(columns["id"], columns["answers"])
        self._finish(writer)
        self._finish_answers(answers)

    def _write_assessments(self) -> None:
        text, moment = self._database.text, self._database.moment
        query = (
            f"SELECT id, enrollment_id, instrument_id, point AS stage, {text('date')} AS date, "
            f"{moment('created_at')} AS created_at, {text('answers')} AS answers, {IS_OUT} "
            "FROM records_assessment ORDER BY id"
        )
        writer = self._writer(ASSESSMENT)
        forms = {
            instrument: AnswersWriter(
                self._draft.folder,
                partial(form_table, key),
                self._meanings.elements,
                zone=timezone.get_default_timezone_name(),
                asked=self._meanings.asked[key],
            )
            for instrument, key, _title in self._meanings.instruments
        }
        for columns in self._facts("assessment", query, belongs_to=("enrollment",)):
            columns["instrument"] = self._code_of("instrument", columns["instrument_id"])
            columns["recorded_on"] = days_of(columns["created_at"])
            writer.write(typed_batch(ASSESSMENT, columns))
            for instrument in pc.unique(columns["instrument_id"]).to_pylist():
                of_it = _only(columns, pc.equal(columns["instrument_id"], instrument))
                forms[instrument].write(of_it["id"], of_it["answers"])
        self._finish(writer)
        for answers in forms.values():
            self._finish_answers(answers)

    def _columns(self, query: str) -> Iterator[Columns]:
        for batch in self._database.batches(query):
            yield dict(zip(batch.schema.names, batch.columns, strict=True))

    def _facts(self, table: str, query: str, *, belongs_to: tuple[str, ...] = ()) -> Iterator[Columns]:
        """The rows of a query that are facts; the ids of the others are remembered."""
        left_out: list[pa.Array] = []
        for columns in self._columns(query):
            is_out = pc.equal(columns["is_out"], 1)
            for owner in belongs_to:
                is_out = pc.or_(is_out, pc.is_in(columns[f"{owner}_id"], self._left_out[owner]))
            if pc.any(is_out).as_py():
                left_out.append(columns["id"].filter(is_out))
                columns = _only(columns, pc.invert(is_out))
            yield columns
        self._left_out[table] = pa.chunked_array(left_out, pa.int64()).combine_chunks()

    def _code_of(self, table: str, ids: pa.Array) -> pa.Array:
        numbers, codes = self._codes[table]
        return codes.take(pc.index_in(ids.cast(pa.int64()), numbers))

    def _writer(self, table: Table) -> FactWriter:
        return FactWriter(self._draft.folder / f"{table.name}.parquet", table)

    def _answers_of(self, table: Table) -> AnswersWriter:
        return AnswersWriter(
            self._draft.folder,
            partial(answers_table, table),
            self._meanings.elements,
            zone=timezone.get_default_timezone_name(),
            asked=self._meanings.stands_with.get(table.name, ()),
        )

    def _finish(self, writer: FactWriter) -> None:
        self._tables[writer.table.name], self._written[writer.table.name] = writer.table, writer.close()

    def _finish_answers(self, writer: AnswersWriter) -> None:
        table, written = writer.close()
        self._tables[table.name], self._written[table.name] = table, written

    def _catalogue(self) -> Catalogue:
        stands_in: dict[str, list[str]] = {}
        for table in self._tables.values():
            for column in table.columns:
                stands_in.setdefault(column.element, []).append(table.name)
        return Catalogue(
            tables=self._tables,
            code_sets=_together(
                OWN_CODE_SETS,
                {name: frozenset(codes.to_pylist()) for name, (_ids, codes) in self._codes.items()},
                self._meanings.code_sets,
            ),
            elements={
                key: replace(element, tables=tuple(sorted(stands_in.get(key, ()))))
                for key, element in self._meanings.elements.items()
                if element
            },
        )


def days_of(moments: pa.Array) -> pa.Array:
    """The agency's days of moments in UTC, as `clock.day_of` has them for one."""
    zone = timezone.get_default_timezone_name()
    aware = pc.assume_timezone(moments.cast(pa.timestamp("us")), "UTC").cast(pa.timestamp("us", zone))
    days = pc.local_timestamp(aware).cast(pa.date32())
    fixed: date | None = settings.FIXED_TODAY
    if fixed is None:
        return days
    is_now = pc.equal(days, pa.scalar(timezone.localdate(), pa.date32()))
    return pc.if_else(is_now, pa.scalar(fixed, pa.date32()), days)


def _only(columns: Columns, which: pa.Array) -> Columns:
    return {name: values.filter(which) for name, values in columns.items()}


def _together(*sets: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    made: dict[str, frozenset[str]] = {}
    for each in sets:
        for name, codes in each.items():
            made[name] = made.get(name, frozenset()) | codes
    return made
