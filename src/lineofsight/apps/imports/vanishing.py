"""What has vanished: here, and no longer in the source."""

from __future__ import annotations

import sqlite3

from lineofsight.apps.agency.models import Source, Standing
from lineofsight.packs.rows import SourceIdentity

from .targets import VANISHING


def list_vanished(staging: sqlite3.Connection, identity: SourceIdentity) -> None:
    """Rows that are here and that the source has deleted, or no longer has although the export covers them.

    A row that stands in the source and cannot be read has not vanished. A workbook holds everything of itself; an HMIS
    export covers the projects and days it names.
    """
    current = Standing.CURRENT.value
    for name in VANISHING:
        staging.execute(
            f"INSERT INTO vanished (target, id, key, reason) SELECT ?, r.id, r.key, 'deleted'"
            f" FROM row_{name} r JOIN here_{name} h ON h.key = r.key WHERE r.state = 'deleted' AND h.standing = ?",
            [name, current],
        )
    _list_below_deleted(staging)
    if not identity.complete:
        return
    whole = identity.kind == Source.Kind.WORKBOOK
    first = identity.covers_from.isoformat() if identity.covers_from else "0000"
    last = identity.covers_to.isoformat() if identity.covers_to else "9999"
    absent = (
        "INSERT OR IGNORE INTO vanished (target, id, key, reason) SELECT '{name}', h.id, h.key, 'absent'"
        " FROM here_{name} h WHERE h.standing = ? AND NOT EXISTS (SELECT 1 FROM row_{name} r WHERE r.key = h.key)"
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
            f"INSERT OR IGNORE INTO vanished (target, id, key, reason) SELECT ?, h.id, h.key, 'deleted'"
            f" FROM here_{name} h JOIN vanished v ON v.target = ? AND v.id = h.{parent}_id WHERE h.standing = ?"
            f" AND NOT EXISTS (SELECT 1 FROM row_{name} r WHERE r.key = h.key)",
            [name, parent, Standing.CURRENT.value],
        )
