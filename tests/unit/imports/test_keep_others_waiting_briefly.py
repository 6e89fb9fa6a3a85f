"""On SQLite others wait while an import is written, so all that can be is done before: checks, indexes, order."""

import sqlite3
from contextlib import closing, contextmanager

import pytest
from django.db import connection

from lineofsight.apps.agency.models import Agency, ImportRun, Program, RowVersion, SourcedRecord
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.imports import on_sqlite, services
from lineofsight.apps.imports.folder import staging_path
from lineofsight.apps.imports.new_rows import Origin
from lineofsight.apps.imports.services import writing
from lineofsight.apps.records.models import Enrollment, Participant, Service
from lineofsight.packs.rows import Table
from lineofsight.problems import Problem

from .rows_reader import bring, person, program, read, row, service, stay

pytestmark = [
    pytest.mark.usefixtures("real_transactions"),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="elsewhere nobody waits"),
]
ROWS = [program(), person("C1"), person("C2", last_name="Lake"), stay("E1", "C1"), service("S1", "E1")]
OTHER = {"key": "1:OTHER", "title": "Other HMIS"}
MOMENTS = {"created_at", "updated_at"}


def contents(model):
    """Every row, without ids and moments; a row it refers to is told by its key."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and field.name not in MOMENTS]
    sourced = [field for field in fields if issubclass(field.related_model or Agency, SourcedRecord)]
    names = [field.name for field in fields if not field.is_relation] + [f"{each.name}__source_key" for each in sourced]
    return sorted(model.objects.values_list(*names), key=str)


@contextmanager
def ready_rows(run, tmp_path):
    ready = tmp_path / "ready.sqlite3"
    reach = on_sqlite.make_ready(staging_path(run.pk), ready, Origin(run.pk, 1, "hmis", "2026-11-01 08:00:00"))
    with on_sqlite._attached(connection.cursor(), "ready", ready):
        yield reach


def test_looks_at_every_check_before_others_wait(monkeypatch):
    began = []
    monkeypatch.setattr(writing, "write_targets", lambda *given, **said: began.append(given))
    run = read(monkeypatch, [program(), person("C1", birth_date="1800-01-01")])

    with pytest.raises(Problem, match="participant_birth_date_possible"):
        services.write_run(run, actor=COMMAND_LINE)

    assert began == []


def test_makes_new_rows_ready_under_the_definitions_of_the_records(monkeypatch, tmp_path):
    run = read(monkeypatch, ROWS)
    with ready_rows(run, tmp_path), closing(sqlite3.connect(tmp_path / "ready.sqlite3")) as ready:
        there = ready.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'records_service'").fetchall()

    with connection.cursor() as cursor:
        here = cursor.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'records_service' AND type <> 'trigger'"
        ).fetchall()
    assert set(there) == set(here)


def test_copies_into_an_empty_table_without_looking_at_a_value(monkeypatch, tmp_path):
    run = read(monkeypatch, ROWS)
    with ready_rows(run, tmp_path), connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        plan = cursor.execute("EXPLAIN INSERT INTO main.records_service SELECT * FROM ready.records_service").fetchall()
        cursor.execute("PRAGMA foreign_keys=ON")

    assert "RowData" in {step[1] for step in plan}  # SQLite's word for a row taken as it lies


def test_writes_the_same_rows_into_empty_tables_and_beside_others(monkeypatch):
    bring(monkeypatch, ROWS)
    first = {model: contents(model) for model in (Participant, Enrollment, Service)}

    bring(monkeypatch, ROWS, **OTHER)

    assert {model: contents(model) for model in first} == {
        model: sorted([*rows, *rows], key=str) for model, rows in first.items()
    }


def test_leaves_indexes_that_agree_with_their_tables(monkeypatch):
    bring(monkeypatch, ROWS)
    bring(monkeypatch, ROWS, **OTHER)

    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []


def test_gives_the_next_row_typed_here_an_id_of_its_own(monkeypatch):
    bring(monkeypatch, ROWS)

    typed = Participant.objects.create(first_name="Cleo")

    assert typed.pk > max(Participant.objects.exclude(pk=typed.pk).values_list("pk", flat=True))


def test_still_checks_rows_that_change(monkeypatch):
    bring(monkeypatch, ROWS)
    left = row(Table.EXIT, "E1", exit_date="2025-12-01", stage="completed")
    run = read(monkeypatch, [*ROWS, left])

    with pytest.raises(Problem, match="enrollment_exit_not_before_entry"):
        services.write_run(run, actor=COMMAND_LINE)

    assert Enrollment.objects.get().exit_date is None


def test_keeps_the_history_of_rows_that_change_beside_new_ones(monkeypatch):
    bring(monkeypatch, ROWS)

    bring(monkeypatch, [ROWS[0], person("C1", last_name="Stream"), *ROWS[2:], person("C3")])

    assert [(each.table, each.before["last_name"]) for each in RowVersion.objects.all()] == [
        ("records_participant", "Brook")
    ]


def test_refuses_a_row_whose_key_is_here_already(monkeypatch):
    run = read(monkeypatch, ROWS)
    bring(monkeypatch, ROWS, **OTHER)
    taken = Participant.objects.order_by("pk").first()
    with closing(sqlite3.connect(staging_path(run.pk))) as staging:
        staging.execute("UPDATE row_participant SET id = ? WHERE key = 'C1'", [taken.pk])
        staging.commit()

    with pytest.raises(Problem, match="UNIQUE constraint failed"):
        services.write_run(run, actor=COMMAND_LINE)

    run.refresh_from_db()
    assert (run.state, Program.objects.count()) == (ImportRun.State.READY, 1)


def test_moves_the_log_only_after_others_may_write_again(monkeypatch):
    seen = []
    write_targets = writing.write_targets

    def look(*given, **said):
        with connection.cursor() as cursor:
            seen.append(cursor.execute("PRAGMA wal_autocheckpoint").fetchone()[0])
        write_targets(*given, **said)

    monkeypatch.setattr(writing, "write_targets", look)
    bring(monkeypatch, ROWS)

    with connection.cursor() as cursor:
        assert (seen, cursor.execute("PRAGMA wal_autocheckpoint").fetchone()[0]) == ([0], 1000)
