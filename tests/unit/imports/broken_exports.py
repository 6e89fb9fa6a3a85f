"""HMIS exports that are broken, each in one place: name → the file, and what an import says about it.

The sentence is the refusal, or the line of the list of problems: file, line, column, value, why and what next. What
follows from it elsewhere (the services of an enrollment that is not read) is not repeated here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from tests.unit.packs.hmis.export_builder import TinyExport

Make = Callable[[Path], Path]


def cell(file: str, line: int, column: str, value: str) -> Make:
    """One cell says something else. line: as a text editor counts."""
    export = TinyExport()
    export.lines[file][line - 2][column] = value
    return lambda folder: export.write(folder / "export")


def twice(file: str, line: int) -> Make:
    export = TinyExport()
    export.lines[file].append(export.lines[file][line - 2])
    return lambda folder: export.write(folder / "export")


def text(file: str, old: str, new: str, encoding: str = "utf-8") -> Make:
    before = TinyExport().text_of(file)
    assert old in before
    return whole(file, before.replace(old, new, 1).encode(encoding))


def whole(file: str, content: bytes) -> Make:
    return lambda folder: TinyExport(texts={f"{file}.csv": content}).write(folder / "export")


def without(file: str) -> Make:
    def make(folder: Path) -> Path:
        export = TinyExport().write(folder / "export")
        (export / f"{file}.csv").unlink()
        return export

    return make


def archive(beside: Mapping[str, bytes]) -> Make:
    """A zip of an export, with these files beside."""

    def make(folder: Path) -> Path:
        path = TinyExport().write_zip(folder / "export.zip")
        with ZipFile(path, "a", ZIP_DEFLATED) as zipped:
            for name, content in beside.items():
                zipped.writestr(name, content)
        return path

    return make


def named(name: str, content: bytes) -> Make:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def cut(make_whole: Make, keep_share: float) -> Make:
    """As when a download stops."""

    def make(folder: Path) -> Path:
        path = make_whole(folder)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * keep_share)])
        return path

    return make


BROKEN_EXPORTS: dict[str, tuple[Make, str]] = {
    "an empty file": (
        named("export.zip", b""),
        "The zip file export.zip is damaged. Download it from the HMIS again.",
    ),
    "a letter": (
        named("export.zip", b"Dear funder,"),
        "The zip file export.zip is damaged. Download it from the HMIS again.",
    ),
    "half a download": (
        cut(archive({}), 0.6),
        "The zip file export.zip is damaged. Download it from the HMIS again.",
    ),
    "a zip that writes elsewhere": (
        archive({"../etc/cron.csv": b"x"}),
        "The zip file export.zip holds an entry that points outside of it: ../etc/cron.csv. An HMIS makes no "
        "such file. Do not unpack it; export again.",
    ),
    "two exports in one": (
        archive({"old/Export.csv": b"x", "old/Client.csv": b"x"}),
        "export.zip holds more than one export: ., old. Import them one after the other.",
    ),
    "a file that is missing": (
        without("Client"),
        "Client.csv is missing. Export again from the HMIS with all files.",
    ),
    "a file without a line": (
        whole("Client", b""),
        "Client.csv is empty; not even the line with the column names is there. Export again from the HMIS.",
    ),
    "zero bytes": (
        text("Client", "Leo", "L\0eo"),
        "Client.csv has zero bytes in line 3; it is damaged or not a text file. Export again from the HMIS.",
    ),
    "an open quote": (
        text("Client", "Leo", '"Leo'),
        "In Client.csv a quote mark is opened in line 3 and never closed. Close or remove it; the lines after it "
        "cannot be told apart.",
    ),
    "a column twice": (
        text("Client", "MiddleName", "FirstName"),
        "Client.csv has the column FirstName twice. Export again, or delete the column that is wrong.",
    ),
    "a column renamed": (
        text("Enrollment", "EntryDate", "EntryDay"),
        "Enrollment.csv has no column EntryDate. No row can be read without it. Export again with all columns.",
    ),
    "an old format": (
        cell("Export", 2, "CSVVersion", "FY2019"),
        "Export.csv names the format “FY2019”, which we do not know. We read FY2022 and FY2026. Choose one of "
        "these in the HMIS when you export.",
    ),
    "a page to sign in": (
        whole("Export", b"<html><body>Please sign in</body></html>"),
        "Export.csv must have one row; it has 0. Export again from the HMIS.",
    ),
    "files that changed names": (
        whole("Client", TinyExport().text_of("Services").encode()),
        "Client.csv holds the columns of Services.csv. Two files have changed names. Export again from the HMIS.",
    ),
    "an accent of Windows": (
        text("Client", "Okoro", "Muñoz", "cp1252"),
        "Client.csv None  “”: The letters of Client.csv are in Windows-1252, not in UTF-8. Check a name with an "
        "accent in the preview.",
    ),
    "letters of UTF-16": (
        whole("Client", TinyExport().text_of("Client").encode("utf-16")),
        "Client.csv None  “”: The letters of Client.csv are in UTF-16. We read it. UTF-8 is the rule of the format.",
    ),
    "letters cut in half": (
        whole("Client", TinyExport().text_of("Client").replace("Leo", "L\ud800o").encode("utf-8", "surrogatepass")),
        "Client.csv None  “”: The letters of Client.csv are in Windows-1252, not in UTF-8. Check a name with an "
        "accent in the preview.",
    ),
    "a row without its number": (
        cell("Client", 3, "PersonalID", " "),
        "Client.csv 3 PersonalID “”: The row has no PersonalID. Every row needs its number. Enter it or export again.",
    ),
    "a client twice": (
        twice("Client", 3),
        "Client.csv 3 PersonalID “2”: Clients have the same PersonalID: lines 3 and 5. We read none of them. "
        "Merge or delete what is there twice in the HMIS.",
    ),
    "an exit twice": (
        twice("Exit", 2),
        "Exit.csv 2 ExitID “x1”: Exits have the same ExitID: lines 2 and 3. We read none of them. Merge or "
        "delete what is there twice in the HMIS.",
    ),
    "an enrollment of nobody": (
        cell("Enrollment", 3, "PersonalID", "77"),
        "Enrollment.csv 3 PersonalID “77”: There is no such row in Client.csv. Correct the PersonalID, or export "
        "again with all of Client.csv.",
    ),
    "a service of two people": (
        cell("Services", 3, "PersonalID", "3"),
        "Services.csv 3 PersonalID “3”: Enrollment e10 is of client 1; this row says another. Correct the client "
        "or the enrollment.",
    ),
    "a comma in a name": (
        text("Client", "Okoro", "Okoro, Jr"),
        "Client.csv 4  “”: Cells of the line: 42; columns that the first line names: 41. Look for a comma or a line "
        "break that is not within quote marks.",
    ),
    "no entry date": (
        cell("Enrollment", 2, "EntryDate", ""),
        "Enrollment.csv 2 EntryDate “”: Entry date is missing. No row can be read without it. Enter it in the HMIS.",
    ),
    "an exit before the entry": (
        cell("Exit", 2, "ExitDate", "2025-12-31"),
        "Exit.csv 2 ExitDate “2025-12-31”: The exit is before the entry on 2026-01-05. Correct one of the two dates.",
    ),
    "cells run together": (
        cell("Services", 2, "ServicesID", "9" * 5000),
        "Services.csv 2 ServicesID “9999999999999999999999999999999999999999”: The number is longer than 80 "
        "characters. Look for two cells run together.",
    ),
    "a number with a quote in it": (
        cell("Client", 2, "PersonalID", "1'); DROP TABLE records_participant;--"),
        "Enrollment.csv 2 PersonalID “1”: There is no such row in Client.csv. Correct the PersonalID, or export "
        "again with all of Client.csv.",
    ),
    "February 31": (
        cell("Client", 2, "DOB", "1990-02-31"),
        "Client.csv 2 DOB “1990-02-31”: There is no such day: February 1990 has 28 days. Correct the date.",
    ),
    "a date as a spreadsheet writes it": (
        cell("Client", 2, "DOB", "4/2/1990"),
        "Client.csv 2 DOB “4/2/1990”: Not a date of the form 2026-03-11 (year, month, day). Perhaps 1990-04-02.",
    ),
    "a serial number": (
        cell("Client", 2, "DOB", "32965"),
        "Client.csv 2 DOB “32965”: Not a date of the form 2026-03-11 (year, month, day). Correct it in the HMIS.",
    ),
    "born in 1066": (
        cell("Client", 2, "DOB", "1066-10-14"),
        "Client.csv 2 DOB “1066-10-14”: A birth before 1875. Correct the year.",
    ),
    "a year of five digits": (
        cell("Enrollment", 2, "EntryDate", "20226-03-11"),
        "Enrollment.csv 2 EntryDate “20226-03-11”: Not a date of the form 2026-03-11 (year, month, day). Correct "
        "it in the HMIS.",
    ),
    "a year turned around": (
        cell("Enrollment", 2, "EntryDate", "2206-03-11"),
        "Enrollment.csv 2 EntryDate “2206-03-11”: The day is long after the export was made. Perhaps 2026-03-11.",
    ),
    "the year 1": (
        cell("Enrollment", 2, "EntryDate", "0001-01-01"),
        "Enrollment.csv 2 EntryDate “0001-01-01”: The day is before 1900. Perhaps 2026-01-01.",
    ),
    "a code of no list": (
        cell("Client", 2, "VeteranStatus", "yes"),
        "Client.csv 2 VeteranStatus “yes”: Not in the list “Yes, no or not known” (0, 1, 8, 9, 99). Choose one "
        "of the list in the HMIS.",
    ),
    "a formula": (
        cell("Client", 2, "VeteranStatus", '=HYPERLINK("http://evil.example")'),
        'Client.csv 2 VeteranStatus “=HYPERLINK("http://evil.example")”: Not in the list “Yes, no or not known” '
        "(0, 1, 8, 9, 99). Choose one of the list in the HMIS.",
    ),
    "a currency sign": (
        cell("Services", 3, "FAAmount", "$1,000"),
        "Services.csv 3 FAAmount “$1,000”: Not a number of the form 1480.00. Leave out currency signs and commas.",
    ),
    "not a number": (
        cell("Services", 3, "FAAmount", "NaN"),
        "Services.csv 3 FAAmount “NaN”: Not a number of the form 1480.00. Leave out currency signs and commas.",
    ),
    "beyond all numbers": (
        cell("Services", 3, "FAAmount", "1e400"),
        "Services.csv 3 FAAmount “1e400”: Not a number of the form 1480.00. Leave out currency signs and commas.",
    ),
    "digits of another script": (
        cell("Services", 3, "FAAmount", "٧٥٠"),
        "Services.csv 3 FAAmount “٧٥٠”: Not a number of the form 1480.00. Leave out currency signs and commas.",
    ),
    "an income of forty digits": (
        cell("IncomeBenefits", 2, "TotalMonthlyIncome", "9" * 40),
        "IncomeBenefits.csv 2 TotalMonthlyIncome “9999999999999999999999999999999999999999”: Too large a number. "
        "Look for two numbers run together.",
    ),
    "a book for a name": (
        cell("Client", 2, "FirstName", "Ana " * 500),
        "Client.csv 2 FirstName “Ana Ana Ana Ana Ana Ana Ana Ana Ana Ana ”: Longer than 120 characters. Shorten "
        "it in the HMIS.",
    ),
    "a project without a name": (
        cell("Project", 2, "ProjectName", ""),
        "Project.csv 2 ProjectName “”: Name of the project is missing. No row can be read without it. Enter it "
        "in the HMIS.",
    ),
    "a grant that ends first": (
        cell("Funder", 2, "EndDate", "2001-01-01"),
        "Funder.csv 2 EndDate “2001-01-01”: The end is before the start on 2025-07-01. Correct one of the two dates.",
    ),
    "a service of no kind": (
        cell("Services", 2, "RecordType", ""),
        "Services.csv 2 RecordType “”: Record of which kind of service is missing. No row can be read without "
        "it. Enter it in the HMIS.",
    ),
    "a day the export was made that is none": (
        cell("Export", 2, "ExportDate", "yesterday"),
        "Export.csv 2 ExportDate “yesterday”: Not a time of the form 2026-03-11 14:30:00. Correct it in the HMIS.",
    ),
}
