"""What somebody promises to do by a day, and that it is done."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import now, today
from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.services import trail
from lineofsight.apps.agency.services.typed_once import typed_once
from lineofsight.problems import NotPermitted, Problem

from ..models import Enrollment, Task
from ..permissions import check_can_work_on
from ..selectors.tasks import task_workable_by
from ..selectors.visibility import staff_who_may_work_on


def add_task(
    enrollment: Enrollment, what: str, due_on: date, *, owner: StaffMember, entry_id: UUID, actor: StaffMember
) -> Task:
    """Promise something about a person; the same entry twice is one task.

    Raises P103, R501 (nothing said), R502 (a past day), R503 (owner) and `WrittenOtherwise`.
    """
    check_can_work_on(actor, enrollment)
    said = {"enrollment": enrollment, "what": " ".join(what.split())[:200], "due_on": due_on, "owner": owner}

    def make(**entry: Any) -> Task:
        _check_promise(enrollment, said["what"], due_on, owner, actor)
        task = Task.objects.create(**entry, **said, made_by=actor)
        trail.record(TrailEntry.Action.ADDED, task, actor=actor, participant_id=enrollment.participant_id)
        return task

    return typed_once(Task, entry_id, said, make)


def _check_promise(enrollment: Enrollment, what: object, due_on: date, owner: StaffMember, actor: StaffMember) -> None:
    if not what:
        raise Problem(
            "R501", _("It does not say what is to be done."), _("Write a few words, such as “Call her aunt”.")
        )
    if due_on < today():
        raise Problem("R502", _("This day is over."), _("Choose today or a later day."))
    if owner.pk != actor.pk and not staff_who_may_work_on(enrollment).filter(pk=owner.pk).exists():
        raise Problem(
            "R503",
            _("%(name)s does not work with this person.") % {"name": owner.name},
            _("Choose somebody who does."),
        )


def complete_task(task: Task, *, actor: StaffMember) -> None:
    """Mark a task done; done twice is done once. Raises P107 when it is neither one's own nor about one's people."""
    _check_can_work_on_task(task, actor)
    with transaction.atomic():
        row = Task.objects.select_for_update(of=("self",)).select_related("enrollment").get(pk=task.pk)
        if row.done_at is not None:
            return
        row.done_at = now()
        row.save(update_fields=["done_at"])
        trail.record(
            TrailEntry.Action.ENDED,
            row,
            actor=actor,
            participant_id=row.enrollment.participant_id if row.enrollment else None,
        )


def reopen_task(task: Task, *, actor: StaffMember) -> None:
    """Put a task that was marked done by mistake back on the list. Raises P107 as `complete_task`."""
    _check_can_work_on_task(task, actor)
    with transaction.atomic():
        row = Task.objects.select_for_update(of=("self",)).select_related("enrollment").get(pk=task.pk)
        if row.done_at is None:
            return
        row.done_at = None
        row.save(update_fields=["done_at"])
        trail.record(
            TrailEntry.Action.ADDED,
            row,
            actor=actor,
            participant_id=row.enrollment.participant_id if row.enrollment else None,
        )


def _check_can_work_on_task(task: Task, actor: StaffMember) -> None:
    if task_workable_by(actor, task.pk) is None:
        raise NotPermitted("P107", _("This task belongs to somebody else."), _("Ask its owner."))
