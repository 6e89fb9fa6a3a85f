"""The reader of a filled workbook: identity at once, rows when asked.

It holds one workbook in memory, at most 100,000 rows a sheet. A line is a row, or a problem that refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from lineofsight.packs.elements import CodeSetSpec, ElementSpec, InstrumentSpec
from lineofsight.packs.rows import FileProgress, RowProblem, SourceIdentity, SourceRow, Table, Weight

from .assessments import Assessments, assessment_rows
from .catalogue import found, refusal
from .cells import is_blank, shown, yes_or_no
from .enrollments import enrollment_rows
from .layout import COMPLETE_LABEL, ENROLLMENTS, LAYOUT, NAME_LABEL, PEOPLE, READ_ME, SHEETS
from .lines import CheckedLine, Register, check_line, note_untitled_columns
from .named import NamedRows
from .names import fit_key, name_key, same_name, tidy
from .package import Package, inspect_package
from .people import participant_rows
from .services import service_rows, units_noted
from .sheets import SheetTable, open_sheets, sheet_rows
from .staff import staff_rows

BELONGS_TO = {"program": Table.PROGRAM, "participant_key": Table.PARTICIPANT, "enrollment_key": Table.ENROLLMENT}
_PROGRESS_EVERY = 1000  # lines


class WorkbookSource:
    """A `SourceReader` over the sheets found. data_elements() and instruments() are known after read()."""

    def __init__(
        self,
        identity: SourceIdentity,
        tables: dict[str, SheetTable],
        *,
        notes: list[RowProblem],
        today: date,
        known_types: Mapping[str, str],
    ) -> None:
        self.identity = identity
        self._tables = tables
        self._notes = notes
        self._today = today
        self._known_types = known_types
        self._assessments = Assessments()

    def read(self) -> Iterator[SourceRow | RowProblem | FileProgress]:
        """Every row in the order of `Table`, with the problems of its sheet before it."""
        yield from self._notes
        named = NamedRows()
        staff_lines = yield from self._checked("Staff")
        staff, staff_names = staff_rows(staff_lines, named)
        people_lines = yield from self._checked("People")
        people = participant_rows(people_lines)
        yield from _problems(staff_lines)
        yield from _problems(people_lines)
        del staff_lines, people_lines
        enrollment_lines = yield from self._checked("Enrollments")
        enrollments = enrollment_rows(enrollment_lines, people, named)
        yield from _problems(enrollment_lines)
        del enrollment_lines
        for rows in (*named.rows.values(), staff.read, people.read, enrollments.read):
            yield from rows.values()
        del people
        yield from self._read_services(enrollments, staff, staff_names)
        yield from self._read_assessments(enrollments)

    def code_sets(self) -> list[CodeSetSpec]:
        """None: the answers on the sheet Assessments are not tied to lists."""
        return []

    def data_elements(self) -> list[ElementSpec]:
        """The questions found on the sheet Assessments."""
        return self._assessments.elements()

    def instruments(self) -> list[InstrumentSpec]:
        return self._assessments.instruments()

    def _read_services(
        self, enrollments: Register, staff: Register, staff_names: dict[str, str]
    ) -> Iterator[SourceRow | RowProblem | FileProgress]:
        lines = yield from self._checked("Services")
        rows = service_rows(lines, enrollments, staff, staff_names)
        yield from _problems(lines)
        yield from units_noted(rows)
        yield from rows

    def _read_assessments(self, enrollments: Register) -> Iterator[SourceRow | RowProblem | FileProgress]:
        lines = yield from self._checked("Assessments")
        if lines:
            self._assessments = assessment_rows(lines, lines[0].table, enrollments, self._known_types)
        yield from _problems(lines)
        yield from self._assessments.notes
        yield from self._assessments.rows

    def _checked(self, title: str) -> Generator[RowProblem | FileProgress, None, list[CheckedLine]]:
        """The checked lines of a sheet (returned), with progress on the way; the sheet is let go afterwards."""
        table = self._tables.pop(title, None)
        if table is None:
            return []
        lines: list[CheckedLine] = []
        total = max(0, table.scan.rows - table.header_line)
        for line in table.lines():
            lines.append(check_line(table, line, self._today))
            if len(lines) % _PROGRESS_EVERY == 0:
                yield FileProgress(table.title, len(lines), total)
        yield FileProgress(table.title, len(lines), len(lines))
        yield from note_untitled_columns(lines, table)
        return lines


def open_workbook(path: Path, *, today: date, known_types: Mapping[str, str], file_name: str = "") -> WorkbookSource:
    """The workbook at path, its header rows checked.

    known_types: the types of the questions here already, by key (they begin with `workbook.`). file_name: what its
    owner calls the file, when path does not say.

    Raises a Problem W001 to W019 when it cannot be read at all.
    """
    file = file_name or path.name
    package = inspect_package(path, file)
    try:
        workbook = CalamineWorkbook.from_path(path)
    except (CalamineError, OSError) as damage:
        raise refusal("W009", file=file) from damage
    tables, notes = open_sheets(workbook, package)
    answers = _read_me_answers(workbook, package)
    name = answers.get(same_name(NAME_LABEL), "") or name_in_file_name(file)
    says_complete = answers.get(same_name(COMPLETE_LABEL), "")
    complete = yes_or_no(says_complete) if says_complete else False
    if complete is None:
        notes.append(found("W029", sheet=READ_ME, column=COMPLETE_LABEL, value=says_complete))
    filled = {title for title, table in tables.items() if next(table.lines(), None)}
    if not filled:
        raise refusal("W019", file=file, people=PEOPLE.title, enrollments=ENROLLMENTS.title)
    if complete:
        notes += [found("W028", sheet=sheet.title) for sheet in SHEETS if sheet.title not in filled]
    identity = SourceIdentity(
        kind="workbook",
        key=fit_key(name_key(name)),
        title=name,
        made_at=package.made_at,
        layout=LAYOUT,
        covers_from=None,
        covers_to=None,
        complete=bool(complete),
    )
    return WorkbookSource(identity, tables, notes=notes, today=today, known_types=known_types)


def name_in_file_name(file: str) -> str:
    """What a file name says without its date, its version and its ending.

    >>> name_in_file_name("Youth mentoring 2026-11-12 (2) final v3.xlsx")
    'Youth mentoring'
    """
    stem = tidy(re.sub(r"\.[A-Za-z]{1,5}$", "", file).replace("_", " "))
    plain = re.sub(
        r"\(\d+\)|\b\d{4}[-.]?\d{2}[-.]?\d{2}\b|\b\d{1,2}[-.]\d{1,2}[-.]\d{2,4}\b|\bv(ersion)?\s*[\d.]+\b"
        r"|\b(copy of|copy|final|new|latest)\b",
        " ",
        stem,
        flags=re.IGNORECASE,
    )
    return tidy(plain.strip(" -_.")) or stem or "Workbook"


def _read_me_answers(workbook: CalamineWorkbook, package: Package) -> dict[str, str]:
    """What stands to the right of each label on the sheet Read me, by the label."""
    title = next((title for title in package.parts if same_name(title) == same_name(READ_ME)), None)
    if title is None:
        return {}
    answers: dict[str, str] = {}
    for row in sheet_rows(workbook, package, title):
        place = next((place for place, cell in enumerate(row) if not is_blank(cell)), len(row))
        if place + 1 < len(row) and not is_blank(row[place + 1]):
            answers.setdefault(same_name(shown(row[place])), tidy(shown(row[place + 1])))
    return answers


def _problems(lines: list[CheckedLine]) -> Iterator[RowProblem]:
    """Each line's problems; those that refuse it name its row and what it belongs to."""
    for line in lines:
        of = (line.table.layout.table, line.key) if line.key else None
        for problem in line.problems:
            costs_the_row = problem.weight in (Weight.ROW, Weight.FOLLOWS)
            yield replace(problem, of=of, within=_within(line)) if costs_the_row else problem


def _within(line: CheckedLine) -> tuple[tuple[Table, str], ...]:
    said = {table: str(line.values.get(name) or "") for name, table in BELONGS_TO.items()}
    said[Table.PROGRAM] = name_key(said[Table.PROGRAM]) if said[Table.PROGRAM] else ""
    if line.table.layout.table is Table.PARTICIPANT:
        said[Table.PARTICIPANT] = line.key
    return tuple((table, key) for table, key in said.items() if key)
