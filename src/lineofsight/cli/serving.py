"""One server for an installation at a time, and a port that is free."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lineofsight.problems import Problem

LOCK_FILE = "serving.lock"


@contextmanager
def only_server_of(home: Path, address: str) -> Iterator[None]:
    """Hold the installation's server lock; the kernel lets go of it however this process ends. Raises S110."""
    with open(home / LOCK_FILE, "a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise Problem(
                "S110",
                f"{home} is being served already: {lock.read().strip()}.",
                "Open that address, or stop that server first with Ctrl-C.",
            ) from error
        lock.truncate(0)
        lock.write(f"{address}/ by process {os.getpid()}\n")
        lock.flush()
        yield
        lock.truncate(0)


def address_served(home: Path) -> str | None:
    """Where this installation is being served now, such as "http://127.0.0.1:8000"; None when it is not."""
    if not (home / LOCK_FILE).exists():
        return None
    with open(home / LOCK_FILE, encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return lock.read().partition("/ by process")[0]
    return None


def check_port(host: str, port: int) -> None:
    """Raise S111 when the port is taken, S112 when this machine cannot listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                raise Problem(
                    "S111",
                    f"Port {port} on {host} is taken by another program.",
                    f"Choose another one, such as --port {port + 1}.",
                ) from error
            raise Problem(
                "S112",
                f"This machine cannot listen on {host}, port {port}: {error}.",
                "Use --host 127.0.0.1 and a --port between 1024 and 65535.",
            ) from error
