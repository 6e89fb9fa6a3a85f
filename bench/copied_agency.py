"""The made-up agency copied until it is large: more people, stays, services and assessments of the same kind.

Each copy of a person is born on another day, so that it is somebody else. Nobody looks after the copies: no worker has
a hundred lists, and a page of data quality has something to count.

python bench/copied_agency.py FOLDER TIMES
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

STEPS = {
    "records_household": 10_000,
    "records_participant": 10_000,
    "records_enrollment": 10_000,
    "records_service": 200_000,
    "records_assessment": 100_000,
}
OWNERS = {
    "participant_id": "records_participant",
    "household_id": "records_household",
    "enrollment_id": "records_enrollment",
}


def found_agency(home: Path, times: int) -> int:
    """The made-up agency in this empty folder, `times` times as large; how many services there are."""
    from django.core.management import call_command
    from django.db import connection

    from lineofsight.demo.build import build_demo

    call_command("migrate", verbosity=0)
    build_demo()
    connection.close()
    with closing(sqlite3.connect(home / "lineofsight.sqlite3")) as database:
        database.execute("PRAGMA synchronous=OFF")
        for table, step in STEPS.items():
            names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            for number in range(1, times):
                values = ", ".join(_copied(name, number, step) for name in names)
                columns = ", ".join(f'"{name}"' for name in names)
                database.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE id < {step}")
            database.commit()
        database.execute("PRAGMA optimize")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (copied,) = database.execute("SELECT count(*) FROM records_service").fetchone()
    return int(copied)


def _copied(name: str, number: int, step: int) -> str:
    if name == "id":
        return f"id + {number * step}"
    if name in OWNERS:
        return f"{name} + {number * STEPS[OWNERS[name]]}"
    if name == "birth_date":
        return f"date(birth_date, '-{number} days')"
    if name == "source_key":
        return f"CASE WHEN source_key = '' THEN '' ELSE source_key || '-{number}' END"
    return "NULL" if name == "entry_id" else f'"{name}"'


def start_django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "lineofsight.web.settings"
    os.environ["LINEOFSIGHT_DATABASE"] = ""
    import django

    django.setup()


if __name__ == "__main__":
    os.environ["LINEOFSIGHT_HOME"] = sys.argv[1]
    start_django()
    print(f"{found_agency(Path(sys.argv[1]), int(sys.argv[2])):,} services")
