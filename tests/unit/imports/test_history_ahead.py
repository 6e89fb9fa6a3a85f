"""What is written of the history ahead of an import is history with the import, and nothing before or without it."""

import pytest
from django.db import DatabaseError, connection

from lineofsight.apps.agency.models import ImportRun, RowVersion
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.imports import history_ahead, services
from lineofsight.apps.imports.services import writing
from lineofsight.apps.records.models import Participant
from lineofsight.problems import Problem

from .rows_reader import bring, person, program, read, stay

pytestmark = [
    pytest.mark.usefixtures("real_transactions"),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="elsewhere nobody waits, and nothing is written ahead"),
]
ROWS = [program(), person("C1"), person("C2"), person("C3"), stay("E1", "C1")]
CHANGED = [program(), *(person(key, last_name="Stream") for key in ("C1", "C2", "C3")), stay("E1", "C1")]


class Killed(BaseException):
    """As a process that is killed ends: nothing of ours runs any more."""


def lying_there():
    """How many versions lie in the database, history or not."""
    with connection.cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM agency_rowversion").fetchone()[0]


def versions():
    kept = RowVersion.objects.filter(table="records_participant").order_by("pk")
    return sorted((each.before["source_key"], each.before["last_name"], each.before["phone"]) for each in kept)


def killed_while_writing(monkeypatch, rows):
    run = read(monkeypatch, rows)
    with monkeypatch.context() as patched:
        patched.setattr(writing, "write_targets", raises(Killed()))
        with pytest.raises(Killed):
            services.write_run(run, actor=COMMAND_LINE)
    return run


def raises(error):
    def fail(*given, **said):
        raise error

    return fail


def between_batches(monkeypatch, do):
    """One row at a time, and do something once before each but the first."""
    monkeypatch.setattr(history_ahead, "ROWS_AT_A_TIME", 1)
    newest, asked = history_ahead._newest, []

    def ask(cursor):
        asked.append(cursor)
        if len(asked) == 4:  # begun, then twice for the first row: now the second has its turn
            do()
        return newest(cursor)

    monkeypatch.setattr(history_ahead, "_newest", ask)


def test_is_no_history_before_the_import_is_written(monkeypatch):
    bring(monkeypatch, ROWS)
    seen = []
    write_targets = writing.write_targets

    def look(*given, **said):
        seen.append((lying_there(), versions()))
        write_targets(*given, **said)

    monkeypatch.setattr(writing, "write_targets", look)
    bring(monkeypatch, CHANGED)

    assert seen == [(3, [])]
    assert versions() == [("C1", "Brook", ""), ("C2", "Brook", ""), ("C3", "Brook", "")]


def test_is_no_history_when_the_process_is_killed(monkeypatch):
    bring(monkeypatch, ROWS)

    killed_while_writing(monkeypatch, CHANGED)

    assert (lying_there(), versions()) == (3, [])


def test_is_written_once_when_a_killed_import_is_written_after_all(monkeypatch):
    bring(monkeypatch, ROWS)
    run = killed_while_writing(monkeypatch, CHANGED)
    Participant.objects.filter(source_key="C2").update(phone="555 0101")
    services.mend_interrupted_runs()

    services.write_run(run, actor=COMMAND_LINE)

    assert versions() == [
        ("C1", "Brook", ""),
        ("C2", "Brook", ""),
        ("C2", "Brook", "555 0101"),
        ("C3", "Brook", ""),
    ]


def test_goes_at_the_next_start(monkeypatch):
    bring(monkeypatch, ROWS)
    Participant.objects.filter(source_key="C2").update(phone="555 0101")
    run = killed_while_writing(monkeypatch, CHANGED)

    services.forget_ahead_of_interrupted_runs()

    run.refresh_from_db()
    assert (lying_there(), versions(), run.history_after) == (1, [("C2", "Brook", "")], None)


def test_goes_when_writing_fails(monkeypatch):
    bring(monkeypatch, ROWS)
    run = read(monkeypatch, CHANGED)
    monkeypatch.setattr(writing, "write_targets", raises(DatabaseError("the disk is full")))

    with pytest.raises(Problem, match="the disk is full"):
        services.write_run(run, actor=COMMAND_LINE)

    assert lying_there() == 0


def test_leaves_what_belongs_to_a_run_at_work(monkeypatch):
    bring(monkeypatch, ROWS)
    seen = []

    def look(*given, **said):
        services.forget_ahead_of_interrupted_runs()
        seen.append(lying_there())

    monkeypatch.setattr(writing, "write_targets", look)
    bring(monkeypatch, CHANGED)

    assert seen == [3]


def test_keeps_both_versions_of_what_is_typed_between_two_batches(monkeypatch):
    bring(monkeypatch, ROWS)
    between_batches(monkeypatch, lambda: Participant.objects.filter(source_key="C1").update(phone="555 0101"))

    bring(monkeypatch, CHANGED)

    assert versions() == [
        ("C1", "Brook", ""),
        ("C1", "Brook", "555 0101"),
        ("C2", "Brook", ""),
        ("C3", "Brook", ""),
    ]
    assert set(Participant.objects.values_list("source_key", "last_name", "phone")) == {
        ("C1", "Stream", "555 0101"),
        ("C2", "Stream", ""),
        ("C3", "Stream", ""),
    }


def test_cannot_be_removed_once_the_import_is_written(monkeypatch):
    bring(monkeypatch, ROWS)
    bring(monkeypatch, CHANGED)

    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM agency_rowversion")

    assert len(versions()) == 3


def test_cannot_be_changed_even_before(monkeypatch):
    bring(monkeypatch, ROWS)
    killed_while_writing(monkeypatch, CHANGED)

    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE agency_rowversion SET row_id = 1")


def test_leaves_the_history_of_other_imports_alone(monkeypatch):
    bring(monkeypatch, ROWS)
    bring(monkeypatch, CHANGED)
    killed = killed_while_writing(monkeypatch, ROWS)
    ImportRun.objects.filter(pk=killed.pk).update(history_after=0)

    services.forget_ahead_of_interrupted_runs()

    assert (lying_there(), len(versions())) == (3, 3)
