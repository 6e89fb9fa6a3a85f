"""What somebody decides between preview and writing: about vanished rows, about rows that cannot be read, and about
names that are nearly another."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import ImportRun
from lineofsight.apps.agency.permissions import Actor, check_can_import
from lineofsight.problems import Problem

from ..folder import ask_for_work, staging_path
from ..near_names import Answer, keep_answers
from ..selectors import Discretion, has_near_names_to_answer, has_undecided_vanished, has_unreadable
from ..staging import open_staging

State, Vanished = ImportRun.State, ImportRun.Vanished


def decide(
    run: ImportRun,
    *,
    vanished: str | None = None,
    leave_out_unreadable: bool | None = None,
    each: dict[tuple[str, int], str] | None = None,
    near: Mapping[tuple[str, int], Answer] | None = None,
    actor: Actor,
) -> None:
    """Keep what somebody decided about vanished and unreadable rows, and about names that are nearly those of something
    else. each: (target, id) → standing. near: (target, n) → whether it is the same or new.

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
    if near:
        with open_staging(staging_path(run.pk)) as staging:
            keep_answers(staging, near)
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
    left = []
    if has_near_names_to_answer(run):
        left.append(_("say of each name that is nearly another whether it is the same"))
    if not run.leave_out_unreadable and has_unreadable(run, shown_to):
        left.append(_("mend or leave out the rows that cannot be read"))
    if run.vanished == Vanished.UNDECIDED and has_undecided_vanished(run, shown_to):
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
