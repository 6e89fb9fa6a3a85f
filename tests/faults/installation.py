"""A real installation in a folder of its own, and the commands as somebody types them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

PASSWORD = "a long walk by the river"


def run(*words: str, home: Path, database: str = "", given: str = "") -> subprocess.CompletedProcess[str]:
    """One command on this home; it never asks."""
    return subprocess.run(
        [sys.executable, "-m", "lineofsight.cli", *words, "--home", str(home)],
        env=environment(database),
        input=given,
        capture_output=True,
        text=True,
    )


def environment(database: str = "") -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LINEOFSIGHT_", "DJANGO_"))}
    return {**kept, "LINEOFSIGHT_DATABASE": database}


def set_up(home: Path, database: str = "") -> subprocess.CompletedProcess[str]:
    return run(
        "setup",
        *("--agency", "Riverside", "--name", "Ada Novak", "--sign-in-name", "ada", "--email", ""),
        *("--password-file", "-"),
        home=home,
        database=database,
        given=f"{PASSWORD}\n",
    )


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
