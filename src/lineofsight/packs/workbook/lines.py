"""A line of a sheet against the table of columns: its values, its problems, and what is kept aside.

Also the rules every sheet shares: a number stands once, and a reference leads to a row that was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from lineofsight.packs.rows import RowProblem, SourceRow, Value, Weight

from .catalogue import found
from .cells import Cell, blank_of, is_blank, read_cell, shown
from .layout import Column
from .sheets import Line, SheetTable, untitled_column


@dataclass(slots=True)
class CheckedLine:
    """values: by field, every column of the sheet. A line with a problem of weight ROW is refused.

    key: of its row, also of one that is refused; empty when it cannot be told.
    """

    table: SheetTable
    line: Line
    values: dict[str, Value | list[str]]
    aside: dict[str, str] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    key: str = ""

    @property
    def is_refused(self) -> bool:
        return any(problem.weight in (Weight.ROW, Weight.FOLLOWS) for problem in self.problems)

    def text(self, name: str) -> str:
        """The value as text; empty when there is none."""
        value = self.values[name]
        return "" if value is None else str(value)

    def raise_doubt(self, code: str, column: str, value: str, weight: Weight = Weight.ROW, **terms: object) -> None:
        """Add a problem; one of weight VALUE also keeps the value aside."""
        problem = found(
            code,
            sheet=self.table.title,
            line=self.line.number,
            column=column,
            value=value,
            weight=weight,
            **terms,
        )
        self.problems.append(problem)
        if problem.weight is Weight.VALUE:
            self.aside[column] = value

    def as_row(self, key: str, values: Mapping[str, Value | list[str]], answers: Mapping[str, Value]) -> SourceRow:
        return SourceRow(
            self.table.layout.table, key, self.table.title, self.line.number, values, dict(answers), self.aside
        )


def check_line(table: SheetTable, line: Line, today: date) -> CheckedLine:
    """Each column of the line read; columns nobody knows kept aside, unless they are questions."""
    checked = CheckedLine(table, line, {})
    for column in table.layout.columns:
        _check_column(checked, column, line.cells.get(column.field, ""), today)
    titled = set(table.further.values())
    for title, cell in line.further.items():
        if not (table.layout.asks and title in titled):
            checked.aside[title] = shown(cell)
    return checked


def _check_column(checked: CheckedLine, column: Column, cell: Cell, today: date) -> None:
    if is_blank(cell):
        checked.values[column.field] = blank_of(column)
        if column.required:
            checked.raise_doubt("W030", column.title, "")
        return
    reading = read_cell(column, cell, today)
    checked.values[column.field] = reading.value
    if reading.code:
        weight = Weight.ROW if column.required else column.wrong
        if reading.code == "W047" and reading.value:
            weight = Weight.NOTE
        checked.raise_doubt(reading.code, column.title, shown(cell)[:300], weight, **reading.terms)


def note_untitled_columns(lines: Iterable[CheckedLine], table: SheetTable) -> list[RowProblem]:
    """One note for each column with values and no title."""
    places = {untitled_column(place): place for place in range(table.scan.columns)}
    titled = set(table.further.values())
    seen = {title for line in lines for title in line.line.further if title in places and title not in titled}
    return [
        found("W027", sheet=table.title, line=table.header_line, column=title.removeprefix("Column "))
        for title in sorted(seen, key=places.__getitem__)
    ]


def refuse_repeated(lines: Iterable[CheckedLine], field_name: str, column: str) -> None:
    """A number stands once: the same row again is refused, and of different rows with one number all are."""
    by_number: dict[str, list[CheckedLine]] = {}
    for line in lines:
        if number := line.text(field_name):
            by_number.setdefault(number, []).append(line)
    for number, group in by_number.items():
        first, *again = group
        if all(line.line.cells == first.line.cells and line.line.further == first.line.further for line in again):
            for line in again:
                line.raise_doubt("W032", column, number, first=first.line.number)
        else:
            numbers = ", ".join(str(line.line.number) for line in group)
            for line in group:
                line.raise_doubt("W031", column, number, lines=numbers)


def loosen(number: str) -> str:
    """What numbers have in common that people take for the same: 007, 7 and E-7, e-7."""
    return number.casefold().replace(" ", "").lstrip("0")


@dataclass(slots=True)
class Register:
    """The rows of a sheet that others refer to. read: what is known of each, by key; refused: keys of the others."""

    sheet: str
    read: dict[str, SourceRow] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    loosened: dict[str, str] = field(default_factory=dict)

    def enter(self, line: CheckedLine, row: SourceRow | None, key: str) -> None:
        """Note a row read, or with None a row refused."""
        if row is not None:
            self.read[key] = row
        elif key:
            self.refused.add(key)
        self.loosened.setdefault(loosen(key), key)

    def check_reference(
        self, line: CheckedLine, column: str, key: str, weight: Weight = Weight.ROW
    ) -> SourceRow | None:
        """The row that the key leads to; otherwise the line gets the problem."""
        if key in self.read:
            return self.read[key]
        similar = self.loosened.get(loosen(key))
        if key in self.refused:
            line.raise_doubt("W036", column, key, weight, target=self.sheet)
        elif similar:
            line.raise_doubt("W035", column, key, weight, target=self.sheet, similar=similar)
        else:
            line.raise_doubt("W034", column, key, weight, target=self.sheet)
        return None
