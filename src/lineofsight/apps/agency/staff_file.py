"""Reading a staff list as people keep it: CSV with commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1252.

Nothing here asks the database; what the lines mean is decided in `selectors/staff_list.py`. What is wrong with the file
as a whole is a `Problem`; what is wrong with a line is a `ListProblem` and the reading goes on.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lineofsight.problems import Problem

from .models import Role

COLUMNS = {
    "name": gettext_noop("Name"),
    "email": gettext_noop("Email"),
    "sign_in_name": gettext_noop("Sign-in name"),
    "job_title": gettext_noop("Job title"),
    "number": gettext_noop("Staff number"),
    "role": gettext_noop("Role"),
    "program": gettext_noop("Program"),
    "site": gettext_noop("Site"),
    "supervisor": gettext_noop("Supervisor"),
    "joined_on": gettext_noop("Joined on"),
}
AT_MOST_LINES = 2_000
AT_MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class ListProblem:
    """What is wrong on one line, for its reader."""

    line: int
    column: str
    value: str
    sentence: str


@dataclass(frozen=True)
class ListLine:
    """One person as the list has them. `said` holds only columns that are there and not blank."""

    line: int  # as an editor counts, the header is 1
    said: dict[str, str]


@dataclass
class StaffFile:
    lines: list[ListLine] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)  # keys of COLUMNS that the file has
    unknown_columns: list[str] = field(default_factory=list)
    problems: list[ListProblem] = field(default_factory=list)


def template_csv() -> str:
    """The empty list with one example line; the byte order mark makes Excel read it as UTF-8."""
    said = [
        "Rosa Delgado",
        "rosa@agency.example",
        "",
        "Case worker",
        "1042",
        str(Role.FRONT_LINE.label),
        "",
        "",
        "",
        "2024-01-31",
    ]
    written = io.StringIO()
    csv.writer(written).writerows([list(COLUMNS.values()), said])
    return "\ufeff" + written.getvalue()


def text_of(content: bytes) -> str:
    """The characters of an uploaded list. Raises Problem L001 to L003 when it is no text."""
    if len(content) > AT_MOST_BYTES:
        raise Problem("L001", _("The file is larger than 1 MB."), _("Send only the sheet it is about."))
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0":
        raise Problem(
            "L002",
            _("This is a workbook, not a CSV file."),
            _("In the spreadsheet choose “Save as”, then “CSV”; or copy the cells and paste them below."),
        )
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Problem("L003", _("The file cannot be read as text."), _("Save it again as “CSV UTF-8”."))


def read_list(text: str) -> StaffFile:
    """Lines and columns of a list. Raises Problem L004 to L007 for what is wrong with all of it."""
    rows, broken = _rows(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    if not rows:
        raise Problem("L004", _("The list is empty."), _("Its first line names the columns; see the template."))
    header = [cell.strip() for cell in rows[0][1]]
    keys = [_column_key(title) for title in header]
    if "name" not in keys:
        raise Problem(
            "L005",
            _("There is no column “Name”; the first line says: %(columns)s.") % {"columns": ", ".join(header)[:200]},
            _("Name the columns as in the template."),
        )
    twice = sorted({COLUMNS[key] for key in keys if key and keys.count(key) > 1})
    if twice:
        raise Problem(
            "L006", _("The column “%(column)s” is there twice.") % {"column": twice[0]}, _("Keep one of them.")
        )
    if len(rows) - 1 > AT_MOST_LINES:
        raise Problem(
            "L007",
            _("The list has %(count)d lines; at most %(most)d are read at once.")
            % {"count": len(rows) - 1, "most": AT_MOST_LINES},
            _("Cut it into parts."),
        )
    read = StaffFile(columns=[key for key in keys if key], problems=broken)
    read.unknown_columns = [title for title, key in zip(header, keys, strict=True) if title and not key]
    for line, cells in rows[1:]:
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            extra = next(cell for cell in cells[len(header) :] if cell.strip())
            sentence = _(
                "Cells of the line: %(cells)d, of the first line: %(columns)d. Put quotes around cells with commas."
            )
            said = sentence % {"cells": len(cells), "columns": len(header)}
            read.problems.append(ListProblem(line, "", extra, said))
            continue
        read.lines.append(
            ListLine(line, {key: cell.strip() for key, cell in zip(keys, cells, strict=False) if key and cell.strip()})
        )
    return read


def read_date(written: str) -> date | None:
    """2024-01-31 or 1/31/2024; None when it is neither."""
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(written, form).date()
        except ValueError:
            continue
    return None


def _column_key(title: str) -> str:
    """The key of a column title, however it is cased or spaced; empty when nobody knows it."""
    plain = "".join(letter for letter in title.casefold() if letter.isalnum())
    known = {"".join(letter for letter in name.casefold() if letter.isalnum()): key for key, name in COLUMNS.items()}
    return known.get(plain, known.get(plain.removeprefix("work"), ""))


def _rows(text: str) -> tuple[list[tuple[int, list[str]]], list[ListProblem]]:
    """(line, cells) of each line that is not blank, and what stopped the reading."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return rows, []
        except csv.Error:
            sentence = _("A quotation mark is opened here and not closed. Close it, or write it twice.")
            return rows, [ListProblem(begins, "", "", sentence)]
        if any(cell.strip() for cell in cells):
            rows.append((begins, cells))
        begins = reader.line_num + 1
