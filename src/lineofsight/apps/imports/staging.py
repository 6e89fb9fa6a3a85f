"""The staging database: one SQLite file per import, outside the operational database and gone when the import ends.

Rows arrive here in batches as the reader yields them, so that memory stays bounded however large the export is. One
table per target (`row_<target>`), one for exits laid over enrollments, one for problems.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from lineofsight.apps.records.names import search_columns
from lineofsight.packs.rows import RowProblem, SourceRow, Table, Value, Weight

from .targets import TARGETS, Target

BATCH = 2_000
# What a reader gives beside the columns of its own table; the pipeline makes rows or links of it.
SERVICE_TYPE = ("type_name", "unit")
EXIT_COLUMNS = ("exit_date", "stage")
BELONGS_TO = (Table.PROGRAM, Table.PARTICIPANT, Table.ENROLLMENT)
STAFF_COLUMNS = (
    *("number", "name", "email", "job_title", "joined_on"),
    *("role", "program_key", "site_key", "supervisor_key"),
)
OF_ROWS = (Weight.ROW, Weight.FOLLOWS)  # problems that cost a row
KEPT = (*OF_ROWS, Weight.VALUE)  # what is still told of a written import

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Staging:
    """A staging database that is being filled. `open_staging` reads one that was."""

    def __init__(self, path: Path) -> None:
        self.connection = connect(path)
        self.delivered: dict[str, set[str]] = {name: set() for name in TARGETS}
        self._columns = {name: _staged_columns(target) for name, target in TARGETS.items()}
        self._statements = {
            name: _insert_statement(f"row_{name}", ("key", "file", "line", "deleted", "hash", *columns))
            for name, columns in self._columns.items()
        }
        self._waiting: dict[str, list[tuple[object, ...]]] = {}
        self._service_types: dict[str, tuple[str, str]] = {}
        self._links: set[tuple[str, str, str]] = set()
        self._waiting_rows = 0
        _make_tables(self.connection)

    def add_row(self, row: SourceRow) -> None:
        """Stage one row of the source. Values the table does not know are a mistake of the reader: KeyError."""
        if row.table == "staff":
            self._add_staff(row)
        elif row.table == "exit":
            self._add_exit(row)
        else:
            self._add_target_row(row)

    def add_problem(self, problem: RowProblem) -> None:
        within = dict(problem.within)
        self._queue(
            INSERT_PROBLEM,
            (
                *(problem.code, problem.weight.value, problem.file, problem.line, problem.column),
                *(problem.value, problem.reason, *(problem.of or (None, None))),
                *(within.get(table) for table in BELONGS_TO),
            ),
        )
        if problem.of:
            self._queue("INSERT OR IGNORE INTO unread VALUES (?, ?)", (problem.of[0].value, problem.of[1]))

    def finish(self) -> None:
        """Lay exits over enrollments, derive households and service types, and make it all durable."""
        self.flush()
        for key, (name, unit) in self._service_types.items():
            self._stage("service_type", key, "", None, {"name": name, "unit": unit}, {}, {}, False)
        self.flush()
        self.connection.executescript(
            """
            UPDATE row_enrollment SET exit_date = e.exit_date, stage = e.stage, hash = row_enrollment.hash || e.hash,
                answers = json_patch(row_enrollment.answers, e.answers),
                kept_aside = json_patch(row_enrollment.kept_aside, e.kept_aside)
            FROM row_exit e WHERE e.key = row_enrollment.key AND e.deleted = 0;
            INSERT INTO row_household (key, file, hash, deleted, kept_aside)
            SELECT DISTINCT household_key, '', 'household', 0, '{}' FROM row_enrollment WHERE household_key IS NOT NULL;
            """
        )
        if self.delivered["enrollment"]:
            self.delivered["enrollment"].update(EXIT_COLUMNS)
        self.connection.executemany("INSERT INTO link VALUES (?, ?, ?)", sorted(self._links))
        self.connection.executemany(
            "INSERT INTO delivered VALUES (?, ?)",
            [(name, column) for name, columns in self.delivered.items() for column in sorted(columns)],
        )
        self.connection.commit()

    def flush(self) -> None:
        for statement, rows in self._waiting.items():
            self.connection.executemany(statement, rows)
        self._waiting.clear()
        self._waiting_rows = 0
        self.connection.commit()

    def _add_target_row(self, row: SourceRow) -> None:
        values: dict[str, Value | list[str]] = dict(row.values)
        name = row.table.value
        if name == "participant":
            names = ("first_name", "middle_name", "last_name", "preferred_name")
            values |= search_columns(**{part: str(values.get(part) or "") for part in names})
        elif name == "service" and not row.deleted:
            self._service_types[str(values["type_key"])] = (
                str(values.pop("type_name", "") or values["type_key"]),
                str(values.pop("unit", "") or ""),
            )
        elif name == "grant" and (program := values.pop("program_key", None)):
            self._links.add(("grant", row.key, str(program)))
        elif name == "enrollment" and values.get("site_key"):
            self._links.add(("site", str(values["site_key"]), str(values["program_key"])))
        self._stage(name, row.key, row.file, row.line, values, row.answers, row.aside, row.deleted)

    def _stage(
        self,
        name: str,
        key: str,
        file: str,
        line: int | None,
        values: Mapping[str, Value | list[str]],
        answers: Mapping[str, object],
        aside: Mapping[str, str],
        deleted: bool,
    ) -> None:
        json_columns = TARGETS[name].json_columns
        content: dict[str, object] = {**values, "kept_aside": _in_order(aside)}
        for column in json_columns:
            if column in values:
                content[column] = _as_json(values[column])
        if "answers" in json_columns:
            content["answers"] = _as_json(answers)
        self.delivered[name].update(content)
        columns = self._columns[name]
        texts = [content.pop(column, None) for column in columns]
        if content:
            raise KeyError(f"{name} has no column {', '.join(sorted(content))}")
        self._queue(self._statements[name], (key, file, line, deleted, _hash(columns, texts), *texts))

    def _add_exit(self, row: SourceRow) -> None:
        aside = {f"Exit: {name}": value for name, value in row.aside.items()}  # beside what the enrollment has
        content = [*(row.values.get(column) for column in EXIT_COLUMNS), _as_json(row.answers), _in_order(aside)]
        self._queue(
            INSERT_EXIT,
            (
                row.key,
                row.file,
                row.line,
                row.deleted,
                _hash((*EXIT_COLUMNS, "answers", "kept_aside"), content),
                *content,
            ),
        )

    def _add_staff(self, row: SourceRow) -> None:
        self._queue(INSERT_STAFF, (row.key, row.file, row.line, *(row.values.get(column) for column in STAFF_COLUMNS)))

    def _queue(self, statement: str, row: tuple[object, ...]) -> None:
        self._waiting.setdefault(statement, []).append(row)
        self._waiting_rows += 1
        if self._waiting_rows >= BATCH:
            self.flush()


def connect(path: Path) -> sqlite3.Connection:
    """A connection for filling or comparing: no journal on disk, since a staging file that breaks is made again."""
    connection = sqlite3.connect(path, isolation_level="DEFERRED")
    connection.executescript(
        "PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000;"
        "PRAGMA temp_store=FILE;"
    )
    return connection


@contextmanager
def open_staging(path: Path) -> Iterator[sqlite3.Connection]:
    """Read a finished staging database; rows come as `sqlite3.Row`."""
    connection = sqlite3.connect(f"file:{path}?mode=rw", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        yield connection
        connection.commit()
    finally:
        connection.close()


def add_problem(
    connection: sqlite3.Connection,
    code: str,
    weight: Weight,
    file: str,
    line: int | None,
    column: str,
    value: str,
    reason: str,
) -> None:
    """A problem that only the comparison with what is here can see, beside those of the reader."""
    connection.execute(
        "INSERT INTO problem (code, weight, file, line, column_name, value, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [code, weight.value, file, line, column, value, reason],
    )


def keep_left_out(staging: Path, into: Path) -> None:
    """Copy the problems that cost a row or a value into a file of their own, which stays when the staged rows go."""
    into.unlink(missing_ok=True)
    with closing(sqlite3.connect(into)) as kept:
        kept.execute("ATTACH DATABASE ? AS staged", [str(staging)])
        kept.execute(
            "CREATE TABLE problem AS SELECT id, code, weight, file, line, column_name, value, reason, mark"
            " FROM staged.problem WHERE weight IN (?, ?, ?)",
            [each.value for each in KEPT],
        )
        kept.commit()
        some = kept.execute("SELECT 1 FROM problem LIMIT 1").fetchone()
    if not some:
        into.unlink()


def _staged_columns(target: Target) -> tuple[str, ...]:
    keys = tuple(target.key_column(reference) for reference in (*target.references, *target.outside))
    return (*target.columns, *target.json_columns, *keys)


def _make_tables(connection: sqlite3.Connection) -> None:
    for name, target in TARGETS.items():
        found = (*target.references, *target.outside)
        columns = ", ".join(f'"{column}"' for column in (*_staged_columns(target), *found))
        connection.execute(
            f"CREATE TABLE row_{name} (n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, file TEXT, line INTEGER,"
            f" deleted INTEGER, hash TEXT, state TEXT, id INTEGER, mark TEXT, {columns})"
        )
        scope = "".join(f", {column}" for column in target.scope)
        connection.execute(
            f"CREATE TABLE here_{name} (key TEXT PRIMARY KEY, id INTEGER, hash TEXT, standing TEXT{scope})"
        )
    connection.executescript(
        """
        CREATE TABLE row_exit (key TEXT PRIMARY KEY, file TEXT, line INTEGER, deleted INTEGER, hash TEXT, exit_date,
            stage, answers TEXT, kept_aside TEXT);
        CREATE TABLE row_staff (key TEXT PRIMARY KEY, file TEXT, line INTEGER, number TEXT, name TEXT, email TEXT,
            job_title TEXT, joined_on, role TEXT, program_key TEXT, site_key TEXT, supervisor_key TEXT, id INTEGER,
            supervisor_id INTEGER, is_new INTEGER, differs INTEGER);
        CREATE TABLE problem (id INTEGER PRIMARY KEY, code TEXT, weight TEXT, file TEXT, line INTEGER,
            column_name TEXT, value TEXT, reason TEXT, of_table TEXT, of_key TEXT, in_program TEXT, in_participant TEXT,
            in_enrollment TEXT, is_placed INTEGER NOT NULL DEFAULT 0, mark TEXT);
        CREATE TABLE unread (target TEXT, key TEXT, PRIMARY KEY (target, key)) WITHOUT ROWID;
        CREATE TABLE enrolled_otherwise (participant_id INTEGER PRIMARY KEY);
        CREATE TABLE link (kind TEXT, key TEXT, program_key TEXT);
        CREATE TABLE delivered (target TEXT, column_name TEXT);
        CREATE TABLE outside (kind TEXT, key TEXT, id INTEGER, PRIMARY KEY (kind, key));
        CREATE TABLE vanished (target TEXT, id INTEGER, key TEXT, reason TEXT, decision TEXT, mark TEXT,
            PRIMARY KEY (target, id));
        CREATE TABLE near_name (target TEXT, n INTEGER, name TEXT, like_name TEXT, like_id INTEGER, like_key TEXT,
            answer TEXT, PRIMARY KEY (target, n));
        CREATE TABLE protected (program_id INTEGER PRIMARY KEY);
        CREATE TABLE told_program (key TEXT PRIMARY KEY, id INTEGER);
        CREATE TABLE place_here (participant_id INTEGER, program_id INTEGER, PRIMARY KEY (participant_id, program_id))
            WITHOUT ROWID;
        CREATE TABLE stay (key TEXT, person TEXT, program_id INTEGER, state TEXT);
        CREATE TABLE stay_mark (key TEXT PRIMARY KEY, mark TEXT) WITHOUT ROWID;
        CREATE TABLE person_mark (key TEXT PRIMARY KEY, mark TEXT) WITHOUT ROWID;
        """
    )


def _insert_statement(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' for _ in columns)})"


INSERT_STAFF = _insert_statement("row_staff", ("key", "file", "line", *STAFF_COLUMNS))
INSERT_PROBLEM = _insert_statement(
    "problem",
    (
        *("code", "weight", "file", "line", "column_name", "value", "reason", "of_table", "of_key"),
        *("in_program", "in_participant", "in_enrollment"),
    ),
)
INSERT_EXIT = _insert_statement(
    "row_exit", ("key", "file", "line", "deleted", "hash", *EXIT_COLUMNS, "answers", "kept_aside")
)


def _in_order(aside: Mapping[str, str]) -> str:
    """As JSON in the order of the names: a source that moves its columns has changed nothing."""
    return _as_json(dict(sorted(aside.items())))


def _hash(columns: Iterable[str], content: Iterable[object]) -> str:
    """Of what is not blank, by name: a column that comes to the list later changes no row that leaves it blank.

    What is derived from other columns does not count, so that a better way of searching makes no row a changed one.
    """
    text = "\x1f".join(
        f"{column}={each}"
        for column, each in zip(columns, content, strict=True)
        if each not in (None, "") and not column.startswith("search_")
    )
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
