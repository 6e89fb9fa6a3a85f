"""What makes an export unreadable gets one sentence that says what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from lineofsight.packs.hmis import open_export
from lineofsight.packs.rows import Weight
from lineofsight.problems import Problem
from tests.unit.packs.hmis.export_builder import TinyExport, read_broken


def refusal_of(path: Path) -> Problem:
    with pytest.raises(Problem) as refused:
        open_export(path)
    return refused.value


def test_refuses_a_path_with_nothing_there(tmp_path: Path) -> None:
    problem = refusal_of(tmp_path / "nowhere")

    assert problem.code == "H001"
    assert problem.remedy == "Check the path and try again."


def test_refuses_a_file_that_is_no_zip(tmp_path: Path) -> None:
    path = tmp_path / "Client.csv"
    path.write_text("PersonalID\n1\n")

    problem = refusal_of(path)

    assert problem.code == "H002"
    assert "Give the folder with the CSV files" in problem.remedy


def test_refuses_a_damaged_zip(tmp_path: Path) -> None:
    path = TinyExport().write_zip(tmp_path / "export.zip")
    path.write_bytes(path.read_bytes()[:-200])

    problem = refusal_of(path)

    assert (problem.code, problem.remedy) == ("H003", "Download it from the HMIS again.")


def test_refuses_a_locked_zip(tmp_path: Path) -> None:
    path = TinyExport().write_zip(tmp_path / "export.zip")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the flag of a password, in the directory of the zip
    path.write_bytes(content)

    problem = refusal_of(path)

    assert (problem.code, problem.remedy) == ("H004", "Unpack it and give the folder.")


def test_refuses_a_zip_that_points_outside(tmp_path: Path) -> None:
    path = TinyExport().write_zip(tmp_path / "export.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../outside.csv", "x")

    problem = refusal_of(path)

    assert problem.code == "H005"
    assert "../outside.csv" in problem.sentence


def test_refuses_a_zip_that_unpacks_to_far_too_much(tmp_path: Path) -> None:
    path = TinyExport().write_zip(tmp_path / "export.zip")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Extra.csv", b" " * (101 * 1024 * 1024))

    problem = refusal_of(path)

    assert problem.code == "H006"
    assert "Do not unpack it" in problem.remedy


def test_refuses_a_folder_without_an_export_file(tmp_path: Path) -> None:
    export = TinyExport()
    del export.lines["Export"]

    problem = refusal_of(export.write(tmp_path / "export"))

    assert problem.code == "H007"
    assert "stand together" in problem.remedy


def test_refuses_the_same_file_in_different_capitals(tmp_path: Path) -> None:
    export = TinyExport()
    export.texts["client.CSV"] = export.text_of("Client").encode()

    problem = refusal_of(export.write(tmp_path / "export"))

    assert problem.code == "H008"
    assert "Client.csv" in problem.sentence
    assert "client.CSV" in problem.sentence


def test_refuses_an_export_without_clients(tmp_path: Path) -> None:
    export = TinyExport()
    del export.lines["Client"]

    problem = refusal_of(export.write(tmp_path / "export"))

    assert str(problem) == "Client.csv is missing. Export again from the HMIS with all files."
    assert problem.code == "H009"


def test_refuses_an_export_without_organizations_because_they_say_who_is_protected(tmp_path: Path) -> None:
    export = TinyExport()
    del export.lines["Organization"]

    assert refusal_of(export.write(tmp_path / "export")).sentence == "Organization.csv is missing."


def test_refuses_an_empty_file(tmp_path: Path) -> None:
    export = TinyExport()
    export.texts["Enrollment.csv"] = b""

    problem = refusal_of(export.write(tmp_path / "export"))

    assert problem.code == "H010"
    assert "Enrollment.csv is empty" in problem.sentence


def test_refuses_a_column_that_is_there_twice(tmp_path: Path) -> None:
    export = TinyExport()
    export.columns["Client"] += ["DOB"]

    problem = refusal_of(export.write(tmp_path / "export"))

    assert (problem.code, problem.sentence) == ("H011", "Client.csv has the column DOB twice.")


def test_refuses_a_file_without_its_key(tmp_path: Path) -> None:
    export = TinyExport()
    export.columns["Services"].remove("EnrollmentID")

    problem = refusal_of(export.write(tmp_path / "export"))

    assert (problem.code, problem.sentence) == ("H012", "Services.csv has no column EnrollmentID.")


def test_refuses_files_whose_names_were_swapped(tmp_path: Path) -> None:
    export = TinyExport()
    export.texts["Client.csv"] = export.text_of("Enrollment").encode()

    problem = refusal_of(export.write(tmp_path / "export"))

    assert (problem.code, problem.sentence) == ("H013", "Client.csv holds the columns of Enrollment.csv.")


def test_refuses_a_format_it_does_not_know(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Export"][0]["CSVVersion"] = "FY2019"

    problem = refusal_of(export.write(tmp_path / "export"))

    assert problem.code == "H014"
    assert "FY2019" in problem.sentence
    assert "FY2022 and FY2026" in problem.remedy


def test_finds_the_format_by_its_columns_when_the_version_is_blank(tmp_path: Path) -> None:
    export = TinyExport("FY2026")
    export.lines["Export"][0]["CSVVersion"] = ""

    assert open_export(export.write(tmp_path / "export")).identity.layout == "FY2026"


def test_refuses_two_rows_in_the_export_file(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Export"] *= 2

    problem = refusal_of(export.write(tmp_path / "export"))

    assert (problem.code, problem.sentence) == ("H015", "Export.csv must have one row; it has 2.")


def test_refuses_two_exports_in_one_zip(tmp_path: Path) -> None:
    path = TinyExport().write_zip(tmp_path / "export.zip", top="north/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("south/Export.csv", "ExportID\n1\n")

    problem = refusal_of(path)

    assert problem.code == "H019"
    assert "north, south" in problem.sentence


def test_refuses_files_of_two_editions(tmp_path: Path) -> None:
    export = TinyExport("FY2026")
    export.lines["Export"][0]["CSVVersion"] = "FY2022"

    problem = refusal_of(export.write(tmp_path / "export"))

    assert problem.code == "H020"
    assert "Files of two exports are mixed." in problem.remedy


def test_stops_at_letters_in_no_known_encoding(tmp_path: Path) -> None:
    export = TinyExport()
    export.texts["Client.csv"] = export.text_of("Client").encode().replace(b"Okoro", b"Ok\x81ro")

    problem = read_broken(export, tmp_path).problem("H016")

    assert (problem.weight, problem.file) == (Weight.FILE, "Client.csv")
    assert "Save the file as UTF-8" in problem.reason


def test_stops_at_zero_bytes(tmp_path: Path) -> None:
    export = TinyExport()
    export.texts["Client.csv"] = export.text_of("Client").encode().replace(b"Okoro", b"Ok\x00ro")

    problem = read_broken(export, tmp_path).problem("H017")

    assert problem.weight is Weight.FILE
    assert "line 4" in problem.reason


def test_stops_at_a_quote_mark_that_is_never_closed(tmp_path: Path) -> None:
    export = TinyExport()
    export.texts["Client.csv"] = export.text_of("Client").replace("Leo", '"Leo').encode()

    problem = read_broken(export, tmp_path).problem("H018")

    assert problem.weight is Weight.FILE
    assert "opened in line 3 and never closed" in problem.reason


def test_refuses_an_export_without_exits_because_everybody_would_seem_to_be_there_still(tmp_path: Path) -> None:
    export = TinyExport()
    del export.lines["Exit"]

    assert refusal_of(export.write(tmp_path / "export")).sentence == "Exit.csv is missing."


def test_refuses_a_zip_whose_bytes_were_damaged(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Export.csv", "ExportID\n" * 5_000)
    damaged = bytearray(path.read_bytes())
    damaged[40:52] = b"\xff" * 12  # within the packed text, behind the 30 bytes of the header and the name
    path.write_bytes(damaged)

    assert refusal_of(path).code == "H003"


def test_refuses_a_zip_that_is_packed_in_another_way(tmp_path: Path) -> None:
    path = TinyExport().write_zip(tmp_path / "export.zip")
    other = path.read_bytes()
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        parts = other.split(mark)
        other = mark.join([parts[0], *(part[: place - 4] + b"\x09\x00" + part[place - 2 :] for part in parts[1:])])
    path.write_bytes(other)

    problem = refusal_of(path)

    assert (problem.code, problem.remedy) == ("H021", "Unpack it and give the folder.")


def test_refuses_zero_letters_in_utf_16(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Client"][1]["FirstName"] = "Le\0o"
    export.texts["Client.csv"] = export.text_of("Client").encode("utf-16")

    problem = read_broken(export, tmp_path).problem("H017")

    assert "zero bytes in line 3" in problem.reason
