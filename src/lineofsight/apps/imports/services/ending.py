"""Ending an import without writing it: refused, stopped by hand, left undecided, or its process went away.

A state changes only from the state that was meant, so that of two people, or a person and a process, one decides.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import ImportRun, TrailEntry
from lineofsight.apps.agency.permissions import Actor, check_can_import
from lineofsight.apps.agency.services.trail import record
from lineofsight.problems import Problem

from ..folder import (
    at_work,
    keep_what_was_left_out,
    remove_folder,
    run_ids_with_a_folder,
    somebody_is_at_work,
    staging_path,
    waits_in_line,
)

State = ImportRun.State
UNDECIDED_KEPT_DAYS = 14
LEFT_OUT_KEPT_DAYS = 90  # time to mend the rows in the source; what the list says is about people


def end_run(run: ImportRun, state: str, *, refusal: str = "") -> None:
    """The run has ended in this state; what it left on the disk goes."""
    run.state, run.refusal, run.finished_at = state, refusal, now()
    run.save(update_fields=["state", "refusal", "finished_at"])
    remove_folder(run.pk)


def stop_run(run: ImportRun, *, actor: Actor) -> None:
    """Throw a run away. One that is being read stops at its next step; nothing of it was written."""
    check_can_import(actor)
    if not _stop(run, State.READING, State.READY, actor=actor):
        if ImportRun.objects.filter(pk=run.pk, state__in=[State.WRITING, State.WRITTEN]).exists():
            raise Problem("I004", _("This import is written already."), _("It cannot be stopped any more."))
        return
    if not somebody_is_at_work(run.pk):
        remove_folder(run.pk)


def kept_until(run: ImportRun) -> date:
    """The last day on which a run is still here that nobody decides about."""
    return timezone.localdate(run.started_at) + timedelta(days=UNDECIDED_KEPT_DAYS)


def throw_away_undecided_runs(*, actor: Actor) -> None:
    """Staged rows are files about people: those nobody decides about do not lie on the disk for ever."""
    check_can_import(actor)
    for run in ImportRun.objects.filter(state=State.READY):
        if kept_until(run) >= timezone.localdate(now()):
            continue
        with at_work(run.pk) as free:  # whoever writes holds it
            if free and _stop(run, State.READY, actor=actor, undecided_days=UNDECIDED_KEPT_DAYS):
                remove_folder(run.pk)


def _stop(run: ImportRun, *from_states: str, actor: Actor, undecided_days: int | None = None) -> bool:
    """Whether the run was in one of the states; then it is stopped, and the trail says so."""
    why = _("Nobody decided about it for %(days)s days.") % {"days": undecided_days} if undecided_days else ""
    detail = {"undecided_days": undecided_days} if undecided_days else {}
    with transaction.atomic():
        found = ImportRun.objects.filter(pk=run.pk, state__in=from_states)
        if not found.update(state=State.STOPPED, finished_at=now(), refusal=why):
            return False
        record(TrailEntry.Action.ENDED, run, actor=actor, **detail)
    return True


def mend_interrupted_runs() -> None:
    """Runs whose process went away: reading, it is stopped; writing, nothing was written and it is ready again. One
    that waits without its staged rows came out of a backup, which leaves them out, and is stopped.

    What a run that ended has left on the disk is removed, but for the list of rows that a written one left out.
    """
    for run in ImportRun.objects.filter(state__in=[State.READING, State.WRITING]):
        if somebody_is_at_work(run.pk) or waits_in_line(run.pk):
            continue
        if run.state == State.WRITING:
            ImportRun.objects.filter(pk=run.pk, state=State.WRITING).update(state=State.READY)
        else:
            end_run(run, State.STOPPED, refusal=_("The computer stopped while it was reading. Start the import again."))
    _stop_runs_without_rows()
    left = run_ids_with_a_folder()  # asked for before the runs: a folder is never older than its run
    under_way = ImportRun.objects.filter(state__in=[State.READING, State.READY, State.WRITING])
    lately = now() - timedelta(days=LEFT_OUT_KEPT_DAYS)
    written = set(ImportRun.objects.filter(state=State.WRITTEN, finished_at__gt=lately).values_list("pk", flat=True))
    for run_id in set(left) - set(under_way.values_list("pk", flat=True)):
        if somebody_is_at_work(run_id):
            continue
        if run_id in written:
            keep_what_was_left_out(run_id)
        else:
            remove_folder(run_id)


def _stop_runs_without_rows() -> None:
    for run in ImportRun.objects.filter(state=State.READY):
        if not staging_path(run.pk).exists():
            why = _("Its files are no longer here. Import it again.")
            ImportRun.objects.filter(pk=run.pk, state=State.READY).update(
                state=State.STOPPED, finished_at=now(), refusal=why
            )
