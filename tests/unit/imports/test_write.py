"""Writing an import: everything or nothing, and the same file twice changes nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from lineofsight.apps.agency.models import ImportRun, Program, RowVersion, Source, TrailEntry
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.forms.models import DataElement
from lineofsight.apps.imports import changed_rows, services
from lineofsight.apps.imports.folder import folder_of
from lineofsight.apps.records.models import Assessment, Enrollment, Household, Participant, Service
from lineofsight.packs.rows import RowProblem, Table, Weight
from lineofsight.problems import Problem

from .rows_reader import bring, check, person, program, read, row, service, stay

pytestmark = pytest.mark.usefixtures("real_transactions")

WHOLE = [
    program(),
    person("C1", genders=["woman"], race_ethnicities=["black", "white"]),
    person("C2", first_name="Ben"),
    stay("E1", "C1", household_key="H1", relationship="head"),
    stay("E2", "C2", household_key="H1", relationship="child"),
    row(Table.EXIT, "E2", exit_date="2026-03-01", stage="completed", answers={"test.left_to": 10}),
    service("S1", "E1"),
    service("S2", "E1", date="2026-02-08", amount="120.50"),
    check("A1", "E1", "640.00"),
]


def test_writes_people_with_what_belongs_to_them(monkeypatch):
    bring(monkeypatch, WHOLE)

    ana = Participant.objects.get(source_key="C1")
    stay_of_ana = Enrollment.objects.get(participant=ana)
    assert (ana.first_name, ana.birth_date, ana.genders, ana.search_name) == (
        "Ana",
        date(1990, 2, 3),
        ["woman"],
        " ana brook ",
    )
    assert stay_of_ana.household == Enrollment.objects.get(source_key="E2").household
    assert Household.objects.count() == 1
    assert [(each.date, each.amount) for each in stay_of_ana.services.order_by("date")] == [
        (date(2026, 2, 1), None),
        (date(2026, 2, 8), Decimal("120.50")),
    ]
    assert Assessment.objects.get().answers == {"test.income": "640.00"}


def test_lays_an_exit_over_its_enrollment(monkeypatch):
    bring(monkeypatch, WHOLE)

    left = Enrollment.objects.get(source_key="E2")
    assert (left.exit_date, left.stage, left.answers) == (date(2026, 3, 1), "completed", {"test.left_to": 10})


def test_says_where_the_records_of_a_new_program_are_kept(monkeypatch):
    bring(monkeypatch, WHOLE)

    assert Program.objects.get().mastered_in == Source.objects.get(key="1:TEST")


def test_gives_every_row_its_provenance(monkeypatch):
    run = bring(monkeypatch, WHOLE)

    visit = Service.objects.get(source_key="S1")
    assert (visit.source, visit.last_import, visit.standing) == (run.source, run, "current")


def test_adopts_the_meanings_only_when_it_writes(monkeypatch):
    run = read(monkeypatch, WHOLE)
    assert not DataElement.objects.filter(key="test.income").exists()

    services.write_run(run, actor=COMMAND_LINE)
    assert DataElement.objects.get(key="test.income").type == "money"


def test_changes_nothing_the_second_time(monkeypatch):
    bring(monkeypatch, WHOLE)

    again = bring(monkeypatch, WHOLE)

    assert {
        name: (each["new"], each["changed"], each["vanished"]) for name, each in again.counts.items()
    } == dict.fromkeys(again.counts, (0, 0, 0))
    assert RowVersion.objects.count() == 0


def test_keeps_what_a_changed_row_said_before(monkeypatch):
    bring(monkeypatch, WHOLE)

    run = bring(monkeypatch, [*WHOLE[:1], person("C1", birth_date="1990-02-13"), *WHOLE[2:]])

    before = RowVersion.objects.get(table="records_participant")
    assert run.counts["participant"]["changed"] == 1
    assert (before.before["birth_date"], before.ended_by_import_id) == ("1990-02-03", run.pk)
    assert Participant.objects.get(source_key="C1").birth_date == date(1990, 2, 13)


def test_changes_more_rows_than_one_statement_takes(monkeypatch):
    people = [person(f"C{number}") for number in range(7)]
    bring(monkeypatch, [program(), *people])
    monkeypatch.setattr(changed_rows, "ROWS_AT_A_TIME", 3)

    bring(monkeypatch, [program(), *(person(each.key, last_name="Stream") for each in people)])

    assert Participant.objects.filter(last_name="Stream").count() == RowVersion.objects.count() == 7


def test_leaves_columns_alone_that_the_source_does_not_deliver(monkeypatch):
    bring(monkeypatch, WHOLE)
    Participant.objects.filter(source_key="C1").update(phone="555-0142")

    bring(monkeypatch, [*WHOLE[:1], person("C1", last_name="Brooks"), *WHOLE[2:]])

    ana = Participant.objects.get(source_key="C1")
    assert (ana.last_name, ana.phone) == ("Brooks", "555-0142")


def test_clears_an_exit_that_was_taken_back_in_the_source(monkeypatch):
    bring(monkeypatch, WHOLE)

    bring(monkeypatch, [each for each in WHOLE if each.table != Table.EXIT])

    back = Enrollment.objects.get(source_key="E2")
    assert (back.exit_date, back.stage) == (None, "active")


def test_writes_nothing_when_the_database_refuses_one_row(monkeypatch):
    impossible = [*WHOLE, row(Table.EXIT, "E1", exit_date="2025-12-01", stage="completed")]

    run = read(monkeypatch, impossible)
    with pytest.raises(Problem) as refused:
        services.write_run(run, actor=COMMAND_LINE)

    run.refresh_from_db()
    assert refused.value.code == "I006"
    assert run.state == ImportRun.State.READY
    assert run.refusal.startswith("Nothing was written: ")
    assert Participant.objects.count() == Program.objects.count() == 0


def test_refuses_to_write_while_rows_cannot_be_read(monkeypatch):
    unreadable = RowProblem("H031", Weight.ROW, "Client.csv", 9, "DOB", "1990-02-30", "February 1990 has 28 days.")

    run = read(monkeypatch, [*WHOLE, unreadable])

    assert services.things_left(run) == ["mend or leave out the rows that cannot be read"]
    with pytest.raises(Problem, match="Not yet"):
        services.write_run(run, actor=COMMAND_LINE)


def test_writes_all_but_unreadable_rows_when_that_is_decided(monkeypatch):
    unreadable = RowProblem("H031", Weight.ROW, "Client.csv", 9, "DOB", "1990-02-30", "February 1990 has 28 days.")

    run = read(monkeypatch, [*WHOLE, unreadable])
    services.decide(run, leave_out_unreadable=True, actor=COMMAND_LINE)
    services.write_run(run, actor=COMMAND_LINE)

    assert Participant.objects.count() == 2


def test_refuses_a_row_whose_person_is_nowhere(monkeypatch):
    run = read(monkeypatch, [*WHOLE, stay("E9", "C9")])

    assert run.summary["problems"] == {"row": 1}
    assert run.counts["enrollment"]["new"] == 2


def test_refers_to_people_who_came_with_an_earlier_import(monkeypatch):
    bring(monkeypatch, WHOLE)

    bring(monkeypatch, [program(), stay("E3", "C1", entry_date="2026-06-01")], complete=False)

    assert Enrollment.objects.filter(participant__source_key="C1").count() == 2


def test_refuses_a_preview_that_another_import_has_overtaken(monkeypatch):
    slow = read(monkeypatch, WHOLE)
    bring(monkeypatch, WHOLE)

    with pytest.raises(Problem, match="Another import from Test HMIS"):
        services.write_run(slow, actor=COMMAND_LINE)


def test_enters_the_trail_once_with_the_fingerprint_of_the_file(monkeypatch):
    run = bring(monkeypatch, WHOLE)

    entry = TrailEntry.objects.get(action="imported")
    assert (entry.subject_id, entry.detail["sha256"]) == (run.pk, run.sha256)
    assert len(run.sha256) == 64


def test_removes_what_was_staged_when_it_is_written(monkeypatch):
    run = bring(monkeypatch, WHOLE)

    assert list(folder_of(run.pk).iterdir()) == []


def test_leaves_an_enrollment_as_it_is_while_its_exit_cannot_be_read(monkeypatch):
    bring(monkeypatch, WHOLE)
    before = Enrollment.objects.values().get(source_key="E2")

    unreadable = RowProblem("H203", Weight.ROW, "Exit.csv", 2, "ExitDate", "soon", "Not a date.", (Table.EXIT, "E2"))
    run = read(monkeypatch, [*(each for each in WHOLE if each.table != Table.EXIT), unreadable])
    services.decide(run, leave_out_unreadable=True, actor=COMMAND_LINE)
    services.write_run(run, actor=COMMAND_LINE)

    assert Enrollment.objects.values().get(source_key="E2") == before
    assert run.summary["problems"] == {"row": 1, "follows": 1}


def test_keeps_unknown_columns_of_an_exit_beside_those_of_its_enrollment(monkeypatch):
    left = row(Table.EXIT, "E1", exit_date="2026-02-01", stage="completed")
    both = [replace(stay("E1", "C1"), aside={"Local": "a"}), replace(left, aside={"Local": "b"})]
    bring(monkeypatch, [program(), person("C1"), *both])

    assert Enrollment.objects.get().kept_aside == {"Local": "a", "Exit: Local": "b"}


def test_sees_no_change_when_unknown_columns_were_moved(monkeypatch):
    bring(monkeypatch, [program(), replace(person("C1"), aside={"Eyes": "1", "Shoe": "2"})])

    moved = read(monkeypatch, [program(), replace(person("C1"), aside={"Shoe": "2", "Eyes": "1"})])

    assert moved.counts["participant"]["same"] == 1


def test_leaves_out_a_new_stay_whose_exit_cannot_be_read(monkeypatch):
    unread = RowProblem(
        "H041", Weight.ROW, "Exit.csv", 5, "ExitDate", "2026-02-30", "No such day.", of=(Table.EXIT, "E1")
    )

    run = read(monkeypatch, [*WHOLE, unread])
    services.decide(run, leave_out_unreadable=True, actor=COMMAND_LINE)
    services.write_run(run, actor=COMMAND_LINE)

    assert list(Enrollment.objects.values_list("source_key", flat=True)) == ["E2"]
    assert run.summary["problems"] == {"row": 1, "follows": 4}
