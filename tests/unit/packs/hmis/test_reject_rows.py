"""What breaks the meaning of a row rejects the row, and says where and what to do."""

from __future__ import annotations

from pathlib import Path

from lineofsight.packs.rows import RowProblem, Table, Weight
from tests.unit.packs.hmis.export_builder import TinyExport, read, read_broken


def place(problem: RowProblem) -> tuple[str, int | None, str, str]:
    return problem.file, problem.line, problem.column, problem.value


def test_rejects_a_row_without_a_number(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Services"][1]["ServicesID"] = " "

    result = read_broken(export, tmp_path)

    problem = result.problem("H101")
    assert (place(problem), problem.weight) == (("Services.csv", 3, "ServicesID", ""), Weight.ROW)
    assert "Enter it or export again." in problem.reason
    assert result.keys(Table.SERVICE) == ["s1"]


def test_rejects_both_rows_with_the_same_number(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Client"][2]["PersonalID"] = "2"
    del export.lines["Enrollment"][2], export.lines["Exit"][0], export.lines["Services"][0]

    result = read_broken(export, tmp_path)

    twice = [problem for problem in result.problems if problem.code == "H102"]
    assert [place(problem) for problem in twice] == [
        ("Client.csv", 3, "PersonalID", "2"),
        ("Client.csv", 4, "PersonalID", "2"),
    ]
    assert "Clients have the same PersonalID: lines 3 and 4. We read none of them." in twice[0].reason
    assert result.keys(Table.PARTICIPANT) == ["1"]


def test_lists_what_is_left_out_because_of_another_line(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Enrollment"][2]["EntryDate"] = ""

    result = read_broken(export, tmp_path)

    left_out = [problem for problem in result.problems if problem.code == "H105"]
    assert [place(problem) for problem in left_out] == [
        ("Exit.csv", 2, "EnrollmentID", "e12"),
        ("Services.csv", 2, "EnrollmentID", "e12"),
    ]
    assert "line 4 of Enrollment.csv" in left_out[0].reason
    assert "Mend that line" in left_out[0].reason


def test_rejects_two_exits_of_one_enrollment(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Exit"].append(export.lines["Exit"][0] | {"ExitID": "x2"})

    result = read_broken(export, tmp_path)

    exits = [problem for problem in result.problems if problem.code == "H103"]
    assert [place(problem) for problem in exits] == [
        ("Exit.csv", 2, "EnrollmentID", "e12"),
        ("Exit.csv", 3, "EnrollmentID", "e12"),
    ]
    assert "Delete the exits that are wrong" in exits[0].reason
    assert result.keys(Table.EXIT) == []


def test_rejects_a_service_of_an_enrollment_that_is_not_there(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Services"][1]["EnrollmentID"] = "e99"

    problem = read_broken(export, tmp_path).problem("H104")

    assert place(problem) == ("Services.csv", 3, "EnrollmentID", "e99")
    assert problem.reason == (
        "There is no such row in Enrollment.csv. Correct the EnrollmentID, or export again with all of Enrollment.csv."
    )


def test_rejects_an_exit_without_an_enrollment(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Exit"][0]["EnrollmentID"] = ""

    problem = read_broken(export, tmp_path).problem("H109")

    assert place(problem) == ("Exit.csv", 2, "EnrollmentID", "")
    assert problem.weight is Weight.ROW


def test_rejects_an_enrollment_in_a_project_that_is_not_there(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Enrollment"][1]["ProjectID"] = "p9"

    problem = read_broken(export, tmp_path).problem("H104")

    assert place(problem) == ("Enrollment.csv", 3, "ProjectID", "p9")


def test_rejects_an_inventory_whose_project_is_not_there(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Inventory"].append({"InventoryID": "i2", "ProjectID": "p9"})

    problem = read_broken(export, tmp_path).problem("H104")

    assert place(problem) == ("Inventory.csv", 3, "ProjectID", "p9")


def test_rejects_a_row_of_two_different_clients(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Services"][1]["PersonalID"] = "3"

    problem = read_broken(export, tmp_path).problem("H106")

    assert place(problem) == ("Services.csv", 3, "PersonalID", "3")
    assert "Enrollment e10 is of client 1" in problem.reason
    assert "Correct the client or the enrollment." in problem.reason


def test_rejects_a_line_with_too_many_cells(tmp_path: Path) -> None:
    export = TinyExport()
    export.texts["Client.csv"] = export.text_of("Client").replace("Sam,", "Sam,Jr,").encode()

    result = read_broken(export, tmp_path)

    problem = result.problem("H107")
    assert (problem.file, problem.line) == ("Client.csv", 4)
    assert "Cells of the line: 42; columns that the first line names: 41." in problem.reason
    assert result.keys(Table.PARTICIPANT) == ["1", "2"]


def test_rejects_a_line_with_too_few_cells(tmp_path: Path) -> None:
    export = TinyExport()
    export.texts["User.csv"] = export.text_of("User").replace(",Moss", "").encode()

    problem = read_broken(export, tmp_path).problem("H107")

    assert (problem.file, problem.line) == ("User.csv", 2)


def test_rejects_a_line_whose_quote_marks_do_not_fit(tmp_path: Path) -> None:
    export = TinyExport()
    export.texts["User.csv"] = export.text_of("User").replace("Rae", '"Rae" B').encode()

    problem = read_broken(export, tmp_path).problem("H108")

    assert (problem.file, problem.line) == ("User.csv", 2)
    assert "Write a quote mark within a text twice" in problem.reason


def test_rejects_an_enrollment_without_an_entry_date(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Enrollment"][1]["EntryDate"] = ""

    problem = read_broken(export, tmp_path).problem("H109")

    assert place(problem) == ("Enrollment.csv", 3, "EntryDate", "")
    assert problem.reason == "Entry date is missing. No row can be read without it. Enter it in the HMIS."


def test_rejects_an_enrollment_whose_entry_date_is_impossible(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Enrollment"][1]["EntryDate"] = "2026-02-30"

    problem = read_broken(export, tmp_path).problem("H201")

    assert (place(problem), problem.weight) == (("Enrollment.csv", 3, "EntryDate", "2026-02-30"), Weight.ROW)
    assert problem.reason == "There is no such day: February 2026 has 28 days. Correct the date."


def test_rejects_an_enrollment_that_starts_long_after_the_export(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Enrollment"][1]["EntryDate"] = "2062-03-11"

    problem = read_broken(export, tmp_path).problem("H204")

    assert (problem.weight, problem.value) == (Weight.ROW, "2062-03-11")
    assert "Perhaps 2026-03-11." in problem.reason


def test_rejects_an_exit_before_the_entry(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Exit"][0]["ExitDate"] = "2025-12-31"

    result = read_broken(export, tmp_path)

    assert place(result.problem("H110")) == ("Exit.csv", 2, "ExitDate", "2025-12-31")
    assert "before the entry on 2026-01-05" in result.problem("H110").reason
    assert result.keys(Table.EXIT) == []


def test_rejects_a_number_that_is_two_cells_run_together(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["User"][0]["UserID"] = "u" * 81

    problem = read_broken(export, tmp_path).problem("H111")

    assert (problem.file, problem.line, problem.column) == ("User.csv", 2, "UserID")


def test_rejects_a_service_of_an_unknown_kind(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Services"][0]["RecordType"] = "777"

    problem = read_broken(export, tmp_path).problem("H206")

    assert (place(problem), problem.weight) == (("Services.csv", 2, "RecordType", "777"), Weight.ROW)


def test_names_the_row_that_it_rejects(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Enrollment"][2]["EntryDate"] = ""

    result = read_broken(export, tmp_path)

    assert [(problem.of, problem.weight) for problem in result.problems if problem.of] == [
        ((Table.ENROLLMENT, "e12"), Weight.ROW),
        ((Table.EXIT, "e12"), Weight.FOLLOWS),
        ((Table.SERVICE, "s1"), Weight.FOLLOWS),
    ]


def test_names_what_a_rejected_row_belongs_to(tmp_path: Path) -> None:
    export = TinyExport()
    stay = export.lines["Enrollment"][2]
    stay["EntryDate"] = ""

    result = read_broken(export, tmp_path)

    person, program = (Table.PARTICIPANT, stay["PersonalID"]), (Table.PROGRAM, stay["ProjectID"])
    assert {problem.of: set(problem.within) for problem in result.problems if problem.of} == {
        (Table.ENROLLMENT, "e12"): {program, person, (Table.ENROLLMENT, "e12")},
        (Table.EXIT, "e12"): {person, (Table.ENROLLMENT, "e12")},
        (Table.SERVICE, "s1"): {person, (Table.ENROLLMENT, "e12")},
    }


def test_trusts_no_cell_of_a_line_whose_cells_do_not_fit_its_columns(tmp_path: Path) -> None:
    export = TinyExport()
    folder = export.write(tmp_path / "export")
    path = folder / "Enrollment.csv"
    path.write_bytes(path.read_bytes().replace(b"e12,", b"e12,x,", 1))

    problem = read(folder).problem("H107")

    assert (problem.of, problem.within) == ((Table.ENROLLMENT, "e12"), ())


def test_names_the_enrollment_of_an_impossible_exit(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Exit"][0]["ExitDate"] = "2020-01-01"

    assert read_broken(export, tmp_path).problem("H110").of == (Table.EXIT, "e12")
