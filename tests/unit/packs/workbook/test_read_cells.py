"""A value is read exactly or not at all; a value not read is kept aside and its problem says what to write."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from lineofsight.packs.rows import SourceRow, Table, Weight
from lineofsight.packs.workbook.cells import day_of, decimal_of

from .drawn import ENROLLMENTS, Formula, Outcome, draw, draw_small, read, zip_of


def read_person(tmp_path: Path, title: str, cell: Any) -> tuple[SourceRow, Outcome]:
    """One person with one further column."""
    people = (("Person number", "First name", title), ("1", "Ada", cell))
    outcome = read(draw(tmp_path / "person.xlsx", {"People": people}))
    return outcome.of(Table.PARTICIPANT)["1"], outcome


@pytest.mark.parametrize(
    "cell, day",
    [
        (date(2026, 11, 12), date(2026, 11, 12)),
        ("2026-11-12", date(2026, 11, 12)),
        ("2026-11-12 00:00:00", date(2026, 11, 12)),
        ("11/12/2026", date(2026, 11, 12)),
        (" 1/2/2026 ", date(2026, 1, 2)),
    ],
)
def test_reads_a_day(cell: Any, day: date) -> None:
    assert day_of(cell) == (day, "")


@pytest.mark.parametrize(
    "cell, code",
    [
        ("3/4/26", "W042"),
        ("3-4-26", "W042"),
        ("12 November 2026", "W043"),
        ("12.11.2026", "W043"),
        ("2/30/2026", "W044"),
        ("13/12/2026", "W044"),
        (46338.0, "W045"),
    ],
)
def test_refuses_what_is_not_surely_a_day(cell: Any, code: str) -> None:
    assert day_of(cell) == (None, code)


@pytest.mark.parametrize(
    "cell, amount",
    [(1.0, "1"), ("1,250.50", "1250.50"), ("$1,250", "1250"), ("$ 5", "5"), (".5", "0.5"), ("(3)", "-3")],
)
def test_reads_an_amount(cell: Any, amount: str) -> None:
    assert str(decimal_of(cell)) == amount


@pytest.mark.parametrize("cell", ["two", "1.234,50", "12,34", "$", "", True, date(2026, 1, 1)])
def test_refuses_what_is_not_an_amount(cell: Any) -> None:
    assert decimal_of(cell) is None


def test_says_which_dates_are_read(tmp_path: Path) -> None:
    row, outcome = read_person(tmp_path, "Date of birth", "3/4/88")

    assert row.values["birth_date"] is None
    assert row.aside == {"Date of birth": "3/4/88"}
    problem = outcome.problem("W042")
    assert (problem.file, problem.line, problem.column, problem.weight) == ("People", 2, "Date of birth", Weight.VALUE)
    assert "11/12/2026" in problem.reason


def test_refuses_a_birth_in_the_future(tmp_path: Path) -> None:
    _, outcome = read_person(tmp_path, "Date of birth", date(2027, 1, 1))

    assert "2026-11-12" in outcome.problem("W047").reason


def test_refuses_a_year_out_of_reach(tmp_path: Path) -> None:
    _, outcome = read_person(tmp_path, "Date of birth", "2/2/1066")

    assert outcome.problem("W046").value == "2/2/1066"


def test_never_takes_an_excel_error_for_an_empty_cell(tmp_path: Path) -> None:
    row, outcome = read_person(tmp_path, "Last name", Formula("=#REF!", "#REF!"))

    assert row.values["last_name"] == ""
    assert row.aside == {"Last name": "#REF!"}
    assert outcome.problem("W037").value == "#REF!"


def test_finds_an_excel_error_where_a_number_must_stand(tmp_path: Path) -> None:
    people = (("Person number", "First name"), ("1", "Ada"), (Formula("=1/0", "#DIV/0!"), "Bo"))

    outcome = read(draw(tmp_path / "b.xlsx", {"People": people}))

    assert list(outcome.of(Table.PARTICIPANT)) == ["1"]
    assert (outcome.problem("W037").line, outcome.problem("W037").weight) == (3, Weight.ROW)


def test_reads_the_saved_result_of_a_formula(tmp_path: Path) -> None:
    row, outcome = read_person(tmp_path, "Last name", Formula('="Lu"&"nd"', "Lund"))

    assert row.values["last_name"] == "Lund"
    assert outcome.problems == []


def test_says_that_a_formula_was_never_calculated(tmp_path: Path) -> None:
    row, outcome = read_person(tmp_path, "Last name", Formula("=A1", ""))

    assert row.values["last_name"] == ""
    assert outcome.codes == ["W038"]


def test_reads_a_whole_number_without_its_point(tmp_path: Path) -> None:
    people = (("Person number", "First name"), (7.0, "Ada"), ("007", "Bo"))

    outcome = read(draw(tmp_path / "b.xlsx", {"People": people}))

    assert list(outcome.of(Table.PARTICIPANT)) == ["7", "007"]


def test_refuses_a_number_that_excel_made_a_date(tmp_path: Path) -> None:
    people = (("Person number", "First name"), (date(2026, 1, 2), "Ada"))

    outcome = read(draw(tmp_path / "b.xlsx", {"People": people}))

    assert outcome.problem("W059").weight is Weight.ROW
    assert outcome.rows == []


def test_refuses_a_number_whose_digits_excel_has_changed(tmp_path: Path) -> None:
    people = (("Person number", "First name"), (1234567890123456789, "Ada"))

    assert read(draw(tmp_path / "b.xlsx", {"People": people})).problem("W060").weight is Weight.ROW


def test_keeps_a_text_that_is_too_long_aside(tmp_path: Path) -> None:
    row, outcome = read_person(tmp_path, "Language", "x" * 61)

    assert row.values["language"] == ""
    assert "at most 60" in outcome.problem("W039").reason


def test_reads_several_words_in_any_case(tmp_path: Path) -> None:
    row, outcome = read_person(tmp_path, "Race and ethnicity", "white; BLACK, african american or african;asian")

    assert row.values["race_ethnicities"] == ["white", "black", "asian"]
    assert outcome.problems == []


def test_names_the_word_that_is_not_allowed_and_keeps_the_others(tmp_path: Path) -> None:
    row, outcome = read_person(tmp_path, "Gender", "Female; Martian")

    assert row.values["genders"] == ["woman"]
    assert row.aside == {"Gender": "Female; Martian"}
    assert "“Martian” is not one of the allowed words: Woman or girl;" in outcome.problem("W040").reason


def test_refuses_a_veteran_who_is_neither_yes_nor_no(tmp_path: Path) -> None:
    row, outcome = read_person(tmp_path, "Veteran", "maybe")

    assert row.values["is_veteran"] is None
    assert outcome.codes == ["W041"]


def test_reads_true_and_false_as_yes_and_no(tmp_path: Path) -> None:
    assert read_person(tmp_path, "Veteran", False)[0].values["is_veteran"] is False


def test_refuses_two_email_addresses_in_a_cell(tmp_path: Path) -> None:
    assert read_person(tmp_path, "Email", "a@x.org, b@x.org")[1].codes == ["W061"]


def test_puts_the_zero_of_a_zip_back(tmp_path: Path) -> None:
    row, outcome = read_person(tmp_path, "ZIP", 2139)

    assert row.values["zip_code"] == "02139"
    assert outcome.problem("W070").weight is Weight.NOTE
    assert outcome.problem("W070").reason.startswith("ZIP 2139 is read as 02139")


def test_leaves_other_zips_as_they_stand(tmp_path: Path) -> None:
    assert read_person(tmp_path, "ZIP", "2139 AB")[0].values["zip_code"] == "2139 AB"
    assert read_person(tmp_path, "ZIP", 60622)[1].codes == []


def test_takes_invisible_characters_off_a_name(tmp_path: Path) -> None:
    assert read_person(tmp_path, "Last name", "\u200bde\u00a0 la Cruz ")[0].values["last_name"] == "de la Cruz"


def test_notes_an_entry_in_the_future_and_reads_it(tmp_path: Path) -> None:
    enrollments = (ENROLLMENTS[0], ("10", "1", "Mentoring", "Enrolled", None, date(2026, 12, 1), None))

    outcome = read(draw_small(tmp_path, Enrollments=enrollments, Services=()))

    assert outcome.problem("W047").weight is Weight.NOTE
    assert outcome.of(Table.ENROLLMENT)["10"].values["entry_date"] == "2026-12-01"


def test_finds_an_error_in_a_sheet_whose_cells_do_not_say_their_place(tmp_path: Path) -> None:
    people = (("Person number", "First name"), ("1", Formula("=#REF!", "#REF!")))
    path = draw(tmp_path / "b.xlsx", {"People": people})
    with ZipFile(path) as zipped:
        parts = {name: zipped.read(name).decode() for name in zipped.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    placeless = re.sub(r'(<(?:c|row)) r="[A-Z]*\d+"', r"\1", parts[sheet])

    outcome = read(zip_of(path, parts | {sheet: placeless}))

    assert (outcome.problem("W037").line, outcome.problem("W037").column) == (2, "First name")
