"""Django's SQLite backend, with one fair writer at a time.

SQLite lets one connection write; others retry in sleeps that grow, so that under load some wait far longer than the
rest and a few give up. Here every transaction (always BEGIN IMMEDIATE) first queues for a lock: among the threads of
this process by a mutex, among processes by a lock on a file beside the database, which the kernel hands on in order.
"""

from __future__ import annotations

import fcntl
import os
import threading
from types import TracebackType

from django.db.backends.sqlite3 import base


class WriterLock:
    """A lock for one database file, fair among threads and processes. Not re-entrant: a transaction takes it once."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._threads = threading.Lock()
        self._file: int | None = None  # open for the life of the process

    def acquire(self) -> None:
        self._threads.acquire()
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except BaseException:
            self._threads.release()
            raise

    def release(self) -> None:
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._threads.release()

    def forget(self) -> None:
        """In a forked process: close the file that was born open, or the parent's lock would outlive the parent."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


_locks: dict[str, WriterLock] = {}
_locks_guard = threading.Lock()


def writer_lock(database_path: str) -> WriterLock:
    """The one lock of this process for a database file."""
    with _locks_guard:
        return _locks.setdefault(database_path, WriterLock(f"{database_path}.writer"))


def _forget_locks() -> None:
    """A forked process begins with locks of its own: those it was born with may be held by a thread it has not."""
    global _locks_guard
    for lock in _locks.values():
        lock.forget()
    _locks.clear()
    _locks_guard = threading.Lock()


os.register_at_fork(after_in_child=_forget_locks)


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes the writer's lock at BEGIN and gives it back at COMMIT or ROLLBACK, whichever way the transaction ends."""

    _holds: WriterLock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        if not self.is_in_memory_db() and self._holds is None:
            lock = writer_lock(str(self.settings_dict["NAME"]))
            lock.acquire()
            self._holds = lock
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._give_back()
            raise

    def _give_back(self) -> None:
        if self._holds is not None:
            held, self._holds = self._holds, None
            held.release()

    def _commit(self) -> None:
        super()._commit()
        self._give_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._give_back()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._give_back()
