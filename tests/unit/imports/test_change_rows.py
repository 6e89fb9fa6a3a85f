"""Changed rows: what is foreseen before others wait comes to the same as what the trigger and the usual way make."""

import pytest
from django.db import connection

from lineofsight.apps.agency.models import ImportRun, RowVersion
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.agency.triggers import missing_triggers
from lineofsight.apps.imports import changed_rows, services
from lineofsight.apps.imports.services import writing
from lineofsight.apps.records.models import Participant, Service
from lineofsight.problems import Problem

from .rows_reader import bring, person, program, read, service, stay

pytestmark = [
    pytest.mark.usefixtures("real_transactions"),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="elsewhere nobody waits, and nothing is foreseen"),
]
ROWS = [program(), person("C1"), person("C2"), stay("E1", "C1"), service("S1", "E1")]
CHANGED = [program(), person("C1", last_name="Stream"), person("C2"), stay("E1", "C1"), service("S1", "E1")]


def history():
    return [(each.table, each.row_id, each.before) for each in RowVersion.objects.order_by("pk")]


def foreseen_of(monkeypatch):
    """What is looked up of each import from now on."""
    seen = []
    foresee = changed_rows.foresee

    def look(*given):
        seen.append(foresee(*given))
        return seen[-1]

    monkeypatch.setattr("lineofsight.apps.imports.on_sqlite.foresee", look)
    return seen


def meanwhile(monkeypatch, do):
    """Do something between looking and writing."""
    write_targets = writing.write_targets

    def write(*given, **said):
        do()
        write_targets(*given, **said)

    monkeypatch.setattr(writing, "write_targets", write)


def test_keeps_the_history_that_the_trigger_would_keep(monkeypatch):
    bring(monkeypatch, ROWS)
    bring(monkeypatch, CHANGED)
    Participant.objects.filter(source_key="C2").update(last_name="Stream")

    (by_import, by_trigger) = RowVersion.objects.order_by("pk")

    assert by_import.before.keys() == by_trigger.before.keys()
    assert {name for name in by_import.before if by_import.before[name] != by_trigger.before[name]} == {
        "id",
        "source_key",
    }
    assert (by_import.table, by_import.ended_by_id, by_import.was_removed) == ("records_participant", None, False)
    assert by_import.ended_by_import_id == ImportRun.objects.latest("pk").pk
    assert abs((by_trigger.ended_at - by_import.ended_at).total_seconds()) < 60


def test_sets_only_the_columns_in_which_a_row_differs(monkeypatch):
    bring(monkeypatch, ROWS)
    foreseen = foreseen_of(monkeypatch)

    bring(monkeypatch, [*CHANGED[:-1], service("S1", "E1", quantity="2.50")])

    assert foreseen[0].differing == {
        "participant": ("last_name", "search_name", "search_sounds"),
        "service": ("quantity",),
    }
    assert (Participant.objects.get(source_key="C1").last_name, str(Service.objects.get().quantity)) == (
        "Stream",
        "2.50",
    )


def test_takes_an_amount_for_the_same_however_it_is_kept(monkeypatch):
    bring(monkeypatch, [*ROWS[:-1], service("S1", "E1", amount="750.00")])
    foreseen = foreseen_of(monkeypatch)

    bring(monkeypatch, [*ROWS[:-1], service("S1", "E1", amount="750.00", note="Rent")])

    assert foreseen[0].differing == {"service": ("note",)}


def test_overwrites_what_was_typed_between_looking_and_writing_and_keeps_both_versions(monkeypatch):
    bring(monkeypatch, ROWS)
    ana = Participant.objects.filter(source_key="C1")
    meanwhile(monkeypatch, lambda: ana.update(phone="555 0101", first_name="Anna"))

    bring(monkeypatch, CHANGED)

    versions = [(before["first_name"], before["last_name"], before["phone"]) for _table, _row, before in history()]
    assert versions == [("Ana", "Brook", ""), ("Anna", "Brook", "555 0101")]
    assert ana.values_list("first_name", "last_name", "phone").get() == ("Ana", "Stream", "555 0101")


def test_foresees_the_others_all_the_same(monkeypatch):
    bring(monkeypatch, ROWS)
    meanwhile(monkeypatch, lambda: Participant.objects.filter(source_key="C1").update(phone="555 0101"))

    bring(monkeypatch, [program(), person("C1", last_name="Stream"), person("C2", last_name="Lake"), *ROWS[3:]])

    assert sorted((row["source_key"], row["phone"]) for _table, _row, row in history()) == [
        ("C1", ""),
        ("C1", "555 0101"),
        ("C2", ""),
    ]
    assert sorted(Participant.objects.values_list("last_name", flat=True)) == ["Lake", "Stream"]


def test_lets_the_trigger_rest_for_that_moment_alone(monkeypatch):
    bring(monkeypatch, ROWS)
    bring(monkeypatch, CHANGED)

    assert missing_triggers(connection) == []


def test_brings_the_trigger_back_when_writing_fails(monkeypatch):
    bring(monkeypatch, ROWS)
    run = read(monkeypatch, [program(), person("C1", birth_date="1800-01-01"), *ROWS[2:]])

    with pytest.raises(Problem, match="participant_birth_date_possible"):
        services.write_run(run, actor=COMMAND_LINE)

    Participant.objects.filter(source_key="C1").update(phone="555 0101")
    assert missing_triggers(connection) == []
    assert [row["phone"] for _table, _row, row in history()] == [""]
