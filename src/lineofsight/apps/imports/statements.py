"""The statements of the one short transaction in which an import becomes true, all of it or nothing.

Everything was worked out before, beside the operational database. The statements are the same on SQLite and on
PostgreSQL; how staged rows come within their reach is not (`on_sqlite.py`, `on_postgresql.py`).
"""

from __future__ import annotations

from typing import Any

from django.db import connection as operational
from django.db.backends.utils import CursorWrapper

from lineofsight.apps.agency.models import ImportRun, Standing

from .changed_rows import update_changed
from .new_rows import Origin, Reach, insert_new
from .on_sqlite import copy_ready
from .targets import TARGETS, Target


def write_targets(origin: Origin, reach: Reach, *, vanished: str) -> None:
    """Write every target of a staged import. Must run inside a transaction. vanished: what becomes of those rows."""
    with operational.cursor() as cursor:
        for name, target in TARGETS.items():
            if name in reach.added:
                _insert_new(cursor, target, reach, origin)
            if name in reach.changed:
                update_changed(cursor, target, reach, origin)
            _mark_vanished(cursor, target, reach, origin, vanished)
        _link_places(cursor, reach)


def _insert_new(cursor: CursorWrapper, target: Target, reach: Reach, origin: Origin) -> None:
    if reach.ready:
        copy_ready(cursor, target, reach)
    else:
        cursor.execute(
            *insert_new(target, reach.delivered, origin, into=target.db_table, staged=reach.staged, mark="%s")
        )


def _mark_vanished(cursor: CursorWrapper, target: Target, reach: Reach, origin: Origin, vanished: str) -> None:
    """A preview may be days old: somebody who was enrolled here or by another source since then has not vanished."""
    default = Standing.WITHDRAWN if vanished == ImportRun.Vanished.WITHDRAW else Standing.NO_LONGER_IN_SOURCE
    parameters: list[Any] = [default.value, origin.run_id, origin.moment, target.name]
    but = ""
    if target.name == "participant":
        but = (
            f" AND NOT (v.reason = 'absent' AND EXISTS (SELECT 1 FROM {TARGETS['enrollment'].db_table} e"
            f" WHERE e.participant_id = {target.db_table}.id AND e.standing <> %s"
            " AND (e.source_id IS NULL OR e.source_id <> %s)))"
        )
        parameters += [Standing.WITHDRAWN.value, origin.source_id]
    cursor.execute(
        f"UPDATE {target.db_table} SET standing = coalesce(v.decision, %s), last_import_id = %s, updated_at = %s,"
        f" changed_by_id = NULL FROM {reach.staged}vanished v WHERE v.target = %s AND v.id = {target.db_table}.id{but}",
        parameters,
    )


def _link_places(cursor: CursorWrapper, reach: Reach) -> None:
    """Which programs a grant pays for, and at which sites a program works."""
    for kind, through, own in (
        ("grant", "agency_grant_programs", "grant_id"),
        ("site", "agency_program_sites", "site_id"),
    ):
        cursor.execute(
            f"INSERT INTO {through} ({own}, program_id) SELECT DISTINCT o.id, p.id FROM {reach.staged}link l"
            f" JOIN {reach.staged}row_{kind} o ON o.key = l.key"
            f" JOIN {reach.staged}row_program p ON p.key = l.program_key"
            f" WHERE l.kind = %s AND o.state <> 'deleted' AND NOT EXISTS (SELECT 1 FROM {through} t"
            f" WHERE t.{own} = o.id AND t.program_id = p.id)",
            [kind],
        )
