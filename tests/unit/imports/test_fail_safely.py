"""An import that fails at any step says why, leaves nothing half done, and stands in nobody's way."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection

from lineofsight.apps.agency.models import ImportRun, Source
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.imports import services
from lineofsight.apps.imports.folder import folder_of, staging_path
from lineofsight.apps.imports.services import reading, writing
from lineofsight.apps.records.models import Participant
from lineofsight.problems import Problem

from .rows_reader import bring, person, program, read, stay

pytestmark = pytest.mark.usefixtures("real_transactions")
ROWS = [program(), person("C1"), stay("E1", "C1")]
IMPOSSIBLE = [program(), person("C1", last_name="Quillfeather", birth_date="1800-01-01"), stay("E1", "C1")]


def refusal_of(run):
    with pytest.raises(Problem) as refused:
        services.write_run(run, actor=COMMAND_LINE)
    run.refresh_from_db()
    return refused.value


def test_ends_a_run_whose_reading_fails(monkeypatch):
    with pytest.raises(Exception, match="UNIQUE"):
        read(monkeypatch, [*ROWS, ROWS[1]])

    run = ImportRun.objects.get()
    assert (run.state, list(folder_of(run.pk).iterdir())) == (ImportRun.State.STOPPED, [])
    assert run.refusal.startswith("Reading it failed, and nothing was written.")


def test_says_why_a_file_cannot_be_opened(monkeypatch):
    def locked(*_given):
        raise PermissionError(13, "Permission denied", "/somewhere/export.zip")

    monkeypatch.setattr(reading, "open_reader", locked)
    run = services.read_run(services.begin_run("hmis", "export.zip", actor=COMMAND_LINE), folder_of(0))

    assert (run.state, run.refusal) == (ImportRun.State.REFUSED, "The file cannot be read: Permission denied.")


def test_never_tells_what_stood_in_the_row(monkeypatch):
    run = read(monkeypatch, IMPOSSIBLE)

    problem = refusal_of(run)

    assert "participant_birth_date_possible" in run.refusal
    assert "uillfeather" not in run.refusal + str(problem)


def test_cuts_the_values_from_what_a_database_says():
    said = 'invalid input syntax for type date: "Quillfeather"\nCONTEXT:  COPY staged_row_participant, line 1, "Ana"'

    problem = writing.why_not(DatabaseError(said))

    assert problem.sentence == "Nothing was written: invalid input syntax for type date."


def test_writes_the_next_import_after_one_that_was_refused(monkeypatch):
    refusal_of(read(monkeypatch, [program(), person("C1", first_name="A\0na", birth_date="1800-01-01")]))

    bring(monkeypatch, ROWS)

    assert Participant.objects.count() == 1


def test_says_why_when_another_import_comes_between(monkeypatch):
    slow = read(monkeypatch, ROWS)
    resolve = writing.resolve_instruments

    def overtake(staging):
        monkeypatch.setattr(writing, "resolve_instruments", resolve)
        bring(monkeypatch, ROWS)
        resolve(staging)

    monkeypatch.setattr(writing, "resolve_instruments", overtake)
    services.begin_writing(slow, actor=COMMAND_LINE)
    problem = refusal_of(slow)

    assert (problem.code, slow.state) == ("I005", ImportRun.State.READY)
    assert slow.refusal.startswith("Another import from Test HMIS was written since this one was read.")


def test_never_says_that_nothing_was_written_when_it_was(monkeypatch):
    within_reach = writing.within_reach

    @contextmanager
    def busy_afterwards(path, origin):
        with within_reach(path, origin) as reach:
            yield reach
        raise DatabaseError("database is locked")

    monkeypatch.setattr(writing, "within_reach", busy_afterwards)
    run = bring(monkeypatch, ROWS)

    run.refresh_from_db()
    assert (run.state, run.refusal, Participant.objects.count()) == (ImportRun.State.WRITTEN, "", 1)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="speaks of SQLite's switches")
def test_leaves_the_connection_as_it_was_when_writing_fails(monkeypatch):
    def full(origin, reach, *, vanished):
        raise DatabaseError("database or disk is full")

    run = read(monkeypatch, ROWS)
    before = switches()
    monkeypatch.setattr(writing, "write_targets", full)
    refusal_of(run)

    assert switches() == before


def switches():
    with connection.cursor() as cursor:
        names = ("foreign_keys", "wal_autocheckpoint", "cache_size", "ignore_check_constraints")
        found = {name: cursor.execute(f"PRAGMA main.{name}").fetchall() for name in names}
        return found | {"files": [row[1] for row in cursor.execute("PRAGMA database_list").fetchall()]}


def test_keeps_a_journal_of_staged_rows_while_it_writes(monkeypatch):
    modes = []
    resolve = writing.resolve_instruments

    def look(staging):
        modes.append(staging.execute("PRAGMA journal_mode").fetchone()[0])
        resolve(staging)

    monkeypatch.setattr(writing, "resolve_instruments", look)
    bring(monkeypatch, ROWS)

    assert modes == ["delete"]


def test_removes_what_a_killed_process_left_of_an_ended_run(monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(writing, "keep_what_was_left_out", lambda run_id: None)
        written = bring(killed, ROWS)
    waiting = read(monkeypatch, ROWS)

    services.mend_interrupted_runs()

    assert not staging_path(written.pk).exists()
    assert staging_path(waiting.pk).exists()


def test_cuts_a_title_that_is_too_long(monkeypatch):
    bring(monkeypatch, ROWS, title="x" * 300)

    assert Source.objects.get().title == "x" * 200
