"""Every write on SQLite waits for the writer's lock, and the lock is given back, whatever happens."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError, connections
from pytest_django import DjangoDbBlocker

from lineofsight.web.sqlite.base import DatabaseWrapper, WriterLock, writer_lock

SECONDS = 5
A_MOMENT = 0.3  # enough for any of these statements when nothing keeps it waiting


def another(path: str) -> DatabaseWrapper:
    """A connection to the database in a file. It fails at once where SQLite is busy, instead of trying again."""
    return DatabaseWrapper(
        {**connections["default"].settings_dict, "NAME": path, "OPTIONS": {"timeout": 0}}, alias="in_a_file"
    )


@pytest.fixture
def path(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database with a table of people and nobody in it."""
    path = str(tmp_path / "database")
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE person (id integer PRIMARY KEY, name text)")
    with django_db_blocker.unblock():
        yield path


def started(path: str, statement: str, *, done: threading.Event) -> None:
    """Runs a statement without a transaction in a thread of its own."""

    def run() -> None:
        with closing(another(path)) as database, database.cursor() as cursor:
            cursor.execute(statement)
        done.set()

    threading.Thread(target=run, daemon=True).start()


def names(path: str) -> list[str]:
    with closing(another(path)) as database, database.cursor() as cursor:
        return [name for (name,) in cursor.execute("SELECT name FROM person ORDER BY id").fetchall()]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO person (name) VALUES ('Maya')",
        "  -- at sign-in\n update person SET name = 'Maya'",
        "/* sign-out */ DELETE FROM person",
        "REPLACE INTO person (name) VALUES ('Maya')",
        "WITH new AS (SELECT 'Maya') INSERT INTO person (name) SELECT * FROM new",
        "INSERT INTO person (name) VALUES ('Maya') RETURNING name",
        "CREATE INDEX person_name ON person (name)",
    ],
)
def test_a_writing_statement_without_a_transaction_waits_for_its_turn(path: str, statement: str) -> None:
    done = threading.Event()
    with writer_lock(path):
        started(path, statement, done=done)
        overtook = done.wait(A_MOMENT)

    assert (overtook, done.wait(SECONDS)) == (False, True)


def test_many_at_once_wait_for_their_turn(path: str) -> None:
    done = threading.Event()

    def write() -> None:
        with closing(another(path)) as database, database.cursor() as cursor:
            cursor.executemany("INSERT INTO person (name) VALUES (%s)", [("Maya",), ("Rosa",)])
        done.set()

    with writer_lock(path):
        threading.Thread(target=write, daemon=True).start()
        overtook = done.wait(A_MOMENT)

    assert (overtook, done.wait(SECONDS), names(path)) == (False, True, ["Maya", "Rosa"])


def test_reading_waits_for_nobody(path: str) -> None:
    with writer_lock(path):
        assert names(path) == []


def test_what_a_lone_statement_returns_is_written_before_the_next_writer_has_a_turn(path: str) -> None:
    with closing(another(path)) as first, closing(another(path)) as second, first.cursor() as cursor:
        cursor.execute("INSERT INTO person (name) VALUES (%s), (%s), (%s), (%s) RETURNING id", [*"abcd"])
        with second.cursor() as writer:
            writer.execute("UPDATE person SET name = 'e' WHERE name = 'd'")
        rows = [cursor.fetchone(), cursor.fetchmany(1), next(iter(cursor)), cursor.fetchall(), cursor.fetchone()]

    assert (rows, names(path)) == ([(1,), [(2,)], (3,), [(4,)], None], ["a", "b", "c", "e"])


def test_a_lone_statement_that_fails_gives_its_turn_back(path: str) -> None:
    with closing(another(path)) as database, database.cursor() as cursor:
        with pytest.raises(OperationalError, match="no such table"):
            cursor.execute("DELETE FROM nobody")
        done = threading.Event()
        started(path, "DELETE FROM person", done=done)

        assert done.wait(SECONDS)


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
