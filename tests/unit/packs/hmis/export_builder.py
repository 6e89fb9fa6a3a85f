"""Writes a tiny HMIS export of invented people, valid as it stands, for a test to break in one place.

Three people (1, 2, 3) in two projects; person 3 has left. `lines` holds the rows of each file as dictionaries; a column
that is not named stays blank.
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from lineofsight.packs.hmis import open_export
from lineofsight.packs.hmis.layout import layout
from lineofsight.packs.rows import RowProblem, SourceRow, Table

Row = dict[str, str]
CREATED = {"DateCreated": "2026-01-05 09:00:00", "DateUpdated": "2026-01-05 09:00:00", "UserID": "u1", "ExportID": "e1"}


def _rows_fy2022() -> dict[str, list[Row]]:
    return {
        "Export": [
            {
                "ExportID": "e1",
                "SourceType": "1",
                "SourceID": "HARBOR",
                "SourceName": "Harbor County HMIS",
                "ExportDate": "2026-10-01 08:00:00",
                "ExportStartDate": "2025-10-01",
                "ExportEndDate": "2026-09-30",
                "SoftwareName": "HarborSoft",
                "CSVVersion": "FY2022",
                "ExportPeriodType": "3",
                "ExportDirective": "2",
                "HashStatus": "1",
            }
        ],
        "Organization": [
            {"OrganizationID": "o1", "OrganizationName": "Harbor Homes", "VictimServiceProvider": "0"},
            {"OrganizationID": "o2", "OrganizationName": "Safe Shore", "VictimServiceProvider": "1"},
        ],
        "User": [{"UserID": "u1", "UserFirstName": "Rae", "UserLastName": "Moss"}],
        "Project": [
            {
                "ProjectID": "p1",
                "OrganizationID": "o1",
                "ProjectName": "Way Home",
                "OperatingStartDate": "2019-07-01",
                "ProjectType": "13",
            },
            {"ProjectID": "p2", "OrganizationID": "o2", "ProjectName": "Night Harbor", "ProjectType": "1"},
        ],
        "Funder": [
            {"FunderID": "f1", "ProjectID": "p1", "Funder": "3", "GrantID": "OH-1", "StartDate": "2025-07-01"},
            {"FunderID": "f2", "ProjectID": "p2", "Funder": "46", "OtherFunder": "Harbor Fund"},
        ],
        "ProjectCoC": [{"ProjectCoCID": "c1", "ProjectID": "p1", "CoCCode": "XX-500"}],
        "Inventory": [{"InventoryID": "i1", "ProjectID": "p2", "BedInventory": "12"}],
        "Affiliation": [],
        "Client": [
            {
                "PersonalID": "1",
                "FirstName": "Ana",
                "LastName": "Reyes",
                "NameDataQuality": "1",
                "DOB": "1990-04-02",
                "DOBDataQuality": "1",
                "White": "1",
                "Ethnicity": "1",
                "Female": "1",
                "VeteranStatus": "0",
            },
            {
                "PersonalID": "2",
                "FirstName": "Leo",
                "LastName": "Reyes",
                "DOB": "2018-11-30",
                "DOBDataQuality": "2",
                "RaceNone": "9",
                "Male": "1",
            },
            {
                "PersonalID": "3",
                "FirstName": "Sam",
                "LastName": "Okoro",
                "DOBDataQuality": "8",
                "BlackAfAmerican": "1",
                "GenderNone": "8",
                "VeteranStatus": "1",
            },
        ],
        "Enrollment": [
            {
                "EnrollmentID": "e10",
                "PersonalID": "1",
                "ProjectID": "p1",
                "EntryDate": "2026-03-11",
                "HouseholdID": "h1",
                "RelationshipToHoH": "1",
                "LivingSituation": "16",
            },
            {
                "EnrollmentID": "e11",
                "PersonalID": "2",
                "ProjectID": "p1",
                "EntryDate": "2026-03-11",
                "HouseholdID": "h1",
                "RelationshipToHoH": "2",
            },
            {
                "EnrollmentID": "e12",
                "PersonalID": "3",
                "ProjectID": "p2",
                "EntryDate": "2026-01-05",
                "HouseholdID": "h2",
                "RelationshipToHoH": "1",
            },
        ],
        "Exit": [
            {
                "ExitID": "x1",
                "EnrollmentID": "e12",
                "PersonalID": "3",
                "ExitDate": "2026-02-20",
                "Destination": "10",
                "ProjectCompletionStatus": "2",
            }
        ],
        "EnrollmentCoC": [],
        "IncomeBenefits": [
            {
                "IncomeBenefitsID": "b1",
                "EnrollmentID": "e10",
                "PersonalID": "1",
                "InformationDate": "2026-03-11",
                "IncomeFromAnySource": "1",
                "TotalMonthlyIncome": "1480",
                "Earned": "1",
                "EarnedAmount": "1480.5",
                "DataCollectionStage": "1",
            }
        ],
        "HealthAndDV": [],
        "EmploymentEducation": [],
        "Disabilities": [],
        "YouthEducationStatus": [],
        "CurrentLivingSituation": [],
        "Services": [
            {
                "ServicesID": "s1",
                "EnrollmentID": "e12",
                "PersonalID": "3",
                "DateProvided": "2026-01-06",
                "RecordType": "200",
                "TypeProvided": "200",
            },
            {
                "ServicesID": "s2",
                "EnrollmentID": "e10",
                "PersonalID": "1",
                "DateProvided": "2026-04-01",
                "RecordType": "152",
                "TypeProvided": "1",
                "FAAmount": "750",
            },
        ],
        "Assessment": [
            {"AssessmentID": "a1", "EnrollmentID": "e10", "PersonalID": "1", "AssessmentDate": "2026-03-12"}
        ],
        "AssessmentQuestions": [
            {
                "AssessmentQuestionID": "q1",
                "AssessmentID": "a1",
                "EnrollmentID": "e10",
                "PersonalID": "1",
                "AssessmentQuestion": "Nights outside",
                "AssessmentAnswer": "3",
            }
        ],
        "AssessmentResults": [],
        "Event": [],
    }


def _rows_fy2026() -> dict[str, list[Row]]:
    rows = _rows_fy2022()
    del rows["EnrollmentCoC"]
    rows["Export"][0]["CSVVersion"] = "2026 v1"
    rows["Project"][1]["ProjectType"] = "0"
    rows["Client"] = [
        {"PersonalID": "1", "FirstName": "Ana", "DOB": "1990-04-02", "HispanicLatinao": "1", "White": "1", "Sex": "0"},
        {"PersonalID": "2", "FirstName": "Leo", "DOB": "2018-11-30", "MidEastNAfrican": "1", "Sex": "1"},
        {"PersonalID": "3", "FirstName": "Sam", "RaceNone": "8", "Sex": "9"},
    ]
    rows["Enrollment"][0]["LivingSituation"] = "116"
    rows["Exit"][0]["Destination"] = "410"
    rows["HMISParticipation"] = [{"HMISParticipationID": "m1", "ProjectID": "p1", "HMISParticipationType": "1"}]
    rows["CEParticipation"] = []
    return rows


@dataclass
class TinyExport:
    """lines: rows by file. columns: names in the first line, by file. texts: whole files that replace the rows."""

    edition: str = "FY2022"
    lines: dict[str, list[Row]] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lines = _rows_fy2022() if self.edition == "FY2022" else _rows_fy2026()
        self.columns = {name: list(file.columns) for name, file in layout(self.edition).files.items()}

    def text_of(self, name: str) -> str:
        written = io.StringIO(newline="")
        writer = csv.DictWriter(written, self.columns[name], extrasaction="ignore", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows([CREATED | row for row in self.lines[name]])
        return written.getvalue()

    def bytes_by_name(self) -> dict[str, bytes]:
        files = {f"{name}.csv": self.text_of(name).encode() for name in self.lines}
        return files | self.texts

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.bytes_by_name().items():
            (folder / name).write_bytes(content)
        return folder

    def write_zip(self, path: Path, top: str = "") -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.bytes_by_name().items():
                archive.writestr(top + name, content)
        return path


@dataclass(frozen=True)
class Result:
    """What a reader gave: its rows and its problems."""

    rows: list[SourceRow]
    problems: list[RowProblem]

    def row(self, table: Table, key: str) -> SourceRow:
        (row,) = [row for row in self.rows if (row.table, row.key) == (table, key)]
        return row

    def keys(self, table: Table) -> list[str]:
        return [row.key for row in self.rows if row.table is table]

    def problem(self, code: str) -> RowProblem:
        (problem,) = [problem for problem in self.problems if problem.code == code]
        return problem

    def codes(self) -> list[str]:
        return [problem.code for problem in self.problems]


def read(path: Path) -> Result:
    items = list(open_export(path).read())
    return Result(
        [item for item in items if isinstance(item, SourceRow)],
        [item for item in items if isinstance(item, RowProblem)],
    )


def read_broken(export: TinyExport, folder: Path) -> Result:
    return read(export.write(folder / "export"))
