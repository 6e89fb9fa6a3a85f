"""The sheet Staff. Its key is the staff number, or the work email of those who have none."""

from __future__ import annotations

from dataclasses import replace

from lineofsight.packs.rows import SourceRow, Table, Weight

from .lines import CheckedLine, Register, loosen, refuse_repeated
from .named import NamedRows


def staff_rows(lines: list[CheckedLine], named: NamedRows) -> tuple[Register, dict[str, str]]:
    """The staff by key, each after their supervisor, and the key of each number and email.

    Problems are added to the lines.
    """
    refuse_repeated(lines, "number", "Staff number")
    _refuse_repeated_emails(lines)
    for line in lines:
        if not line.text("number") and not line.text("email"):
            line.raise_doubt("W066", "Staff number", "")
    staff = Register("Staff")
    names: dict[str, str] = {}
    for line in lines:
        key = line.text("number") or line.text("email")
        staff.enter(line, None if line.is_refused else _staff_member(line, key, named), key)
        names |= {name: key for name in (line.text("email"), line.text("number")) if name}
    for line in lines:
        key = line.text("number") or line.text("email")
        if key in staff.read and not line.is_refused:
            staff.read[key] = _with_supervisor(line, staff.read[key], staff, names)
    staff.read = _supervisors_first(staff.read)
    return staff, names


def staff_name(text: str, names: dict[str, str]) -> str:
    """The key of a staff member named by number or, in any case, by email."""
    return names.get(text) or names.get(text.lower()) or (text.lower() if "@" in text else text)


def _refuse_repeated_emails(lines: list[CheckedLine]) -> None:
    by_email: dict[str, list[CheckedLine]] = {}
    for line in lines:
        if email := line.text("email"):
            by_email.setdefault(email, []).append(line)
    for email, group in by_email.items():
        if len({line.text("number") for line in group}) < len(group) and not group[0].text("number"):
            refuse_repeated(group, "email", "Work email")
        elif len(group) > 1 and not all(line.is_refused for line in group[1:]):
            numbers = ", ".join(str(line.line.number) for line in group)
            for line in group:
                line.raise_doubt("W067", "Work email", email, lines=numbers)


def _staff_member(line: CheckedLine, key: str, named: NamedRows) -> SourceRow:
    values = {
        "number": line.text("number"),
        "name": line.text("name"),
        "email": line.text("email"),
        "job_title": line.text("job_title"),
        "role": line.values["role"],
        "program_key": named.key_of(Table.PROGRAM, line.text("program"), line, "Program"),
        "site_key": named.key_of(Table.SITE, line.text("site"), line, "Site"),
        "supervisor_key": None,
        "joined_on": line.values["joined_on"],
    }
    return line.as_row(key, values, {})


def _with_supervisor(line: CheckedLine, row: SourceRow, staff: Register, names: dict[str, str]) -> SourceRow:
    """One who is not in the sheet may be on the staff list; whoever compares the sheet with it looks there."""
    asked = line.text("supervisor_key")
    if not asked:
        return row
    key = staff_name(asked, names)
    if key not in staff.read and key not in staff.refused and loosen(key) not in staff.loosened:
        return replace(row, values={**row.values, "supervisor_key": asked})
    supervisor = staff.check_reference(line, "Supervisor", key, Weight.VALUE)
    if supervisor is None:
        return row
    above: SourceRow | None = supervisor
    while above is not None:
        if above.key == row.key:
            line.raise_doubt("W065", "Supervisor", asked)
            return row
        above = staff.read.get(str(above.values["supervisor_key"]))
    return replace(row, values={**row.values, "supervisor_key": supervisor.key})


def _supervisors_first(rows: dict[str, SourceRow]) -> dict[str, SourceRow]:
    ordered: dict[str, SourceRow] = {}
    for row in rows.values():
        chain: list[SourceRow] = []
        above: SourceRow | None = row
        while above is not None and above.key not in ordered:
            chain.append(above)
            above = rows.get(str(above.values["supervisor_key"]))
        ordered |= {member.key: member for member in reversed(chain)}
    return ordered
