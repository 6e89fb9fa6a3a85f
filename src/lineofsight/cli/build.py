"""`lineofsight build`: make the facts that figures are counted in anew, from the records as they are now.

The server does this by itself a few seconds after a change. By hand it is for an installation that no server runs, and
for whoever wants to see why it cannot be done.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from lineofsight.problems import counted

from .installation import add_home_option, check_ready, existing_home, start_django


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser(
        "build",
        help="make the figures of now",
        description="Make the facts that figures are counted in anew, from the records as they are now. The server "
        "does this by itself a few seconds after a change. When a record cannot be read as what it should be, the "
        "figures of before stay, and the line says which record it is.",
    )
    add_home_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    existing_home(arguments.home)
    start_django()
    check_ready()
    from lineofsight.apps.figures.extract import make_build, not_written
    from lineofsight.apps.figures.services.builds import sweep_builds

    began = time.monotonic()
    try:
        made = make_build()
    except OSError as error:
        raise not_written(error) from error
    seconds = time.monotonic() - began
    sweep_builds()
    rows = sum(made.rows.values())
    size = f"{counted(rows, 'row', 'rows')} in {counted(len(made.rows), 'table', 'tables')}"
    print(f"Figures of now: {size}, made in {seconds:.1f} s ({made.name}).")
    return 0


def done_elsewhere(verb: str, home: Path) -> str:
    """Run `lineofsight build` or `release` in a process of its own; empty, or the line that says why it cannot be done.

    A process that has the SQLite database open may not read it through a second library (`figures/snapshot.py`), and
    one that goes on to serve pages carries no engine.
    """
    done = subprocess.run(
        [sys.executable, "-m", "lineofsight.cli", verb, "--home", str(home)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    return (done.stderr.strip() or f"exit code {done.returncode}").splitlines()[-1] if done.returncode else ""
