"""Staged rows within reach of SQLite: as much as can be is done before the one writer's turn, and after it.

Others wait while the transaction runs, so it only copies. Before it, the new rows are made ready in a file of their
own: as they will stand, in tables made by the very definitions of the tables here. So every CHECK has looked at them
and every index is sorted already. Into a table that is still empty SQLite then copies them cell by cell, indexes
included, without looking at a value; into one that holds rows it inserts them, and what is unique is checked there.
Changed rows are made ready too, and their history is written ahead (`changed_rows.py`, `history_ahead.py`).
After it, the log is moved into the database while others write again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection as operational
from django.db.backends.utils import CursorWrapper

from .changed_rows import foresee
from .history_ahead import forget_ahead, forget_ahead_of_interrupted_runs
from .new_rows import Origin, Reach, insert_new, reach_of
from .staging import connect
from .targets import TARGETS, Target

KILOBYTES_OF_CACHE = 96_000
PAGES_BEFORE_THE_LOG_IS_MOVED = 1_000  # SQLite's own figure
LARGEST_LOG_KEPT = 16 * 1024 * 1024  # bytes on the disk once the log is empty again


@contextmanager
def within_reach_of_sqlite(staging: Path, origin: Origin) -> Iterator[Reach]:
    """Make the new rows ready, and what is staged readable by the operational connection.

    Foreign keys are not checked row by row meanwhile: every reference was resolved in the staging database, to a
    staged row or to one that is here, and no row is ever deleted.
    """
    ready = staging.with_name("ready.sqlite3")
    reach = make_ready(staging, ready, origin)
    with operational.cursor() as cursor:
        with _attached(cursor, "staged", staging), _attached(cursor, "ready", ready), _references_unchecked(cursor):
            cursor.execute("PRAGMA ready.synchronous=OFF")  # what breaks is made again
            forget_ahead(origin.run_id)
            forget_ahead_of_interrupted_runs()
            try:
                foreseen = foresee(cursor, operational.connection, reach, origin)
                with _in_haste(cursor):
                    yield foreseen
                    # At once, so that no other writer begins to move the log and keeps the rest waiting meanwhile.
                    cursor.execute("PRAGMA main.wal_checkpoint(PASSIVE)")
            except Exception:
                forget_ahead(origin.run_id)
                raise
        # The planner learns how many rows there are now; a sample of each index is enough. As the first that is written
        # after the log was moved, it also cuts the log.
        cursor.execute(f"PRAGMA main.journal_size_limit={LARGEST_LOG_KEPT}")
        cursor.execute("PRAGMA analysis_limit=400")
        cursor.execute("ANALYZE")
    ready.unlink(missing_ok=True)


def make_ready(staging: Path, ready: Path, origin: Origin) -> Reach:
    """Write the new rows as they will stand into tables like those here. Raises sqlite3.IntegrityError like these."""
    ready.unlink(missing_ok=True)
    with closing(connect(ready)) as database:
        database.execute("ATTACH DATABASE ? AS staged", [str(staging)])
        with closing(sqlite3.connect(staging)) as staged:
            reach = reach_of(staged, staged="staged.", ready="ready.")
        for name in sorted(reach.added):
            target = TARGETS[name]
            table, *indexes = _definitions(target)
            database.execute(table)
            database.execute(
                *insert_new(target, reach.delivered, origin, into=target.db_table, staged="staged.", mark="?")
            )
            for index in indexes:
                database.execute(index)
        database.commit()
    return reach


def copy_ready(cursor: CursorWrapper, target: Target, reach: Reach) -> None:
    """Put the ready rows of a target into its table. The columns stand in one order: both come of one definition.

    CHECKs have looked at these very rows in the ready table and need not look again; nothing else is written meanwhile.
    """
    cursor.execute("PRAGMA ignore_check_constraints=ON")
    try:
        cursor.execute(f"INSERT INTO main.{target.db_table} SELECT * FROM {reach.ready}{target.db_table}")
    finally:
        cursor.execute("PRAGMA ignore_check_constraints=OFF")


def _definitions(target: Target) -> list[str]:
    """The statements that made the table of a target here and its indexes; the table comes first."""
    with operational.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('table', 'index') AND sql IS NOT NULL"
            " ORDER BY type DESC",
            [target.db_table],
        )
        return [row[0] for row in cursor.fetchall()]


@contextmanager
def _attached(cursor: CursorWrapper, name: str, path: Path) -> Iterator[None]:
    cursor.execute(f"ATTACH DATABASE %s AS {name}", [str(path)])
    try:
        yield
    finally:
        cursor.execute(f"DETACH DATABASE {name}")


@contextmanager
def _references_unchecked(cursor: CursorWrapper) -> Iterator[None]:
    cursor.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")


@contextmanager
def _in_haste(cursor: CursorWrapper) -> Iterator[None]:
    """For one large transaction: a larger cache, no moving of the log at its end."""
    cursor.execute("PRAGMA main.cache_size")
    ((usual_cache,),) = cursor.fetchall()
    cursor.execute(f"PRAGMA main.cache_size=-{KILOBYTES_OF_CACHE}")
    cursor.execute("PRAGMA wal_autocheckpoint=0")
    try:
        yield
    finally:
        cursor.execute(f"PRAGMA wal_autocheckpoint={PAGES_BEFORE_THE_LOG_IS_MOVED}")
        cursor.execute(f"PRAGMA main.cache_size={usual_cache}")
