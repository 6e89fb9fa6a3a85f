"""A build over millions of services against the least that could do the same: ADBC to Parquet, by hand.

The made-up agency is copied until it has that many services. Both sides read the same columns of the same tables in
one snapshot and write Parquet with zstd; the copy by hand casts nothing, checks nothing and leaves answers as JSON.
Each side in a process of its own; medians of the interleaved repeats, peak memory. Sizes and repeats can be given:

    python bench/build.py [SERVICES [REPEATS]]
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.copied_agency import found_agency, start_django

SERVICES_OF_ONE = 60_000  # of the made-up agency, about
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
        there = found_agency(home, max(1, round(services / SERVICES_OF_ONE)))
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
