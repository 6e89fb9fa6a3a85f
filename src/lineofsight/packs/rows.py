"""What every reader of an outside file hands on: typed rows and the problems it met.

A reader streams; it never holds a whole file. It yields a `SourceRow` for each line it could read and a `RowProblem`
for each value it could not. The rule it keeps: no line disappears. Each line of the input is a row, a row the source
says it has deleted (`deleted=True`), or a problem that rejects it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from .elements import CodeSetSpec, ElementSpec, InstrumentSpec


class Table(StrEnum):
    """Where a row goes. The order is the order in which rows can refer to each other."""

    SITE = "site"
    PROGRAM = "program"
    FUNDER = "funder"
    GRANT = "grant"
    STAFF = "staff"
    PARTICIPANT = "participant"
    ENROLLMENT = "enrollment"
    EXIT = "exit"  # laid over the enrollment of the same key
    SERVICE = "service"
    ASSESSMENT = "assessment"
    REFERENCE = "reference"  # about programs, not people: kept whole for reports


Value = str | int | bool | None  # JSON scalars; dates as ISO text, money as text with two decimals
Values = Mapping[str, "Value | list[str]"]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One line of the source, checked and made canonical.

    key: the source's own id, unique within its table. values: columns of the typed record (references as
    `<table>_key`). answers: canonical answers keyed by data element. aside: columns nobody knows, as they stood.
    """

    table: Table
    key: str
    file: str
    line: int
    values: Values
    answers: Values = field(default_factory=dict)
    aside: Mapping[str, str] = field(default_factory=dict)
    deleted: bool = False


class Weight(StrEnum):
    """What a problem costs."""

    FILE = "file"  # the import cannot go on
    ROW = "row"  # this row is not read
    FOLLOWS = "follows"  # nor is this one, because the row to which it belongs is not
    VALUE = "value"  # the row is read; this value is kept aside as text
    NOTE = "note"  # worth knowing; nothing is lost


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Where, what, why and what next, in a sentence for the person who can mend it.

    of: table and key of a row that is not read, where they can be told: it is in the source, so it has not vanished.
    within: table and key of the program, person and enrollment to which that row belongs, as far as its cells tell;
    from these follows who may be shown what it says.
    """

    code: str
    weight: Weight
    file: str
    line: int | None
    column: str
    value: str
    reason: str
    of: tuple[Table, str] | None = None
    within: tuple[tuple[Table, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SourceIdentity:
    """Which system the rows come from, and what the export covers.

    key: the same for every export of the same system. covers_from, covers_to: both days belong to it; None when the
    source does not say. complete: rows of the covered programs and days that are absent have vanished (a full refresh);
    False for an export of changes only. not_there: tables, with the beginning of their keys, whose file is missing, so
    that nothing can be said of their rows.
    """

    kind: str
    key: str
    title: str
    made_at: str
    layout: str
    covers_from: date | None
    covers_to: date | None
    complete: bool
    not_there: tuple[tuple[Table, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FileProgress:
    """How far the reader is, in lines of one file; total_lines is an estimate until the file has been read."""

    file: str
    lines_read: int
    total_lines: int


class SourceReader(Protocol):
    """What an import needs of a reader. `read()` may be called once; the meanings are known once it has ended."""

    identity: SourceIdentity

    def read(self) -> Iterator[SourceRow | RowProblem | FileProgress]: ...
    def code_sets(self) -> Sequence[CodeSetSpec]: ...
    def data_elements(self) -> Sequence[ElementSpec]: ...
    def instruments(self) -> Sequence[InstrumentSpec]: ...
