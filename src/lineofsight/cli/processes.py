"""The processes of a running server: one answers pages, one works behind them. This one watches over both.

They start in a session of their own, so that Ctrl-C reaches this process alone and it stops them in order: first the
pages, then the work under way. A process that ends by itself is started again; three times within a minute, and the
server gives up, so that whoever started it notices.
"""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from lineofsight.problems import Problem

from .parent import STOP_WITHIN_SECONDS
from .serving import check_port

READY_WITHIN_SECONDS = 30
ENDS_AT_MOST = 3
WITHIN_SECONDS = 60


class Asked(Exception):
    """The server was asked to stop."""


def keep_serving(host: str, port: int, *, workers: int, when_ready: Callable[[], None]) -> int:
    """Serve until SIGINT, SIGTERM or SIGHUP; the exit code. Raises S111-S114."""
    check_port(host, port)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _ask_to_stop)
    read_end, write_end = os.pipe()
    web = Child("web_process", [host, str(port), str(workers), str(read_end)], read_end)
    background = Child("background_process", [str(read_end)], read_end)
    try:
        web.start()
        _wait_until_ready(host, port, web)
        background.start()  # not before: on a small machine it would keep the first page waiting
        when_ready()
        while True:
            time.sleep(0.5)
            web.start_again_if_ended()
            background.start_again_if_ended()
    except Asked:
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        web.stop()
        background.stop()
        os.close(write_end)
        os.close(read_end)


def _ask_to_stop(number: int, frame: FrameType | None) -> None:
    raise Asked


class Child:
    """One process under watch."""

    def __init__(self, module: str, arguments: list[str], pipe: int) -> None:
        self.module = module
        self._command = [sys.executable, "-m", f"lineofsight.cli.{module}", *arguments]
        self._pipe = pipe
        self._process: subprocess.Popen[bytes] | None = None
        self._ended_at: list[float] = []

    def start(self) -> None:
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.DEVNULL, pass_fds=[self._pipe], start_new_session=True
        )

    @property
    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def start_again_if_ended(self) -> None:
        """Raises S113 when it ends over and over."""
        if not self.has_ended:
            return
        now = time.monotonic()
        self._ended_at = [moment for moment in self._ended_at if now - moment < WITHIN_SECONDS] + [now]
        if len(self._ended_at) >= ENDS_AT_MOST:
            raise Problem(
                "S113",
                f"The {self.module.replace('_', ' ')} ended {ENDS_AT_MOST} times within a minute.",
                "The lines above say why. Free memory or disk space if they name it, and start again.",
            )
        print(f"The {self.module.replace('_', ' ')} ended. It is started again.", file=sys.stderr, flush=True)
        self.start()

    def stop(self) -> None:
        """Ask it to stop; end it when it takes longer than ten seconds."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _wait_until_ready(host: str, port: int, web: Child) -> None:
    """Until the first page comes. Raises S114."""
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    stop_at = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < stop_at and not web.has_ended:
        page = http.client.HTTPConnection(reach, port, timeout=READY_WITHIN_SECONDS)
        try:
            page.request("GET", "/health/", headers={"Host": f"127.0.0.1:{port}"})
            if page.getresponse().status == http.HTTPStatus.OK:
                return
            raise Problem("S114", "The server started, and answers with an error.", "The lines above say why.")
        except OSError:
            time.sleep(0.05)
        finally:
            page.close()
    raise Problem("S114", "The server did not start.", "The lines above say why.")
