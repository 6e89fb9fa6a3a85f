"""Three filled workbooks: invented people, the same bytes of content each time, up to November 12, 2026.

Each example is a YAML file with tables in the columns of the template and rules for its services and assessments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any, BinaryIO

import yaml

from lineofsight.packs.workbook.layout import SHEETS, Holds
from lineofsight.packs.workbook.template import CellValue, write_workbook

EXAMPLES = {
    "youth-mentoring": "Youth mentoring",
    "family-support": "Family support",
    "workforce": "Workforce",
}
LAST_DAY = date(2026, 11, 12)
_MOST_SERVICES = 12  # of one kind for one enrollment

Row = dict[str, CellValue]


def write_example(name: str, target: Path | BinaryIO) -> None:
    """Write one of EXAMPLES to a path or an open binary file. Raises KeyError for another name."""
    if name not in EXAMPLES:
        raise KeyError(name)
    text = files(__package__).joinpath(f"{name.replace('-', '_')}.yaml").read_text("utf-8")
    example = yaml.safe_load(text)
    enrollments = _table(example["enrollments"])
    questions = {title: kind for rule in example["assessments"] for title, kind in rule["questions"].items()}
    write_workbook(
        target,
        name=example["workbook"],
        holds_everything=True,
        rows={
            "People": _table(example["people"]),
            "Enrollments": enrollments,
            "Services": list(_services(enrollments, example["services"])),
            "Assessments": list(_assessments(enrollments, example["assessments"])),
            "Staff": _table(example["staff"]),
        },
        questions=list(questions),
    )


def _table(text: str) -> list[Row]:
    """Rows of a table drawn with | between its columns, by column title; dates as dates."""
    dates = {column.title for sheet in SHEETS for column in sheet.columns if column.holds is Holds.DATE}
    header, *lines = ([cell.strip() for cell in line.split("|")] for line in text.strip().splitlines())
    return [
        {
            title: date.fromisoformat(cell) if title in dates and cell else cell
            for title, cell in zip(header, line, strict=True)
        }
        for line in lines
    ]


def _stay(enrollment: Row) -> tuple[date, date] | None:
    """The first and the last day so far; None for somebody who never came in."""
    entry, stopped = enrollment["Entry date"], enrollment["Exit date"]
    return (entry, stopped if isinstance(stopped, date) else LAST_DAY) if isinstance(entry, date) else None


def _services(enrollments: Sequence[Row], rules: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    for enrollment in enrollments:
        if stay := _stay(enrollment):
            for rule in rules:
                yield from _services_of(str(enrollment["Enrollment number"]), stay, rule)


def _services_of(enrollment: str, stay: tuple[date, date], rule: Mapping[str, Any]) -> Iterator[Row]:
    chance = Random(f"{enrollment} {rule['service']}")
    staff = chance.choice(rule["staff"])
    for nth in range(_MOST_SERVICES):
        day = stay[0] + timedelta(days=rule["first_after_days"] + nth * rule["every_days"])
        if day > stay[1]:
            return
        yield {
            "Enrollment number": enrollment,
            "Date": day,
            "Service": rule["service"],
            "Quantity": chance.choice(rule["quantities"]),
            "Unit": rule["unit"],
            "Amount": chance.choice(rule["amounts"]) if "amounts" in rule else None,
            "Staff": staff,
        }


def _assessments(enrollments: Sequence[Row], rules: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    for enrollment in enrollments:
        if stay := _stay(enrollment):
            number = str(enrollment["Enrollment number"])
            days = _assessment_days(stay, has_ended=bool(enrollment["Exit date"]))
            for rule in rules:
                chance = Random(f"{number} {rule['instrument']}")
                for point in rule["points"]:
                    if day := days.get(point):
                        yield {
                            "Enrollment number": number,
                            "Instrument": rule["instrument"],
                            "When": point,
                            "Date": day,
                        } | {title: _answer(chance, kind) for title, kind in rule["questions"].items()}


def _assessment_days(stay: tuple[date, date], *, has_ended: bool) -> dict[str, date]:
    """The day of each point that has come; a follow-up is made 90 days after the exit."""
    days = {"At start": stay[0], "Update": stay[0] + timedelta(days=90)}
    if has_ended:
        days |= {"At exit": stay[1], "Follow-up": stay[1] + timedelta(days=90)}
    within = {"At start", "Update"}
    return {point: day for point, day in days.items() if day <= (stay[1] if point in within else LAST_DAY)}


def _answer(chance: Random, kind: Mapping[str, Any]) -> CellValue:
    if "words" in kind:
        return str(chance.choice(kind["words"]))
    if "yes_share" in kind:
        return "Yes" if chance.random() < kind["yes_share"] else "No"
    if "tenths_least" in kind:
        return chance.randint(kind["tenths_least"], kind["tenths_most"]) / 10
    return chance.randint(kind["least"], kind["most"])
