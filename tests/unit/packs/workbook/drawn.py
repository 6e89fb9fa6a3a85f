"""Workbooks drawn as rows of cells, and what the reader makes of them. The first row of each sheet is row 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from lineofsight.packs.rows import FileProgress, RowProblem, SourceRow, Table, Weight
from lineofsight.packs.workbook import WorkbookSource, open_workbook
from lineofsight.problems import Problem

TODAY = date(2026, 11, 12)
Sheet = Sequence[Sequence[Any]]

PEOPLE = (
    ("Person number", "First name", "Last name", "Date of birth"),
    ("1", "Ada", "Lund", date(2010, 5, 1)),
    ("2", "Bo", "Marsh", date(1988, 1, 31)),
)
ENROLLMENTS = (
    ("Enrollment number", "Person number", "Program", "Stage", "Applied on", "Entry date", "Exit date"),
    ("10", "1", "Mentoring", "Active", None, date(2026, 1, 5), None),
    ("20", "2", "Mentoring", "Completed", None, date(2026, 2, 2), date(2026, 6, 30)),
)
SERVICES = (
    ("Enrollment number", "Date", "Service", "Quantity", "Unit", "Amount"),
    ("10", date(2026, 3, 2), "Meeting", 1.5, "hours", None),
)


@dataclass(frozen=True)
class Formula:
    """A formula with the result that was saved with it."""

    text: str
    result: str | float


@dataclass(frozen=True)
class Outcome:
    source: WorkbookSource
    rows: list[SourceRow]
    problems: list[RowProblem]
    progress: list[FileProgress]

    def of(self, table: Table) -> dict[str, SourceRow]:
        return {row.key: row for row in self.rows if row.table is table}

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.problems]

    def problem(self, code: str) -> RowProblem:
        """The only problem with this code."""
        (found,) = [problem for problem in self.problems if problem.code == code]
        return found

    @property
    def costly(self) -> list[RowProblem]:
        """The problems that cost a row or a value."""
        return [problem for problem in self.problems if problem.weight is not Weight.NOTE]


def draw(path: Path, sheets: Mapping[str, Sheet], options: Mapping[str, Any] | None = None) -> Path:
    """Write the sheets; a date becomes a cell with a date format."""
    book = xlsxwriter.Workbook(str(path), dict(options or {}))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for title, rows in sheets.items():
        page = book.add_worksheet(title)
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                _draw_cell(page, day, line, place, cell)
    book.close()
    return path


def _draw_cell(page: Any, day: Any, line: int, place: int, cell: Any) -> None:
    if isinstance(cell, Formula):
        page.write_formula(line, place, cell.text, None, cell.result)
    elif isinstance(cell, date):
        page.write_datetime(line, place, datetime(cell.year, cell.month, cell.day), day)
    elif isinstance(cell, str):
        page.write_string(line, place, cell)
    elif cell is not None:
        page.write(line, place, cell)


def draw_small(tmp_path: Path, **sheets: Sheet) -> Path:
    """A workbook of two people, their enrollments and one service, with the named sheets in place of those."""
    drawn: dict[str, Sheet] = {"People": PEOPLE, "Enrollments": ENROLLMENTS, "Services": SERVICES}
    return draw(tmp_path / "small.xlsx", drawn | sheets)


def read(path: Path, known_types: Mapping[str, str] | None = None) -> Outcome:
    source = open_workbook(path, today=TODAY, known_types=known_types or {})
    items = list(source.read())
    return Outcome(
        source,
        [item for item in items if isinstance(item, SourceRow)],
        [item for item in items if isinstance(item, RowProblem)],
        [item for item in items if isinstance(item, FileProgress)],
    )


def refusal_of(path: Path) -> Problem:
    """Why the workbook cannot be read."""
    with pytest.raises(Problem) as caught:
        open_workbook(path, today=TODAY, known_types={})
    return caught.value


def zip_of(path: Path, parts: dict[str, str]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as zipped:
        for name, text in parts.items():
            zipped.writestr(name, text)
    return path


def rewrite_part(path: Path, part: str, old: str, new: str) -> Path:
    """The same workbook with a text in one of its parts replaced."""
    with ZipFile(path) as zipped:
        parts = {name: zipped.read(name).decode() for name in zipped.namelist()}
    assert old in parts[part]
    return zip_of(path, parts | {part: parts[part].replace(old, new)})
