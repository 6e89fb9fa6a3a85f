"""kill -9 in the middle of a build leaves the build of before current, and the next one clears up."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from bench.big_export import write_export

from .installation import environment, free_port, run, set_up

pytestmark = pytest.mark.slow
PEOPLE, SERVICES = 4_000, 32_000


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with records, and figures of the time before they came."""
    folder = tmp_path_factory.mktemp("prepared")
    write_export(folder / "export", PEOPLE, SERVICES // PEOPLE)
    assert set_up(folder / "home").returncode == 0
    assert run("build", home=folder / "home").returncode == 0
    assert run("import", "hmis", str(folder / "export"), "--yes", home=folder / "home").returncode == 0
    return folder / "home"


@pytest.fixture
def home(tmp_path: Path, prepared: Path) -> Path:
    """A copy, to be killed at will."""
    return Path(shutil.copytree(prepared, tmp_path / "home", symlinks=True))


def current(home: Path) -> dict[str, int]:
    """Rows by table of the current build, whose files are all there."""
    folder = home / "builds" / os.readlink(home / "builds" / "current")
    tables = json.loads((folder / "manifest.json").read_bytes())["tables"]
    for table in tables.values():
        assert [(folder / file["name"]).stat().st_size for file in table["files"]] == [
            file["bytes"] for file in table["files"]
        ]
    return {name: table["rows"] for name, table in tables.items()}


def start_build(home: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "lineofsight.cli", "build", "--home", str(home)]
    return subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def kill_when(process: subprocess.Popen[bytes], is_time: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not is_time():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.001)
    process.kill()
    process.communicate()


@pytest.mark.parametrize("file", ["participant.parquet", "service.parquet", "assessment.parquet"])
def test_leaves_the_figures_of_before(home: Path, file: str) -> None:
    kill_when(start_build(home), lambda: any((home / "builds").glob(f".making-*/{file}")))

    assert sum(current(home).values()) == 0


def test_is_made_whole_the_next_time(home: Path) -> None:
    kill_when(start_build(home), lambda: any((home / "builds").glob(".making-*/service.parquet")))

    again = run("build", home=home)

    assert (again.returncode, again.stderr) == (0, "")
    assert current(home)["service"] == SERVICES
    assert list((home / "builds").glob(".making-*")) == []


def test_is_made_by_the_server_that_finds_it_undone(home: Path) -> None:
    kill_when(start_build(home), lambda: any((home / "builds").glob(".making-*/service.parquet")))
    port = str(free_port())

    server = subprocess.Popen(
        [sys.executable, "-m", "lineofsight.cli", "serve", "--home", str(home), "--port", port],
        env=environment(),
        stdout=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while current(home).get("service") != SERVICES:
            assert time.monotonic() < until
            time.sleep(0.2)
        with closing(sqlite3.connect(home / "lineofsight.sqlite3", timeout=30)) as database:
            database.execute("UPDATE records_service SET standing = 'withdrawn' WHERE id = 1")
            database.commit()
        while current(home)["service"] != SERVICES - 1:
            assert time.monotonic() < until
            time.sleep(0.2)
    finally:
        server.terminate()
        server.wait(30)
