"""The sheet Services: what was delivered, when, how much. A row without a number gets a key made of its content."""

from __future__ import annotations

from collections import Counter

from lineofsight.packs.rows import RowProblem, SourceRow, Weight

from .catalogue import found
from .enrollments import check_within_enrollment
from .lines import CheckedLine, Register, refuse_repeated
from .names import fit_key, name_key
from .staff import staff_name


def service_rows(
    lines: list[CheckedLine], enrollments: Register, staff: Register, staff_names: dict[str, str]
) -> list[SourceRow]:
    """The services of the checked lines, in their order. Problems are added to the lines.

    type_key: the name and the unit, because a figure never adds hours to visits.
    """
    refuse_repeated(lines, "number", "Service number")
    _note_repeated([line for line in lines if not line.text("number")])
    numbers = {line.text("number") for line in lines}
    nth: Counter[str] = Counter()
    rows: list[SourceRow] = []
    for line in lines:
        enrollment = None
        if key := line.text("enrollment_key"):
            enrollment = enrollments.check_reference(line, "Enrollment number", key)
        line.key = _key(line, nth, numbers)  # a refused line keeps its place among those with the same parts
        if line.is_refused or enrollment is None:
            continue
        check_within_enrollment(line, enrollment, from_application=False)
        rows.append(line.as_row(line.key, _values(line, staff, staff_names), {}))
    return rows


def units_noted(rows: list[SourceRow]) -> list[RowProblem]:
    """A note for each service that is counted in more than one unit."""
    units: dict[str, dict[str, SourceRow]] = {}
    for row in rows:
        units.setdefault(name_key(str(row.values["type_name"])), {}).setdefault(str(row.values["unit"]), row)
    return [
        found(
            "W063",
            sheet=row.file,
            line=row.line,
            column="Unit",
            value=str(row.values["type_name"]),
            units=", ".join(unit or "no unit" for unit in by_unit),
        )
        for by_unit in units.values()
        if len(by_unit) > 1
        for row in [list(by_unit.values())[1]]
    ]


def made_key(parts: list[str], nth: Counter[str], numbers: set[str]) -> str:
    """A key for a row without a number: its parts, and which of those with the same parts it is.

    It never is a number that another row has.
    """
    content = " ".join(parts)
    nth[content] += 1
    key = fit_key(f"{content} {nth[content]}")
    return made_key(parts, nth, numbers) if key in numbers else key


def _key(line: CheckedLine, nth: Counter[str], numbers: set[str]) -> str:
    parts = [line.text("enrollment_key"), line.text("date"), name_key(line.text("type"))]
    return line.text("number") or made_key(parts, nth, numbers)


def _values(line: CheckedLine, staff: Register, staff_names: dict[str, str]) -> dict[str, str | int | bool | None]:
    unit = line.text("unit")
    return {
        "enrollment_key": line.text("enrollment_key"),
        "type_key": name_key(f"{line.text('type')} {unit}"),
        "type_name": line.text("type"),
        "unit": unit,
        "date": line.text("date"),
        "quantity": line.text("quantity") or "1.00",
        "amount": line.text("amount") or None,
        "staff_key": _staff_key(line, staff, staff_names),
        "note": line.text("note"),
    }


def _staff_key(line: CheckedLine, staff: Register, staff_names: dict[str, str]) -> str | None:
    """Checked when the workbook has staff; otherwise the number or email of somebody who is here already."""
    asked = line.text("staff_key")
    if not asked:
        return None
    key = staff_name(asked, staff_names)
    if not staff.read and not staff.refused:
        return key
    return key if staff.check_reference(line, "Staff", key, Weight.VALUE) else None


def _note_repeated(lines: list[CheckedLine]) -> None:
    first: dict[str, CheckedLine] = {}
    for line in lines:
        content = repr((sorted(line.line.cells.items()), sorted(line.line.further.items())))
        if content in first:
            line.raise_doubt("W033", "", "", first=first[content].line.number)
        first.setdefault(content, line)
