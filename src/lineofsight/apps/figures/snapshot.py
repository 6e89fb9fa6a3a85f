"""Reading the operational database in one snapshot, as Arrow, through ADBC.

SQLite: a read transaction on a connection of its own, which sees the database as it was when it began and keeps no
writer waiting. PostgreSQL: repeatable read. The rule: in a process that reads a SQLite database here, Django has no
connection to the same file. The two bring two libraries of SQLite, and when one closes the file, the kernel takes the
locks of the other away (SQLite, "How To Corrupt An SQLite Database File", section 2.2.1). So builds have a process of
their own.

Everything arrives as whole numbers and text, because SQLite types values, not columns, and a column that begins with
blanks would be taken for numbers: `text` makes any value text, and what is blank an empty one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import quote, urlencode

import adbc_driver_manager.dbapi
import pyarrow as pa
from django.db import connections

from lineofsight.commands import command_here
from lineofsight.problems import Problem

BATCH_ROWS = 65_536


class Snapshot:
    """The database at one moment."""

    def __init__(self, connection: adbc_driver_manager.dbapi.Connection, vendor: str) -> None:
        self._connection = connection
        self.vendor = vendor

    def batches(self, query: str) -> Iterator[pa.RecordBatch]:
        """The rows of a query, some at a time. Raises W108 where the database cannot be read."""
        with closing(self._connection.cursor()) as cursor:
            if self.vendor == "sqlite":
                cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(BATCH_ROWS)})
            try:
                cursor.execute(query)
                yield from (batch for batch in cursor.fetch_record_batch() if batch.num_rows)
            except adbc_driver_manager.dbapi.Error as error:
                raise Problem(
                    "W108",
                    f"The database cannot be read: {str(error).splitlines()[0]}",
                    "Check that it runs and is whole: "
                    f"{command_here('backup')}, then {command_here('restore FILE --try')}.",
                ) from error

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of a small query."""
        return [row for batch in self.batches(query) for row in batch.to_pylist()]

    def text(self, column: str) -> str:
        """SQL for a column as text, blank as empty text."""
        return f"coalesce(CAST({column} AS text), '')"

    def moment(self, column: str) -> str:
        """SQL for a moment as text in UTC, such as 2026-11-12 15:30:00.123456."""
        return column if self.vendor == "sqlite" else f"CAST({column} AT TIME ZONE 'UTC' AS text)"


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """The operational database as it is now. Closes every connection that Django has in this process."""
    settings = connections["default"].settings_dict
    vendor = connections["default"].vendor
    connections.close_all()
    if vendor == "sqlite":
        import adbc_driver_sqlite.dbapi as driver  # noqa: PLC0415 - only one of the two need be installed

        address = f"file:{quote(str(settings['NAME']))}?mode=ro"
    else:
        import adbc_driver_postgresql.dbapi as driver  # type: ignore[no-redef]  # noqa: PLC0415

        address = _postgresql_address(settings)
    with closing(driver.connect(address)) as connection:
        if vendor == "postgresql":
            with closing(connection.cursor()) as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SET LOCAL datestyle = 'ISO'")
        yield Snapshot(connection, vendor)


def _postgresql_address(settings: dict[str, Any]) -> str:
    wanted = {
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
        **settings["OPTIONS"],
    }
    return (
        f"postgresql:///{quote(settings['NAME'])}?{urlencode({key: value for key, value in wanted.items() if value})}"
    )
