"""What is odd but legal is noted once, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

from lineofsight.packs.hmis import open_export
from lineofsight.packs.rows import Table, Weight
from tests.unit.packs.hmis.export_builder import TinyExport, read_broken


def test_notes_windows_letters(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Client"][0]["LastName"] = "Muñoz"
    export.texts["Client.csv"] = export.text_of("Client").encode("cp1252")

    result = read_broken(export, tmp_path)

    assert (result.problem("H301").weight, result.problem("H301").file) == (Weight.NOTE, "Client.csv")
    assert result.row(Table.PARTICIPANT, "1").values["last_name"] == "Muñoz"


def test_notes_utf16(tmp_path: Path) -> None:
    export = TinyExport()
    export.texts["Client.csv"] = export.text_of("Client").encode("utf-16")

    result = read_broken(export, tmp_path)

    assert result.codes() == ["H310"]
    assert result.row(Table.PARTICIPANT, "1").values["first_name"] == "Ana"


def test_notes_missing_files_in_one_sentence(tmp_path: Path) -> None:
    export = TinyExport()
    del export.lines["Event"], export.lines["Disabilities"]

    problem = read_broken(export, tmp_path).problem("H302")

    assert problem.reason.startswith("Disabilities.csv and Event.csv are not there.")


def test_says_of_which_rows_an_export_without_all_files_tells_nothing(tmp_path: Path) -> None:
    export = TinyExport()
    del export.lines["Services"], export.lines["Event"]

    not_there = open_export(export.write(tmp_path / "export")).identity.not_there

    assert not_there == ((Table.SERVICE, ""), (Table.ASSESSMENT, "Event:"))


def test_notes_unknown_columns_once_and_keeps_them_aside(tmp_path: Path) -> None:
    export = TinyExport()
    export.columns["Client"] += ["Nickname", "Shoe"]
    export.lines["Client"][0]["Nickname"] = "Nan"

    result = read_broken(export, tmp_path)

    problem = result.problem("H303")
    assert (problem.weight, problem.file, problem.column) == (Weight.NOTE, "Client.csv", "Nickname, Shoe")
    assert problem.reason == "Nickname and Shoe are not part of FY2022. We keep them aside with each row."
    assert result.row(Table.PARTICIPANT, "1").aside == {"Nickname": "Nan"}
    assert result.row(Table.PARTICIPANT, "2").aside == {}


def test_notes_missing_columns(tmp_path: Path) -> None:
    export = TinyExport()
    export.columns["Client"].remove("SSN")

    assert read_broken(export, tmp_path).problem("H304").reason.startswith("SSN is missing.")


def test_notes_files_that_are_not_part_of_the_format(tmp_path: Path) -> None:
    export = TinyExport()
    export.texts["Bednights.csv"] = b"a,b\r\n1,2\r\n"

    assert read_broken(export, tmp_path).problem("H305").reason.startswith("Bednights.csv is not part of the format.")


def test_notes_a_birth_after_the_entry(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Client"][1]["DOB"] = "2026-05-01"

    result = read_broken(export, tmp_path)

    problem = result.problem("H306")
    assert (problem.file, problem.line, problem.weight) == ("Enrollment.csv", 3, Weight.NOTE)
    assert "e11" in result.keys(Table.ENROLLMENT)


def test_notes_a_service_before_the_entry(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Services"][1]["DateProvided"] = "2026-03-01"

    result = read_broken(export, tmp_path)

    problem = result.problem("H307")
    assert (problem.line, problem.column, problem.value) == (3, "DateProvided", "2026-03-01")
    assert "s2" in result.keys(Table.SERVICE)


def test_notes_odd_times_of_change_once(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Client"][0]["DateUpdated"] = "03-11-21"
    export.lines["Client"][1]["DateUpdated"] = "03-12-21"

    result = read_broken(export, tmp_path)

    problem = result.problem("H308")
    assert problem.reason.startswith("Values of DateUpdated that are not times: 2, the first in line 2.")
    assert result.row(Table.PARTICIPANT, "1").aside == {"DateUpdated": "03-11-21"}


def test_notes_rows_of_another_export_once(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Client"][1]["ExportID"] = "e0"

    problem = read_broken(export, tmp_path).problem("H309")

    assert (problem.file, problem.line, problem.weight) == ("Client.csv", 3, Weight.NOTE)


def test_notes_a_day_shortly_after_the_export(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Exit"][0]["ExitDate"] = "2026-10-09"

    result = read_broken(export, tmp_path)

    assert result.problem("H311").weight is Weight.NOTE
    assert result.row(Table.EXIT, "e12").values["exit_date"] == "2026-10-09"


def test_notes_a_type_of_service_without_a_name_once(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Services"][1]["TypeProvided"] = "77"
    export.lines["Services"].append(export.lines["Services"][1] | {"ServicesID": "s3"})

    result = read_broken(export, tmp_path)

    assert result.codes() == ["H312"]
    assert result.row(Table.SERVICE, "s3").values["type_name"] == "SSVF financial help: type 77"
