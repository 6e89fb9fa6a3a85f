"""People of the staff sheet: found among those on the staff list, or added to it, each entered in the trail.

The rule: an import adds people and changes nobody. What a row asks for beyond that, a role or another job title, is
said beside the row, so that an administrator gives it; an import is no way around the people page.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from django.contrib.auth.hashers import make_password
from django.db import connection as operational
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Role, StaffMember, TrailEntry
from lineofsight.apps.agency.permissions import Actor
from lineofsight.apps.agency.services.trail import record
from lineofsight.apps.agency.words import the_words
from lineofsight.packs.rows import Weight

from .ids import reserved_ids
from .new_rows import Reach
from .staging import add_problem


def compare_staff(staging: sqlite3.Connection) -> None:
    """Give every row of the sheet the person it means, here or new, and say what an import will not do for it."""
    staging.execute("UPDATE row_staff SET email = lower(email)")
    staging.executemany("INSERT OR REPLACE INTO outside VALUES ('staff', ?, ?)", staff_here())
    _find_or_refuse(staging)
    added = staging.execute("SELECT key FROM row_staff WHERE is_new = 1 ORDER BY key").fetchall()
    for (key,), row_id in zip(added, reserved_ids(StaffMember._meta.db_table, len(added)), strict=True):
        staging.execute("UPDATE row_staff SET id = ? WHERE key = ?", [row_id, key])
    tell_staff_of_the_file(staging)
    _say_which_supervisors_are_unknown(staging, _set_supervisors(staging))
    _note_roles(staging)
    _note_what_differs(staging)


def find_staff_again(staging: sqlite3.Connection) -> bool:
    """Whether somebody who was to be added is here by now; then they are used, not added."""
    here = dict(staff_here())
    found = {
        key: row_id
        for key, keys in new_staff(staging).items()
        for row_id in [next((here[each] for each in sorted(keys) if each in here), None)]
        if row_id is not None
    }
    if found:
        staging.executemany(
            "UPDATE row_staff SET id = ?, is_new = 0 WHERE key = ?", [(row_id, key) for key, row_id in found.items()]
        )
        tell_staff_of_the_file(staging)
        _set_supervisors(staging)
    return bool(found)


def add_staff(reach: Reach, *, actor: Actor) -> None:
    """Add the new people, without roles and sign-ins. Must run inside the transaction that writes the import."""
    with operational.cursor() as cursor:
        cursor.execute(
            "SELECT id, number, name, email, job_title, joined_on, supervisor_id"
            f" FROM {reach.staged}row_staff WHERE is_new = 1 ORDER BY id"
        )
        found = cursor.fetchall()
    added = [
        StaffMember(
            id=row_id,
            number=number or "",
            name=name,
            email=email or "",
            job_title=job_title or "",
            joined_on=joined_on or None,
            sign_in_name=email or number,
            password=make_password(None),
        )
        for row_id, number, name, email, job_title, joined_on, _supervisor_id in found
    ]
    StaffMember.objects.bulk_create(added)
    for staff, (*_facts, supervisor_id) in zip(added, found, strict=True):
        if supervisor_id:  # once all of them are there
            StaffMember.objects.filter(pk=staff.pk).update(supervisor=supervisor_id)
        record(TrailEntry.Action.ADDED, staff, actor=actor)


def staff_here() -> Iterator[tuple[str, int]]:
    """Everything by which somebody on the staff list is found, with their id."""
    for row_id, number, email, sign_in_name in StaffMember.objects.values_list("id", "number", "email", "sign_in_name"):
        for key in {number, email.lower(), sign_in_name} - {""}:
            yield key, row_id


def new_staff(staging: sqlite3.Connection) -> dict[str, set[str]]:
    """Key in the file → everything by which somebody who is to be added can be found."""
    rows = staging.execute("SELECT key, number, email FROM row_staff WHERE is_new = 1").fetchall()
    return {key: {each for each in (key, number, email) if each} for key, number, email in rows}


def tell_staff_of_the_file(staging: sqlite3.Connection) -> None:
    staging.execute(
        "INSERT OR REPLACE INTO outside SELECT 'staff', k.key, k.id FROM (SELECT key, id FROM row_staff"
        " UNION SELECT number, id FROM row_staff UNION SELECT email, id FROM row_staff) k"
        " WHERE k.key <> '' AND k.id IS NOT NULL"
    )


def _find_or_refuse(staging: sqlite3.Connection) -> None:
    """A row that means two people, or somebody whom another row means, is not read: neither can be guessed."""
    here = dict(staff_here())
    names = dict(StaffMember.objects.values_list("pk", "name"))
    rows = staging.execute("SELECT key, number, email, file, line FROM row_staff ORDER BY line, key").fetchall()
    taken: dict[str, int] = {}  # number or email of a new person, or id of one who is here → line
    for key, number, email, file, line in rows:
        told_by = [each for each in dict.fromkeys((number, email, key)) if each]
        found = sorted({here[each] for each in told_by if each in here})
        means = [f"id {found[0]}"] if found else told_by
        clash = next((each for each in means if each in taken), None)
        if len(found) > 1:
            said = _(
                "Staff number and work email of this row belong to two people here: %(names)s. Correct one of them."
            )
            reason = said % {"names": ", ".join(names[each] for each in found)}
        elif clash:
            value = next((each for each in told_by if each == clash), "") or told_by[0]
            said = _("Line %(line)s has “%(value)s” or the same person already. Give each row its own, or delete one.")
            reason = said % {"line": taken[clash], "value": value}
        else:
            taken |= dict.fromkeys(means, line)
            staging.execute(
                "UPDATE row_staff SET id = ?, is_new = ? WHERE key = ?",
                [found[0] if found else None, not found, key],
            )
            continue
        add_problem(staging, "I017", Weight.ROW, file, line, _("Work email"), email or number or key, reason)


def _set_supervisors(staging: sqlite3.Connection) -> set[str]:
    """Of new people: by number, work email or sign-in name, else by a name that only one has. Keys of those not found.

    Nobody is put below somebody whom they supervise.
    """
    people = dict(staging.execute("SELECT key, id FROM outside WHERE kind = 'staff'").fetchall())
    by_name = _ids_by_name(staging)
    asked = staging.execute("SELECT key, id, supervisor_key FROM row_staff WHERE is_new = 1 AND supervisor_key <> ''")
    above: dict[int, int] = {}
    unknown = set()
    for key, row_id, wanted in asked.fetchall():
        found = people.get(wanted) or people.get(wanted.lower())
        named = by_name.get(wanted.strip().casefold(), set())
        if found is None and len(named) == 1:
            (found,) = named
        if found is None or row_id in _chain(found, above):
            unknown.add(key)
            found = None
        else:
            above[row_id] = found
        staging.execute("UPDATE row_staff SET supervisor_id = ? WHERE key = ?", [found, key])
    return unknown


def _chain(first: int, above: Mapping[int, int]) -> Iterator[int]:
    each: int | None = first
    while each is not None:
        yield each
        each = above.get(each)


def _ids_by_name(staging: sqlite3.Connection) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    of_the_file = staging.execute("SELECT name, id FROM row_staff WHERE id IS NOT NULL").fetchall()
    for name, row_id in (*StaffMember.objects.values_list("name", "pk"), *of_the_file):
        found.setdefault(name.strip().casefold(), set()).add(row_id)
    return found


def _say_which_supervisors_are_unknown(staging: sqlite3.Connection, keys: set[str]) -> None:
    for key in sorted(keys):
        file, line, wanted = staging.execute(
            "SELECT file, line, supervisor_key FROM row_staff WHERE key = ?", [key]
        ).fetchone()
        reason = _(
            "Not one supervisor is told by this: nobody in the file or on the staff list, or more than one."
        ) + _(" The person is added without one. Write a staff number or a work email.")
        add_problem(staging, "I018", Weight.VALUE, file, line, _("Supervisor"), wanted, reason)


def _note_roles(staging: sqlite3.Connection) -> None:
    """No place is named: the sheet is shown to everybody who imports, and a program may be protected."""
    words = dict(Role.choices)
    asked = staging.execute(
        "SELECT file, line, role FROM row_staff WHERE id IS NOT NULL"
        " AND (role <> '' OR program_key <> '' OR site_key <> '') ORDER BY line"
    ).fetchall()
    for file, line, role in asked:
        column = _("Role") if role else the_words().Program
        reason = _("An import gives no role and no place. Give it on the people page.")
        add_problem(staging, "I015", Weight.NOTE, file, line, column, str(words.get(role, "")), reason)


def _note_what_differs(staging: sqlite3.Connection) -> None:
    rows = staging.execute(
        "SELECT key, id, file, line, name, number, email, job_title, joined_on, supervisor_key FROM row_staff"
        " WHERE is_new = 0 AND id IS NOT NULL ORDER BY line"
    ).fetchall()
    here = StaffMember.objects.select_related("supervisor").in_bulk([row[1] for row in rows])
    for key, row_id, file, line, name, number, email, job_title, joined_on, supervisor in rows:
        staff = here[row_id]
        day = staff.joined_on.isoformat() if staff.joined_on else ""
        told = [
            (_("name"), name, {staff.name}),
            (_("staff number"), number, {staff.number}),
            (_("work email"), email, {staff.email.lower()}),
            (_("job title"), job_title, {staff.job_title}),
            (_("day of joining"), str(joined_on or ""), {day}),
            (_("supervisor"), (supervisor or "").lower(), _told_by(staff.supervisor)),
        ]
        differing = [title for title, said, known in told if said and said not in known]
        if differing:
            reason = _("On the staff list this is another: %(fields)s. It stays; change it on the people page.") % {
                "fields": ", ".join(differing)
            }
            add_problem(staging, "I016", Weight.NOTE, file, line, "", name, reason)
            staging.execute("UPDATE row_staff SET differs = 1 WHERE key = ?", [key])


def _told_by(staff: StaffMember | None) -> set[str]:
    return {each.lower() for each in (staff.number, staff.email, staff.sign_in_name, staff.name)} if staff else set()
