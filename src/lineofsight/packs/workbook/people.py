"""The sheet People: one row for each participant."""

from __future__ import annotations

from lineofsight.packs.rows import SourceRow

from .lines import CheckedLine, Register, refuse_repeated


def participant_rows(lines: list[CheckedLine]) -> Register:
    """The participants of the checked lines, by Person number. Problems are added to the lines."""
    refuse_repeated(lines, "number", "Person number")
    people = Register("People")
    for line in lines:
        key = line.key = line.text("number")
        people.enter(line, None if line.is_refused else _participant(line, key), key)
    return people


def _participant(line: CheckedLine, key: str) -> SourceRow:
    values = {name: value for name, value in line.values.items() if name != "number"}
    values["birth_date_quality"] = "full" if values["birth_date"] else "not_asked"
    return line.as_row(key, values, {})
