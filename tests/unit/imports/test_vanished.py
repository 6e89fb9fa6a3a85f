"""Rows that are here and no longer in the source: shown and decided, never dropped."""

from dataclasses import replace
from datetime import date

import pytest

from lineofsight.apps.agency.models import Program, Source
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.imports import selectors, services
from lineofsight.apps.records.models import Enrollment, Participant, Service
from lineofsight.packs.rows import RowProblem, Table, Weight
from lineofsight.problems import Problem

from .rows_reader import bring, check, person, program, read, service, stay

pytestmark = pytest.mark.usefixtures("real_transactions")

FIRST = [
    program(),
    person("C1"),
    person("C2"),
    stay("E1", "C1"),
    stay("E2", "C2"),
    service("S1", "E1"),
    service("S2", "E2"),
]
UNREADABLE = RowProblem("H109", Weight.ROW, "Enrollment.csv", 3, "EntryDate", "", "Entry date is missing.")
WITHOUT_C2 = [each for each in FIRST if each.key not in ("C2", "E2", "S2")]


def vanished(run):
    return {
        (each.target, each.key, each.was_deleted)
        for each in selectors.vanished_rows(run, None, selectors.discretion_of(run, None), limit=50)
    }


def test_finds_what_is_absent_with_everything_below_it(monkeypatch):
    bring(monkeypatch, FIRST)

    run = read(monkeypatch, WITHOUT_C2)

    assert vanished(run) == {("participant", "C2", False), ("enrollment", "E2", False), ("service", "S2", False)}


def test_refuses_to_write_before_that_is_decided(monkeypatch):
    bring(monkeypatch, FIRST)

    run = read(monkeypatch, WITHOUT_C2)

    assert services.things_left(run) == ["decide about the vanished rows"]
    with pytest.raises(Problem, match="decide about the vanished rows"):
        services.write_run(run, actor=COMMAND_LINE)


def test_keeps_them_marked(monkeypatch):
    bring(monkeypatch, FIRST)

    bring(monkeypatch, WITHOUT_C2, vanished="keep")

    assert Enrollment.objects.get(source_key="E2").standing == "no_longer_in_source"
    assert Enrollment.objects.get(source_key="E1").standing == "current"


def test_takes_them_out_of_the_figures(monkeypatch):
    bring(monkeypatch, FIRST)

    bring(monkeypatch, WITHOUT_C2, vanished="withdraw")

    assert Participant.objects.get(source_key="C2").standing == "withdrawn"


def test_decides_row_by_row(monkeypatch):
    bring(monkeypatch, FIRST)
    run = read(monkeypatch, WITHOUT_C2)

    enrollment = Enrollment.objects.get(source_key="E2")
    services.decide(run, vanished="keep", each={("enrollment", enrollment.pk): "withdrawn"}, actor=COMMAND_LINE)
    services.write_run(run, actor=COMMAND_LINE)

    enrollment.refresh_from_db()
    assert enrollment.standing == "withdrawn"
    assert Service.objects.get(source_key="S2").standing == "no_longer_in_source"


def test_says_that_a_row_was_deleted_there(monkeypatch):
    bring(monkeypatch, FIRST)

    run = read(monkeypatch, [*FIRST[:4], replace(FIRST[4], deleted=True), *FIRST[5:]])

    assert vanished(run) == {("enrollment", "E2", True), ("service", "S2", True)}


def test_lets_a_row_come_back(monkeypatch):
    bring(monkeypatch, FIRST)
    bring(monkeypatch, WITHOUT_C2, vanished="withdraw")

    back = bring(monkeypatch, FIRST)

    assert back.counts["enrollment"]["changed"] == 1
    assert Enrollment.objects.get(source_key="E2").standing == "current"


def test_does_not_ask_twice_about_rows_that_were_kept(monkeypatch):
    bring(monkeypatch, FIRST)
    bring(monkeypatch, WITHOUT_C2, vanished="keep")

    assert vanished(read(monkeypatch, WITHOUT_C2)) == set()


def test_says_nothing_of_programs_that_the_export_does_not_cover(monkeypatch):
    bring(monkeypatch, FIRST)

    other = [program("P2", name="Other"), person("C7"), stay("E7", "C7", program_key="P2")]

    assert vanished(read(monkeypatch, other)) == set()


