"""Comparing what was staged with what is here: new, changed, the same, vanished; ids and references.

Everything happens in the staging database, on a copy of the keys and hashes that are here, so that the operational
database is only read, and the transaction that writes in the end has nothing left to work out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db import connection as operational
from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Source, StaffMember, Standing
from lineofsight.apps.forms.models import Instrument
from lineofsight.apps.records.models import Enrollment
from lineofsight.packs.rows import SourceIdentity, Weight

from .targets import TARGETS, VANISHING, Target
from .understood import keep_what_was_understood_before

Row = TypeVar("Row")
PARENTS = {"enrollment": ("participant_id",), "service": ("enrollment_id",), "assessment": ("enrollment_id",)}


def compare(staging: sqlite3.Connection, identity: SourceIdentity, step: Callable[[str], None]) -> None:
    """Give every staged row its state, id and references, and list what has vanished.

    step: called with the name of each table, for progress.
    """
    source = Source.objects.filter(kind=identity.kind, key=identity.key).first()
    for target in TARGETS.values():
        step(target.name)
        if source is not None:
            _copy_keys(staging, target, source)
        if source is not None and target.name == "enrollment":
            _copy_people_enrolled_otherwise(staging, source)
        _set_states(staging, target)
        keep_what_was_understood_before(staging, target)
        _follow_deleted_parents(staging, target)
        if target.name == "enrollment":
            _leave_where_exit_is_unread(staging)
        _resolve_references(staging, target)
        if identity.kind == Source.Kind.WORKBOOK and target.found_by:
            _find_by_name(staging, target)
        _resolve_outside(staging, target)
        _assign_ids(staging, target)
    _list_vanished(staging, identity)
    for name in TARGETS:  # so that nobody waits later while a few changed rows are looked for among all
        staging.execute(f"CREATE INDEX changed_{name} ON row_{name} (id) WHERE state = 'changed'")
    staging.commit()


def counts_of(staging: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """{target: {"rows", "new", "changed", "same", "vanished"}} for staff and the targets that have any."""
    counts = {}
    staff, added = staging.execute("SELECT count(*), coalesce(sum(is_new), 0) FROM row_staff").fetchone()
    if staff:
        counts["staff"] = {"rows": staff, "new": added, "changed": 0, "same": staff - added, "vanished": 0}
    for name in TARGETS:
        states = dict(staging.execute(f"SELECT state, count(*) FROM row_{name} GROUP BY state").fetchall())
        vanished = staging.execute("SELECT count(*) FROM vanished WHERE target = ?", [name]).fetchone()[0]
        rows = sum(states.values())
        if rows or vanished:
            counts[name] = {
                "rows": rows,
                "new": states.get("new", 0),
                "changed": states.get("changed", 0),
                "same": states.get("same", 0) + states.get("linked", 0),
                "vanished": vanished,
            }
    return counts


def reserved_ids(table: str, wanted: int) -> Iterable[int]:
    """Ids that no other writer will be given, taken now so that staged rows can already refer to each other."""
    if wanted == 0:
        return ()
    with transaction.atomic(), operational.cursor() as cursor:
        if operational.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, wanted]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        last = found[0] if found else 0
        if found:
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last + wanted, table])
        else:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, wanted])
        return range(last + 1, last + wanted + 1)


def _copy_keys(staging: sqlite3.Connection, target: Target, source: Source) -> None:
    columns = ("source_key", "id", "source_hash", "standing", *target.scope)
    here = target.model._default_manager.filter(source=source).values_list(*columns).iterator(chunk_size=5_000)
    marks = ", ".join("?" for _ in columns)
    for batch in _batches(here):
        staging.executemany(
            f"INSERT INTO here_{target.name} VALUES ({marks})",
            [tuple(each.isoformat() if isinstance(each, date) else each for each in row) for row in batch],
        )
    staging.commit()


def _copy_people_enrolled_otherwise(staging: sqlite3.Connection, source: Source) -> None:
    """People of this source who take part in something that is kept here or comes from another source."""
    otherwise = Enrollment.objects.filter(participant__source=source).exclude(source=source)
    people = otherwise.exclude(standing=Standing.WITHDRAWN).values_list("participant_id").distinct()
    staging.executemany("INSERT INTO enrolled_otherwise VALUES (?)", people.iterator(chunk_size=5_000))


def _set_states(staging: sqlite3.Connection, target: Target) -> None:
    name = target.name
    staging.execute(f"UPDATE row_{name} SET state = CASE WHEN deleted THEN 'deleted' ELSE 'new' END")
    staging.execute(
        f"UPDATE row_{name} SET id = here.id, state = CASE WHEN deleted THEN 'deleted'"
        f" WHEN here.hash = row_{name}.hash AND here.standing = ? THEN 'same' ELSE 'changed' END"
        f" FROM here_{name} here WHERE here.key = row_{name}.key",
        [Standing.CURRENT.value],
    )


def _find_by_name(staging: sqlite3.Connection, target: Target) -> None:
    """A program, site, funder, grant or kind of service typed here before is used, not made again."""
    here: dict[tuple[str, ...], int] = {}
    for row_id, *told_by in target.model._default_manager.order_by("-pk").values_list("pk", *target.found_by):
        here[_same(told_by)] = row_id
    columns = ", ".join(target.found_by)
    for n, *told_by in staging.execute(f"SELECT n, {columns} FROM row_{target.name} WHERE state = 'new'").fetchall():
        if (found := here.get(_same(told_by))) is not None:
            staging.execute(f"UPDATE row_{target.name} SET state = 'linked', id = ? WHERE n = ?", [found, n])


def _same(told_by: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(each or "").strip().casefold() for each in told_by)


def _follow_deleted_parents(staging: sqlite3.Connection, target: Target) -> None:
    """What belongs to a row that the source has deleted is deleted with it."""
    for reference in PARENTS.get(target.name, ()):
        parent = target.references[reference]
        staging.execute(
            f"UPDATE row_{target.name} SET state = 'deleted' WHERE state <> 'deleted' AND EXISTS (SELECT 1 FROM"
            f" row_{parent} p WHERE p.key = row_{target.name}.{target.key_column(reference)} AND p.state = 'deleted')"
        )


def _leave_where_exit_is_unread(staging: sqlite3.Connection) -> None:
    """Nobody is taken for still there because an exit cannot be read: the enrollment waits for it."""
    found = staging.execute(
        "SELECT r.n, r.file, r.line, r.key FROM row_enrollment r JOIN unread u ON u.target = 'exit' AND u.key = r.key"
        " WHERE r.state IN ('changed', 'new')"
    ).fetchall()
    for n, file, line, key in found:
        reason = _("Its exit cannot be read, so what is here stays as it is. Mend the exit; this one follows.")
        _add_problem(staging, "I012", Weight.FOLLOWS, file, line, "", key, reason)
        staging.execute("UPDATE row_enrollment SET state = 'refused' WHERE n = ?", [n])


def _resolve_references(staging: sqlite3.Connection, target: Target) -> None:
    name = target.name
    for reference, parent in target.references.items():
        key = target.key_column(reference)
        staging.execute(
            f"UPDATE row_{name} SET {reference} = coalesce("
            f"(SELECT p.id FROM row_{parent} p WHERE p.key = row_{name}.{key} AND p.state <> 'refused'),"
            f" (SELECT h.id FROM here_{parent} h WHERE h.key = row_{name}.{key})) WHERE {key} IS NOT NULL"
        )
        if not target.field(reference).null:
            _refuse_dangling(staging, target, reference, parent)


def _refuse_dangling(staging: sqlite3.Connection, target: Target, reference: str, parent: str) -> None:
    key = target.key_column(reference)
    dangling = staging.execute(
        f"SELECT n, file, line, {key} FROM row_{target.name} WHERE {reference} IS NULL AND state <> 'deleted'"
    ).fetchall()
    refused = {row[0] for row in staging.execute(f"SELECT key FROM row_{parent} WHERE state = 'refused'")}
    for n, file, line, value in dangling:
        if value in refused:
            reason = _("The row to which it belongs is not read. Mend that one; this one follows.")
            _add_problem(staging, "I013", Weight.FOLLOWS, file, line, key, value, reason)
        else:
            reason = _("No %(table)s with this number is in the file or here. Export both together.") % {
                "table": TARGETS[parent].model._meta.verbose_name
            }
            _add_problem(staging, "I010", Weight.ROW, file, line, key, value, reason)
        staging.execute(f"UPDATE row_{target.name} SET state = 'refused' WHERE n = ?", [n])


def _add_problem(
    staging: sqlite3.Connection,
    code: str,
    weight: Weight,
    file: str,
    line: int | None,
    column: str,
    value: str,
    reason: str,
) -> None:
    staging.execute(
        "INSERT INTO problem (code, weight, file, line, column_name, value, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [code, weight.value, file, line, column, value, reason],
    )


def _resolve_outside(staging: sqlite3.Connection, target: Target) -> None:
    """Staff members are found by staff number, work email or sign-in name; one who is not here leaves a note."""
    if "staff_id" not in target.outside:
        return
    staging.executemany("INSERT OR REPLACE INTO outside VALUES ('staff', ?, ?)", _staff_here())
    _find_staff(staging)
    _set_outside(staging, target.name, "staff")
    unknown = staging.execute(
        f"SELECT staff_key, min(file), min(line), count(*) FROM row_{target.name}"
        " WHERE staff_key IS NOT NULL AND staff_id IS NULL GROUP BY staff_key"
    ).fetchall()
    for key, file, line, count in unknown:
        reason = _("Nobody on the staff list is “%(key)s”: %(count)s rows are kept without a staff member.") % {
            "key": key,
            "count": count,
        }
        _add_problem(staging, "I011", Weight.NOTE, file, line, "staff_key", key, reason)


def resolve_instruments(staging: sqlite3.Connection) -> None:
    """Instruments are adopted when an import is written, so their ids are known only then.

    staging: opened with a journal, because a run that is killed here is written again from the same staging file.
    """
    staging.executemany(
        "INSERT OR REPLACE INTO outside VALUES ('instrument', ?, ?)", Instrument.objects.values_list("key", "id")
    )
    _set_outside(staging, "assessment", "instrument")
    staging.commit()


def _set_outside(staging: sqlite3.Connection, name: str, kind: str) -> None:
    staging.execute(
        f"UPDATE row_{name} SET {kind}_id = (SELECT id FROM outside o WHERE o.kind = ?"
        f" AND o.key = row_{name}.{kind}_key) WHERE {kind}_key IS NOT NULL",
        [kind],
    )


def _staff_here() -> Iterator[tuple[str, int]]:
    for row_id, number, email, sign_in_name in StaffMember.objects.values_list("id", "number", "email", "sign_in_name"):
        for key in {number, email.lower(), sign_in_name} - {""}:
            yield key, row_id


def _find_staff(staging: sqlite3.Connection) -> None:
    """Staff members of the file who are not on the list yet get an id; they are added without a sign-in."""
    staging.execute(
        "UPDATE row_staff SET id = (SELECT id FROM outside o WHERE o.kind = 'staff'"
        " AND o.key IN (row_staff.number, lower(row_staff.email), row_staff.key)) WHERE id IS NULL"
    )
    added = staging.execute("SELECT key FROM row_staff WHERE id IS NULL ORDER BY key").fetchall()
    for (key,), row_id in zip(added, reserved_ids(StaffMember._meta.db_table, len(added)), strict=True):
        staging.execute("UPDATE row_staff SET id = ?, is_new = 1 WHERE key = ?", [row_id, key])
    staging.execute(
        "INSERT OR REPLACE INTO outside SELECT 'staff', k.key, k.id FROM (SELECT key, id FROM row_staff"
        " UNION SELECT number, id FROM row_staff UNION SELECT lower(email), id FROM row_staff) k WHERE k.key <> ''"
    )


def _assign_ids(staging: sqlite3.Connection, target: Target) -> None:
    name = target.name
    wanted = staging.execute(f"SELECT count(*) FROM row_{name} WHERE state = 'new'").fetchone()[0]
    staging.execute("CREATE TEMP TABLE reserved (n INTEGER PRIMARY KEY, id INTEGER)")
    for batch in _batches(reserved_ids(target.db_table, wanted)):
        staging.executemany("INSERT INTO reserved (id) VALUES (?)", [(each,) for each in batch])
    staging.execute(
        f"UPDATE row_{name} SET id = reserved.id FROM reserved,"
        f" (SELECT n, row_number() OVER (ORDER BY n) AS rank FROM row_{name} WHERE state = 'new') ranked"
        f" WHERE ranked.n = row_{name}.n AND reserved.n = ranked.rank"
    )
    staging.execute("DROP TABLE reserved")


def _list_vanished(staging: sqlite3.Connection, identity: SourceIdentity) -> None:
    """Rows that are here and that the source has deleted, or no longer has although the export covers them.

    A row that stands in the source and cannot be read has not vanished. A workbook holds everything of itself; an HMIS
    export covers the projects and days it names.
    """
    current = Standing.CURRENT.value
    for name in VANISHING:
        staging.execute(
            f"INSERT INTO vanished SELECT ?, r.id, r.key, 'deleted', NULL FROM row_{name} r JOIN here_{name} h"
            " ON h.key = r.key WHERE r.state = 'deleted' AND h.standing = ?",
            [name, current],
        )
    _list_below_deleted(staging)
    if not identity.complete:
        return
    whole = identity.kind == Source.Kind.WORKBOOK
    first = identity.covers_from.isoformat() if identity.covers_from else "0000"
    last = identity.covers_to.isoformat() if identity.covers_to else "9999"
    absent = (
        "INSERT OR IGNORE INTO vanished SELECT '{name}', h.id, h.key, 'absent', NULL FROM here_{name} h"
        " WHERE h.standing = ? AND NOT EXISTS (SELECT 1 FROM row_{name} r WHERE r.key = h.key)"
        " AND NOT EXISTS (SELECT 1 FROM unread u WHERE u.target = '{name}' AND u.key = h.key) AND "
    )
    staging.execute(
        absent.format(name="enrollment") + "(? OR h.program_id IN (SELECT id FROM row_program))"
        " AND coalesce(h.exit_date, '9999') >= ? AND coalesce(h.entry_date, '0000') <= ?",
        [current, whole, first, last],
    )
    for name in ("service", "assessment"):
        beginnings = [beginning for table, beginning in identity.not_there if table == name]
        is_there = "".join(" AND substr(h.key, 1, ?) <> ?" for _each in beginnings)
        staging.execute(
            absent.format(name=name) + "(h.enrollment_id IN (SELECT id FROM vanished WHERE target = 'enrollment')"
            " OR (h.date BETWEEN ? AND ? AND h.enrollment_id IN"
            f" (SELECT id FROM row_enrollment WHERE state IN ('same', 'changed')){is_there}))",
            [current, first, last, *(part for each in beginnings for part in (len(each), each))],
        )
    staging.execute(
        absent.format(name="participant") + "(? OR h.id IN (SELECT e.participant_id FROM here_enrollment e"
        " JOIN vanished v ON v.target = 'enrollment' AND v.id = e.id)) AND NOT EXISTS (SELECT 1 FROM here_enrollment e"
        " WHERE e.participant_id = h.id AND e.id NOT IN (SELECT id FROM vanished WHERE target = 'enrollment'))"
        " AND h.id NOT IN (SELECT participant_id FROM enrolled_otherwise)",
        [current, whole],
    )


def _list_below_deleted(staging: sqlite3.Connection) -> None:
    """What is here below a row that the source has deleted goes with it, also where the export does not name it."""
    for name, parent in (("enrollment", "participant"), ("service", "enrollment"), ("assessment", "enrollment")):
        staging.execute(
            f"INSERT OR IGNORE INTO vanished SELECT ?, h.id, h.key, 'deleted', NULL FROM here_{name} h"
            f" JOIN vanished v ON v.target = ? AND v.id = h.{parent}_id WHERE h.standing = ?"
            f" AND NOT EXISTS (SELECT 1 FROM row_{name} r WHERE r.key = h.key)",
            [name, parent, Standing.CURRENT.value],
        )


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, 5_000)):
        yield batch
