"""A copy of a PostgreSQL database as it is at one moment, with PostgreSQL's own pg_dump and pg_restore.

Rows are counted in the very snapshot that is dumped, so that the counts hold while others write.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lineofsight.problems import Problem

DUMP_FILE = "lineofsight.dump"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"


def dump_database(database: dict[str, Any], target: Path) -> dict[str, int]:
    """Dump the database that Django's settings name; the rows of every table. Raises S125."""
    program = _program("pg_dump")
    with _connection(database) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone()
        rows = _row_counts(connection)
        _run([program, "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}"], database)
    return rows


def load_database(database: dict[str, Any], source: Path) -> dict[str, int]:
    """Load a dump into an empty database; the rows of every table. Raises S125, S126."""
    program = _program("pg_restore")
    with _connection(database) as connection:
        if connection.execute(TABLES).fetchone():
            raise Problem(
                "S126",
                f"The database {database['NAME']} is not empty.",
                "Make an empty one and name it under LINEOFSIGHT_DATABASE; a restore never overwrites.",
            )
    _run([program, "--no-owner", "--exit-on-error", "--single-transaction", "--dbname=", str(source)], database)
    with _connection(database) as connection:
        return _row_counts(connection)


@contextmanager
def passing_database(database: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """An empty database on the same server that goes away afterwards. Its user must be allowed to make one."""
    passing = {**database, "NAME": f"lineofsight_try_{secrets.token_hex(4)}"}
    with _connection(database) as connection:
        connection.autocommit = True
        connection.execute(f'CREATE DATABASE "{passing["NAME"]}"')
    try:
        yield passing
    finally:
        with _connection(database) as connection:
            connection.autocommit = True
            connection.execute(f'DROP DATABASE "{passing["NAME"]}" WITH (FORCE)')


def address_of(database: dict[str, Any]) -> str:
    """Django's database settings as an address, postgresql://user:password@host:port/name."""
    from urllib.parse import quote, urlencode

    password = f":{quote(database['PASSWORD'], safe='')}" if database["PASSWORD"] else ""
    user = quote(database["USER"], safe="") + password
    options = {**database["OPTIONS"], "host": database["HOST"], "port": database["PORT"]}
    query = urlencode({key: value for key, value in options.items() if value})
    return f"postgresql://{user}@/{quote(database['NAME'])}?{query}"


def _row_counts(connection: Any) -> dict[str, int]:
    tables = [name for (name,) in connection.execute(TABLES).fetchall()]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}


@contextmanager
def _connection(database: dict[str, Any]) -> Iterator[Any]:
    import psycopg

    try:
        with psycopg.connect(address_of(database)) as connection:
            yield connection
    except psycopg.Error as error:
        raise Problem(
            "S102", f"The database refuses: {str(error).strip()}.", "Check its address and rights."
        ) from error


def _program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise Problem(
            "S125",
            f"A backup of a PostgreSQL database needs PostgreSQL's own program {name}, which is not on this machine.",
            "Install the PostgreSQL client of the server's version, or back up on the database's own machine.",
        )
    return found


def _run(command: list[str], database: dict[str, Any]) -> None:
    connect = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    command = [part if part != "--dbname=" else f"--dbname={database['NAME']}" for part in command]
    done = subprocess.run(
        command,
        env={**os.environ, **{key: value for key, value in connect.items() if value}},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Problem(
            "S125",
            f"{Path(command[0]).name} failed: {done.stderr.strip().splitlines()[-1]}.",
            "Install the PostgreSQL client of the server's version.",
        )
