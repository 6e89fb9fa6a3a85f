"""The trail of those who look at people in an import before, or beside, the records.

One entry for what was opened at once, with how many rows it showed: the rows may be of people who are nowhere here yet,
so there is no file of theirs to which an entry could belong.
"""

from __future__ import annotations

from django.db import transaction

from lineofsight.apps.agency.models import ImportRun, TrailEntry
from lineofsight.apps.agency.permissions import Actor, check_can_import
from lineofsight.apps.agency.services.trail import record


def note_opening(run: ImportRun, *, rows: int, actor: Actor) -> None:
    """Somebody opened a page that shows so many rows; none is no entry."""
    _note(TrailEntry.Action.VIEWED, run, rows, actor)


def note_saving(run: ImportRun, *, rows: int, actor: Actor) -> None:
    """Somebody saved a list of so many rows as a file."""
    _note(TrailEntry.Action.EXPORTED, run, rows, actor)


def _note(action: TrailEntry.Action, run: ImportRun, rows: int, actor: Actor) -> None:
    check_can_import(actor)
    if rows:
        with transaction.atomic():
            record(action, run, actor=actor, rows=rows)
