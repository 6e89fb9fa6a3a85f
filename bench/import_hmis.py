"""An HMIS import against the least that could do the same: Python's csv into SQLite, unchecked, in one transaction.

Both sides in one run, each in a process of its own; medians of the interleaved repeats, peak memory of the process,
and what other writers waited while the import wrote. Sizes and repeats can be given:

    python bench/import_hmis.py [ENROLLMENTS [SERVICES_PER_ENROLLMENT [REPEATS]]]
"""

from __future__ import annotations

import csv
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.big_export import write_export

WAITS_EACH_SECONDS = 0.02


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


def product_import(export: Path, home: Path) -> None:
    """What `lineofsight import hmis PATH --yes` does, with the seconds of its steps."""
    import django

    django.setup()
    from lineofsight.apps.imports import services

    began = time.perf_counter()
    run = services.read_run(services.begin_run("hmis", export.name, actor=None), export)
    read = time.perf_counter()
    services.decide(run, vanished="keep", leave_out_unreadable=True)
    services.write_run(run, actor=None)
    print(f"read {read - began:.1f} s, write {time.perf_counter() - read:.1f} s")


def timed(side: str, export: Path, target: Path) -> tuple[float, float, str]:
    """Seconds, peak MB and the last line printed, of one side in a process of its own."""
    began = time.perf_counter()
    command = [sys.executable, __file__, "--side", side, str(export), str(target)]
    environment = os.environ | {
        "LINEOFSIGHT_HOME": str(target),
        "DJANGO_SETTINGS_MODULE": "lineofsight.web.settings",
        "LINEOFSIGHT_DATABASE": "",
    }
    if side == "product":
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True)
        began = time.perf_counter()
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    *said, memory = done.stdout.strip().splitlines()
    return time.perf_counter() - began, float(memory), " ".join(said)


def longest_wait_of_others(export: Path, target: Path) -> tuple[float, int]:
    """The longest time another writer waited for its own small write during an import, and how many wrote."""
    database = target / "lineofsight.sqlite3"
    waits: list[float] = []
    stop = threading.Event()

    def write_now_and_then() -> None:
        connection = sqlite3.connect(database, timeout=60, isolation_level=None)
        while not stop.is_set():
            began = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE agency_agency SET mail_tried_on = NULL")
            connection.execute("COMMIT")
            waits.append(time.perf_counter() - began)
            time.sleep(WAITS_EACH_SECONDS)

    environment = os.environ | {
        "LINEOFSIGHT_HOME": str(target),
        "DJANGO_SETTINGS_MODULE": "lineofsight.web.settings",
        "LINEOFSIGHT_DATABASE": "",
    }
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True)
    writer = threading.Thread(target=write_now_and_then)
    writer.start()
    timed("product", export, target)
    stop.set()
    writer.join()
    return max(waits), len(waits)


def main(enrollments: int = 200_000, services_each: int = 5, repeats: int = 3) -> None:
    with tempfile.TemporaryDirectory(prefix="lineofsight-bench-") as folder:
        export = Path(folder) / "export"
        write_export(export, enrollments, services_each)
        rows = sum(sum(1 for _ in path.open()) - 1 for path in export.glob("*.csv"))
        print(f"{enrollments:,} enrollments, {rows:,} rows, SQLite, {os.cpu_count()} cores, {repeats} repeats")
        sides: dict[str, list[tuple[float, float, str]]] = {"product": [], "bare": []}
        for repeat in range(repeats):
            for side, measured in sides.items():
                target = Path(folder) / f"{side}-{repeat}"
                target.mkdir()
                measured.append(timed(side, export, target))
                print(f"  {side}: {measured[-1][0]:.1f} s, {measured[-1][1]:.0f} MB {measured[-1][2]}")
        medians = {side: statistics.median(each[0] for each in measured) for side, measured in sides.items()}
        memory = {side: max(each[1] for each in measured) for side, measured in sides.items()}
        print(
            f"import ÷ bare copy: {medians['product'] / medians['bare']:.2f}×; {rows / medians['product']:,.0f} rows/s"
        )
        print(f"peak memory: {memory['product']:.0f} MB (goal: at most 500 MB), bare copy {memory['bare']:.0f} MB")
        target = Path(folder) / "others"
        target.mkdir()
        longest, writes = longest_wait_of_others(export, target)
        print(f"other writers: {writes:,} writes, the longest waited {longest:.1f} s (goal: at most 10 s)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        side, source, goal = sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
        product_import(source, goal) if side == "product" else bare_copy(source, goal / "bare.sqlite3")
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    else:
        main(*(int(each) for each in sys.argv[1:]))
