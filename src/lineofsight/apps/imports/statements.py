"""The statements of the one short transaction in which an import becomes true, all of it or nothing.

Everything was worked out before, beside the operational database. The statements are the same on SQLite and on
PostgreSQL; how staged rows come within their reach is not (`on_sqlite.py`, `on_postgresql.py`).
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection as operational
from django.db.backends.utils import CursorWrapper

from lineofsight.apps.agency.models import ImportRun, StaffMember, Standing

from .changed_rows import update_changed
from .new_rows import Origin, Reach, insert_new
from .on_sqlite import copy_ready
from .targets import TARGETS, Target


def write_targets(origin: Origin, reach: Reach, *, vanished: str) -> None:
    """Write every target of a staged import. Must run inside a transaction. vanished: what becomes of those rows."""
    with operational.cursor() as cursor:
        _add_staff(cursor, reach)
        for name, target in TARGETS.items():
            if name in reach.added:
                _insert_new(cursor, target, reach, origin)
            if name in reach.changed:
                update_changed(cursor, target, reach, origin)
            _mark_vanished(cursor, target, reach, origin, vanished)
        _link_places(cursor, reach)


def _add_staff(cursor: CursorWrapper, reach: Reach) -> None:
    """People of the staff sheet who are not on the list yet. Administrators give them roles and sign-ins."""
    cursor.execute(
        f"SELECT id, number, name, email, job_title, joined_on FROM {reach.staged}row_staff WHERE is_new = 1"
        " ORDER BY id"
    )
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
        for row_id, number, name, email, job_title, joined_on in cursor.fetchall()
    ]
    StaffMember.objects.bulk_create(added)


def _insert_new(cursor: CursorWrapper, target: Target, reach: Reach, origin: Origin) -> None:
    if reach.ready:
        copy_ready(cursor, target, reach)
    else:
        cursor.execute(
            *insert_new(target, reach.delivered, origin, into=target.db_table, staged=reach.staged, mark="%s")
        )


def _mark_vanished(cursor: CursorWrapper, target: Target, reach: Reach, origin: Origin, vanished: str) -> None:
    default = Standing.WITHDRAWN if vanished == ImportRun.Vanished.WITHDRAW else Standing.NO_LONGER_IN_SOURCE
    parameters: list[Any] = [default.value, origin.run_id, origin.moment, target.name]
    cursor.execute(
        f"UPDATE {target.db_table} SET standing = coalesce(v.decision, %s), last_import_id = %s, updated_at = %s,"
        f" changed_by_id = NULL FROM {reach.staged}vanished v WHERE v.target = %s AND v.id = {target.db_table}.id",
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
