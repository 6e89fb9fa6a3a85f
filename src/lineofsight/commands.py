"""How a command is to be typed on this installation, for sentences that say what to do next.

A demo lives in a `.venv` that no shell knows, a server under `/opt`: a bare name would be typed in vain there. What is
said here works as it stands, from the folder in which it is read.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

NAME = "lineofsight"


def this_command() -> str:
    """The command itself: the bare name only where the shell finds this one; else as it was called, and for a process
    of the server, which nobody called, the one beside its Python."""
    called = sys.argv[0]
    if Path(called).name != NAME:
        called = str(Path(sys.executable).with_name(NAME))
        if not Path(called).exists():
            return f"{shlex.quote(sys.executable)} -m lineofsight.cli"
    found = shutil.which(NAME)
    is_found = found is not None and Path(found).resolve() == Path(called).resolve()
    return NAME if is_found else shlex.quote(called)


def command_here(verb: str, *, home: Path | None = None) -> str:
    """A verb with this command before it and the folder of an installation behind it; that of this one unless named."""
    folder = str(home) if home is not None else os.environ.get("LINEOFSIGHT_HOME", "")
    return f"{this_command()} {verb} --home {shlex.quote(folder)}" if folder else f"{this_command()} {verb}"