def test_says_nothing_of_days_that_the_export_does_not_cover(monkeypatch):
    bring(monkeypatch, FIRST)

    later = read(monkeypatch, [program()], covers_from=date(2024, 1, 1), covers_to=date(2024, 12, 31))

    assert vanished(later) == set()


def test_says_nothing_when_the_export_holds_changes_only(monkeypatch):
    bring(monkeypatch, FIRST)

    assert vanished(read(monkeypatch, WITHOUT_C2, complete=False)) == set()


def test_keeps_a_person_who_takes_part_elsewhere(monkeypatch):
    elsewhere = [program("P2", name="Other"), person("C2"), stay("E8", "C2", program_key="P2")]
    bring(monkeypatch, [*FIRST, *elsewhere[:1], elsewhere[2]])

    run = read(monkeypatch, WITHOUT_C2)

    assert ("participant", "C2", False) not in vanished(run)


def test_does_not_ask_twice_about_rows_that_were_deleted_there_and_kept(monkeypatch):
    without_e2 = [*FIRST[:4], replace(FIRST[4], deleted=True), *FIRST[5:]]
    bring(monkeypatch, FIRST)
    bring(monkeypatch, without_e2, vanished="keep")

    assert vanished(read(monkeypatch, without_e2)) == set()


def test_takes_along_what_is_below_a_deleted_row_in_an_export_of_changes(monkeypatch):
    bring(monkeypatch, FIRST)

    run = read(monkeypatch, [program(), replace(FIRST[4], deleted=True)], complete=False)

    assert vanished(run) == {("enrollment", "E2", True), ("service", "S2", True)}


def test_says_nothing_of_a_row_that_is_there_and_cannot_be_read(monkeypatch):
    bring(monkeypatch, FIRST)

    unread = [replace(UNREADABLE, of=(Table.ENROLLMENT, "E2")), replace(UNREADABLE, of=(Table.SERVICE, "S2"))]
    run = read(monkeypatch, [*FIRST[:4], FIRST[5], *unread])

    assert vanished(run) == set()


def test_says_nothing_of_files_that_are_not_there(monkeypatch):
    bring(monkeypatch, [*FIRST, check("IncomeBenefits:1", "E1", "100.00"), check("Event:1", "E1", "100.00")])

    run = read(monkeypatch, FIRST[:5], not_there=((Table.SERVICE, ""), (Table.ASSESSMENT, "Event:")))

    assert vanished(run) == {("assessment", "IncomeBenefits:1", False)}


def test_misses_a_whole_program_in_a_workbook_that_holds_everything(monkeypatch):
    of_itself = {"kind": "workbook", "covers_from": None, "covers_to": None}
    bring(monkeypatch, [*FIRST, program("P2", name="Other"), stay("E9", "C2", program_key="P2")], **of_itself)

    run = read(monkeypatch, FIRST, **of_itself)

    assert vanished(run) == {("enrollment", "E9", False)}


def test_keeps_a_person_who_was_enrolled_here(monkeypatch):
    bring(monkeypatch, FIRST)
    Enrollment.objects.create(
        participant=Participant.objects.get(source_key="C2"),
        program=Program.objects.create(name="Mentoring"),
        stage="active",
        entry_date=date(2026, 2, 1),
    )

    run = read(monkeypatch, WITHOUT_C2)

    assert vanished(run) == {("enrollment", "E2", False), ("service", "S2", False)}


@pytest.mark.parametrize("typed", [True, False], ids=["here", "by another source"])
def test_keeps_a_person_who_was_enrolled_after_the_preview(monkeypatch, typed):
    bring(monkeypatch, FIRST)
    run = read(monkeypatch, WITHOUT_C2)
    assert ("participant", "C2", False) in vanished(run)
    Enrollment.objects.create(
        participant=Participant.objects.get(source_key="C2"),
        program=Program.objects.create(name="Mentoring"),
        stage="active",
        entry_date=date(2026, 2, 1),
        **({} if typed else {"source": Source.objects.create(kind="workbook", key="beta"), "source_key": "E77"}),
    )

    services.decide(run, vanished="withdraw", actor=COMMAND_LINE)
    services.write_run(run, actor=COMMAND_LINE)

    assert Participant.objects.get(source_key="C2").standing == "current"
    assert Enrollment.objects.get(source_key="E2").standing == "withdrawn"
