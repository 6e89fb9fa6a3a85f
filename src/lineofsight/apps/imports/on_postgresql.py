"""Staged rows within reach of PostgreSQL: COPY hands them over into temporary tables before the transaction begins.

Other writers do not wait there, so nothing more is made ready.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection as operational
from django.db import models

from .new_rows import Reach, reach_of
from .targets import TARGETS

BESIDE_TARGETS = {
    "vanished": "target text, id bigint, reason text, decision text",
    "link": "kind text, key text, program_key text",
    "row_staff": "id bigint, number text, name text, email text, job_title text, joined_on text, supervisor_id bigint,"
    " is_new integer",
}


@contextmanager
def within_reach_of_postgresql(path: Path) -> Iterator[Reach]:
    """Copy what is staged into temporary tables of this session; they go at the end."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as staging:
            for name in TARGETS:
                _copy_target(staging, name)
            for name, typed in BESIDE_TARGETS.items():
                columns = [column.split()[0] for column in typed.split(", ")]
                _copy(staging, name, typed, columns, "", frozenset())
            reach = reach_of(staging, staged="pg_temp.staged_")
        yield reach
    finally:
        with operational.cursor() as cursor:
            for name in (*(f"row_{name}" for name in TARGETS), *BESIDE_TARGETS):
                cursor.execute(f"DROP TABLE IF EXISTS pg_temp.staged_{name}")


def _copy_target(staging: sqlite3.Connection, name: str) -> None:
    target = TARGETS[name]
    columns = [*target.columns, *target.json_columns, *target.references, *target.outside]
    typed = "".join(f', "{column}" {target.field(column).db_type(operational)}' for column in columns)
    # Rows that stay the same are only needed where something else links to them.
    some = "" if name in ("program", "site", "grant") else " WHERE state IN ('new', 'changed')"
    booleans = frozenset(column for column in columns if isinstance(target.field(column), models.BooleanField))
    own = "n bigint, key text, hash text, state text, id bigint"
    _copy(staging, f"row_{name}", own + typed, ["n", "key", "hash", "state", "id", *columns], some, booleans)
    with operational.cursor() as cursor:
        cursor.execute(f"CREATE INDEX ON staged_row_{name} (id) WHERE state = 'changed'")


def _copy(
    staging: sqlite3.Connection, name: str, typed: str, columns: list[str], some: str, booleans: frozenset[str]
) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    flags = [column in booleans for column in columns]
    with operational.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE staged_{name} ({typed})")
        with operational.wrap_database_errors, cursor.copy(f"COPY staged_{name} ({names}) FROM STDIN") as copy:
            for row in staging.execute(f"SELECT {names} FROM {name}{some}"):
                copy.write_row(
                    [
                        bool(value) if flag and value is not None else value
                        for flag, value in zip(flags, row, strict=True)
                    ]
                )
        cursor.execute(f"ANALYZE staged_{name}")
