"""However the server ends, nothing of it is left running."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.faults.installation import environment, free_port, set_up

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A server that answers."""
    set_up(tmp_path / "home")
    where = ("--home", str(tmp_path / "home"), "--port", str(free_port()))
    running = subprocess.Popen(
        [sys.executable, "-m", "lineofsight.cli", "serve", *where],
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout
    assert "Line of Sight is at" in running.stdout.readline()
    yield running
    running.kill()
    running.wait()
    running.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_leaves_no_process_behind(server: subprocess.Popen[str], number: signal.Signals) -> None:
    family = psutil.Process(server.pid).children(recursive=True)

    server.send_signal(number)
    server.wait(20)
    _gone, alive = psutil.wait_procs(family, timeout=15)

    assert len(family) in (3, 4)  # the main process of the pages, their worker, the work behind them, perhaps a build
    assert alive == []


def test_starts_a_process_again_that_ended(server: subprocess.Popen[str]) -> None:
    first = background_of(server, other_than=0)

    psutil.Process(first).kill()

    assert background_of(server, other_than=first) != first


def background_of(server: subprocess.Popen[str], *, other_than: int) -> int:
    """The id of the process that works behind the pages, as soon as it is there."""
    for _again in range(200):
        for child in psutil.Process(server.pid).children():
            with suppress(psutil.NoSuchProcess):
                if child.pid != other_than and "lineofsight.cli.background_process" in child.cmdline():
                    return child.pid
        time.sleep(0.1)
    raise AssertionError("No process works behind the pages.")


def test_stays_within_its_memory(server: subprocess.Popen[str]) -> None:
    port = psutil.Process(server.pid).cmdline()[-1]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/") as page:
        page.read()

    parent = psutil.Process(server.pid)
    used = sum(one.memory_full_info().pss for one in [parent, *parent.children(recursive=True)])

    assert used < 350 * 1024 * 1024
