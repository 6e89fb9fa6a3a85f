"""Everything that can be wrong with a workbook: a code, what it costs, a sentence, and what to do next.

W001-W019 refuse the workbook, W021-W029 speak of a sheet, W030 and above of a row. The row, the sheet and the column
stand in the fields of `RowProblem`; the sentence names them where it helps. A weight of None means that the column
decides (`Column.wrong`).
"""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.packs.rows import RowProblem, Weight
from lineofsight.problems import Problem

READ_DATES = "a real Excel date, 2026-11-12, or 11/12/2026 for November 12"


@dataclass(frozen=True, slots=True)
class Entry:
    weight: Weight | None
    sentence: str
    remedy: str


FOLLOWING = frozenset({"W036"})  # where they cost a row, they do so because another row was not read
_FILE, _ROW, _VALUE, _NOTE = Weight.FILE, Weight.ROW, Weight.VALUE, Weight.NOTE
_SAVE_AS = "Open it in your spreadsheet program and save it as an Excel workbook (.xlsx)."

CATALOGUE: dict[str, Entry] = {
    # The workbook
    "W001": Entry(_FILE, "There is no file {file}.", "Check the folder and the spelling."),
    "W002": Entry(_FILE, "The file {file} is empty.", "Save the workbook again and send that file."),
    "W003": Entry(_FILE, "{file} is in the old Excel format (.xls), whatever its name ends in.", _SAVE_AS),
    "W004": Entry(_FILE, "{file} is an OpenDocument spreadsheet (.ods), whatever its name ends in.", _SAVE_AS),
    "W005": Entry(
        _FILE,
        "{file} is plain text such as CSV, whatever its name ends in.",
        "Paste the rows into the template workbook and save it as .xlsx.",
    ),
    "W006": Entry(_FILE, "{file} is a binary Excel workbook (.xlsb).", _SAVE_AS),
    "W007": Entry(_FILE, "{file} is not an Excel workbook.", _SAVE_AS),
    "W008": Entry(
        _FILE,
        "{file} is protected with a password, so it cannot be read.",
        "In Excel choose File, Info, Protect Workbook, take the password away, and save.",
    ),
    "W009": Entry(
        _FILE,
        "{file} is damaged: part of it cannot be unpacked or read.",
        "Open it in Excel, let Excel repair it, and save it again; or send a fresh copy.",
    ),
    "W010": Entry(
        _FILE,
        "{file} unpacks to more than {most} MB, which is more than this import reads.",
        "Delete pictures and sheets that do not belong to it, or divide it into several workbooks.",
    ),
    "W011": Entry(
        _FILE,
        "{file} has no sheet with rows named {known}. Its sheets are: {sheets}.",
        "Start from the template workbook, or rename the sheets.",
    ),
    "W012": Entry(
        _FILE,
        "The sheet {needed} is missing or empty, and the rows of the sheet {sheet} refer to it.",
        "Add the sheet {needed} with its rows; the template has it.",
    ),
    "W013": Entry(
        _FILE,
        "The sheet {sheet} has no header row in its first 20 rows.",
        "Put the column titles in one row above the data: {titles}.",
    ),
    "W014": Entry(
        _FILE,
        "The sheet {sheet} has no column {titles} in its header row, row {line}.",
        "Add the column, or rename the one that holds it.",
    ),
    "W015": Entry(
        _FILE,
        "The sheet {sheet} has the column {column} twice: in {first} and in {second}.",
        "Rename or delete one of the two.",
    ),
    "W016": Entry(
        _FILE,
        "The sheet {sheet} goes down to row {rows:,}; at most {most:,} rows of a sheet are read.",
        "Divide it into several workbooks, or delete what stands far below the rows.",
    ),
    "W017": Entry(
        _FILE,
        "The sheet {sheet} spans {rows:,} rows and {columns:,} columns, which is too much to read.",
        "Delete what stands far to the right of or below the rows.",
    ),
    "W018": Entry(
        _FILE, "The sheets {first} and {second} have the same name but for case or spaces.", "Rename one of the two."
    ),
    "W019": Entry(
        _FILE,
        "{file} holds no rows yet: below the headers nothing is filled in.",
        "Write each person into a row of the sheet {people}, and each time somebody takes part into a row of the sheet "
        "{enrollments}; save the workbook and bring it again.",
    ),
    # A sheet
    "W021": Entry(
        _NOTE, "The sheet {sheet} is not one of the template and is not read.", "Nothing to do if it is your own."
    ),
    "W022": Entry(
        _NOTE,
        "The column {column} is not one of the template. Its values are kept aside with each row, as they stand.",
        "If it should be read, give it a title of the template.",
    ),
    "W023": Entry(_NOTE, "The sheet {sheet} is hidden. It is read like the others.", "Delete it if it is out of date."),
    "W024": Entry(
        _NOTE,
        "Rows that are hidden or filtered out: {count:,}. They are read like the others.",
        "Delete what is not meant.",
    ),
    "W025": Entry(
        _NOTE,
        "The cells {cells} are merged. Only the first of them holds the value; the others are read as empty.",
        "Unmerge them and fill in each row.",
    ),
    "W026": Entry(
        _NOTE,
        "The rows above the header row, row {line}, are not read.",
        "Nothing to do if they are a title.",
    ),
    "W027": Entry(
        _NOTE,
        "Column {column} has no title in the header row. Its values are kept aside with each row.",
        "Give it a title.",
    ),
    "W028": Entry(
        _NOTE,
        "The workbook says that it holds everything, and the sheet {sheet} is missing or empty: what came from it "
        "before counts as gone.",
        "Add the rows, or answer No to “This workbook holds everything”.",
    ),
    "W029": Entry(
        _NOTE,
        "“{value}” is neither Yes nor No. It is taken as No: what is missing here stays as it was.",
        "Write Yes or No beside “This workbook holds everything”.",
    ),
    # A row: what it is and what it refers to
    "W030": Entry(_ROW, "{column} is empty, and a row cannot be read without it.", "Fill it in."),
    "W031": Entry(
        _ROW,
        "{column} {value} stands in rows {lines}, and the rows differ.",
        "Give each row its own number, or delete the wrong one.",
    ),
    "W032": Entry(_ROW, "The row is the same as row {first} in every column.", "Delete one of the two."),
    "W033": Entry(
        _NOTE,
        "The row is the same as row {first} in every column. Without a number of their own both are counted.",
        "Delete one, or give each its number.",
    ),
    "W034": Entry(
        None,
        "{column} {value} is not on the sheet {target}.",
        "Add it there, or correct the number here.",
    ),
    "W035": Entry(
        None,
        "{column} {value} is not on the sheet {target}, but {similar} is. Zeros at the front and capitals count.",
        "Write the number the same on both sheets.",
    ),
    "W036": Entry(
        None,
        "{column} {value} stands on the sheet {target} in a row that could not be read.",
        "Correct that row; then this one is read as well.",
    ),
    # A value
    "W037": Entry(
        None,
        "{column} holds the Excel error {value} instead of a value.",
        "Correct the formula, or type the value.",
    ),
    "W038": Entry(
        None,
        "{column} holds a formula that has never been calculated.",
        "Open the workbook in Excel, save it, and send it again.",
    ),
    "W039": Entry(None, "{column} has {length:,} characters; at most {longest:,} are kept.", "Shorten it."),
    "W040": Entry(
        None,
        "{column} “{word}” is not one of the allowed words: {allowed}.",
        "Choose one; the sheet Lists has them all.",
    ),
    "W041": Entry(None, "{column} “{value}” is neither Yes nor No.", "Write Yes, No, or nothing."),
    "W042": Entry(
        None,
        "{column} {value} has a year of two digits, which can be read in more than one way.",
        f"Write {READ_DATES}.",
    ),
    "W043": Entry(None, "{column} “{value}” is not a date that can be read.", f"Write {READ_DATES}."),
    "W044": Entry(
        None, "{column} {value} is not a day of the calendar.", f"Check month and day, and write {READ_DATES}."
    ),
    "W045": Entry(
        None,
        "{column} holds the bare number {value} and not a date.",
        f"Format the column as a date and check the day it shows, or write {READ_DATES}.",
    ),
    "W046": Entry(None, "{column} {value} is not a possible year: {least} to 2100 are.", "Check the year."),
    "W047": Entry(None, "{column} {value} is after today, {today}.", "Check the year."),
    "W048": Entry(_ROW, "Exit date {value} is before Entry date {entry}.", "Check both dates."),
    "W049": Entry(
        _ROW,
        "There is an Exit date, {value}, but Stage says {stage}.",
        "Write Completed or Withdrawn, or take the date away.",
    ),
    "W050": Entry(_ROW, "Stage says {stage}, but there is no Exit date.", "Fill in the date, or change the stage."),
    "W051": Entry(_ROW, "Stage says {stage}, but there is no Entry date.", "Fill in the date, or change the stage."),
    "W052": Entry(
        _ROW, "Stage, Entry date and Applied on are all empty, so nobody can tell where it stands.", "Fill in one."
    ),
    "W053": Entry(
        _NOTE, "Entry date {value} is before the person's date of birth, {birth}.", "Check both; the row is read."
    ),
    "W054": Entry(
        _NOTE,
        "{column} {value} is outside the enrollment, {entry} to {exit}.",
        "Check the date and the enrollment number; the row is read.",
    ),
    "W055": Entry(
        None, "{column} “{value}” is not a number.", "Write digits and a point, such as 1.5 or $1,250.00; no words."
    ),
    "W056": Entry(None, "{column} {value} is less than zero.", "Write how much was delivered, zero or more."),
    "W057": Entry(_NOTE, "{column} {value} is rounded to {rounded}: two digits after the point are kept.", ""),
    "W058": Entry(None, "{column} {value} is too large to be right.", "Check it."),
    "W059": Entry(
        None,
        "{column} holds the date {value}. Excel makes dates of numbers such as 1-2.",
        "Format the column as text and type the number again.",
    ),
    "W060": Entry(
        None,
        "{column} has more than 15 digits and is stored as a number, so Excel has changed its last digits.",
        "Format the column as text and type the number again.",
    ),
    "W061": Entry(None, "{column} {value} is not an email address.", "Check it; one address in a cell."),
    "W062": Entry(
        _NOTE,
        "{column} is written “{value}” here and “{first}” in row {first_line} of the sheet {first_sheet}.",
        "It is read as one name; write it the same everywhere.",
    ),
    "W063": Entry(
        _NOTE,
        "The service “{value}” is counted in several units: {units}. It becomes a kind of service for each.",
        "Write the same unit in every row if only one is meant.",
    ),
    "W064": Entry(_NOTE, "The answers of “{instrument}” in this column are read as {type}.", ""),
    "W065": Entry(_VALUE, "{column} {value} is this person, or somebody they supervise.", "Correct one of the rows."),
    "W066": Entry(_ROW, "The row has neither a Staff number nor a Work email.", "Fill in one."),
    "W067": Entry(_ROW, "Work email {value} stands in rows {lines}.", "Give each row its own, or delete one."),
    "W068": Entry(
        _VALUE,
        "“{value}” does not belong to the {type} that this question has had as answers until now. It is kept aside.",
        "Correct it, or ask it as a new question in a column with another title.",
    ),
    "W069": Entry(
        _VALUE,
        "“{value}” is not from {smallest} to {largest}, the range in the header. It is kept aside.",
        "Correct the answer, or the range.",
    ),
    "W070": Entry(
        _NOTE,
        "{column} {value} is read as {restored}: typed as a number, it has lost the zeros at its front.",
        "Nothing to do; a column formatted as text keeps them.",
    ),
    "W071": Entry(_ROW, "There is an Exit date, {exit}, but no Entry date.", "Fill in the date of entry."),
}


def refusal(code: str, **words: object) -> Problem:
    """Why the workbook cannot be read, to be raised."""
    entry = CATALOGUE[code]
    return Problem(code, entry.sentence.format(**words), entry.remedy.format(**words))


def found(
    code: str,
    *,
    sheet: str,
    line: int | None = None,
    column: str = "",
    value: str = "",
    weight: Weight = Weight.VALUE,
    **words: object,
) -> RowProblem:
    """A problem in a sheet. weight counts only for codes whose column decides."""
    entry = CATALOGUE[code]
    terms = {"sheet": sheet, "line": line, "column": column, "value": value, **words}
    reason = f"{entry.sentence.format(**terms)} {entry.remedy.format(**terms)}".strip()
    costs = entry.weight or weight
    if code in FOLLOWING and costs is Weight.ROW:
        costs = Weight.FOLLOWS
    return RowProblem(code, costs, sheet, line, column, value, reason)
