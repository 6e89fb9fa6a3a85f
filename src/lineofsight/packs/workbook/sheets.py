"""The sheets of a workbook: which of them are known, where their header stands, and their rows as lines.

Sheets and columns are matched without regard to case, space, accents and punctuation. What is not known is never
lost: an unknown column is kept aside with each row, an unknown sheet is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from lineofsight.packs.rows import RowProblem
from lineofsight.problems import Problem

from .catalogue import found, refusal
from .cells import Cell, is_blank, shown
from .layout import CELLS_MOST, LISTS, READ_ME, ROWS_MOST, SHEETS, Column, Sheet
from .names import same_name, tidy, title_and_range
from .package import Package
from .scan import Scan, column_letters, scan_sheet

_HEADER_WITHIN = 20  # rows


@dataclass(frozen=True, slots=True)
class Line:
    """One filled row. cells: by the field of their column; further: by the title of columns nobody knows."""

    number: int
    cells: Mapping[str, Cell]
    further: Mapping[str, Cell]


@dataclass(slots=True)
class SheetTable:
    """A known sheet with its header found. placed: known columns, further: others with a title, by place from 0."""

    layout: Sheet
    title: str
    sheet: CalamineSheet
    scan: Scan
    header_line: int
    placed: dict[int, Column]
    further: dict[int, str]
    notes: list[RowProblem] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        """The filled rows below the header, in order."""
        for number, row in enumerate(_rows(self.sheet, self.scan), start=1):
            if number <= self.header_line or all(is_blank(cell) for cell in row):
                continue
            cells = {column.field: row[place] for place, column in self.placed.items() if place < len(row)}
            further = {
                title: row[place]
                for place, title in self._titles(len(row)).items()
                if place < len(row) and not is_blank(row[place])
            }
            yield Line(number, cells, further)

    def _titles(self, width: int) -> dict[int, str]:
        """Titles of the columns nobody knows; one without a title is called by its letters."""
        untitled = range(width) if width > len(self.placed) + len(self.further) else ()
        return self.further | {
            place: untitled_column(place)
            for place in untitled
            if place not in self.placed and place not in self.further
        }


def untitled_column(place: int) -> str:
    return f"Column {column_letters(place + 1)}"


def open_sheets(workbook: CalamineWorkbook, package: Package) -> tuple[dict[str, SheetTable], list[RowProblem]]:
    """The known sheets by their title in the template, and what is to be said of the others.

    Raises one Problem that names everything wrong with sheets and headers at once.
    """
    known = {same_name(sheet.title): sheet for sheet in SHEETS}
    passed_over = {same_name(READ_ME), same_name(LISTS)}
    places: dict[str, str] = {}
    notes: list[RowProblem] = []
    for metadata in workbook.sheets_metadata:
        name = same_name(metadata.name)
        if name in known and metadata.typ is SheetTypeEnum.WorkSheet:
            if name in places:
                raise refusal("W018", first=places[name], second=metadata.name)
            places[name] = metadata.name
            if metadata.visible is not SheetVisibleEnum.Visible:
                notes.append(found("W023", sheet=metadata.name))
        elif name not in passed_over:
            notes.append(found("W021", sheet=metadata.name))
    if not places:
        titles = ", ".join(sheet.title for sheet in SHEETS)
        raise refusal("W011", file=package.file, known=titles, sheets=", ".join(workbook.sheet_names) or "none")
    tables: dict[str, SheetTable] = {}
    refusals: list[Problem] = []
    for name, sheet in known.items():
        if name in places:
            try:
                if table := _open_sheet(sheet, places[name], workbook, package):
                    tables[sheet.title] = table
            except Problem as problem:
                refusals.append(problem)
    if not refusals:
        refusals = _sheets_missing(tables)
    if refusals:
        more = " ".join(str(problem) for problem in refusals[1:])
        raise Problem(refusals[0].code, refusals[0].sentence, f"{refusals[0].remedy} {more}".strip())
    return tables, [*notes, *(note for table in tables.values() for note in table.notes)]


def sheet_rows(workbook: CalamineWorkbook, package: Package, title: str) -> list[list[Cell]]:
    """All rows of a small sheet such as Read me."""
    sheet, scan = _load(workbook, package, title)
    return list(_rows(sheet, scan)) if sheet else []


def _sheets_missing(tables: Mapping[str, SheetTable]) -> list[Problem]:
    return [
        refusal("W012", needed=needed, sheet=table.title)
        for table in tables.values()
        if next(table.lines(), None)
        for needed in table.layout.needs
        if needed not in tables or next(tables[needed].lines(), None) is None
    ]


def _load(workbook: CalamineWorkbook, package: Package, title: str) -> tuple[CalamineSheet | None, Scan]:
    """The sheet, or None when nothing is on it. Raises W009, W016, W017."""
    scan = scan_sheet(package, title)
    if scan.rows > ROWS_MOST + _HEADER_WITHIN:
        raise refusal("W016", sheet=title, rows=scan.rows, most=ROWS_MOST)
    if scan.rows * scan.columns > CELLS_MOST:
        raise refusal("W017", sheet=title, rows=scan.rows, columns=scan.columns)
    try:
        sheet = workbook.get_sheet_by_name(title)
    except CalamineError as damage:
        raise refusal("W009", file=package.file) from damage
    return (sheet if sheet.end else None), scan


def _rows(sheet: CalamineSheet, scan: Scan) -> Iterator[list[Cell]]:
    """The rows with their marks laid in: an error is an error, never an empty cell."""
    marked: dict[int, list[tuple[int, Cell]]] = {}
    for (line, column), mark in scan.marks.items():
        marked.setdefault(line, []).append((column, mark))
    for number, values in enumerate(sheet.iter_rows(), start=1):
        row: list[Cell] = list(values)
        for column, mark_there in marked.pop(number, ()):
            row.extend([""] * (column - len(row)))
            row[column - 1] = mark_there
        yield row
    for line in range(sheet.total_height + 1, max(marked, default=0) + 1):  # errors below the last value
        below = dict(marked.get(line, ()))
        yield [below.get(column, "") for column in range(1, max(below, default=0) + 1)]


def _open_sheet(layout: Sheet, title: str, workbook: CalamineWorkbook, package: Package) -> SheetTable | None:
    sheet, scan = _load(workbook, package, title)
    if sheet is None:
        return None
    header_line, header = _find_header(layout, title, sheet, scan)
    placed, further = _place_columns(layout, title, header)
    missing = [column.title for column in layout.columns if column.required and column not in placed.values()]
    if missing:
        raise refusal("W014", sheet=title, titles=" and no column ".join(missing), line=header_line)
    table = SheetTable(layout, title, sheet, scan, header_line, placed, further)
    table.notes = list(_notes_on(table))
    return table


def _find_header(layout: Sheet, title: str, sheet: CalamineSheet, scan: Scan) -> tuple[int, list[str]]:
    """The first row that holds two titles of the sheet, or as many as are required."""
    titles = {same_name(column.title) for column in layout.columns}
    for number, row in enumerate(islice(_rows(sheet, scan), _HEADER_WITHIN), start=1):
        header = [tidy(shown(cell)) for cell in row]
        if len(titles & {same_name(text) for text in header}) >= 2:
            return number, header
    raise refusal("W013", sheet=title, titles=", ".join(column.title for column in layout.columns))


def _place_columns(layout: Sheet, title: str, header: list[str]) -> tuple[dict[int, Column], dict[int, str]]:
    known = {same_name(column.title): column for column in layout.columns}
    first: dict[str, int] = {}
    placed: dict[int, Column] = {}
    further: dict[int, str] = {}
    for place, text in enumerate(header):
        if not text:
            continue
        asked = title_and_range(text)[0] if layout.asks else text  # with another range it is the same question
        name = same_name(asked) or text
        if name in first:
            letters = [column_letters(first[name] + 1), column_letters(place + 1)]
            raise refusal("W015", sheet=title, column=text, first=letters[0], second=letters[1])
        first[name] = place
        if name in known:
            placed[place] = known[name]
        else:
            further[place] = text
    return placed, further


def _notes_on(table: SheetTable) -> Iterator[RowProblem]:
    """What is worth knowing of a sheet before its rows are read."""
    if not table.layout.asks:
        for title in table.further.values():
            yield found("W022", sheet=table.title, line=table.header_line, column=title)
    if any(not is_blank(cell) for row in islice(_rows(table.sheet, table.scan), table.header_line - 1) for cell in row):
        yield found("W026", sheet=table.title, line=table.header_line)
    if table.scan.hidden_rows:
        yield found("W024", sheet=table.title, count=table.scan.hidden_rows)
    for (top, left), (bottom, right) in table.sheet.merged_cell_ranges or ():
        if bottom >= table.header_line:
            cells = f"{column_letters(left + 1)}{top + 1} to {column_letters(right + 1)}{bottom + 1}"
            yield found("W025", sheet=table.title, line=top + 1, cells=cells)
