"""An HMIS import against the least that could do the same: Python's csv into SQLite, unchecked, in one transaction.

Both sides in one run, each in a process of its own; medians of the interleaved repeats, peak memory of the process,
and what other writers waited while the import wrote, with the load of the machine beside. The product imports three
times into one home: into empty tables, from a second source beside as many rows, and the first source again with
every row changed. Sizes and repeats can be given:

    python bench/import_hmis.py [ENROLLMENTS [SERVICES_PER_ENROLLMENT [REPEATS]]]
"""

from __future__ import annotations

import csv
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.big_export import write_export
from lineofsight.web.sqlite.base import writer_lock

WRITES_EACH_SECONDS = 0.02
MOST_MB, MOST_SECONDS = 500, 10
LATER = "2026-11-02 08:00:00"
IMPORTS = {"into empty tables": "first", "beside as many rows": "second", "every row changed": "changed"}


@dataclass(frozen=True)
class Measured:
    """One side, once. waited: the longest that another writer waited, in seconds; load: of the minute before."""

    seconds: float
    megabytes: float
    said: str
    waited: float = 0.0
    writes: int = 0
    load: float = 0.0


def bare_copy(export: Path, target: Path) -> None:
    """Every line of every file into a table of text columns: no check, no history, no comparison."""
    database = sqlite3.connect(target)
    database.execute("PRAGMA journal_mode=WAL")
    with database:
        for path in sorted(export.glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                lines = csv.reader(file)
                header = next(lines)
                database.execute(f"CREATE TABLE {path.stem} ({', '.join(f'{name} TEXT' for name in header)})")
                marks = ", ".join("?" for _ in header)
                database.executemany(f"INSERT INTO {path.stem} VALUES ({marks})", lines)


def product_import(export: Path) -> None:
    """What `lineofsight import hmis PATH --yes` does, with the seconds of its steps and its longest turn to write."""
    import django

    django.setup()
    from lineofsight.web.sqlite.base import WriterLock

    turns: list[tuple[float, float]] = []
    acquire, release = WriterLock.acquire, WriterLock.release

    def take(lock: WriterLock) -> None:
        acquire(lock)
        turns.append((time.perf_counter(), time.process_time()))

    def give_back(lock: WriterLock) -> None:
        turns[-1] = (time.perf_counter() - turns[-1][0], time.process_time() - turns[-1][1])
        release(lock)

    WriterLock.acquire, WriterLock.release = take, give_back  # type: ignore[method-assign]
    from lineofsight.apps.agency.permissions import COMMAND_LINE
    from lineofsight.apps.imports import services

    began = time.perf_counter()
    run = services.read_run(services.begin_run("hmis", export.name, actor=COMMAND_LINE), export)
    read, worked = time.perf_counter(), time.process_time()
    services.decide(run, vanished="keep", leave_out_unreadable=True, actor=COMMAND_LINE)
    services.write_run(run, actor=COMMAND_LINE)
    write, worked = time.perf_counter() - read, time.process_time() - worked
    print(f"read {read - began:.1f} s, write {write:.1f} s of which {worked:.1f} s of a processor,")
    print("its longest turn to write {:.1f} s of which {:.1f} s of a processor".format(*max(turns)))


def environment(home: Path) -> dict[str, str]:
    return os.environ | {
        "LINEOFSIGHT_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "lineofsight.web.settings",
        "LINEOFSIGHT_DATABASE": "",
    }


def timed(side: str, export: Path, target: Path) -> Measured:
    """One side in a process of its own; target: the file of the bare copy, or the home of an installation."""
    load = os.getloadavg()[0]
    command = [sys.executable, __file__, "--side", side, str(export), str(target)]
    with others_writing(target) as waits:
        began = time.perf_counter()
        done = subprocess.run(command, env=environment(target), check=True, capture_output=True, text=True)
        seconds = time.perf_counter() - began
    *said, memory = done.stdout.strip().splitlines()
    return Measured(seconds, float(memory), " ".join(said), max(waits, default=0.0), len(waits), load)


@contextmanager
def others_writing(home: Path) -> Iterator[list[float]]:
    """Another writer in the product's own line, at small writes meanwhile; gives the seconds that each took."""
    waits: list[float] = []
    stop = threading.Event()

    def write_now_and_then() -> None:
        path = home / "lineofsight.sqlite3"
        in_line = writer_lock(str(path))
        with closing(sqlite3.connect(path, timeout=300, isolation_level=None)) as database:
            database.execute("PRAGMA synchronous=FULL")
            while not stop.is_set():
                began = time.perf_counter()
                with in_line:
                    database.execute("BEGIN IMMEDIATE")
                    database.execute("UPDATE agency_agency SET mail_tried_on = NULL")
                    database.execute("COMMIT")
                waits.append(time.perf_counter() - began)
                time.sleep(WRITES_EACH_SECONDS)

    if not home.is_dir():
        yield waits
        return
    writer = threading.Thread(target=write_now_and_then)
    writer.start()
    try:
        yield waits
    finally:
        stop.set()
        writer.join()


def product_repeat(exports: dict[str, Path], home: Path) -> dict[str, Measured]:
    """The imports into one new home, one after the other."""
    home.mkdir()
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment(home), check=True)
    return {title: timed("product", exports[name], home) for title, name in IMPORTS.items()}


def main(enrollments: int = 200_000, services_each: int = 5, repeats: int = 3) -> None:
    with tempfile.TemporaryDirectory(prefix="lineofsight-bench-") as folder:
        exports = {name: Path(folder) / name for name in IMPORTS.values()}
        write_export(exports["first"], enrollments, services_each)
        write_export(exports["second"], enrollments, services_each, source="OTHER")
        write_export(exports["changed"], enrollments, services_each, updated_at=LATER)
        rows = sum(sum(1 for _ in path.open()) - 1 for path in exports["first"].glob("*.csv"))
        print(f"{enrollments:,} enrollments, {rows:,} rows, SQLite, {os.cpu_count()} cores, {repeats} repeats")
        product: dict[str, list[Measured]] = {title: [] for title in IMPORTS}
        bare: list[Measured] = []
        for repeat in range(repeats):
            for title, measured in product_repeat(exports, Path(folder) / f"home-{repeat}").items():
                product[title].append(measured)
                print(
                    f"  {title}: {measured.seconds:.1f} s ({measured.said}), {measured.megabytes:.0f} MB; others made"
                    f" {measured.writes:,} writes, the longest took {measured.waited:.1f} s; load {measured.load:.1f}"
                )
            bare.append(timed("bare", exports["first"], Path(folder) / f"bare-{repeat}.sqlite3"))
            print(f"  bare copy: {bare[-1].seconds:.1f} s, {bare[-1].megabytes:.0f} MB; load {bare[-1].load:.1f}")
        first = median(each.seconds for each in product["into empty tables"])
        ratio = first / median(each.seconds for each in bare)
        print(f"import ÷ bare copy: {ratio:.2f}×; {rows / first:,.0f} rows/s into empty tables")
        for title, measured_ones in product.items():
            print(
                f"{title}: other writers waited {median(each.waited for each in measured_ones):.1f} s at the longest"
                f" (median of {repeats}, worst {max(each.waited for each in measured_ones):.1f} s; goal: at most"
                f" {MOST_SECONDS} s), peak memory {max(each.megabytes for each in measured_ones):.0f} MB"
                f" (goal: at most {MOST_MB} MB)"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        side, source, goal = sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
        product_import(source) if side == "product" else bare_copy(source, goal)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    else:
        main(*(int(each) for each in sys.argv[1:]))
