"""Rows that are told by something else than the key of their source: what a workbook only names, members of staff,
instruments.

The rule: what is here already is used, not made again. It holds in the preview, again when the import is written, and
once more in the transaction that writes it, because somebody else may have written meanwhile. The names themselves may
stand twice: an HMIS has two projects of one name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection as operational
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.forms.models import Instrument
from lineofsight.packs.rows import Weight

from .staff_sheet import find_staff_again, new_staff, staff_here
from .staging import add_problem
from .targets import TARGETS, Target

Told = tuple[str, ...]  # what tells a row, so written that two spellings of one name are the same
Names = Mapping[str, frozenset[Told]]  # target, or "staff", → what tells the rows that would be made


def find_named(staging: sqlite3.Connection, target: Target) -> bool:
    """New rows of a workbook that are here by name, such as a program typed before, become links. Whether any did."""
    here: dict[Told, int] = {}
    for row_id, *told_by in target.model._default_manager.order_by("-pk").values_list("pk", *_columns(target)):
        here[_same(told_by)] = row_id
    found = [(here[told], n) for n, *each_told in _new_names(staging, target) for told in each_told if told in here]
    staging.executemany(f"UPDATE row_{target.name} SET state = 'linked', id = ? WHERE n = ?", found)
    return bool(found)


def find_staff_of(staging: sqlite3.Connection, target: Target) -> None:
    """Staff members are found by staff number, work email or sign-in name; one who is not here leaves a note."""
    if "staff_id" not in target.outside:
        return
    _set_outside(staging, target.name, "staff")
    unknown = staging.execute(
        f"SELECT staff_key, min(file), min(line), count(*) FROM row_{target.name}"
        " WHERE staff_key IS NOT NULL AND staff_id IS NULL GROUP BY staff_key"
    ).fetchall()
    for key, file, line, count in unknown:
        reason = ngettext(
            "Nobody on the staff list is “%(key)s”: %(count)s row is kept without a staff member.",
            "Nobody on the staff list is “%(key)s”: %(count)s rows are kept without a staff member.",
            count,
        ) % {"key": key, "count": count}
        add_problem(staging, "I011", Weight.NOTE, file, line, _("Staff"), key, reason)


def find_again(staging: sqlite3.Connection, *, names: bool) -> None:
    """Look once more for what would be made and has come here since the preview; it is used, not made.

    names: whether the source is a workbook. staging: opened with a journal, because a run that is killed here is
    written again from the same staging file.
    """
    for target in TARGETS.values():
        if names and target.found_by and find_named(staging, target):
            for other in TARGETS.values():
                for reference, parent in other.references.items():
                    if parent == target.name:
                        resolve_reference(staging, other, reference)
    if find_staff_again(staging):
        for target in TARGETS.values():
            if "staff_id" in target.outside:
                _set_outside(staging, target.name, "staff")
    staging.commit()


def names_to_make(staging: sqlite3.Connection, *, names: bool) -> Names:
    """What tells the rows that this import would make, for `named_meanwhile`. names: as in `find_again`."""
    made = {
        target.name: frozenset(told for _n, *each_told in _new_names(staging, target) for told in each_told)
        for target in TARGETS.values()
        if names and target.found_by
    }
    made["staff"] = frozenset((key,) for keys in new_staff(staging).values() for key in keys)
    return {name: told for name, told in made.items() if told}


def named_meanwhile(names: Names) -> bool:
    """Whether one of the rows to be made is here by now. Inside the transaction that makes them, in which nobody else
    can add one."""
    for name, wanted in names.items():
        here: set[Told]
        if name == "staff":
            here = {(key,) for key, _row_id in staff_here()}
        else:
            model = TARGETS[name].model
            if operational.vendor == "postgresql":
                with operational.cursor() as cursor:
                    cursor.execute(f"LOCK TABLE {model._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
            here = {_same(each) for each in model._default_manager.values_list(*_columns(TARGETS[name]))}
        if here & wanted:
            return True
    return False


def resolve_instruments(staging: sqlite3.Connection) -> None:
    """Instruments are adopted when an import is written, so their ids are known only then. staging: as above."""
    staging.executemany(
        "INSERT OR REPLACE INTO outside VALUES ('instrument', ?, ?)", Instrument.objects.values_list("key", "id")
    )
    _set_outside(staging, "assessment", "instrument")
    staging.commit()


def resolve_reference(staging: sqlite3.Connection, target: Target, reference: str) -> None:
    """Give the rows of a target the id of the row that the key of a reference names, in the file or here."""
    name, key, parent = target.name, target.key_column(reference), target.references[reference]
    staging.execute(
        f"UPDATE row_{name} SET {reference} = coalesce("
        f"(SELECT p.id FROM row_{parent} p WHERE p.key = row_{name}.{key} AND p.state <> 'refused'),"
        f" (SELECT h.id FROM here_{parent} h WHERE h.key = row_{name}.{key})) WHERE {key} IS NOT NULL"
    )


def _columns(target: Target) -> tuple[str, ...]:
    return (*target.found_by, target.found_within) if target.found_within else target.found_by


def _new_names(staging: sqlite3.Connection, target: Target) -> list[tuple[Any, ...]]:
    """(n, what tells the row): where a row may be found within a program, first without one and then within that."""
    columns = ", ".join(target.found_by)
    rows = staging.execute(f"SELECT n, key, {columns} FROM row_{target.name} WHERE state = 'new'").fetchall()
    if not target.found_within:
        return [(n, _same(told_by)) for n, _key, *told_by in rows]
    needed = _programs_of_kinds(staging) if rows else {}
    return [(n, *(_same((*told_by, program)) for program in ("", needed.get(key, "")))) for n, key, *told_by in rows]


def _programs_of_kinds(staging: sqlite3.Connection) -> dict[str, int]:
    """Kinds of service that the file uses in one program alone → its id. One that it cannot tell counts as another."""
    found = staging.execute(
        "SELECT s.type_key, max(p.id) FROM row_service s LEFT JOIN row_enrollment e ON e.key = s.enrollment_key"
        " LEFT JOIN row_program p ON p.key = e.program_key WHERE s.state IS NOT 'deleted' GROUP BY s.type_key"
        " HAVING count(DISTINCT p.id) = 1 AND count(p.id) = count(*)"
    )
    return dict(found.fetchall())


def _same(told_by: Iterable[object]) -> Told:
    return tuple(str(each or "").strip().casefold() for each in told_by)


def _set_outside(staging: sqlite3.Connection, name: str, kind: str) -> None:
    staging.execute(
        f"UPDATE row_{name} SET {kind}_id = (SELECT id FROM outside o WHERE o.kind = ?"
        f" AND o.key = row_{name}.{kind}_key) WHERE {kind}_key IS NOT NULL",
        [kind],
    )
