"""Whether a run that is ready has rows about which something must be decided."""

from __future__ import annotations

from lineofsight.apps.agency.models import ImportRun

from ..folder import staging_path
from ..near_names import NearName, near_names
from ..staging import OF_ROWS, open_staging
from .discretion import Discretion


def has_unreadable(run: ImportRun, shown_to: Discretion | None) -> bool:
    """Among the rows one viewer is shown; among all of them where there is no viewer."""
    shown, marks = shown_to.where() if shown_to else ("", [])
    weights = ", ".join("?" for _each in OF_ROWS)
    with open_staging(staging_path(run.pk)) as staging:
        found = staging.execute(f"SELECT 1 FROM problem WHERE weight IN ({weights}){shown} LIMIT 1", [*OF_ROWS, *marks])
        return found.fetchone() is not None


def has_undecided_vanished(run: ImportRun, shown_to: Discretion | None) -> bool:
    """The same of vanished rows without a decision of their own."""
    shown, marks = shown_to.where_here() if shown_to else ("", [])
    with open_staging(staging_path(run.pk)) as staging:
        found = staging.execute(f"SELECT 1 FROM vanished WHERE decision IS NULL{shown} LIMIT 1", marks)
        return found.fetchone() is not None


def names_nearly_here(run: ImportRun) -> list[NearName]:
    """Programs and sites of the file that would be new, and are nearly one that is here or in the file."""
    with open_staging(staging_path(run.pk)) as staging:
        return near_names(staging)


def has_near_names_to_answer(run: ImportRun) -> bool:
    return any(each.answer is None for each in names_nearly_here(run))
