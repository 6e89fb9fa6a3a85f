"""Reads an HMIS export as a stream of rows and problems.

Files are read in the order in which their rows refer to each other, each twice: once for its encoding and repeated
keys, once for its rows. Held in memory are only the keys that other rows refer to.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lineofsight.packs.elements import CodeSetSpec, ElementSpec, InstrumentSpec
from lineofsight.packs.rows import FileProgress, RowProblem, SourceRow, Table, Weight
from lineofsight.problems import Problem

from . import elements
from .checking import FileChecker, Header, KnownRows, header_by
from .identity import ExportFacts, current_day, facts_of
from .layout import FileLayout, Layout, layout
from .mapping import Mapping, deleted_row, mapper_of
from .opening import Member, members_of
from .places import ASSESSMENT_DATES, HASHABLE, NEVER_AN_ANSWER, TYPED, place_of
from .problems import found, refusal
from .survey import Survey, header_of, numbered, survey
from .values import Checks

LINES_PER_PROGRESS = 2_000
ORDER = (
    "Export",
    "Organization",
    "User",
    "Project",
    "Funder",
    "ProjectCoC",
    "Inventory",
    "Affiliation",
    "HMISParticipation",
    "CEParticipation",
    "Client",
    "Enrollment",
    "Exit",
)  # the others follow as in the layout
BELONGS_TO = {"ProjectID": Table.PROGRAM, "PersonalID": Table.PARTICIPANT, "EnrollmentID": Table.ENROLLMENT}
NAMES_SHOWN = 12

Item = SourceRow | RowProblem | FileProgress


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of the export, its layout and its columns."""

    layout: FileLayout
    member: Member
    header: Header


class HmisExport:
    """An opened export: who made it, and its rows. A `SourceReader`; `read()` may be called once."""

    def __init__(self, facts: ExportFacts, files: list[FoundFile], notes: list[RowProblem]) -> None:
        self.identity = facts.identity
        self.files = files
        self._facts = facts
        self._notes = notes
        self._checks = Checks(facts.edition, facts.made_on)
        self._known = {name: KnownRows() for name in ("Organization", "Project", "Client", "Enrollment", "Assessment")}
        self._mapping = Mapping(self._known)

    def read(self) -> Iterator[Item]:
        """Every line as a row, a deleted row or a problem. It stops after a problem that costs a file."""
        yield from self._notes
        for file in self.files:
            try:
                yield from self._read_file(file)
            except Problem as problem:
                yield RowProblem(problem.code, Weight.FILE, file.layout.file, None, "", "", str(problem))
                return

    def code_sets(self) -> Sequence[CodeSetSpec]:
        return elements.code_sets()

    def data_elements(self) -> Sequence[ElementSpec]:
        return elements.data_elements()

    def instruments(self) -> Sequence[InstrumentSpec]:
        return elements.instruments()

    def _read_file(self, file: FoundFile) -> Iterator[Item]:
        name = file.layout.file
        surveyed = _surveyed(file)
        yield FileProgress(name, 0, surveyed.lines)
        yield from _notes_on_encoding(name, surveyed.encoding)
        checker, mapper = self._checker(file, surveyed), mapper_of(file.layout)
        taken = {key for repeated in surveyed.repeated for key in repeated}
        check, problems, mapping = checker.check, checker.problems, self._mapping
        count = 0
        for line, cells in numbered(file.member, surveyed.encoding):
            count += 1
            if count % LINES_PER_PROGRESS == 0:
                yield FileProgress(name, count, surveyed.lines)
            if isinstance(cells, csv.Error):
                yield found("H108", name, line)
                continue
            row = check(line, cells)
            if row is not None and row.deleted:
                is_taken = row.key in taken or row.references.get(file.layout.once, "") in taken
                yield deleted_row(file.layout, row, is_taken)
            elif row is not None:
                yield from mapper(row, mapping)
            if problems:
                yield from problems if row is not None else _placed(problems, file, cells)
                problems.clear()
        yield from _notes_on_counts(name, checker)
        if count % LINES_PER_PROGRESS or not count:
            yield FileProgress(name, count, surveyed.lines)

    def _checker(self, file: FoundFile, surveyed: Survey) -> FileChecker:
        name = file.layout.name
        hashed = HASHABLE if self._facts.is_hashed and name == "Client" else frozenset[str]()
        typed = TYPED.get(name, frozenset())
        return FileChecker(
            file.layout,
            file.header,
            checks=self._checks,
            known=self._known,
            repeated=surveyed.repeated[0],
            repeated_once=surveyed.repeated[1] if len(surveyed.repeated) > 1 else {},
            typed=typed - hashed,
            never_an_answer=NEVER_AN_ANSWER[name],
            export_id=self._facts.export_id,
            any_length=hashed,
        )


def open_export(path: Path) -> HmisExport:
    """Opens the folder or zip file of an export and reads what it says of itself.

    Raises a Problem for what makes reading impossible: no export, damaged or hostile files, an unknown edition, missing
    files or key columns. What is wrong with single rows comes with `read()`.
    """
    members = _by_stem(members_of(path))
    if "export" not in members:
        raise refusal("H007", name=path.name)
    client = members.get("client")
    facts = facts_of(members["export"], header_of(client) if client else [], current_day())
    of_edition = layout(facts.edition)
    notes = _notes_on_files(of_edition, members)
    files = []
    for file in _in_order(of_edition):
        if member := members.get(file.name.lower()):
            found_file = _found(file, member, of_edition)
            files.append(found_file)
            notes.extend(_notes_on_columns(found_file, of_edition))
        elif file.required:
            raise refusal("H009", file=file.file)
    return HmisExport(replace(facts, identity=replace(facts.identity, not_there=_not_there(members))), files, notes)


