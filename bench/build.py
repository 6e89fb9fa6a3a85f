"""A build over millions of services against the least that could do the same: ADBC to Parquet, by hand.

The made-up agency is copied until it has that many services. Both sides read the same columns of the same tables in
one snapshot and write Parquet with zstd; the copy by hand casts nothing, checks nothing and leaves answers as JSON.
Each side in a process of its own; medians of the interleaved repeats, peak memory. Sizes and repeats can be given:

    python bench/build.py [SERVICES [REPEATS]]
"""

from __future__ import annotations

import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
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
BY_HAND = {
    "participant": "SELECT id, birth_date, birth_date_quality, genders, race_ethnicities, is_veteran, language, "
    "zip_code, answers FROM records_participant ORDER BY id",
    "household": "SELECT id FROM records_household ORDER BY id",
    "enrollment": "SELECT id, participant_id, household_id, program_id, site_id, paid_by_id, relationship, stage, "
    "applied_on, entry_date, coalesce(exit_date, '') AS exit_date, answers FROM records_enrollment ORDER BY id",
    "service": "SELECT id, enrollment_id, type_id, paid_by_id, date, quantity, amount, created_at, answers "
    "FROM records_service ORDER BY id",
    "assessment": "SELECT id, enrollment_id, instrument_id, point, date, created_at, answers "
    "FROM records_assessment ORDER BY id",
}


def fill(home: Path, services: int) -> int:
    """The made-up agency, copied; how many services there are."""
    from django.core.management import call_command
    from django.db import connection

    from lineofsight.demo.build import build_demo

    call_command("migrate", verbosity=0)
    build_demo()
    connection.close()
    with closing(sqlite3.connect(home / "lineofsight.sqlite3")) as database:
        database.execute("PRAGMA synchronous=OFF")
        (told,) = database.execute("SELECT count(*) FROM records_service").fetchone()
        for table, step in STEPS.items():
            names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            for number in range(1, services // told):
                values = ", ".join(_copied(name, number, step) for name in names)
                columns = ", ".join(f'"{name}"' for name in names)
                database.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE id < {step}")
            database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (copied,) = database.execute("SELECT count(*) FROM records_service").fetchone()
    return int(copied)


def _copied(name: str, number: int, step: int) -> str:
    if name == "id":
        return f"id + {number * step}"
    if name in OWNERS:
        return f"{name} + {number * STEPS[OWNERS[name]]}"
    if name == "source_key":
        return f"CASE WHEN source_key = '' THEN '' ELSE source_key || '-{number}' END"
    return "NULL" if name == "entry_id" else f'"{name}"'


def build() -> None:
    """What `lineofsight build` does."""
    from lineofsight.apps.figures.extract import make_build

    make_build()


def copy_by_hand(home: Path) -> None:
    """Every column as it comes."""
    import adbc_driver_sqlite.dbapi
    import pyarrow.parquet as pq

    target = home / "by-hand"
    target.mkdir(exist_ok=True)
    with closing(adbc_driver_sqlite.dbapi.connect(f"file:{home}/lineofsight.sqlite3?mode=ro")) as connection:
        for table, query in BY_HAND.items():
            with closing(connection.cursor()) as cursor:
                cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": "65536"})
                cursor.execute(query)
                batches = cursor.fetch_record_batch()
                with pq.ParquetWriter(target / f"{table}.parquet", batches.schema, compression="zstd") as writer:
                    for batch in batches:
                        writer.write_batch(batch)


def timed(side: str, home: Path) -> tuple[float, float, float]:
    """Seconds, seconds of the processor and peak MB of one side, in a process of its own whose start is not counted."""
    done = subprocess.run(
        [sys.executable, __file__, "--side", side, str(home)], check=True, capture_output=True, text=True
    )
    seconds, of_processor, memory = done.stdout.split()
    return float(seconds), float(of_processor), float(memory)


def main(services: int = 5_000_000, repeats: int = 3) -> None:
    with tempfile.TemporaryDirectory(prefix="lineofsight-bench-") as folder:
        home = Path(folder)
        os.environ["LINEOFSIGHT_HOME"] = folder
        start_django()
        there = fill(home, services)
        print(f"{there:,} services, SQLite, {os.cpu_count()} cores, {repeats} repeats")
        sides: dict[str, list[tuple[float, float, float]]] = {"build": [], "by hand": []}
        for _repeat in range(repeats):
            for side, measured in sides.items():
                measured.append(timed(side, home))
                print("  {}: {:.1f} s, {:.1f} s of the processor, {:.0f} MB".format(side, *measured[-1]), flush=True)
        seconds = {side: statistics.median(each[0] for each in measured) for side, measured in sides.items()}
        of_processor = {side: statistics.median(each[1] for each in measured) for side, measured in sides.items()}
        memory = {side: max(each[2] for each in measured) for side, measured in sides.items()}
        print(
            f"build ÷ copy by hand: {seconds['build'] / seconds['by hand']:.2f}×, of the processor "
            f"{of_processor['build'] / of_processor['by hand']:.2f}×"
        )
        print(f"peak memory: {memory['build']:.0f} MB, copy by hand {memory['by hand']:.0f} MB")


def start_django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "lineofsight.web.settings"
    os.environ["LINEOFSIGHT_DATABASE"] = ""
    import django

    django.setup()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        os.environ["LINEOFSIGHT_HOME"] = sys.argv[3]
        start_django()
        began, of_processor = time.perf_counter(), time.process_time()
        build() if sys.argv[2] == "build" else copy_by_hand(Path(sys.argv[3]))
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(time.perf_counter() - began, time.process_time() - of_processor, used.ru_maxrss / 1024)
    else:
        main(*(int(each) for each in sys.argv[1:]))
