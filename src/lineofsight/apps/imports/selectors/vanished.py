"""Rows that are here and no longer in the source, as far as one viewer may know of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from lineofsight.apps.agency.models import ImportRun, StaffMember

from ..folder import staging_path
from ..staging import open_staging
from ..targets import TARGETS, VANISHING
from .discretion import Discretion
from .rows_here import rows_here
from .words import table_titles

WITH = {
    "participant": (),
    "enrollment": ("participant", "program"),
    "service": ("enrollment__participant", "enrollment__program", "type"),
    "assessment": ("enrollment__participant", "enrollment__program", "instrument"),
}


@dataclass(frozen=True)
class VanishedRow:
    target: str
    id: int
    key: str
    was_deleted: bool  # the source says so; otherwise it is simply absent
    decision: str | None
    what: str
    says: str  # as it stands here, to decide by; empty where the viewer may not see it


def vanished_rows(
    run: ImportRun, viewer: StaffMember | None, discretion: Discretion, *, limit: int, offset: int = 0
) -> list[VanishedRow]:
    """Rows that have vanished and are shown, people first."""
    shown, marks = discretion.where_here()
    with open_staging(staging_path(run.pk)) as staging:
        found = staging.execute(
            f"SELECT target, id, key, reason, decision FROM vanished WHERE 1{shown}"
            " ORDER BY CASE target WHEN 'participant' THEN 1 WHEN 'enrollment' THEN 2 ELSE 3 END, key LIMIT ? OFFSET ?",
            [*marks, limit, offset],
        ).fetchall()
    titles = table_titles()
    says = {name: _says(name, [row["id"] for row in found if row["target"] == name], viewer) for name in VANISHING}
    return [
        VanishedRow(
            row["target"],
            row["id"],
            row["key"],
            row["reason"] == "deleted",
            row["decision"],
            titles[row["target"]],
            says[row["target"]].get(row["id"], ""),
        )
        for row in found
    ]


def _says(name: str, ids: list[int], viewer: StaffMember | None) -> dict[int, str]:
    """Who, where and when, by id."""
    if not ids:
        return {}
    here = rows_here(TARGETS[name], ids, viewer, *WITH[name])
    if name == "participant":
        return {row_id: row.display_name for row_id, row in here.items()}
    if name == "enrollment":
        return {
            row_id: _joined(row.participant.display_name, row.program.name, _days(row.entry_date, row.exit_date))
            for row_id, row in here.items()
        }
    return {
        row_id: _joined(
            row.enrollment.participant.display_name,
            row.type.name if name == "service" else row.instrument.title,
            row.enrollment.program.name,
            _days(row.date),
        )
        for row_id, row in here.items()
    }


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _days(*days: date | None) -> str:
    return " – ".join(date_format(day, "DATE_FORMAT") for day in days if day)


def hidden_vanished(run: ImportRun, discretion: Discretion) -> list[tuple[str, int]]:
    """Target and id of the vanished rows that are not shown: they are decided together."""
    shown, marks = discretion.where_here()
    if not shown:
        return []
    with open_staging(staging_path(run.pk)) as staging:
        return [
            (row["target"], row["id"])
            for row in staging.execute(f"SELECT target, id FROM vanished WHERE NOT (1{shown})", marks)
        ]
