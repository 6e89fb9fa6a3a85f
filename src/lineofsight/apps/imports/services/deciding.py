"""What somebody decides between preview and writing: about vanished rows, and about rows that cannot be read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import ImportRun
from lineofsight.apps.agency.permissions import Actor, check_can_import
from lineofsight.problems import Problem

from ..folder import ask_for_work, staging_path
from ..selectors import Discretion
from ..staging import OF_ROWS, open_staging

State, Vanished = ImportRun.State, ImportRun.Vanished


def decide(
    run: ImportRun,
    *,
    vanished: str | None = None,
    leave_out_unreadable: bool | None = None,
    each: dict[tuple[str, int], str] | None = None,
    actor: Actor,
) -> None:
    """Keep what somebody decided about vanished and unreadable rows. each: (target, id) → standing.

    Raises I002 when nobody waits for a decision any more.
    """
    check_can_import(actor)
    if vanished is not None:
        run.vanished = vanished
    if leave_out_unreadable is not None:
        run.leave_out_unreadable = leave_out_unreadable
    waiting = ImportRun.objects.filter(pk=run.pk, state=State.READY)
    if not waiting.update(vanished=run.vanished, leave_out_unreadable=run.leave_out_unreadable):
        raise not_waiting()
    if each:
        with open_staging(staging_path(run.pk)) as staging:
            staging.executemany(
                "UPDATE vanished SET decision = ? WHERE target = ? AND id = ?",
                [(standing, target, row_id) for (target, row_id), standing in each.items()],
            )


def things_left(run: ImportRun, shown_to: Discretion | None = None) -> list[str]:
    """What must be decided before this run can be written; sentences, empty when nothing is left.

    shown_to: of what one viewer is shown. Without it, of all of it: that is what the writing goes by.
    """
    condition, marks = shown_to.where() if shown_to else ("", [])
    here, marks_here = shown_to.where_here() if shown_to else ("", [])
    weights = ", ".join("?" for _each in OF_ROWS)
    left = []
    with open_staging(staging_path(run.pk)) as staging:
        unreadable = staging.execute(
            f"SELECT 1 FROM problem WHERE weight IN ({weights}){condition}", [*OF_ROWS, *marks]
        )
        if not run.leave_out_unreadable and unreadable.fetchone():
            left.append(_("mend or leave out the rows that cannot be read"))
        undecided = staging.execute(f"SELECT 1 FROM vanished WHERE decision IS NULL{here}", marks_here)
        if run.vanished == Vanished.UNDECIDED and undecided.fetchone():
            left.append(_("decide about the vanished rows"))
    return left


def begin_writing(run: ImportRun, *, actor: Actor) -> None:
    """Say that a ready run is about to be written, so that nobody decides twice."""
    check_can_import(actor)
    ask_for_work(run.pk)
    if not ImportRun.objects.filter(pk=run.pk, state=State.READY).update(state=State.WRITING):
        raise not_waiting()


def not_waiting() -> Problem:
    return Problem("I002", _("This import is not waiting to be written."), _("Look at the list of imports."))
