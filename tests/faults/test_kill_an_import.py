"""kill -9 in the middle of an import leaves before or after, never between."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bench.big_export import write_export

pytestmark = pytest.mark.slow
WHOLE = {"records_participant": 4_000, "records_enrollment": 4_000, "records_service": 20_000}
NOTHING = dict.fromkeys(WHOLE, 0)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    write_export(folder, 4_000, 5)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    environment = os.environ | {"LINEOFSIGHT_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "lineofsight.web.settings"}
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True)
    return tmp_path


def start_import(home: Path, export: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"LINEOFSIGHT_HOME": str(home), "LINEOFSIGHT_DATABASE": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "lineofsight.cli", "import", "hmis", str(export), "--yes", "--home", str(home)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def rows(home: Path) -> dict[str, int]:
    with sqlite3.connect(home / "lineofsight.sqlite3", timeout=30) as database:
        found = {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in WHOLE}
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    database.close()
    return found


def kill_when_writing(process: subprocess.Popen[bytes], home: Path, after_seconds: float) -> None:
    """Wait until the run says that it is writing, then a moment, then kill."""
    until = time.monotonic() + 60
    with sqlite3.connect(home / "lineofsight.sqlite3", timeout=30) as database:
        while process.poll() is None and time.monotonic() < until:
            if database.execute("SELECT 1 FROM agency_importrun WHERE state = 'writing'").fetchone():
                time.sleep(after_seconds)
                break
            time.sleep(0.002)
    database.close()
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_leaves_nothing_when_killed_while_reading(home: Path, export: Path) -> None:
    process = start_import(home, export)
    time.sleep(3)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert rows(home) == NOTHING


@pytest.mark.parametrize("after_seconds", [0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8])
def test_leaves_before_or_after_when_killed_while_writing(home: Path, export: Path, after_seconds: float) -> None:
    process = start_import(home, export)
    kill_when_writing(process, home, after_seconds)

    assert rows(home) in (NOTHING, WHOLE)


def test_can_be_imported_again_after_the_kill(home: Path, export: Path) -> None:
    kill_when_writing(start_import(home, export), home, 0.05)

    again = start_import(home, export)
    _out, errors = again.communicate(timeout=120)

    assert (again.returncode, errors) == (0, b"")
    assert rows(home) == WHOLE
