"""What is known already is not lost to a cell that cannot be understood.

A row with a value set aside is read with that value blank. Where such a row is here already, what is blank in it now
keeps what it says here, until the cell is mended: one slip of the hand in a source must not erase a birth date.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from typing import Any

from .targets import Target

TOGETHER = {"birth_date_quality": "birth_date"}  # one says how well the other is known


def keep_what_was_understood_before(staging: sqlite3.Connection, target: Target) -> None:
    """For changed rows of this target in whose line a value was set aside."""
    lines = f"SELECT r.n, r.id FROM row_{target.name} r JOIN problem p ON p.file = r.file AND p.line = r.line"
    if target.name == "enrollment":
        lines += (
            " AND p.weight = 'value' WHERE r.state = 'changed' UNION SELECT r.n, r.id FROM row_enrollment r"
            " JOIN row_exit e ON e.key = r.key JOIN problem p ON p.file = e.file AND p.line = e.line"
        )
    found = dict(staging.execute(f"{lines} AND p.weight = 'value' WHERE r.state = 'changed'").fetchall())
    if not found:
        return
    here = target.model._default_manager.in_bulk(list(found.values()))
    names = ", ".join(f'"{column}"' for column in (*target.columns, *target.json))
    for n, row_id in found.items():
        staged = staging.execute(f"SELECT {names} FROM row_{target.name} WHERE n = ?", [n]).fetchone()
        columns = dict(zip((*target.columns, *target.json), staged, strict=True))
        kept = _kept(target, columns, here[row_id])
        if kept:
            sets = ", ".join(f'"{column}" = ?' for column in kept)
            staging.execute(f"UPDATE row_{target.name} SET {sets} WHERE n = ?", [*kept.values(), n])


def _kept(target: Target, staged: dict[str, Any], record: Any) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for column in target.columns:
        blank = staged[TOGETHER.get(column, column)] in (None, "")
        value = getattr(record, column)
        if blank and value not in (None, ""):
            kept[column] = value.isoformat() if isinstance(value, date) else value
    for column in target.json:
        now, before = json.loads(staged[column] or "null"), getattr(record, column)
        if column == "answers":
            merged = {**before, **(now or {})}
            if merged != (now or {}):
                kept[column] = json.dumps(merged, ensure_ascii=False)
        elif not now and before:
            kept[column] = json.dumps(before, ensure_ascii=False)
    return kept
