"""The writer's lock of SQLite is given back, whatever happens."""

import os
import threading
import time
from pathlib import Path

import pytest

from lineofsight.web.sqlite.base import WriterLock, writer_lock


def test_can_be_taken_after_its_file_could_not_be_opened(tmp_path: Path) -> None:
    lock = WriterLock(str(tmp_path / "later" / "database.writer"))
    with pytest.raises(FileNotFoundError):
        lock.acquire()

    (tmp_path / "later").mkdir()

    def take() -> None:
        with lock:
            pass

    taken = threading.Thread(target=take, daemon=True)
    taken.start()
    taken.join(5)

    assert not taken.is_alive()


def test_can_be_taken_by_a_child_that_was_forked_while_another_thread_held_it(tmp_path: Path) -> None:
    path = str(tmp_path / "database")
    held, enough = threading.Event(), threading.Event()

    def hold() -> None:
        with writer_lock(path):
            held.set()
            enough.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(5)
    child = os.fork()
    if child == 0:
        with writer_lock(path):
            os._exit(0)
    time.sleep(0.2)
    waits_for_the_parent = os.waitpid(child, os.WNOHANG) == (0, 0)
    enough.set()
    holder.join()
    _child, ended = _wait(child)

    assert (waits_for_the_parent, ended) == (True, 0)


def _wait(child: int) -> tuple[int, int]:
    for _turn in range(100):
        found = os.waitpid(child, os.WNOHANG)
        if found != (0, 0):
            return found
        time.sleep(0.05)
    os.kill(child, 9)
    return os.waitpid(child, 0)
