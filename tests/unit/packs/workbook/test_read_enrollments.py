"""The sheet Enrollments: references, dates and stages that agree, and the names that become rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from lineofsight.packs.rows import Table, Weight

from .drawn import ENROLLMENTS, PEOPLE, Outcome, draw_small, read

ENTRY, EXIT = date(2026, 1, 5), date(2026, 6, 30)


def read_stay(tmp_path: Path, stage: Any, applied: Any, entry: Any, stopped: Any, person: Any = "1") -> Outcome:
    """Enrollment 10 alone."""
    rows = (ENROLLMENTS[0], ("10", person, "Mentoring", stage, applied, entry, stopped))
    return read(draw_small(tmp_path, Enrollments=rows, Services=()))


def stage_of(outcome: Outcome) -> object:
    return outcome.of(Table.ENROLLMENT)["10"].values["stage"]


def test_reads_an_enrollment(tmp_path: Path) -> None:
    row = read(draw_small(tmp_path)).of(Table.ENROLLMENT)["20"]

    assert row.values == {
        "participant_key": "2",
        "program_key": "mentoring",
        "site_key": None,
        "household_key": None,
        "relationship": "not_asked",
        "stage": "completed",
        "applied_on": None,
        "entry_date": "2026-02-02",
        "exit_date": "2026-06-30",
        "paid_by_key": None,
    }


def test_takes_an_exit_date_without_a_stage_as_completed(tmp_path: Path) -> None:
    assert stage_of(read_stay(tmp_path, None, None, ENTRY, EXIT)) == "completed"


def test_takes_an_entry_date_without_a_stage_as_active(tmp_path: Path) -> None:
    assert stage_of(read_stay(tmp_path, None, None, ENTRY, None)) == "active"


def test_takes_an_application_without_a_stage_as_applied(tmp_path: Path) -> None:
    assert stage_of(read_stay(tmp_path, None, ENTRY, None, None)) == "applied"


def test_refuses_a_row_that_says_nothing_of_where_it_stands(tmp_path: Path) -> None:
    assert read_stay(tmp_path, None, None, None, None).codes == ["W052"]


def test_refuses_an_exit_before_the_entry(tmp_path: Path) -> None:
    problem = read_stay(tmp_path, None, None, EXIT, ENTRY).problem("W048")

    assert "2026-01-05 is before Entry date 2026-06-30" in problem.reason


def test_refuses_an_exit_date_of_somebody_active(tmp_path: Path) -> None:
    assert read_stay(tmp_path, "Active", None, ENTRY, EXIT).codes == ["W049"]


def test_refuses_an_ended_stage_without_an_exit_date(tmp_path: Path) -> None:
    problem = read_stay(tmp_path, "withdrawn", None, ENTRY, None).problem("W050")

    assert (problem.column, problem.value) == ("Exit date", "")
    assert problem.reason.startswith("Stage says Withdrawn, but there is no Exit date.")


def test_refuses_a_begun_stage_without_an_entry_date(tmp_path: Path) -> None:
    problem = read_stay(tmp_path, "Enrolled", None, None, None).problem("W051")

    assert (problem.column, problem.value) == ("Entry date", "")
    assert problem.reason.startswith("Stage says Enrolled, but there is no Entry date.")


def test_says_nothing_of_a_stage_that_was_not_written(tmp_path: Path) -> None:
    problem = read_stay(tmp_path, None, None, None, EXIT).problem("W071")

    assert (problem.column, problem.value) == ("Entry date", "")
    assert problem.reason == f"There is an Exit date, {EXIT}, but no Entry date. Fill in the date of entry."


def test_names_the_stages_when_it_does_not_know_one(tmp_path: Path) -> None:
    problem = read_stay(tmp_path, "Aktive", None, ENTRY, None).problem("W040")

    assert problem.weight is Weight.ROW
    assert "Applied; Waitlisted; Enrolled; Active; Completed; Withdrawn; Denied" in problem.reason


def test_refuses_an_unreadable_entry_date_instead_of_losing_it(tmp_path: Path) -> None:
    outcome = read_stay(tmp_path, "Active", None, "soon", None)

    assert outcome.codes == ["W043"]
    assert outcome.of(Table.ENROLLMENT) == {}


def test_refuses_an_unknown_person(tmp_path: Path) -> None:
    problem = read_stay(tmp_path, "Active", None, ENTRY, None, person="9").problem("W034")

    assert (problem.file, problem.line, problem.column, problem.value) == ("Enrollments", 2, "Person number", "9")
    assert "People" in problem.reason


def test_points_to_the_same_number_with_its_zeros(tmp_path: Path) -> None:
    problem = read_stay(tmp_path, "Active", None, ENTRY, None, person="001").problem("W035")

    assert "but 1 is" in problem.reason


def test_says_that_the_person_was_not_read(tmp_path: Path) -> None:
    people = (*PEOPLE, ("1", "Cy", "Orr"))

    outcome = read(draw_small(tmp_path, People=people, Services=()))

    assert outcome.problem("W036").line == 2
    assert list(outcome.of(Table.ENROLLMENT)) == ["20"]


def test_refuses_an_enrollment_without_a_program(tmp_path: Path) -> None:
    rows = (ENROLLMENTS[0], ("10", "1", None, "Active", None, ENTRY, None))

    assert read(draw_small(tmp_path, Enrollments=rows, Services=())).problem("W030").column == "Program"


def test_notes_an_entry_before_the_birth(tmp_path: Path) -> None:
    problem = read_stay(tmp_path, "Active", None, date(2009, 1, 1), None).problem("W053")

    assert problem.weight is Weight.NOTE
    assert "2010-05-01" in problem.reason


def test_makes_one_program_of_two_spellings_and_notes_it_once(tmp_path: Path) -> None:
    rows = (
        ENROLLMENTS[0],
        ("10", "1", "After School", "Active", None, ENTRY, None),
        ("20", "2", "after-school", "Active", None, ENTRY, None),
        ("21", "2", "after-school", "Active", None, ENTRY, None),
    )

    outcome = read(draw_small(tmp_path, Enrollments=rows, Services=()))

    assert {row.key: row.values for row in outcome.of(Table.PROGRAM).values()} == {
        "after_school": {"name": "After School"}
    }
    assert outcome.problem("W062").line == 3


def test_makes_sites_funders_and_grants_of_their_names(tmp_path: Path) -> None:
    rows = (
        ("Enrollment number", "Person number", "Program", "Entry date", "Site", "Who pays"),
        ("10", "1", "Mentoring", ENTRY, "East side", "City Fund: Mentoring 2026"),
        ("20", "2", "Mentoring", ENTRY, "East side", "City Fund"),
    )

    outcome = read(draw_small(tmp_path, Enrollments=rows, Services=()))

    assert list(outcome.of(Table.SITE)) == ["east_side"]
    assert {key: row.values for key, row in outcome.of(Table.FUNDER).items()} == {"city_fund": {"name": "City Fund"}}
    assert {key: row.values for key, row in outcome.of(Table.GRANT).items()} == {
        "city_fund_mentoring_2026": {"name": "Mentoring 2026", "funder_key": "city_fund"},
        "city_fund": {"name": "City Fund", "funder_key": "city_fund"},
    }
    assert outcome.of(Table.ENROLLMENT)["10"].values["paid_by_key"] == "city_fund_mentoring_2026"


def test_gives_rows_in_the_order_of_their_references(tmp_path: Path) -> None:
    order = list(Table)
    tables = [order.index(row.table) for row in read(draw_small(tmp_path)).rows]

    assert tables == sorted(tables)


def test_names_no_program_that_only_a_refused_row_names(tmp_path: Path) -> None:
    rows = (*ENROLLMENTS, ("30", "9", "Typo program", "Active", None, ENTRY, None))

    assert list(read(draw_small(tmp_path, Enrollments=rows)).of(Table.PROGRAM)) == ["mentoring"]


def test_names_the_program_and_the_person_of_a_row_that_it_refuses(tmp_path: Path) -> None:
    unreadable = ("30", "1", "Safe  harbor", "Active", None, "soon", None)

    outcome = read(draw_small(tmp_path, Enrollments=(ENROLLMENTS[0], unreadable)))

    assert outcome.problem("W043").within == ((Table.PROGRAM, "safe_harbor"), (Table.PARTICIPANT, "1"))
