"""Write a large made-up HMIS export, for the measurements of imports. Same wishes, same bytes.

Ids are scattered and services stand in no order, as an HMIS gives them: keys that rise line by line would flatter
every index.

python bench/big_export.py FOLDER ENROLLMENTS SERVICES_PER_ENROLLMENT
"""

from __future__ import annotations

import csv
import hashlib
import random
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

MADE = "2026-11-01 08:00:00"
STRIDE = 7_368_787  # a prime: steps of it through the services meet each of them once
FIRST = ("Ana", "Ben", "Carla", "Dev", "Edda", "Farid", "Grace", "Hana", "Ivo", "June", "Kofi", "Lena", "Mateo", "Nia")
LAST = ("Abel", "Brook", "Cedar", "Dale", "Elm", "Fern", "Grove", "Hill", "Ivy", "Juniper", "Knoll", "Lake", "Marsh")


def write_export(
    folder: Path, enrollments: int, services_each: int, *, source: str = "BENCH", updated_at: str = MADE
) -> None:
    """A full refresh in the FY2022 format: one person per enrollment, eight projects, services on bed nights' days.

    source: the id of the HMIS. updated_at: what every row says of its last change; another moment changes every row.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(7)
    start = date(2023, 1, 1)
    stamp = [MADE, updated_at, "1", "", "X1"]
    people, stays = ([_id(kind, n) for n in range(enrollments)] for kind in ("client", "enrollment"))
    services = enrollments * services_each
    _write(
        folder,
        "Export",
        "ExportID,SourceType,SourceID,SourceName,ExportDate,ExportStartDate,ExportEndDate,"
        "SoftwareName,SoftwareVersion,CSVVersion,ExportPeriodType,ExportDirective,HashStatus",
        [["X1", 1, source, f"{source} HMIS", updated_at, "2023-01-01", "2026-10-31", "Bench", "1", "FY2022", 3, 2, 1]],
    )
    tail = ",DateCreated,DateUpdated,UserID,DateDeleted,ExportID"
    _write(
        folder,
        "Organization",
        "OrganizationID,OrganizationName,VictimServiceProvider,OrganizationCommonName" + tail,
        [["1", "Bench agency", 0, "", *stamp]],
    )
    _write(
        folder,
        "Project",
        "ProjectID,OrganizationID,ProjectName,ProjectCommonName,OperatingStartDate,"
        "OperatingEndDate,ContinuumProject,ProjectType,TrackingMethod,HMISParticipatingProject" + tail,
        [[f"P{n}", "1", f"Project {n}", "", "2020-01-01", "", 1, 13, "", 1, *stamp] for n in range(8)],
    )
    entries = [start + timedelta(days=chance.randrange(1200)) for _ in range(enrollments)]
    _write(
        folder,
        "Client",
        "PersonalID,FirstName,MiddleName,LastName,NameSuffix,NameDataQuality,SSN,SSNDataQuality,"
        "DOB,DOBDataQuality,AmIndAKNative,Asian,BlackAfAmerican,NativeHIPacific,White,RaceNone,Ethnicity,Female,"
        "Male,NoSingleGender,Transgender,Questioning,GenderNone,VeteranStatus" + tail,
        (
            [
                people[n],
                chance.choice(FIRST),
                "",
                chance.choice(LAST),
                "",
                1,
                "",
                99,
                date(1950 + n % 60, 1 + n % 12, 1 + n % 28),
                1,
                0,
                0,
                n % 2,
                0,
                (n + 1) % 2,
                "",
                n % 2,
                n % 2,
                (n + 1) % 2,
                0,
                0,
                0,
                "",
                0,
                *stamp,
            ]
            for n in range(enrollments)
        ),
    )
    _write(
        folder,
        "Enrollment",
        "EnrollmentID,PersonalID,ProjectID,EntryDate,HouseholdID,RelationshipToHoH,"
        "LivingSituation,LengthOfStay,DisablingCondition,MoveInDate" + tail,
        (
            [
                stays[n],
                people[n],
                f"P{n % 8}",
                entries[n],
                _id("household", n // 2),
                1 if n % 2 == 0 else 2,
                16,
                2,
                n % 2,
                "",
                *stamp,
            ]
            for n in range(enrollments)
        ),
    )
    _write(
        folder,
        "Exit",
        "ExitID,EnrollmentID,PersonalID,ExitDate,Destination,OtherDestination" + tail,
        (
            [_id("exit", n), stays[n], people[n], entries[n] + timedelta(days=150), 10, "", *stamp]
            for n in range(0, enrollments, 2)
        ),
    )
    _write(
        folder,
        "Services",
        "ServicesID,EnrollmentID,PersonalID,DateProvided,RecordType,TypeProvided,"
        "OtherTypeProvided,MovingOnOtherType,SubTypeProvided,FAAmount,ReferralOutcome" + tail,
        (
            [_id("service", k), stays[n], people[n], entries[n] + timedelta(days=day), 200, 200, *[""] * 5, *stamp]
            for k in (step * STRIDE % services for step in range(services))
            for n, day in [divmod(k, services_each)]
        ),
    )


def _id(kind: str, n: int) -> str:
    return hashlib.blake2b(f"{kind} {n}".encode(), digest_size=8).hexdigest().upper()


def _write(folder: Path, name: str, header: str, rows: Iterable[list[object]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)


if __name__ == "__main__":
    write_export(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
