"""The folder of a made-up agency. A marker file in it says that it may be deleted; no other folder ever is."""

from __future__ import annotations

import shutil
from pathlib import Path

from lineofsight.commands import command_here
from lineofsight.problems import Problem

from .serving import LOCK_FILE

LIVES_ON = "2026-11-12"
MARKER = "MADE-UP-AGENCY.txt"
UNFINISHED = "being-built"
SETTINGS = f"""\
# A made-up agency: nobody in it exists. It lives on this day, so that its story never grows old.
today = {LIVES_ON}
"""


def check_demo_home(folder: Path) -> None:
    """Raise S140 when the folder holds something else than a made-up agency."""
    if not is_demo_home(folder) and _contents(folder):
        raise Problem(
            "S140",
            f"{folder} holds something else than a made-up agency.",
            f"Name a new folder, or serve what is there: {command_here('serve', home=folder)}.",
        )


def begin_demo_home(folder: Path) -> bool:
    """Make the folder ready to build in; False when a built agency is in it already.

    A build that was cut short left its mark; nobody can have worked in it, so it is begun afresh.
    """
    if is_demo_home(folder) and not (folder / UNFINISHED).exists():
        return False
    for left_over in _contents(folder):
        shutil.rmtree(left_over) if left_over.is_dir() else left_over.unlink()
    (folder / UNFINISHED).touch()
    (folder / MARKER).write_text(
        "This folder holds a made-up agency for a look around. "
        f"To delete all of it: {command_here('demo-reset', home=folder)}\n",
        encoding="utf-8",
    )
    (folder / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    return True


def finish_demo_home(folder: Path) -> None:
    """From now on it is never built again, whatever happens to it."""
    (folder / UNFINISHED).unlink()


def is_demo_home(folder: Path) -> bool:
    return (folder / MARKER).is_file()


def _contents(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name != LOCK_FILE] if folder.exists() else []
