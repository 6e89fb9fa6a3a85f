"""kill -9 in the middle of an import leaves before or after, never between."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from bench.big_export import write_export

from .installation import environment, set_up

pytestmark = pytest.mark.slow
WHOLE = {"records_participant": 1_500, "records_enrollment": 1_500, "records_service": 6_000}
NOTHING = dict.fromkeys(WHOLE, 0)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    write_export(folder, 1_500, 4)
    return folder


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same export, every row of it written anew by its source."""
    folder = tmp_path_factory.mktemp("changed")
    write_export(folder, 1_500, 4, updated_at="2026-11-02 08:00:00")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert set_up(tmp_path / "home").returncode == 0
    return tmp_path / "home"


def start_import(home: Path, export: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "lineofsight.cli", "import", "hmis", str(export), "--yes", "--home", str(home)]
    return subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def state_of_the_run(home: Path) -> str:
    """Of the newest."""
    with closing(sqlite3.connect(home / "lineofsight.sqlite3", timeout=30)) as database:
        found = database.execute("SELECT state FROM agency_importrun ORDER BY id DESC").fetchone()
        return found[0] if found else ""


def rows(home: Path) -> dict[str, int]:
    with closing(sqlite3.connect(home / "lineofsight.sqlite3", timeout=30)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in WHOLE}


def triggers(home: Path) -> set[str]:
    with closing(sqlite3.connect(home / "lineofsight.sqlite3", timeout=30)) as database:
        return {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}


def versions(home: Path, *, true: bool = True) -> int:
    """How many rows of people the history holds; not true: what lies there ahead of an import that is not written."""
    with closing(sqlite3.connect(home / "lineofsight.sqlite3", timeout=30)) as database:
        tables = ", ".join(f"'{table}'" for table in WHOLE)
        counted = (
            f'SELECT count(*) FROM agency_rowversion WHERE "table" IN ({tables}) AND (ended_by_import_id IN'
            " (SELECT id FROM agency_importrun WHERE state <> 'written')) = ?"
        )
        return int(database.execute(counted, [not true]).fetchone()[0])


def kill_in_state(state: str, process: subprocess.Popen[bytes], home: Path, after_seconds: float) -> None:
    """Wait until the run is in this state, then a moment, then kill."""
    until = time.monotonic() + 90
    while state_of_the_run(home) != state:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.002)
    time.sleep(after_seconds)
    process.kill()
    process.communicate()


def kill_in_the_commit(process: subprocess.Popen[bytes], home: Path, after_bytes: int) -> None:
    """Kill once so much of the one transaction is in the log of the database."""
    log = home / "lineofsight.sqlite3-wal"
    until = time.monotonic() + 90
    while state_of_the_run(home) != "writing":
        assert time.monotonic() < until
    begun = log.stat().st_size
    while log.stat().st_size < begun + after_bytes:
        assert process.poll() is None, process.communicate()
    process.kill()
    process.communicate()


def kill_once_the_history_is_ahead(process: subprocess.Popen[bytes], home: Path, after_seconds: float) -> None:
    """Kill in the one transaction of an import that changes every row."""
    until = time.monotonic() + 90
    while versions(home, true=False) + versions(home) < sum(WHOLE.values()):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
    time.sleep(after_seconds)
    process.kill()
    process.communicate()


def test_leaves_nothing_when_killed_while_reading(home: Path, export: Path) -> None:
    kill_in_state("reading", start_import(home, export), home, 0.3)

    assert rows(home) == NOTHING


@pytest.mark.parametrize("after_seconds", [0.0, 0.03, 0.1])
def test_leaves_before_or_after_when_killed_while_writing(home: Path, export: Path, after_seconds: float) -> None:
    kill_in_state("writing", start_import(home, export), home, after_seconds)

    assert rows(home) == (WHOLE if state_of_the_run(home) == "written" else NOTHING)


@pytest.mark.parametrize("after_bytes", [1_000_000, 2_000_000, 3_000_000])
def test_leaves_before_or_after_when_killed_in_the_commit(home: Path, export: Path, after_bytes: int) -> None:
    kill_in_the_commit(start_import(home, export), home, after_bytes)

    assert rows(home) == (WHOLE if state_of_the_run(home) == "written" else NOTHING)


@pytest.mark.parametrize("after_seconds", [0.0, 0.02, 0.05, 0.1, 0.2])
def test_leaves_the_history_and_its_triggers_whole_when_killed_while_rows_change(
    home: Path, export: Path, changed: Path, after_seconds: float
) -> None:
    start_import(home, export).communicate(timeout=120)
    before = triggers(home)

    kill_once_the_history_is_ahead(start_import(home, changed), home, after_seconds)

    assert (rows(home), triggers(home)) == (WHOLE, before)
    assert versions(home) == (sum(WHOLE.values()) if state_of_the_run(home) == "written" else 0)


def test_can_be_imported_again_after_the_kill(home: Path, export: Path) -> None:
    kill_in_state("writing", start_import(home, export), home, 0.02)

    again = start_import(home, export)
    _out, errors = again.communicate(timeout=120)

    assert (again.returncode, errors) == (0, b"")
    assert rows(home) == WHOLE


@pytest.mark.parametrize("after_seconds", [0.05, 0.3, 0.8])
def test_leaves_no_history_ahead_once_the_import_is_written_again(
    home: Path, export: Path, changed: Path, after_seconds: float
) -> None:
    start_import(home, export).communicate(timeout=120)
    kill_in_state("writing", start_import(home, changed), home, after_seconds)
    was_written = state_of_the_run(home) == "written"
    assert (rows(home), versions(home)) == (WHOLE, sum(WHOLE.values()) if was_written else 0)

    _out, errors = start_import(home, changed).communicate(timeout=120)

    assert (errors, state_of_the_run(home)) == (b"", "written")
    assert (versions(home), versions(home, true=False)) == (sum(WHOLE.values()), 0)
