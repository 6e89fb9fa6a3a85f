"""Checks one line after the other of one file: cells to a checked row, or the problems that reject it.

The rule: what breaks the meaning of a row (its key, its references, what is required) rejects the row; any other bad
value stands aside as text. The checks of a file are made once, from its header.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lineofsight.packs.rows import RowProblem, Value, Weight

from .layout import Column, ColumnType, FileLayout
from .problems import found
from .survey import Line
from .values import LONGEST_KEY, Check, Checks, Fault

LINES_SHOWN = 6
ONCE_PER_FILE = frozenset({"DateCreated", "DateUpdated"})  # odd in a whole file, and nobody mends them by hand


@dataclass(slots=True)
class KnownRows:
    """The rows of one file that others refer to.

    standing: key to the one fact other rows need: the birth date of a client, the entry date of an enrollment, the
    day of an assessment, "protected" for an organization that serves victims. left_out: key to the line that was
    rejected. persons: an enrollment's client.
    """

    standing: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    persons: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class CheckedRow:
    """One line, checked. references and typed are keyed by column, answers by data element, aside by column."""

    file: str
    line: int
    key: str
    references: dict[str, str]
    typed: dict[str, Value]
    answers: dict[str, Value]
    aside: dict[str, str]
    deleted: bool = False


@dataclass(slots=True)
class Header:
    """The columns of a file as they stand. positions: of the columns we know; unknown: position and name of others."""

    names: list[str]
    positions: dict[str, int]
    unknown: list[tuple[int, str]]
    missing: list[str]


def header_by(names: Sequence[str], file: FileLayout) -> Header:
    """Finds the columns of the layout: by their exact name, then without regard to capitals, then another spelling."""
    exact = {name: position for position, name in enumerate(names)}
    loose = {name.lower(): position for position, name in enumerate(names)}
    positions = {}
    for column in file.columns.values():
        for name in (column.name, *column.also):
            position = exact.get(name, loose.get(name.lower()))
            if position is not None:
                positions[column.name] = position
                break
    taken = set(positions.values())
    unknown = [(position, name) for position, name in enumerate(names) if position not in taken]
    missing = [name for name in file.columns if name not in positions]
    return Header(list(names), positions, unknown, missing)


def _lines(places: list[Line]) -> str:
    numbers = [str(place.number) for place in places]
    more = f" and {len(numbers) - LINES_SHOWN} more" if len(numbers) > LINES_SHOWN else ""
    if not more:
        return f"{', '.join(numbers[:-1])} and {numbers[-1]}"
    return ", ".join(numbers[:LINES_SHOWN]) + more


class Plan(NamedTuple):
    """How one column is read. into: its key among typed values or answers. good: values known to be canonical."""

    position: int
    into: str
    good: dict[str, Value]
    check: Check
    column: Column
    required: bool


class FileChecker:
    """The checks of one file. `check` gives a row or None; `problems` holds what it met since it was last emptied.

    repeated, repeated_once: keys, and values of the column `once`, that stand in several lines.
    """

    def __init__(
        self,
        file: FileLayout,
        header: Header,
        *,
        checks: Checks,
        known: Mapping[str, KnownRows],
        repeated: dict[str, list[Line]],
        repeated_once: dict[str, list[Line]],
        typed: frozenset[str],
        never_an_answer: frozenset[str],
        export_id: str,
        any_length: frozenset[str],
    ) -> None:
        self.file = file
        self.problems: list[RowProblem] = []
        self.counted: dict[str, tuple[int, int]] = {}  # column: how many odd values, line of the first
        self._known = known
        self._own = known.get(file.name)
        self._persons = known["Enrollment"].persons
        self._repeated = repeated
        self._repeated_once = repeated_once
        self._export_id = export_id
        at = header.positions
        self._width = len(header.names)
        self._key_at = at[file.key]
        self._once_at = at.get(file.once)
        self._deleted_at = at.get("DateDeleted")
        self._export_at = at.get("ExportID") if file.name != "Export" else None
        self._unknown = header.unknown
        self._references = [
            (at[column.name], column, known[column.refers_to])
            for column in file.columns.values()
            if column.refers_to and column.name in at
        ]
        self._of_a_person = "EnrollmentID" in at and file.name != "Enrollment"
        self._typed: list[Plan] = []
        self._answers: list[Plan] = []
        for column in file.columns.values():
            if column.name not in at:
                continue
            good, check = checks.of(column, any_length=column.name in any_length)
            required = column.required and column.type not in (ColumnType.KEY, ColumnType.OF)
            if column.name in typed:
                self._typed.append(Plan(at[column.name], column.name, good, check, column, required))
            elif column.name not in never_an_answer:
                self._answers.append(Plan(at[column.name], column.element, good, check, column, required))

    def check(self, line: int, cells: list[str]) -> CheckedRow | None:
        """The row, or None if it is rejected."""
        if len(cells) != self._width:
            self._reject(line, cells, "H107", cells=str(len(cells)), columns=str(self._width))
            return None
        key = cells[self._key_at].strip()
        if not key:
            self._reject(line, cells, "H101", self.file.key)
            return None
        if len(key) > LONGEST_KEY:
            self._reject(line, cells, "H111", self.file.key, key, longest=str(LONGEST_KEY))
            return None
        if self._deleted_at is not None and cells[self._deleted_at].strip():
            return self._deleted(line, cells, key)
        if self._repeated or self._repeated_once:
            places = self._repeated.get(key, [])
            if sum(not place.deleted for place in places) > 1:
                self._reject(line, cells, "H102", self.file.key, key, rows=self.file.title, lines=_lines(places))
                return None
            once = cells[self._once_at].strip() if self._once_at is not None else ""
            places = self._repeated_once.get(once, [])
            if sum(not place.deleted for place in places) > 1:
                self._reject(line, cells, "H103", self.file.once, once, lines=_lines(places))
                return None
        references = self._checked_references(line, cells)
        if references is None:
            return self._deleted_with_parent(line, cells, key)
        if self._export_at is not None and cells[self._export_at] != self._export_id:
            self._count("ExportID", line)
        row = CheckedRow(self.file.file, line, key, references, {}, {}, {})
        if not self._fill(row.typed, self._typed, row, cells) or not self._fill(row.answers, self._answers, row, cells):
            return None
        for position, name in self._unknown:
            if cells[position]:
                row.aside[name] = cells[position]
        return row

    def reject(self, line: int, cells: list[str], problem: RowProblem) -> None:
        """Notes that a line was rejected, so that the rows that belong to it can say so."""
        if self._own is not None and self._key_at < len(cells):
            self._own.left_out[cells[self._key_at].strip()] = line
        self.problems.append(problem)

    def _fill(self, into: dict[str, Value], plans: list[Plan], row: CheckedRow, cells: list[str]) -> bool:
        for position, name, good, check, column, required in plans:
            text = cells[position]
            if text:
                value = good.get(text)
                if value is None:
                    outcome = check(text)
                    if isinstance(outcome, Fault):
                        if not self._take_fault(outcome, column, required, text, row, cells):
                            return False
                        value = outcome.kept
                    else:
                        value = outcome
                if value is not None:
                    into[name] = value
                    continue
                if column.name in row.aside:
                    continue
            if required:
                self._reject(row.line, cells, "H109", column.name, label=column.label)
                return False
        return True

    def _take_fault(
        self, fault: Fault, column: Column, required: bool, text: str, row: CheckedRow, cells: list[str]
    ) -> bool:
        """Whether the row is read all the same."""
        if fault.kept is not None:
            self.problems.append(found(fault.code, row.file, row.line, column.name, text, **fault.facts))
        elif required:
            self._reject(row.line, cells, fault.code, column.name, text, **fault.facts)
            return False
        else:
            row.aside[column.name] = text
            if column.name in ONCE_PER_FILE:
                self._count(column.name, row.line)
            else:
                self.problems.append(
                    found(fault.code, row.file, row.line, column.name, text, Weight.VALUE, **fault.facts)
                )
        return True

    def _checked_references(self, line: int, cells: list[str]) -> dict[str, str] | None:
        references = {}
        for position, column, known in self._references:
            key = cells[position]
            if key not in known.standing:
                key = key.strip()
                if not key:
                    if column.required:
                        self._reject(line, cells, "H109", column.name, label=column.label)
                        return None
                    continue
                if key not in known.standing:
                    self._reject_reference(line, cells, column, key, known)
                    return None
            references[column.name] = key
        if self._of_a_person:
            enrollment, client = references["EnrollmentID"], references["PersonalID"]
            if self._persons[enrollment] != client:
                self._reject(
                    line,
                    cells,
                    "H106",
                    "PersonalID",
                    client,
                    enrollment=enrollment,
                    client=self._persons[enrollment],
                )
                return None
        return references

    def _reject_reference(self, line: int, cells: list[str], column: Column, key: str, known: KnownRows) -> None:
        other = f"{column.refers_to}.csv"
        if key in known.left_out:
            self._reject(line, cells, "H105", column.name, key, their_line=str(known.left_out[key]), other=other)
        else:
            self._reject(line, cells, "H104", column.name, key, other=other)

    def _deleted(self, line: int, cells: list[str], key: str) -> CheckedRow:
        references = {column.name: cells[position].strip() for position, column, _ in self._references}
        if self._own is not None:
            self._own.deleted.add(key)
        return CheckedRow(self.file.file, line, key, references, {}, {}, {}, deleted=True)

    def _deleted_with_parent(self, line: int, cells: list[str], key: str) -> CheckedRow | None:
        """The row as deleted, if a row it belongs to is; else None, for it was rejected."""
        for position, column, known in self._references:
            if cells[position].strip() in known.deleted:
                other = f"{column.refers_to}.csv"
                self.problems[:] = [found("H313", self.file.file, line, column.name, cells[position], other=other)]
                if self._own is not None:
                    self._own.left_out.pop(key, None)
                return self._deleted(line, cells, key)
        return None

    def _count(self, column: str, line: int) -> None:
        count, first = self.counted.get(column, (0, line))
        self.counted[column] = (count + 1, first)

    def _reject(
        self, line: int, cells: list[str], code: str, column: str = "", value: str = "", /, **facts: str
    ) -> None:
        weight = Weight.FOLLOWS if code == "H105" else Weight.ROW
        self.reject(line, cells, found(code, self.file.file, line, column, value, weight, **facts))
