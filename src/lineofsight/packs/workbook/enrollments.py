"""The sheet Enrollments: who takes part in what, from when to when, and who pays."""

from __future__ import annotations

from lineofsight.packs.rows import SourceRow, Table, Weight

from .lines import CheckedLine, Register, refuse_repeated
from .named import NamedRows
from .words import STAGES

_ENDED = {"completed", "withdrawn"}
_BEGUN = {"enrolled", "active", *_ENDED}


def enrollment_rows(lines: list[CheckedLine], people: Register, named: NamedRows) -> Register:
    """The enrollments of the checked lines, by Enrollment number. Problems are added to the lines."""
    refuse_repeated(lines, "number", "Enrollment number")
    enrollments = Register("Enrollments")
    for line in lines:
        key = line.key = line.text("number")
        _check_person(line, people)
        stage = _stage(line)
        enrollments.enter(line, None if line.is_refused else _enrollment(line, key, stage, named), key)
    return enrollments


def _check_person(line: CheckedLine, people: Register) -> None:
    number = line.text("participant_key")
    person = people.check_reference(line, "Person number", number) if number else None
    birth, entry = (str(person.values["birth_date"] or "") if person else ""), line.text("entry_date")
    if birth and entry and entry < birth:
        line.raise_doubt("W053", "Entry date", entry, birth=birth)


def _stage(line: CheckedLine) -> str:
    """The stage as written, or as its dates tell; dates and stage must agree."""
    applied, entry, stopped = (line.text(name) for name in ("applied_on", "entry_date", "exit_date"))
    written = line.text("stage")
    stage = written or ("completed" if stopped else "active" if entry else "applied" if applied else "")
    if line.is_refused:
        return stage
    label = next((word.label for word in STAGES.words if word.code == stage), "")
    if not stage:
        line.raise_doubt("W052", "Stage", "")
    if entry and stopped and stopped < entry:
        line.raise_doubt("W048", "Exit date", stopped, entry=entry)
    if stopped and stage not in _ENDED:
        line.raise_doubt("W049", "Exit date", stopped, stage=label)
    if stage in _ENDED and not stopped:
        line.raise_doubt("W050", "Exit date", "", stage=label)
    if stage in _BEGUN and not entry:
        if written:
            line.raise_doubt("W051", "Entry date", "", stage=label)
        else:  # the dates told the stage, and an exit alone tells that somebody was in
            line.raise_doubt("W071", "Entry date", "", exit=stopped)
    return stage


def _enrollment(line: CheckedLine, key: str, stage: str, named: NamedRows) -> SourceRow:
    values = {
        "participant_key": line.text("participant_key"),
        "program_key": named.key_of(Table.PROGRAM, line.text("program"), line, "Program"),
        "site_key": named.key_of(Table.SITE, line.text("site"), line, "Site"),
        "household_key": line.values["household_key"],
        "relationship": line.text("relationship") or "not_asked",
        "stage": stage,
        "applied_on": line.values["applied_on"],
        "entry_date": line.values["entry_date"],
        "exit_date": line.values["exit_date"],
        "paid_by_key": named.grant_key_of(line.text("pays"), line),
    }
    return line.as_row(key, values, {})


def check_within_enrollment(line: CheckedLine, enrollment: SourceRow, *, from_application: bool) -> None:
    """Note a date outside the enrollment that the row belongs to."""
    day = line.text("date")
    entry, stopped = (str(enrollment.values[name] or "") for name in ("entry_date", "exit_date"))
    if from_application:
        entry = min(filter(None, (entry, str(enrollment.values["applied_on"] or ""))), default="")
        stopped = ""
    if (entry and day < entry) or (stopped and day > stopped):
        line.raise_doubt("W054", "Date", day, Weight.NOTE, entry=entry or "its start", exit=stopped or "now")
