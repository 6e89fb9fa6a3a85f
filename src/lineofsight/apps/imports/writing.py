"""The one short transaction in which an import becomes true, all of it or nothing.

Everything was worked out in the staging database. SQLite attaches that file and copies row by row inside the engine;
PostgreSQL is handed the same rows through COPY into temporary tables before the transaction begins. The statements that
write are the same on both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection as operational
from django.db import models
from django.db.backends.utils import CursorWrapper

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import ImportRun, Source, StaffMember, Standing

from .targets import TARGETS, Target

PROVENANCE = ("source_id", "source_key", "source_hash", "last_import_id", "standing", "created_at", "updated_at")


def write_targets(run: ImportRun, source: Source, reach: str) -> None:
    """Write every target of a staged import. Must run inside a transaction, with the staged tables within `reach`."""
    moment = operational.ops.adapt_datetimefield_value(now())
    with operational.cursor() as cursor:
        _add_staff(cursor, reach)
        for target in TARGETS.values():
            _insert_new(cursor, target, reach, run=run, source=source, moment=moment)
            _update_changed(cursor, target, reach, run=run, moment=moment)
            _mark_vanished(cursor, target, reach, run=run, moment=moment)
        _link_places(cursor, reach)


@contextmanager
def staged_within_reach(path: Path) -> Iterator[str]:
    """Make the staged tables readable by the operational connection; gives the prefix of their names.

    On SQLite foreign keys are not checked row by row meanwhile (a fifth of the time others wait): every reference was
    resolved in the staging database, to a staged row or to one that is here, and no row is ever deleted.
    """
    if operational.vendor == "sqlite":
        with operational.cursor() as cursor:
            cursor.execute("ATTACH DATABASE %s AS staged", [str(path)])
            try:
                cursor.execute("PRAGMA cache_size=-96000")
                cursor.execute("PRAGMA foreign_keys=OFF")
                yield "staged."
            finally:
                cursor.execute("PRAGMA foreign_keys=ON")
                cursor.execute("PRAGMA cache_size=-16000")
                cursor.execute("DETACH DATABASE staged")
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
            # The planner learns how many rows there are now; a sample of each index is enough.
            cursor.execute("PRAGMA analysis_limit=400")
            cursor.execute("ANALYZE")
        return
    try:
        _copy_to_postgresql(path)
        yield "pg_temp.staged_"
    finally:
        with operational.cursor() as cursor:
            for name in (*(f"row_{name}" for name in TARGETS), "vanished", "link", "delivered", "row_staff"):
                cursor.execute(f"DROP TABLE IF EXISTS pg_temp.staged_{name}")


def _written_columns(cursor: CursorWrapper, target: Target, reach: str) -> list[str]:
    """The columns this source delivers, as they are called in both places."""
    cursor.execute(f"SELECT column_name FROM {reach}delivered WHERE target = %s", [target.name])
    delivered = {row[0] for row in cursor.fetchall()}
    columns = [column for column in (*target.columns, *target.json_columns) if column in delivered]
    return columns + [
        reference for reference in (*target.references, *target.outside) if target.key_column(reference) in delivered
    ]


def _add_staff(cursor: CursorWrapper, reach: str) -> None:
    """People of the staff sheet who are not on the list yet. Administrators give them roles and sign-ins."""
    cursor.execute(
        f"SELECT id, number, name, email, job_title, joined_on FROM {reach}row_staff WHERE is_new = 1 ORDER BY id"
    )
    added = [
        StaffMember(
            id=row_id,
            number=number or "",
            name=name,
            email=email or "",
            job_title=job_title or "",
            joined_on=joined_on or None,
            sign_in_name=email or number,
            password=make_password(None),
        )
        for row_id, number, name, email, job_title, joined_on in cursor.fetchall()
    ]
    StaffMember.objects.bulk_create(added)


def _insert_new(
    cursor: CursorWrapper, target: Target, reach: str, *, run: ImportRun, source: Source, moment: Any
) -> None:
    cursor.execute(f"SELECT 1 FROM {reach}row_{target.name} WHERE state = 'new' LIMIT 1")
    if not cursor.fetchone():
        return
    delivered = _written_columns(cursor, target, reach)
    given = {"id", *PROVENANCE, *delivered}
    undelivered = [
        field for field in target.model._meta.concrete_fields if field.column not in given and not field.null
    ]
    extra: dict[str, Any] = {str(field.column): _default(field) for field in undelivered}
    if target.name == "program" and source.kind == Source.Kind.HMIS:
        extra["mastered_in_id"] = source.pk
    columns = [
        *delivered,
        "id",
        "source_key",
        "source_hash",
        *extra,
        "source_id",
        "last_import_id",
        "standing",
        "created_at",
        "updated_at",
    ]
    values = [
        *(_delivered_value(target, column) for column in delivered),
        "s.id",
        "s.key",
        "s.hash",
        *("%s" for _ in (*extra, *PROVENANCE[3:], "source_id")),
    ]
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(
        f"INSERT INTO {target.db_table} ({names}) SELECT {', '.join(values)} FROM {reach}row_{target.name} s"
        " WHERE s.state = 'new' ORDER BY s.n",
        [*extra.values(), source.pk, run.pk, Standing.CURRENT.value, moment, moment],
    )


def _update_changed(cursor: CursorWrapper, target: Target, reach: str, *, run: ImportRun, moment: Any) -> None:
    sets = [f'"{column}" = {_changed_value(target, column)}' for column in _written_columns(cursor, target, reach)]
    sets += ["source_hash = s.hash", "last_import_id = %s", "standing = %s", "updated_at = %s", "changed_by_id = NULL"]
    cursor.execute(
        f"UPDATE {target.db_table} SET {', '.join(sets)} FROM {reach}row_{target.name} s"
        f" WHERE s.id = {target.db_table}.id AND s.state = 'changed'",
        [run.pk, Standing.CURRENT.value, moment],
    )


def _mark_vanished(cursor: CursorWrapper, target: Target, reach: str, *, run: ImportRun, moment: Any) -> None:
    default = Standing.WITHDRAWN if run.vanished == ImportRun.Vanished.WITHDRAW else Standing.NO_LONGER_IN_SOURCE
    cursor.execute(
        f"UPDATE {target.db_table} SET standing = coalesce(v.decision, %s), last_import_id = %s, updated_at = %s,"
        f" changed_by_id = NULL FROM {reach}vanished v WHERE v.target = %s AND v.id = {target.db_table}.id",
        [default.value, run.pk, moment, target.name],
    )


def _link_places(cursor: CursorWrapper, reach: str) -> None:
    """Which programs a grant pays for, and at which sites a program works."""
    for kind, through, own in (
        ("grant", "agency_grant_programs", "grant_id"),
        ("site", "agency_program_sites", "site_id"),
    ):
        cursor.execute(
            f"INSERT INTO {through} ({own}, program_id) SELECT DISTINCT o.id, p.id FROM {reach}link l"
            f" JOIN {reach}row_{kind} o ON o.key = l.key JOIN {reach}row_program p ON p.key = l.program_key"
            f" WHERE l.kind = %s AND o.state <> 'deleted' AND NOT EXISTS (SELECT 1 FROM {through} t"
            f" WHERE t.{own} = o.id AND t.program_id = p.id)",
            [kind],
        )


def _default(field: models.Field) -> Any:
    value = field.get_default()
    return field.get_db_prep_save(value if value is not None else "", operational)


def _delivered_value(target: Target, column: str) -> str:
    """A column may be delivered for some rows only; the others get the model's default."""
    field = target.field(column)
    if field.null:
        return f's."{column}"'
    default = field.get_default()
    if column in target.json_columns:
        literal = "'[]'" if default == [] else "'{}'"
        if operational.vendor == "postgresql":
            literal += "::jsonb"
    elif isinstance(default, (int, float)) and not isinstance(default, bool):
        literal = str(default)
    elif isinstance(default, str):
        literal = "'" + default.replace("'", "''") + "'"
    else:
        return f's."{column}"'
    return f'coalesce(s."{column}", {literal})'


