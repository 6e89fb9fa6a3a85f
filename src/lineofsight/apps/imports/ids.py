"""Ids given to new rows before they are written, so that staged rows can already refer to each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import connection as operational
from django.db import transaction

from .targets import Target

Row = TypeVar("Row")


def reserved_ids(table: str, wanted: int) -> Iterable[int]:
    """Ids that no other writer will be given, taken now so that staged rows can already refer to each other."""
    if wanted == 0:
        return ()
    with transaction.atomic(), operational.cursor() as cursor:
        if operational.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, wanted]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        last = found[0] if found else 0
        if found:
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last + wanted, table])
        else:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, wanted])
        return range(last + 1, last + wanted + 1)


def assign_ids(staging: sqlite3.Connection, target: Target) -> None:
    """Give the new rows their ids, in the order of their keys.

    The largest index of a table is that of its sources' keys. Keys that rise with the ids are put at its end one after
    the other; in the order of a file each would be put somewhere else, while others wait.
    """
    name = target.name
    wanted = staging.execute(f"SELECT count(*) FROM row_{name} WHERE state = 'new'").fetchone()[0]
    staging.execute("CREATE TEMP TABLE reserved (n INTEGER PRIMARY KEY, id INTEGER)")
    for batch in batches(reserved_ids(target.db_table, wanted)):
        staging.executemany("INSERT INTO reserved (id) VALUES (?)", [(each,) for each in batch])
    staging.execute(
        f"UPDATE row_{name} SET id = reserved.id FROM reserved,"
        f" (SELECT n, row_number() OVER (ORDER BY key) AS rank FROM row_{name} WHERE state = 'new') ranked"
        f" WHERE ranked.n = row_{name}.n AND reserved.n = ranked.rank"
    )
    staging.execute("DROP TABLE reserved")


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows, some thousands at a time."""
    iterator = iter(rows)
    while batch := list(islice(iterator, 5_000)):
        yield batch
