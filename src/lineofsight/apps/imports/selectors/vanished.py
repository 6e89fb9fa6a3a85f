"""Rows that are here and no longer in the source, as far as one viewer may know of them."""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.apps.agency.models import ImportRun

from ..folder import staging_path
from ..staging import open_staging
from .discretion import Discretion
from .words import table_title


@dataclass(frozen=True)
class VanishedRow:
    target: str
    id: int
    key: str
    was_deleted: bool  # the source says so; otherwise it is simply absent
    decision: str | None
    what: str


def vanished_rows(run: ImportRun, discretion: Discretion, *, limit: int, offset: int = 0) -> list[VanishedRow]:
    shown, marks = discretion.where()
    with open_staging(staging_path(run.pk)) as staging:
        found = staging.execute(
            f"SELECT target, id, key, reason, decision FROM vanished WHERE 1{shown}"
            " ORDER BY CASE target WHEN 'participant' THEN 1 WHEN 'enrollment' THEN 2 ELSE 3 END, key LIMIT ? OFFSET ?",
            [*marks, limit, offset],
        ).fetchall()
    return [
        VanishedRow(
            row["target"],
            row["id"],
            row["key"],
            row["reason"] == "deleted",
            row["decision"],
            table_title(row["target"]),
        )
        for row in found
    ]


def hidden_vanished(run: ImportRun, discretion: Discretion) -> list[tuple[str, int]]:
    """Target and id of the vanished rows that are not shown: they are decided together."""
    shown, marks = discretion.where()
    if not shown:
        return []
    with open_staging(staging_path(run.pk)) as staging:
        return [
            (row["target"], row["id"])
            for row in staging.execute(f"SELECT target, id FROM vanished WHERE NOT (1{shown})", marks)
        ]