def _changed_value(target: Target, column: str) -> str:
    """What a row that is here gets: what was delivered, unless the column is set and never taken back."""
    delivered = _delivered_value(target, column)
    if column not in target.never_taken_back:
        return delivered
    here, default = f'{target.db_table}."{column}"', target.field(column).get_default()
    return f"CASE WHEN {here} = '{default}' THEN {delivered} ELSE {here} END"


def _copy_to_postgresql(path: Path) -> None:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as staging, operational.cursor() as cursor:
        for name, target in TARGETS.items():
            columns = [*target.columns, *target.json_columns, *target.references, *target.outside]
            typed = ", ".join(f'"{column}" {target.field(column).db_type(operational)}' for column in columns)
            cursor.execute(
                f"CREATE TEMP TABLE staged_row_{name} (n bigint, key text, hash text, state text, id bigint, {typed})"
            )
            everything = ["n", "key", "hash", "state", "id", *columns]
            names = ", ".join(f'"{column}"' for column in everything)
            # Rows that stay the same are only needed where something else links to them.
            some = "" if name in ("program", "site", "grant") else " WHERE state IN ('new', 'changed')"
            booleans = [
                column in columns and isinstance(target.field(column), models.BooleanField) for column in everything
            ]
            with operational.wrap_database_errors, cursor.copy(f"COPY staged_row_{name} ({names}) FROM STDIN") as copy:
                for row in staging.execute(f"SELECT {names} FROM row_{name}{some}"):
                    copy.write_row(
                        [
                            bool(value) if flag and value is not None else value
                            for flag, value in zip(booleans, row, strict=True)
                        ]
                    )
        for name, typed in (
            ("vanished", "target text, id bigint, decision text"),
            ("link", "kind text, key text, program_key text"),
            ("delivered", "target text, column_name text"),
            (
                "row_staff",
                "id bigint, number text, name text, email text, job_title text, joined_on text, is_new integer",
            ),
        ):
            cursor.execute(f"CREATE TEMP TABLE staged_{name} ({typed})")
            names = ", ".join(column.split()[0] for column in typed.split(", "))
            with operational.wrap_database_errors, cursor.copy(f"COPY staged_{name} ({names}) FROM STDIN") as copy:
                for row in staging.execute(f"SELECT {names} FROM {name}"):
                    copy.write_row(row)
            cursor.execute(f"ANALYZE staged_{name}")