def _not_there(members: dict[str, Member]) -> tuple[tuple[Table, str], ...]:
    """What an export without all files says nothing of; the files of other editions among it."""
    files = [name for name in ("Services", *ASSESSMENT_DATES) if name.lower() not in members]
    return tuple(place_of(name, "", "") for name in files)


def _placed(problems: list[RowProblem], file: FoundFile, cells: list[str]) -> Iterator[RowProblem]:
    """The problems of a row that is not read, with its place as far as its cells tell."""
    said = {column: _cell(file, cells, column) for column in (file.layout.key, *BELONGS_TO)}
    key = said[file.layout.key]
    of = place_of(file.layout.name, key, said["EnrollmentID"]) if key else None
    within: tuple[tuple[Table, str], ...] = ()
    if len(cells) == len(file.header.names):  # else a cell of one column may stand under another
        within = tuple((table, said[column]) for column, table in BELONGS_TO.items() if said[column])
    for problem in problems:
        costs_the_row = problem.weight in (Weight.ROW, Weight.FOLLOWS)
        yield replace(problem, of=of, within=within) if costs_the_row else problem


def _cell(file: FoundFile, cells: list[str], column: str) -> str:
    position = file.header.positions.get(column)
    return cells[position].strip() if position is not None and position < len(cells) else ""


def _by_stem(members: list[Member]) -> dict[str, Member]:
    stems: dict[str, list[Member]] = {}
    for member in members:
        stems.setdefault(member.stem, []).append(member)
    for same in stems.values():
        if len(same) > 1:
            raise refusal("H008", file=same[0].name, names=", ".join(member.name for member in same))
    return {stem: same[0] for stem, same in stems.items()}


def _in_order(of_edition: Layout) -> list[FileLayout]:
    first = [of_edition.files[name] for name in ORDER if name in of_edition.files]
    return [*first, *(file for file in of_edition.files.values() if file.name not in ORDER)]


def _found(file: FileLayout, member: Member, of_edition: Layout) -> FoundFile:
    """The file with its columns. Raises a Problem if a column is there twice or one is missing that every row needs."""
    names = header_of(member)
    lowered = [name.lower() for name in names]
    for name in names:
        if name and lowered.count(name.lower()) > 1:
            raise refusal("H011", file=member.name, column=name)
    header = header_by(names, file)
    needed = [column for column in header.missing if file.columns[column].required]
    is_strange = needed or len(header.missing) > len(file.columns) / 2
    if is_strange and (other := _other_file(names, file, of_edition)):
        raise refusal("H013", file=member.name, other=other)
    if needed:
        raise refusal("H012", file=member.name, column=needed[0])
    return FoundFile(file, member, header)


def _other_file(names: list[str], file: FileLayout, of_edition: Layout) -> str:
    """The file whose key and most of whose columns these names are, if it is not this one."""
    given = set(names)
    for other in of_edition.files.values():
        fits = len(given & set(other.columns)) >= len(other.columns) * 0.8
        if other.name != file.name and other.key in given and fits:
            return other.file
    return ""


def _said(names: list[str], one: str, many: str) -> str:
    """The first names with the verb that fits, such as “Event.csv and User.csv are”."""
    shown = names[:NAMES_SHOWN]
    if len(names) > NAMES_SHOWN:
        shown.append(f"{len(names) - NAMES_SHOWN} more")
    if len(shown) == 1:
        return f"{shown[0]} {one}"
    return f"{', '.join(shown[:-1])} and {shown[-1]} {many}"


def _notes_on_files(of_edition: Layout, members: dict[str, Member]) -> list[RowProblem]:
    notes = []
    known = {file.name.lower() for file in of_edition.files.values()}
    absent = [file.file for file in of_edition.files.values() if file.name.lower() not in members and not file.required]
    if absent:
        notes.append(found("H302", "", None, files=_said(absent, "is", "are")))
    strange = [member.name for stem, member in members.items() if stem not in known]
    if strange:
        notes.append(found("H305", "", None, files=_said(strange, "is", "are")))
    return notes


def _notes_on_columns(file: FoundFile, of_edition: Layout) -> list[RowProblem]:
    notes = []
    name = file.layout.file
    strange = [column for _, column in file.header.unknown if column]
    if strange:
        told = _said(strange, "is", "are")
        notes.append(found("H303", name, 1, ", ".join(strange), columns=told, edition=of_edition.edition))
    if file.header.missing:
        told = _said(file.header.missing, "is", "are")
        notes.append(found("H304", name, 1, ", ".join(file.header.missing), columns=told))
    return notes


def _surveyed(file: FoundFile) -> Survey:
    at = file.header.positions
    columns = [at[file.layout.key]]
    if file.layout.once:
        columns.append(at[file.layout.once])
    return survey(file.member, columns, at.get("DateDeleted"))


def _notes_on_encoding(name: str, encoding: str) -> Iterator[RowProblem]:
    if encoding == "cp1252":
        yield found("H301", name, None, file=name)
    elif encoding == "utf-16":
        yield found("H310", name, None, file=name)


def _notes_on_counts(name: str, checker: FileChecker) -> Iterator[RowProblem]:
    for column, (count, first) in checker.counted.items():
        code = "H309" if column == "ExportID" else "H308"
        yield found(code, name, first, column, count=f"{count:,}", first=str(first))
