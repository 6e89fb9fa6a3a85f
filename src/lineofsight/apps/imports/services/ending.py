"""Ending an import without writing it: refused, stopped by hand, or its process went away."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import ImportRun, StaffMember, TrailEntry
from lineofsight.apps.agency.services.trail import record
from lineofsight.problems import Problem

from ..folder import remove_folder, run_ids_with_a_folder, somebody_is_at_work, waits_in_line

State = ImportRun.State


def end_run(run: ImportRun, state: str, *, refusal: str = "") -> None:
    """The run has ended in this state; what it left on the disk goes."""
    run.state, run.refusal, run.finished_at = state, refusal, now()
    run.save(update_fields=["state", "refusal", "finished_at"])
    remove_folder(run.pk)


def stop_run(run: ImportRun, *, actor: StaffMember | None) -> None:
    """Throw a run away. One that is being read stops at its next step; nothing of it was written."""
    if run.state in (State.WRITING, State.WRITTEN):
        raise Problem("I004", _("This import is written already."), _("It cannot be stopped any more."))
    with transaction.atomic():
        ImportRun.objects.filter(pk=run.pk).update(state=State.STOPPED, finished_at=now())
        record(TrailEntry.Action.ENDED, run, actor=actor)
    if not somebody_is_at_work(run.pk):
        remove_folder(run.pk)


def mend_interrupted_runs() -> None:
    """Runs whose process went away: reading, it is stopped; writing, nothing was written and it is ready again.

    What a run that ended has left on the disk is removed.
    """
    for run in ImportRun.objects.filter(state__in=[State.READING, State.WRITING]):
        if somebody_is_at_work(run.pk) or waits_in_line(run.pk):
            continue
        if run.state == State.WRITING:
            ImportRun.objects.filter(pk=run.pk, state=State.WRITING).update(state=State.READY)
        else:
            end_run(run, State.STOPPED, refusal=_("The computer stopped while it was reading. Start the import again."))
    left = run_ids_with_a_folder()  # asked for before the runs: a folder is never older than its run
    under_way = ImportRun.objects.filter(state__in=[State.READING, State.READY, State.WRITING])
    for run_id in set(left) - set(under_way.values_list("pk", flat=True)):
        if not somebody_is_at_work(run_id):
            remove_folder(run_id)
