"""What is remembered of attempts for a few minutes: who tried too often, which one-time code was used just now.

Django's cache, kept in an SQLite file of its own in the home, beside the database and not in it: every sign-in writes
here several times, and would otherwise queue each time among those who write records, and wait for the disk. The file
is one for all processes and outlives them, so that neither a restart nor a second process begins to count anew.

The rule: nobody can read from it who tried what, and nothing stays longer than it counts. A key is kept as its HMAC
under the secret of the installation; what has run out is removed by the next write, and once a minute. It is in no
backup. A file that is damaged is thrown away: what is lost are minutes.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.utils.crypto import salted_hmac

from .sqlite.base import writer_lock

WAITS_AT_MOST_SECONDS = (
    5  # for a reader of the whole file; writers queue for their lock (docs/explanation/one-writer.md)
)
_Found = TypeVar("_Found")
_TABLE = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS attempt (key BLOB PRIMARY KEY, value TEXT NOT NULL, ends_at REAL NOT NULL) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS attempt_ends_at ON attempt (ends_at);
"""


class AttemptsFile(BaseCache):
    """Django makes one for each thread, with one connection; a forked process opens another one."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._path = Path(location)
        self._opened: _Opened | None = None

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        asked = "SELECT value FROM attempt WHERE key = ? AND ends_at > ?"
        found = self._ask(lambda file: file.execute(asked, (self._kept_as(key, version), time.time())).fetchone())
        return json.loads(found[0]) if found else default

    def set(self, key: str, value: Any, timeout: float | object = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        row = (self._kept_as(key, version), json.dumps(value), self._ends_at(timeout))
        self._write(lambda file: file.execute("INSERT OR REPLACE INTO attempt VALUES (?, ?, ?)", row))

    def add(self, key: str, value: Any, timeout: float | object = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Of several who add the same key at once, in whichever process, one hears True."""
        row = (self._kept_as(key, version), json.dumps(value), self._ends_at(timeout))
        return (
            self._write(lambda file: file.execute("INSERT OR IGNORE INTO attempt VALUES (?, ?, ?)", row).rowcount) == 1
        )

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Count on, in one step, until the moment at which it ran out anyway. ValueError when nothing is there."""
        counted = "UPDATE attempt SET value = CAST(value AS INTEGER) + ? WHERE key = ? RETURNING value"
        row = (delta, self._kept_as(key, version))
        found = self._write(lambda file: file.execute(counted, row).fetchone())
        if found is None:
            raise ValueError(f"nothing is counted under “{key}”")
        return int(found[0])

    def touch(self, key: str, timeout: float | object = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        row = (self._ends_at(timeout), self._kept_as(key, version))
        return self._write(lambda file: file.execute("UPDATE attempt SET ends_at = ? WHERE key = ?", row).rowcount) == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        row = (self._kept_as(key, version),)
        return self._write(lambda file: file.execute("DELETE FROM attempt WHERE key = ?", row).rowcount) == 1

    def clear(self) -> None:
        self._write(lambda file: file.execute("DELETE FROM attempt"))

    def forget_what_ran_out(self) -> None:
        self._write(lambda file: None)

    def _kept_as(self, key: str, version: int | None) -> bytes:
        return salted_hmac("lineofsight.attempts", self.make_key(key, version), algorithm="sha256").digest()

    def _ends_at(self, timeout: float | object) -> float:
        if timeout is None:
            raise ValueError("an attempt is remembered for a time, never for good")
        ends_at: float | None = self.get_backend_timeout(timeout)  # type: ignore[arg-type]
        return ends_at or 0

    def _write(self, change: Callable[[sqlite3.Connection], _Found]) -> _Found:
        def in_one_step(file: sqlite3.Connection) -> _Found:
            with writer_lock(str(self._path)), _transaction(file):
                file.execute("DELETE FROM attempt WHERE ends_at <= ?", (time.time(),))
                return change(file)

        return self._ask(in_one_step)

    def _ask(self, question: Callable[[sqlite3.Connection], _Found]) -> _Found:
        try:
            return question(self._file())
        except sqlite3.OperationalError:  # a full disk, or everybody at once
            raise
        except sqlite3.DatabaseError:
            self._throw_away()
            return question(self._file())

    def _file(self) -> sqlite3.Connection:
        """The open file; opened anew in a forked process, and when another process has put a new one in its place."""
        here = self._path.stat().st_ino if self._path.exists() else None
        if self._opened is None or self._opened.by_process != os.getpid() or self._opened.file != here:
            self._opened = _open(self._path, instead_of=self._opened)
        return self._opened.connection

    def _throw_away(self) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._path}{ending}").unlink(missing_ok=True)

    def __del__(self) -> None:
        if self._opened is not None and self._opened.by_process == os.getpid():
            self._opened.connection.close()


@dataclass(frozen=True)
class _Opened:
    connection: sqlite3.Connection
    by_process: int
    file: int  # its inode
    born_with: sqlite3.Connection | None  # of the process this one was forked from: not to be used, nor closed


def _open(path: Path, *, instead_of: _Opened | None) -> _Opened:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with writer_lock(str(path)):  # of several at once, one makes the file
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(
            path,
            timeout=WAITS_AT_MOST_SECONDS,
            isolation_level=None,
            check_same_thread=False,  # used by one thread, and closed by whoever tidies up after it
        )
        connection.executescript(_TABLE)
    is_born_with = instead_of is not None and instead_of.by_process != os.getpid()
    if instead_of is not None and not is_born_with:
        instead_of.connection.close()
    born_with = instead_of.connection if instead_of is not None and is_born_with else None
    return _Opened(connection, os.getpid(), path.stat().st_ino, born_with)


@contextmanager
def _transaction(file: sqlite3.Connection) -> Iterator[None]:
    file.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        file.execute("ROLLBACK")
        raise
    file.execute("COMMIT")


def forget_what_ran_out() -> None:
    """Once a minute, so that the last attempts of a day do not stay until the next."""
    cast(AttemptsFile, caches["default"]).forget_what_ran_out()
