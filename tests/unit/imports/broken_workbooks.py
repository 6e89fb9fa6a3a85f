"""Workbooks that are broken, each in one place: name → the file, and what an import says about it, as for exports."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.unit.packs.workbook.drawn import ENROLLMENTS, PEOPLE, SERVICES, Formula, draw_small, rewrite_part, zip_of

from .broken_exports import Make, cut, named

OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
SHEETS = {"People": PEOPLE, "Enrollments": ENROLLMENTS, "Services": SERVICES}


def filled(sheet: str, line: int, column: str, value: Any) -> Make:
    """One cell says something else; a column that is not there is added."""
    rows = [list(row) for row in SHEETS[sheet]]
    if column not in rows[0]:
        rows = [[*row, None] for row in rows]
        rows[0][-1] = column
    rows[line - 1][rows[0].index(column)] = value
    return sheets(**{sheet: rows})


def sheets(**drawn: Any) -> Make:
    return lambda folder: draw_small(folder, **drawn)


def part(name: str, old: str, new: str) -> Make:
    return lambda folder: rewrite_part(draw_small(folder), name, old, new)


BROKEN_WORKBOOKS: dict[str, tuple[Make, str]] = {
    "an empty file": (
        named("list.xlsx", b""),
        "The file list.xlsx is empty. Save the workbook again and send that file.",
    ),
    "an old workbook": (
        named("list.xlsx", OLD_EXCEL + "Workbook".encode("utf-16-le")),
        "list.xlsx is in the old Excel format (.xls), whatever its name ends in. Open it in your spreadsheet "
        "program and save it as an Excel workbook (.xlsx).",
    ),
    "a renamed list": (
        named("list.xlsx", b"Person number,First name\n1,Ada\n"),
        "list.xlsx is plain text such as CSV, whatever its name ends in. Paste the rows into the template "
        "workbook and save it as .xlsx.",
    ),
    "half a workbook": (
        cut(sheets(), 0.5),
        "small.xlsx is damaged: part of it cannot be unpacked or read. Open it in Excel, let Excel repair it, "
        "and save it again; or send a fresh copy.",
    ),
    "a picture": (
        named("list.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        "list.xlsx is not an Excel workbook. Open it in your spreadsheet program and save it as an Excel "
        "workbook (.xlsx).",
    ),
    "a document": (
        lambda folder: zip_of(folder / "list.xlsx", {"word/document.xml": "<x/>"}),
        "list.xlsx is not an Excel workbook. Open it in your spreadsheet program and save it as an Excel "
        "workbook (.xlsx).",
    ),
    "half a letter": (
        part("xl/sharedStrings.xml", "Ada", "&#xD800;"),
        "small.xlsx is damaged: part of it cannot be unpacked or read. Open it in Excel, let Excel repair it, "
        "and save it again; or send a fresh copy.",
    ),
    "no header": (
        sheets(People=PEOPLE[1:]),
        "The sheet People has no header row in its first 20 rows. Put the column titles in one row above the "
        "data: Person number, First name, Last name, Preferred name, Date of birth, Gender, Race and ethnicity, "
        "Veteran, Language, Phone, Email, Address, ZIP.",
    ),
    "a column deleted": (
        sheets(Enrollments=[row[:2] + row[3:] for row in ENROLLMENTS]),
        "The sheet Enrollments has no column Program in its header row, row 1. Add the column, or rename the one "
        "that holds it.",
    ),
    "a title twice": (
        sheets(People=[[*row, row[1]] for row in PEOPLE]),
        "The sheet People has the column First name twice: in B and in E. Rename or delete one of the two.",
    ),
    "two sheets of one name": (
        sheets(**{"people ": PEOPLE}),
        "The sheets People and people  have the same name but for case or spaces. Rename one of the two.",
    ),
    "a row far below": (
        sheets(People=[*PEOPLE, *([[]] * 1_048_000), ["9", "Far"]]),
        "The sheet People goes down to row 1,048,004; at most 100,000 rows of a sheet are read. Divide it into "
        "several workbooks, or delete what stands far below the rows.",
    ),
    "an enrollment without a person": (
        filled("Enrollments", 2, "Person number", None),
        "Enrollments 2 Person number “”: Person number is empty, and a row cannot be read without it. Fill it in.",
    ),
    "a person who is not there": (
        filled("Enrollments", 2, "Person number", "7"),
        "Enrollments 2 Person number “7”: Person number 7 is not on the sheet People. Add it there, or correct "
        "the number here.",
    ),
    "zeros at the front": (
        filled("Enrollments", 2, "Person number", "001"),
        "Enrollments 2 Person number “001”: Person number 001 is not on the sheet People, but 1 is. Zeros at the "
        "front and capitals count. Write the number the same on both sheets.",
    ),
    "one number for two": (
        sheets(People=[*PEOPLE, ("1", "Cy", "Lund", None)]),
        "People 2 Person number “1”: Person number 1 stands in rows 2, 4, and the rows differ. Give each row its "
        "own number, or delete the wrong one.",
    ),
    "a number Excel has rounded": (
        filled("People", 2, "Person number", 12345678901234567890),
        "People 2 Person number “1.234567890123457e+19”: Person number has more than 15 digits and is stored as "
        "a number, so Excel has changed its last digits. Format the column as text and type the number again.",
    ),
    "an error of Excel": (
        filled("Services", 2, "Quantity", Formula("=1/0", "#DIV/0!")),
        "Services 2 Quantity “#DIV/0!”: Quantity holds the Excel error #DIV/0! instead of a value. Correct the "
        "formula, or type the value.",
    ),
    "completed and still there": (
        filled("Enrollments", 2, "Stage", "Graduated"),
        "Enrollments 2 Exit date “”: Stage says Completed, but there is no Exit date. Fill in the date, "
        "or change the stage.",
    ),
    "a year of two digits": (
        filled("Enrollments", 2, "Entry date", "3/4/26"),
        "Enrollments 2 Entry date “3/4/26”: Entry date 3/4/26 has a year of two digits, which can be read in "
        "more than one way. Write a real Excel date, 2026-11-12, or 11/12/2026 for November 12.",
    ),
    "the 13th month": (
        filled("Enrollments", 2, "Entry date", "2026-13-01"),
        "Enrollments 2 Entry date “2026-13-01”: Entry date 2026-13-01 is not a day of the calendar. Check month "
        "and day, and write a real Excel date, 2026-11-12, or 11/12/2026 for November 12.",
    ),
    "soon": (
        filled("Enrollments", 2, "Entry date", "soon"),
        "Enrollments 2 Entry date “soon”: Entry date “soon” is not a date that can be read. Write a real Excel "
        "date, 2026-11-12, or 11/12/2026 for November 12.",
    ),
    "a bare number for a day": (
        filled("Enrollments", 2, "Entry date", 46027),
        "Enrollments 2 Entry date “46027”: Entry date holds the bare number 46027 and not a date. Format the "
        "column as a date and check the day it shows, or write a real Excel date, 2026-11-12, or 11/12/2026 for "
        "November 12.",
    ),
    "a day to come": (
        filled("Services", 2, "Date", date(2062, 3, 2)),
        "Services 2 Date “2062-03-02”: Date 2062-03-02 is after today, 2026-11-25. Check the year.",
    ),
    "born in 1066": (
        filled("People", 2, "Date of birth", "1066-10-14"),
        "People 2 Date of birth “1066-10-14”: Date of birth 1066-10-14 is not a possible year: 1875 to 2100 are. "
        "Check the year.",
    ),
    "an exit before the entry": (
        filled("Enrollments", 3, "Exit date", date(2026, 1, 1)),
        "Enrollments 3 Exit date “2026-01-01”: Exit date 2026-01-01 is before Entry date 2026-02-02. Check both dates.",
    ),
    "gone and still there": (
        filled("Enrollments", 2, "Exit date", date(2026, 3, 1)),
        "Enrollments 2 Exit date “2026-03-01”: There is an Exit date, 2026-03-01, but Stage says Active. Write "
        "Completed or Withdrawn, or take the date away.",
    ),
    "a quantity in words": (
        filled("Services", 2, "Quantity", "two"),
        "Services 2 Quantity “two”: Quantity “two” is not a number. Write digits and a point, such as 1.5 or "
        "$1,250.00; no words.",
    ),
    "less than nothing": (
        filled("Services", 2, "Quantity", -3),
        "Services 2 Quantity “-3”: Quantity -3 is less than zero. Write how much was delivered, zero or more.",
    ),
    "more than anything": (
        filled("Services", 2, "Quantity", 1e30),
        "Services 2 Quantity “1e+30”: Quantity 1e+30 is too large to be right. Check it.",
    ),
    "infinity": (
        part("xl/worksheets/sheet3.xml", "<v>1.5</v>", "<v>1e400</v>"),
        "Services 2 Quantity “inf”: Quantity inf is too large to be right. Check it.",
    ),
    "no number": (
        part("xl/worksheets/sheet3.xml", "<v>1.5</v>", "<v>NaN</v>"),
        "Services 2 Quantity “nan”: Quantity “nan” is not a number. Write digits and a point, such as 1.5 or "
        "$1,250.00; no words.",
    ),
    "yes for a number": (
        filled("Services", 2, "Quantity", True),
        "Services 2 Quantity “TRUE”: Quantity “TRUE” is not a number. Write digits and a point, such as 1.5 or "
        "$1,250.00; no words.",
    ),
    "a day for a number": (
        filled("Services", 2, "Quantity", date(2026, 1, 2)),
        "Services 2 Quantity “2026-01-02”: Quantity “2026-01-02” is not a number. Write digits and a point, such "
        "as 1.5 or $1,250.00; no words.",
    ),
    "a novel for a name": (
        filled("People", 2, "First name", "Ada " * 5000),
        "People 2 First name “Ada Ada Ada Ada Ada Ada Ada Ada Ada Ada ”: First name has 19,999 characters; at "
        "most 120 are kept. Shorten it.",
    ),
    "a sentence for a unit": (
        filled("Services", 2, "Unit", "hours " * 200),
        "Services 2 Unit “hours hours hours hours hours hours hour”: Unit has 1,199 characters; at most 40 are "
        "kept. Shorten it.",
    ),
    "no address": (
        filled("People", 2, "Email", "ada at lund"),
        "People 2 Email “ada at lund”: Email ada at lund is not an email address. Check it; one address in a cell.",
    ),
}
