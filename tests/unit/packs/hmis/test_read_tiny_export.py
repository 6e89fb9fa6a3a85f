"""A valid export becomes typed rows with canonical answers, in both editions."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

from lineofsight.packs.hmis import open_export
from lineofsight.packs.rows import FileProgress, Table
from tests.unit.packs.hmis.export_builder import TinyExport, read, read_broken


def test_has_no_problems(tmp_path: Path) -> None:
    assert read_broken(TinyExport(), tmp_path).problems == []


def test_has_no_problems_in_fy2026(tmp_path: Path) -> None:
    assert read_broken(TinyExport("FY2026"), tmp_path).problems == []


def test_says_who_made_it_and_what_it_covers(tmp_path: Path) -> None:
    identity = open_export(TinyExport().write(tmp_path / "export")).identity

    assert (identity.kind, identity.key, identity.title) == ("hmis", "1:HARBOR", "Harbor County HMIS")
    assert (identity.layout, identity.made_at) == ("FY2022", "2026-10-01T08:00:00")
    assert (identity.covers_from, identity.covers_to) == (date(2025, 10, 1), date(2026, 9, 30))
    assert identity.complete


def test_is_not_complete_when_it_holds_changes_only(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Export"][0]["ExportDirective"] = "1"

    assert not open_export(export.write(tmp_path / "export")).identity.complete


def test_makes_a_participant_of_flags(tmp_path: Path) -> None:
    participant = read_broken(TinyExport(), tmp_path).row(Table.PARTICIPANT, "1")

    assert participant.values == {
        "first_name": "Ana",
        "middle_name": "",
        "last_name": "Reyes",
        "name_suffix": "",
        "birth_date": "1990-04-02",
        "birth_date_quality": "full",
        "genders": ["woman"],
        "race_ethnicities": ["hispanic", "white"],
        "is_veteran": False,
    }


def test_makes_a_participant_of_the_codes_of_fy2026(tmp_path: Path) -> None:
    result = read_broken(TinyExport("FY2026"), tmp_path)

    assert result.row(Table.PARTICIPANT, "1").values["genders"] == ["woman"]
    assert result.row(Table.PARTICIPANT, "2").values["race_ethnicities"] == ["middle_eastern"]
    assert result.row(Table.PARTICIPANT, "3").values["genders"] == ["not_said"]
    assert result.row(Table.PARTICIPANT, "3").values["race_ethnicities"] == ["not_known"]


def test_keeps_hashed_names_out_of_the_names(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Export"][0]["HashStatus"] = "4"
    export.lines["Client"][0]["NameSuffix"] = "e3" * 32

    participant = read_broken(export, tmp_path).row(Table.PARTICIPANT, "1")

    assert participant.values["first_name"] == ""
    assert participant.answers["hmis.client.FirstName"] == "Ana"
    assert participant.answers["hmis.client.NameSuffix"] == "e3" * 32


def test_makes_an_enrollment(tmp_path: Path) -> None:
    enrollment = read_broken(TinyExport(), tmp_path).row(Table.ENROLLMENT, "e10")

    assert enrollment.values == {
        "participant_key": "1",
        "program_key": "p1",
        "household_key": "h1",
        "relationship": "head",
        "entry_date": "2026-03-11",
        "stage": "active",
    }
    assert enrollment.answers["hmis.enrollment.LivingSituation"] == "16"
    assert enrollment.answers["hmis.enrollment.DateCreated"] == "2026-01-05T09:00:00"


def test_lays_the_exit_over_its_enrollment(tmp_path: Path) -> None:
    row = read_broken(TinyExport(), tmp_path).row(Table.EXIT, "e12")

    assert row.values == {"exit_date": "2026-02-20", "stage": "withdrawn"}
    assert row.answers["hmis.exit.Destination"] == "10"
    assert row.answers["hmis.exit.ExitID"] == "x1"


def test_makes_a_night_of_a_bed_night(tmp_path: Path) -> None:
    service = read_broken(TinyExport(), tmp_path).row(Table.SERVICE, "s1")

    assert service.values == {
        "enrollment_key": "e12",
        "type_key": "hmis:200:200",
        "type_name": "Bed night",
        "unit": "nights",
        "date": "2026-01-06",
        "quantity": 1,
        "amount": None,
    }


def test_writes_money_with_two_decimals(tmp_path: Path) -> None:
    result = read_broken(TinyExport(), tmp_path)

    assert result.row(Table.SERVICE, "s2").values["amount"] == "750.00"
    income = result.row(Table.ASSESSMENT, "IncomeBenefits:b1")
    assert income.answers["hmis.income_benefits.EarnedAmount"] == "1480.50"


def test_makes_an_assessment_at_its_collection_point(tmp_path: Path) -> None:
    income = read_broken(TinyExport(), tmp_path).row(Table.ASSESSMENT, "IncomeBenefits:b1")

    assert income.values == {
        "enrollment_key": "e10",
        "instrument_key": "hmis.income_benefits",
        "point": "start",
        "date": "2026-03-11",
    }


def test_dates_a_question_by_its_assessment(tmp_path: Path) -> None:
    question = read_broken(TinyExport(), tmp_path).row(Table.ASSESSMENT, "AssessmentQuestions:q1")

    assert (question.values["date"], question.values["point"]) == ("2026-03-12", "update")
    assert question.answers["hmis.assessment_questions.AssessmentID"] == "a1"


def test_protects_the_programs_of_victim_services(tmp_path: Path) -> None:
    result = read_broken(TinyExport(), tmp_path)

    assert result.row(Table.PROGRAM, "p1").values["protection"] == "none"
    assert result.row(Table.PROGRAM, "p2").values["protection"] == "victim_services"
    assert result.row(Table.PROGRAM, "p2").values["field"] == "emergency_shelter"


def test_makes_funders_and_grants(tmp_path: Path) -> None:
    result = read_broken(TinyExport(), tmp_path)

    assert result.row(Table.FUNDER, "46:harbor fund").values == {"name": "Harbor Fund"}
    assert result.row(Table.GRANT, "f1").values == {
        "funder_key": "3",
        "name": "HUD CoC, rapid re-housing, OH-1",
        "number": "OH-1",
        "starts_on": "2025-07-01",
        "ends_on": None,
        "program_key": "p1",
    }


def test_keeps_rows_about_programs_whole(tmp_path: Path) -> None:
    inventory = read_broken(TinyExport(), tmp_path).row(Table.REFERENCE, "Inventory:i1")

    assert inventory.values == {"table": "Inventory", "program_key": "p2"}
    assert inventory.answers["hmis.inventory.BedInventory"] == 12


def test_keeps_one_meaning_under_one_key_when_a_column_is_renamed(tmp_path: Path) -> None:
    export = TinyExport("FY2026")
    row = {"HealthAndDVID": "d1", "EnrollmentID": "e10", "PersonalID": "1", "InformationDate": "2026-03-11"}
    export.lines["HealthAndDV"] = [row | {"DomesticViolenceSurvivor": "1"}]

    answers = read_broken(export, tmp_path).row(Table.ASSESSMENT, "HealthAndDV:d1").answers

    assert answers["hmis.health_and_dv.DomesticViolenceVictim"] == "1"


def test_marks_a_deleted_row(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Services"][0]["DateDeleted"] = "2026-02-01 10:00:00"

    result = read_broken(export, tmp_path)

    assert result.row(Table.SERVICE, "s1").deleted
    assert result.problems == []


def test_takes_what_belongs_to_a_deleted_row_as_deleted(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Enrollment"][2]["DateDeleted"] = "2026-02-01 10:00:00"

    result = read_broken(export, tmp_path)

    assert result.row(Table.EXIT, "e12").deleted
    assert result.row(Table.SERVICE, "s1").deleted
    assert result.codes() == ["H313", "H313"]


def test_keeps_a_deleted_exit_apart_from_the_one_that_stands(tmp_path: Path) -> None:
    export = TinyExport()
    gone = export.lines["Exit"][0] | {"ExitID": "x0", "DateDeleted": "2026-02-21 10:00:00"}
    export.lines["Exit"].insert(0, gone)

    result = read_broken(export, tmp_path)

    assert result.keys(Table.EXIT) == ["e12 (deleted, line 2)", "e12"]
    assert result.problems == []


def test_reads_a_zip(tmp_path: Path) -> None:
    result = read(TinyExport().write_zip(tmp_path / "export.zip"))

    assert (result.problems, len(result.keys(Table.PARTICIPANT))) == ([], 3)


def test_reads_a_zip_with_one_top_folder(tmp_path: Path) -> None:
    result = read(TinyExport().write_zip(tmp_path / "export.zip", top="harbor 2026/"))

    assert (result.problems, len(result.keys(Table.PARTICIPANT))) == ([], 3)


def test_reads_gzipped_files(tmp_path: Path) -> None:
    folder = TinyExport().write(tmp_path / "export")
    plain = folder / "Client.csv"
    (folder / "Client.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()

    assert len(read(folder).keys(Table.PARTICIPANT)) == 3


def test_finds_columns_without_regard_to_capitals(tmp_path: Path) -> None:
    export = TinyExport()
    export.texts["Client.csv"] = export.text_of("Client").replace("FirstName", "FIRSTNAME").encode()

    result = read_broken(export, tmp_path)

    assert result.row(Table.PARTICIPANT, "1").values["first_name"] == "Ana"
    assert result.problems == []


def test_reads_utf8_with_a_mark(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Client"][0]["LastName"] = "Göbel"
    export.texts["Client.csv"] = b"\xef\xbb\xbf" + export.text_of("Client").encode()

    result = read_broken(export, tmp_path)

    assert result.row(Table.PARTICIPANT, "1").values["last_name"] == "Göbel"
    assert result.problems == []


def test_keeps_a_line_break_within_quote_marks(tmp_path: Path) -> None:
    export = TinyExport()
    export.lines["Client"][0]["LastName"] = "Reyes\nMoss"

    result = read_broken(export, tmp_path)

    assert result.row(Table.PARTICIPANT, "1").values["last_name"] == "Reyes\nMoss"
    assert result.row(Table.PARTICIPANT, "2").line == 4


def test_tells_how_far_it_is(tmp_path: Path) -> None:
    items = list(open_export(TinyExport().write(tmp_path / "export")).read())

    progress = [item for item in items if isinstance(item, FileProgress) and item.file == "Client.csv"]
    assert [(item.lines_read, item.total_lines) for item in progress] == [(0, 3), (3, 3)]
