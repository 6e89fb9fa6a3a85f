"""Django's SQLite backend, with one fair writer at a time.

SQLite lets one connection write; others retry in sleeps that grow, so that under load some wait far longer than the
rest and a few give up. Here every transaction (always BEGIN IMMEDIATE) first queues for a lock: among the threads of
this process by a mutex, among processes by a lock on a file beside the database, which the kernel hands on in order.
A statement that writes without a transaction queues alike, for as long as it runs.
"""

from __future__ import annotations

import fcntl
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from types import TracebackType
from typing import Any, Self

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


_WRITES = re.compile(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/)*"
    r"(?:(?:INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|ANALYZE|REINDEX|VACUUM)\b"
    r"|WITH\b.*?\b(?:(?:INSERT|REPLACE)\s+(?:OR\s+\w+\s+)?INTO|UPDATE\s.+?\sSET|DELETE\s+FROM)\b)",
    re.IGNORECASE | re.DOTALL,
)


def writes(statement: str) -> bool:
    """Whether SQLite asks for the right to write before this statement.

    >>> writes('UPDATE "records_task" SET "what" = %s'), writes('SELECT "what" FROM "records_task"')
    (True, False)
    >>> writes("WITH old AS (SELECT 1) DELETE FROM records_task"), writes("WITH old AS (SELECT 1) SELECT * FROM old")
    (True, False)
    """
    return _WRITES.match(statement) is not None


class QueueingCursor(base.SQLiteCursorWrapper):
    """Queues before a statement that writes while no transaction holds the writer's lock."""

    queue: DatabaseWrapper  # set by the wrapper that made it
    _returned: Iterator[Any] | None = None  # rows of a RETURNING, read before the lock was given back

    def execute(self, query: str, params: Any = None) -> Self:
        self._returned = None
        with self.queue.turn_to_write(query) as is_alone:
            super().execute(query, params)
            # SQLite commits a lone statement only when its last row is read.
            if is_alone and self.description:
                self._returned = iter(super().fetchall())
        return self

    def executemany(self, query: str, param_list: Any) -> Self:
        self._returned = None
        with self.queue.turn_to_write(query):
            super().executemany(query, param_list)
        return self

    def __next__(self) -> Any:
        return super().__next__() if self._returned is None else next(self._returned)

    def fetchone(self) -> Any:
        return super().fetchone() if self._returned is None else next(self._returned, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        wanted = self.arraysize if size is None else size
        return super().fetchmany(wanted) if self._returned is None else list(islice(self._returned, wanted))

    def fetchall(self) -> list[Any]:
        return super().fetchall() if self._returned is None else list(self._returned)


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes the writer's lock at BEGIN and gives it back at COMMIT or ROLLBACK, whichever way the transaction ends."""

    _holds: WriterLock | None = None

    def create_cursor(self, name: str | None = None) -> QueueingCursor:
        cursor: QueueingCursor = self.connection.cursor(factory=QueueingCursor)
        cursor.queue = self
        return cursor

    @contextmanager
    def turn_to_write(self, statement: str) -> Iterator[bool]:
        """Hold the lock for a statement that writes by itself; yields whether it is one."""
        # Inside a transaction the lock is held; if SQLite's own BEGIN went past us, to queue now could wait for ever.
        is_alone = self._holds is None and not self.connection.in_transaction and writes(statement)
        if is_alone:
            self._take()
        try:
            yield is_alone
        finally:
            if is_alone and not self.connection.in_transaction:
                self._give_back()

    def _start_transaction_under_autocommit(self) -> None:
        self._take()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._give_back()
            raise

    def _take(self) -> None:
        if not self.is_in_memory_db() and self._holds is None:
            lock = writer_lock(str(self.settings_dict["NAME"]))
            lock.acquire()
            self._holds = lock

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
