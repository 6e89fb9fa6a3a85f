"""Sheets, header rows and columns are found by their titles; what is not known is kept or reported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlsxwriter

from lineofsight.packs.rows import Table, Weight

from .drawn import ENROLLMENTS, PEOPLE, SERVICES, draw, draw_small, read, refusal_of


def test_matches_titles_without_case_space_and_accents(tmp_path: Path) -> None:
    people = (("PERSON NUMBER ", "first-name", "Lást  Name"), ("1", "Ada", "Lund"))

    outcome = read(draw(tmp_path / "b.xlsx", {" peOple": people}))

    assert outcome.of(Table.PARTICIPANT)["1"].values["last_name"] == "Lund"
    assert outcome.problems == []


def test_finds_the_header_below_a_title_and_says_so(tmp_path: Path) -> None:
    outcome = read(draw_small(tmp_path, People=(("Our people",), (), *PEOPLE)))

    assert [row.line for row in outcome.of(Table.PARTICIPANT).values()] == [4, 5]
    assert outcome.problem("W026").weight is Weight.NOTE


def test_skips_empty_rows_without_losing_count(tmp_path: Path) -> None:
    outcome = read(draw_small(tmp_path, People=(PEOPLE[0], PEOPLE[1], (), ("", " "), PEOPLE[2])))

    assert [row.line for row in outcome.of(Table.PARTICIPANT).values()] == [2, 5]


def test_refuses_a_workbook_without_a_known_sheet(tmp_path: Path) -> None:
    problem = refusal_of(draw(tmp_path / "b.xlsx", {"Tabelle1": PEOPLE}))

    assert problem.code == "W011"
    assert "Tabelle1" in problem.sentence


def test_refuses_enrollments_without_the_people_they_refer_to(tmp_path: Path) -> None:
    problem = refusal_of(draw(tmp_path / "b.xlsx", {"Enrollments": ENROLLMENTS}))

    assert problem.code == "W012"
    assert "People" in problem.sentence


def test_refuses_services_when_the_enrollments_are_empty(tmp_path: Path) -> None:
    problem = refusal_of(draw_small(tmp_path, Enrollments=ENROLLMENTS[:1]))

    assert problem.code == "W012"
    assert "Enrollments" in problem.sentence


def test_refuses_a_sheet_without_a_header_row(tmp_path: Path) -> None:
    assert refusal_of(draw_small(tmp_path, People=PEOPLE[1:])).code == "W013"


def test_names_the_required_column_that_is_missing(tmp_path: Path) -> None:
    problem = refusal_of(draw_small(tmp_path, Enrollments=[row[:2] for row in ENROLLMENTS]))

    assert problem.code == "W014"
    assert "Program" in problem.sentence


def test_names_both_places_of_a_column_that_stands_twice(tmp_path: Path) -> None:
    header = ("Person number", "First name", "first  name")

    problem = refusal_of(draw_small(tmp_path, People=(header, ("1", "Ada", "Ida"))))

    assert problem.code == "W015"
    assert "in B and in C" in problem.sentence


def test_tells_of_every_bad_sheet_at_once(tmp_path: Path) -> None:
    problem = refusal_of(draw_small(tmp_path, People=PEOPLE[1:], Services=[row[:2] for row in SERVICES]))

    assert problem.code == "W013"
    assert "The sheet Services has no column Service" in str(problem)


def test_refuses_two_sheets_of_one_name(tmp_path: Path) -> None:
    assert refusal_of(draw(tmp_path / "b.xlsx", {"People": PEOPLE, "Peo ple": PEOPLE})).code == "W018"


def test_refuses_a_workbook_without_a_row(tmp_path: Path) -> None:
    assert refusal_of(draw(tmp_path / "b.xlsx", {"People": PEOPLE[:1]})).code == "W019"


def test_reports_a_sheet_it_does_not_know(tmp_path: Path) -> None:
    outcome = read(draw_small(tmp_path, Budget=(("Line", "Dollars"), ("Rent", 900))))

    assert outcome.problem("W021").file == "Budget"


def test_keeps_a_column_nobody_knows_aside_with_its_row(tmp_path: Path) -> None:
    people = ((*PEOPLE[0], "Shoe size"), (*PEOPLE[1], 38.0), PEOPLE[2])

    outcome = read(draw_small(tmp_path, People=people))

    assert outcome.of(Table.PARTICIPANT)["1"].aside == {"Shoe size": "38"}
    assert outcome.of(Table.PARTICIPANT)["2"].aside == {}
    assert outcome.problem("W022").column == "Shoe size"


def test_keeps_values_without_a_column_title_aside(tmp_path: Path) -> None:
    outcome = read(draw_small(tmp_path, People=(PEOPLE[0], (*PEOPLE[1], None, "who is this?"), PEOPLE[2])))

    assert outcome.of(Table.PARTICIPANT)["1"].aside == {"Column F": "who is this?"}
    assert outcome.problem("W027").column == "F"


def test_reads_a_hidden_sheet_and_hidden_rows_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "hidden.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Read me")
    page = book.add_worksheet("People")
    page.write_row(0, 0, ["Person number", "First name"])
    page.write_row(1, 0, ["1", "Ada"])
    page.set_row(1, None, None, {"hidden": True})
    page.hide()
    book.close()

    outcome = read(path)

    assert list(outcome.of(Table.PARTICIPANT)) == ["1"]
    assert outcome.codes == ["W023", "W024"]


def test_names_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("People")
    page.write_row(0, 0, ["Person number", "First name"])
    page.write_row(1, 0, ["1"])
    page.write_row(2, 0, ["2"])
    page.merge_range("B2:B3", "Ada")
    book.close()

    outcome = read(path)

    assert "B2 to B3" in outcome.problem("W025").reason
    assert outcome.of(Table.PARTICIPANT)["2"].values["first_name"] == ""


def test_reads_dates_counted_from_1904(tmp_path: Path) -> None:
    sheets = {"People": PEOPLE}

    outcome = read(draw(tmp_path / "mac.xlsx", sheets, {"date_1904": True}))

    assert outcome.of(Table.PARTICIPANT)["1"].values["birth_date"] == date(2010, 5, 1).isoformat()


def test_tells_how_far_it_is(tmp_path: Path) -> None:
    outcome = read(draw_small(tmp_path))

    assert [(step.file, step.lines_read) for step in outcome.progress] == [
        ("People", 2),
        ("Enrollments", 2),
        ("Services", 1),
    ]
