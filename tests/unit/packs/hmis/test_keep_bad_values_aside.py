"""A bad value stands aside as text, with a sentence; the row is read."""

from __future__ import annotations

from pathlib import Path

from lineofsight.packs.rows import RowProblem, SourceRow, Table, Weight
from tests.unit.packs.hmis.export_builder import TinyExport, read_broken


def client_with(tmp_path: Path, column: str, value: str, code: str) -> tuple[SourceRow, RowProblem]:
    """The first client, given a value in a column, and the problem that came of it."""
    export = TinyExport()
    export.lines["Client"][0][column] = value
    result = read_broken(export, tmp_path)
    problem = result.problem(code)
    assert (problem.file, problem.line, problem.column, problem.value) == ("Client.csv", 2, column, value)
    assert problem.weight is Weight.VALUE
    return result.row(Table.PARTICIPANT, "1"), problem


def test_keeps_an_impossible_day(tmp_path: Path) -> None:
    row, problem = client_with(tmp_path, "DOB", "1990-13-02", "H201")

    assert (row.values["birth_date"], row.aside) == (None, {"DOB": "1990-13-02"})
    assert "a year has 12 months" in problem.reason


def test_keeps_a_day_written_the_american_way(tmp_path: Path) -> None:
    row, problem = client_with(tmp_path, "DOB", "04/02/1990", "H202")

    assert row.aside == {"DOB": "04/02/1990"}
    assert problem.reason == "Not a date of the form 2026-03-11 (year, month, day). Perhaps 1990-04-02."


def test_keeps_what_is_no_day_at_all(tmp_path: Path) -> None:
    row, problem = client_with(tmp_path, "DOB", "spring 1990", "H203")

    assert row.aside == {"DOB": "spring 1990"}
    assert "Correct it in the HMIS." in problem.reason


def test_keeps_a_birth_long_after_the_export(tmp_path: Path) -> None:
    _, problem = client_with(tmp_path, "DOB", "2091-04-02", "H204")

    assert "Perhaps 2019-04-02." in problem.reason


def test_keeps_a_birth_before_1875(tmp_path: Path) -> None:
    row, problem = client_with(tmp_path, "DOB", "1790-04-02", "H205")

    assert row.values["birth_date"] is None
    assert "Correct the year." in problem.reason


def test_keeps_a_code_that_is_not_in_the_list(tmp_path: Path) -> None:
    row, problem = client_with(tmp_path, "VeteranStatus", "7", "H206")

    assert (row.values["is_veteran"], row.aside) == (None, {"VeteranStatus": "7"})
    assert problem.reason == (
        "Not in the list “Yes, no or not known” (0, 1, 8, 9, 99). Choose one of the list in the HMIS."
    )


def test_keeps_a_code_of_another_edition(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Enrollment"][0]["LivingSituation"] = "116"

    result = read_broken(export, tmp_path)

    problem = result.problem("H207")
    assert (problem.line, problem.column, problem.value) == (2, "LivingSituation", "116")
    assert problem.reason.startswith("A code of FY2024 and later; this export says FY2022.")
    assert result.row(Table.ENROLLMENT, "e10").aside == {"LivingSituation": "116"}


def test_keeps_an_amount_with_a_currency_sign(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["IncomeBenefits"][0]["EarnedAmount"] = "$1,480"

    result = read_broken(export, tmp_path)

    problem = result.problem("H208")
    assert (problem.file, problem.column, problem.value) == ("IncomeBenefits.csv", "EarnedAmount", "$1,480")
    assert problem.reason == "Not a number of the form 1480.00. Leave out currency signs and commas."
    assert result.row(Table.ASSESSMENT, "IncomeBenefits:b1").aside == {"EarnedAmount": "$1,480"}


def test_keeps_a_count_that_is_no_whole_number(tmp_path: Path) -> None:
    _, problem = client_with(tmp_path, "YearSeparated", "2009?", "H209")

    assert problem.reason == "Not a whole number. Write digits only."


def test_keeps_a_name_that_is_too_long(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Client"][0]["FirstName"] = "A" * 121

    result = read_broken(export, tmp_path)

    assert result.problem("H210").reason == "Longer than 120 characters. Shorten it in the HMIS."
    assert result.row(Table.PARTICIPANT, "1").aside == {"FirstName": "A" * 121}


def test_keeps_the_end_of_a_project_that_is_before_its_start(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Project"][0]["OperatingEndDate"] = "2018-01-01"

    result = read_broken(export, tmp_path)

    problem = result.problem("H211")
    assert (problem.line, problem.column, problem.value) == (2, "OperatingEndDate", "2018-01-01")
    assert result.row(Table.PROGRAM, "p1").values["ended_on"] is None
    assert result.row(Table.REFERENCE, "Project:p1").answers["hmis.project.OperatingEndDate"] == "2018-01-01"


def test_keeps_a_deletion_that_is_no_time_as_a_deletion(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Services"][0]["DateDeleted"] = "yes"

    assert read_broken(export, tmp_path).row(Table.SERVICE, "s1").deleted


def test_keeps_a_day_before_1900(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Enrollment"][0]["MoveInDate"] = "0206-03-11"

    problem = read_broken(export, tmp_path).problem("H213")

    assert (problem.weight, problem.column) == (Weight.VALUE, "MoveInDate")
    assert "Perhaps 2026-03-11." in problem.reason


def test_keeps_a_number_too_large_to_be_one(tmp_path: Path) -> None:
    _, problem = client_with(tmp_path, "YearSeparated", "20092010201120122013", "H214")

    assert "Look for two numbers run together." in problem.reason


def test_takes_a_day_with_midnight_and_money_with_four_decimals(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Client"][0]["DOB"] = "1990-04-02 00:00:00"
    export.lines["IncomeBenefits"][0]["EarnedAmount"] = "1480.5000"

    result = read_broken(export, tmp_path)

    assert result.problems == []
    assert result.row(Table.PARTICIPANT, "1").values["birth_date"] == "1990-04-02"
    answers = result.row(Table.ASSESSMENT, "IncomeBenefits:b1").answers
    assert answers["hmis.income_benefits.EarnedAmount"] == "1480.50"
