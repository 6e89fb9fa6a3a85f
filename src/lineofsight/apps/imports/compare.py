"""Comparing what was staged with what is here: new, changed, the same, vanished; ids and references.

Everything happens in the staging database, on a copy of the keys and hashes that are here, so that the operational
database is only read, and the transaction that writes in the end has nothing left to work out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Source, Standing
from lineofsight.apps.records.models import Enrollment
from lineofsight.packs.rows import SourceIdentity, Weight

from .belonging import mark_protected
from .finding import find_named, find_staff_of, resolve_reference
from .ids import assign_ids, batches
from .near_names import find_near_names
from .selectors.words import table_titles
from .staff_sheet import compare_staff
from .staging import add_problem
from .targets import TARGETS, Target
from .understood import keep_what_was_understood_before
from .vanishing import list_vanished

PARENTS = {"enrollment": ("participant_id",), "service": ("enrollment_id",), "assessment": ("enrollment_id",)}


def compare(staging: sqlite3.Connection, identity: SourceIdentity, step: Callable[[str], None]) -> None:
    """Give every staged row its state, id and references, and list what has vanished.

    step: called with the name of each table, for progress.
    """
    source = Source.objects.filter(kind=identity.kind, key=identity.key).first()
    step("staff")
    compare_staff(staging)
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
            find_named(staging, target)
        find_staff_of(staging, target)
        assign_ids(staging, target)
    if identity.kind == Source.Kind.WORKBOOK:
        find_near_names(staging)
    list_vanished(staging, identity)
    mark_protected(staging, identity)
    for name in TARGETS:  # so that nobody waits later while a few changed rows are looked for among all
        staging.execute(f"CREATE INDEX changed_{name} ON row_{name} (id) WHERE state = 'changed'")
    staging.commit()


def counts_of(staging: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """{target: {"rows", "new", "changed", "same", "vanished"}} for staff and the targets that have any."""
    counts = {}
    staff, added, same = staging.execute(
        "SELECT count(*), coalesce(sum(is_new), 0), coalesce(sum(is_new = 0 AND differs IS NULL), 0) FROM row_staff"
    ).fetchone()
    if staff:
        counts["staff"] = {"rows": staff, "new": added, "changed": 0, "same": same, "vanished": 0}
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


def _copy_keys(staging: sqlite3.Connection, target: Target, source: Source) -> None:
    columns = ("source_key", "id", "source_hash", "standing", *target.scope)
    here = target.model._default_manager.filter(source=source).values_list(*columns).iterator(chunk_size=5_000)
    marks = ", ".join("?" for _ in columns)
    for batch in batches(here):
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
        add_problem(staging, "I012", Weight.FOLLOWS, file, line, "", key, reason)
        staging.execute("UPDATE row_enrollment SET state = 'refused' WHERE n = ?", [n])


def _resolve_references(staging: sqlite3.Connection, target: Target) -> None:
    for reference, parent in target.references.items():
        resolve_reference(staging, target, reference)
        if not target.field(reference).null:
            _refuse_dangling(staging, target, reference, parent)


def _refuse_dangling(staging: sqlite3.Connection, target: Target, reference: str, parent: str) -> None:
    key = target.key_column(reference)
    dangling = staging.execute(
        f"SELECT n, file, line, {key} FROM row_{target.name} WHERE {reference} IS NULL AND state <> 'deleted'"
    ).fetchall()
    refused = {row[0] for row in staging.execute(f"SELECT key FROM row_{parent} WHERE state = 'refused'")}
    title = table_titles()[parent] if dangling else ""
    for n, file, line, value in dangling:
        if value in refused:
            reason = _("The row to which it belongs is not read. Mend that one; this one follows.")
            add_problem(staging, "I013", Weight.FOLLOWS, file, line, title, value, reason)
        else:
            reason = _("No row of “%(table)s” with this number is in the file or here. Export both together.") % {
                "table": title
            }
            add_problem(staging, "I010", Weight.ROW, file, line, title, value, reason)
        staging.execute(f"UPDATE row_{target.name} SET state = 'refused' WHERE n = ?", [n])
