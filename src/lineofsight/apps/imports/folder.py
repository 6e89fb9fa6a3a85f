"""The folder of one import: the file as it came, the staged rows, and a lock that says somebody is at work.

The lock is the operating system's: it goes when the process goes, however it goes, so a run that says it is being read
while nobody holds its lock was interrupted.
"""

from __future__ import annotations

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

WAITS_AT_MOST_SECONDS = 3600


def folder_of(run_id: int) -> Path:
    """Made when it is not there yet; readable by the owner alone."""
    folder = Path(settings.IMPORTS_ROOT) / str(run_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def staging_path(run_id: int) -> Path:
    return folder_of(run_id) / "staging.sqlite3"


def left_out_path(run_id: int) -> Path:
    """What says which rows and values a written import left out; there only when it left out any."""
    return folder_of(run_id) / "left-out.sqlite3"


def keep_what_was_left_out(run_id: int) -> None:
    """Of a written import, all else goes."""
    if not left_out_path(run_id).exists():
        remove_folder(run_id)
        return
    for each in folder_of(run_id).iterdir():
        if each.is_dir():
            shutil.rmtree(each, ignore_errors=True)
        elif each != left_out_path(run_id):
            each.unlink(missing_ok=True)


def run_ids_with_a_folder() -> list[int]:
    root = Path(settings.IMPORTS_ROOT)
    return [int(folder.name) for folder in root.iterdir() if folder.name.isdigit()] if root.is_dir() else []


def remove_folder(run_id: int) -> None:
    shutil.rmtree(folder_of(run_id), ignore_errors=True)


def ask_for_work(run_id: int) -> None:
    """Leave a mark that somebody will be at work soon: the run waits in line until then."""
    (folder_of(run_id) / "asked").touch()


def waits_in_line(run_id: int) -> bool:
    """Whether work was asked for and has not begun; after an hour nobody is coming any more."""
    asked = folder_of(run_id) / "asked"
    return asked.exists() and time.time() - asked.stat().st_mtime < WAITS_AT_MOST_SECONDS


def begin_work(run_id: int) -> None:
    """The run waits in line no more."""
    (folder_of(run_id) / "asked").unlink(missing_ok=True)


@contextmanager
def at_work(run_id: int) -> Iterator[bool]:
    """Hold the run's lock; gives False when somebody else holds it."""
    with (folder_of(run_id) / "at-work").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def somebody_is_at_work(run_id: int) -> bool:
    with at_work(run_id) as free:
        return not free
