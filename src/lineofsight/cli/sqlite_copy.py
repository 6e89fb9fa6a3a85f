"""A copy of an SQLite database as it is at one moment, while others write (SQLite's online backup)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from lineofsight.problems import Problem

DATABASE_FILE = "lineofsight.sqlite3"


def copy_database(source: Path, target: Path) -> dict[str, int]:
    """Copy in one step, without stopping writers; the rows of every table in the copy."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # the copy is one file
        return row_counts(copy)


def row_counts(database: sqlite3.Connection) -> dict[str, int]:
    """Table → rows."""
    tables = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables.fetchall()}


def check_database(path: Path) -> dict[str, int]:
    """The rows of every table of a database that is sound. Raises S124."""
    try:
        with closing(sqlite3.connect(path)) as database:
            verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
            dangling = database.execute("PRAGMA foreign_key_check").fetchone()
            if verdict != "ok" or dangling:
                raise Problem("S124", "The database in the backup is not sound.", "Use another backup.")
            return row_counts(database)
    except sqlite3.DatabaseError as error:
        raise Problem("S124", f"The database in the backup is not sound: {error}.", "Use another backup.") from error
