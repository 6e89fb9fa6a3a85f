"""A stay in a program, from application to exit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Grant, Program, Site, StaffMember, Standing, TrailEntry
from lineofsight.apps.agency.seen import check_seen
from lineofsight.apps.agency.services import trail
from lineofsight.apps.agency.services.typed_once import typed_once
from lineofsight.apps.agency.words import the_words
from lineofsight.problems import Problem

from ..labels import LABELS
from ..models import Enrollment, Household, Participant, Relationship, StaffAssignment, Stage
from ..models.participation import BEGUN, ENDED
from ..permissions import can_open_file, check_can_enroll_in, check_can_work_on
from ..selectors.households import is_under_way
from ..selectors.mastering import check_open, check_program_open, closed_on_enrollment, keeper_of, kept_elsewhere
from .days import check_not_before, check_not_in_future, in_full
from .enrollment_checks import (
    check_can_be_under_way,
    check_can_end_on,
    check_days,
    check_not_in_already,
    check_place,
    check_stands,
)
from .households import check_can_join, check_one_head
from .locking import locked_household, locked_participant, locked_stay

NEW_HOUSEHOLD: Final = "new"
STAGE = ("stage", "stage_since")
DAYS = ("exit_date", "entry_date", "applied_on")  # the last ones first
FIRST_STAGES = (Stage.APPLIED, Stage.WAITLISTED, Stage.ENROLLED, Stage.ACTIVE)
# What may follow what. An end that was a mistake is taken back by going to active again.
FOLLOWS: Mapping[str, tuple[Stage, ...]] = {
    Stage.APPLIED: (Stage.WAITLISTED, Stage.ENROLLED, Stage.ACTIVE, Stage.DENIED),
    Stage.WAITLISTED: (Stage.ENROLLED, Stage.ACTIVE, Stage.DENIED),
    Stage.ENROLLED: (Stage.ACTIVE, Stage.COMPLETED, Stage.WITHDRAWN),
    Stage.ACTIVE: (Stage.COMPLETED, Stage.WITHDRAWN),
    Stage.COMPLETED: (Stage.ACTIVE,),
    Stage.WITHDRAWN: (Stage.ACTIVE,),
    Stage.DENIED: (Stage.APPLIED, Stage.WAITLISTED),
}


@dataclass(frozen=True)
class NewEnrollment:
    """on: the day of application for applied and waitlisted, of entry for enrolled and active.

    household: one that is here, a new one that is made with the enrollment, or None for somebody on their own;
    relationship: the place in it, not kept without one.
    """

    program: Program
    site: Site | None
    stage: str
    on: date
    paid_by: Grant | None
    household: Household | Literal["new"] | None
    relationship: str
    on_my_list: bool


def enroll(participant: Participant, new: NewEnrollment, *, entry_id: UUID, actor: StaffMember) -> Enrollment:
    """Enroll somebody whose file the actor may open; the same entry twice is one enrollment.

    Raises P106 (not one of the actor's places), R102 (kept elsewhere), R301 to R304 (days and stages), R305 (already
    in this program, said only of enrollments the actor may see) and `WrittenOtherwise`.
    """
    if not can_open_file(actor, participant):
        raise Participant.DoesNotExist
    with transaction.atomic():
        if isinstance(new.household, Household):
            locked_household(new.household.pk)
        locked = locked_participant(participant.pk)  # one after the other, or twice in

        def make(**entry: Any) -> Enrollment:
            check_new_enrollment(new, actor=actor)
            return make_enrollment(locked, new, entry=entry, actor=actor)

        return typed_once(Enrollment, entry_id, {"participant": locked, **vars(new)}, make)


def check_new_enrollment(new: NewEnrollment, *, actor: StaffMember) -> None:
    """What can be said before anything is written. Raises as `enroll` does."""
    check_can_enroll_in(actor, new.program, new.site)
    check_program_open(new.program)
    if new.stage not in FIRST_STAGES:
        raise Problem("R301", _("Nobody begins at this stage."), _("Choose applied, waitlisted, enrolled or active."))
    check_not_in_future(new.on)
    if new.program.started_on and new.on < new.program.started_on:
        raise Problem(
            "R303",
            _("%(program)s began on %(day)s.") % {"program": new.program.name, "day": in_full(new.program.started_on)},
            _("Choose a later day."),
        )
    if new.program.ended_on and new.on > new.program.ended_on:
        raise Problem(
            "R303",
            _("%(program)s ended on %(day)s.") % {"program": new.program.name, "day": in_full(new.program.ended_on)},
            _("Choose an earlier day, or another %(program)s.") % {"program": the_words().program},
        )
    if new.paid_by is not None and not new.program.grants.filter(pk=new.paid_by.pk).exists():
        raise Problem(
            "R304",
            _("This grant does not pay for this %(program)s.") % {"program": the_words().program},
            _("Choose one that does, or none."),
        )


def make_enrollment(
    participant: Participant, new: NewEnrollment, *, entry: Mapping[str, Any], actor: StaffMember
) -> Enrollment:
    """Write a checked enrollment; for the inside of a transaction. entry: its own columns of an entry, when it is one
    that a page sent by itself."""
    check_not_in_already(participant, new.program, new.site, actor=actor)
    has_entered = new.stage in BEGUN
    household = new.household
    if household == NEW_HOUSEHOLD:
        household = _make_household(participant, actor)
    elif household is not None:
        household = check_can_join(household, actor)
        check_one_head(household, new.relationship, participant=participant, actor=actor)
    enrollment = Enrollment.objects.create(
        **entry,
        participant=participant,
        program=new.program,
        site=new.site,
        household=household,
        relationship=(household and new.relationship) or Relationship.NOT_ASKED,
        stage=new.stage,
        stage_since=new.on,
        applied_on=None if has_entered else new.on,
        entry_date=new.on if has_entered else None,
        paid_by=new.paid_by,
        changed_by=actor,
    )
    _record(TrailEntry.Action.ADDED, enrollment, actor)
    if new.on_my_list:
        assignment = StaffAssignment.objects.create(enrollment=enrollment, staff=actor, started_on=new.on)
        trail.record(TrailEntry.Action.ADDED, assignment, actor=actor, participant_id=participant.pk, staff=actor.pk)
    return enrollment


def _make_household(participant: Participant, actor: StaffMember) -> Household:
    household = Household.objects.create(changed_by=actor)
    trail.record(TrailEntry.Action.ADDED, household, actor=actor, participant_id=participant.pk)
    return household


def change_stage(enrollment: Enrollment, stage: str, on: date, *, seen: str, actor: StaffMember) -> Enrollment:
    """Move an enrollment to a stage that may follow its own, on a day; the same move twice is one.

    seen: the stage and its day, as the writer saw them (`STAGE`); raises `ChangedMeanwhile` when they are others now.

    Entering (enrolled, active) from a waiting stage sets the entry date; ending sets the exit date and closes the
    assignments of staff; active after an end takes the end back. Raises P103, R101, R301, R302 (future), R305 (in
    this program by another one meanwhile), R306 (before what came before), R307 (a service after the exit), R411
    (taken out of the figures meanwhile) and R702 (another is the head meanwhile).
    """
    check_can_work_on(actor, enrollment)
    check_not_in_future(on)
    with transaction.atomic():
        row = locked_stay(enrollment)
        if (row.stage, row.stage_since) == (stage, on):
            return row
        check_stands(row)
        check_seen(row, {"stage": stage, "stage_since": on}, seen=seen, reader=actor, labels=LABELS)
        if stage not in FOLLOWS[row.stage]:
            raise Problem(
                "R301",
                _("“%(after)s” cannot follow “%(before)s”.")
                % {"after": Stage(stage).label, "before": Stage(row.stage).label},
                _("Choose one of the stages offered."),
            )
        fields = {"stage", "stage_since"}
        was_under_way = is_under_way(row)
        if stage in ENDED:
            check_can_end_on(row, on)
            row.exit_date = on
            fields.add("exit_date")
        elif row.stage in ENDED:
            row.exit_date = None
            fields.add("exit_date")
        elif stage in BEGUN and row.entry_date is None:
            row.entry_date = on
            fields.add("entry_date")
            if row.joined_household_on is not None and row.joined_household_on <= on:
                row.joined_household_on = None  # they were in it before they entered: they came with their stay
                fields.add("joined_household_on")
        check_not_before(on, row.entry_date, _("the entry"))
        check_not_before(on, row.applied_on, _("the application"))
        row.stage, row.stage_since = stage, on
        check_open(closed_on_enrollment(row), fields)
        if not was_under_way and is_under_way(row):
            check_can_be_under_way(row, actor=actor)
        _save(row, fields, actor)
        if stage in ENDED:
            row.assignments.filter(ended_on__isnull=True).update(ended_on=Greatest("started_on", on))
        _record(TrailEntry.Action.ENDED if stage in ENDED else TrailEntry.Action.CHANGED, row, actor, fields)
    return row


def end_enrollment(enrollment: Enrollment, exit_date: date, stage: str, *, seen: str, actor: StaffMember) -> Enrollment:
    """End an enrollment as completed or withdrawn. Raises as `change_stage`."""
    if stage not in ENDED:
        raise Problem("R301", _("This is no way to end."), _("Choose completed or withdrawn."))
    return change_stage(enrollment, stage, exit_date, seen=seen, actor=actor)


def correct_enrollment(enrollment: Enrollment, facts: Mapping[str, Any], *, seen: str, actor: StaffMember) -> list[str]:
    """Correct site, days, who pays, or the place in the household; the names of the fields that changed.

    Raises P103, R101, R302, R305, R306, R307, R411, and `ChangedMeanwhile` when one of them is no longer as `seen`.
    """
    check_can_work_on(actor, enrollment)
    with transaction.atomic():
        row = locked_stay(enrollment)
        changed = {field for field, value in facts.items() if getattr(row, field) != value}
        if not changed:
            return []
        check_stands(row)
        check_open(closed_on_enrollment(row), changed)
        check_seen(row, facts, seen=seen, reader=actor, labels=LABELS)
        first_day = _first_day_of_stage(row)
        for field in changed:
            setattr(row, field, facts[field])
        if "relationship" in changed:
            check_place(row, actor)
        if "site" in changed:
            check_can_enroll_in(actor, row.program, row.site)
            if is_under_way(row):
                check_not_in_already(row.participant, row.program, row.site, actor=actor, but=row)
        if not changed.isdisjoint(DAYS):
            check_days(row)
        if first_day in changed:
            row.stage_since = getattr(row, first_day)
        _save(row, {*changed, "stage_since"}, actor)
        _record(TrailEntry.Action.CHANGED, row, actor, changed)
    return sorted(changed)


def withdraw_enrollment(enrollment: Enrollment, *, actor: StaffMember) -> None:
    """Take an enrollment that was typed here by mistake out of the figures. It stays in the history."""
    check_can_work_on(actor, enrollment)
    with transaction.atomic():
        row = locked_stay(enrollment)
        if keeper := keeper_of(row):
            raise kept_elsewhere(keeper.title)
        if row.standing == Standing.WITHDRAWN:
            return
        row.standing = Standing.WITHDRAWN
        _save(row, {"standing"}, actor)
        row.assignments.filter(ended_on__isnull=True).update(ended_on=Greatest("started_on", today()))
        _record(TrailEntry.Action.REMOVED, row, actor, {"standing"})


def restore_enrollment(enrollment: Enrollment, *, actor: StaffMember) -> None:
    """Count an enrollment again that was taken out of the figures here. Raises P103, R101, R305 and R702."""
    check_can_work_on(actor, enrollment)
    with transaction.atomic():
        row = locked_stay(enrollment)
        if keeper := keeper_of(row):
            raise kept_elsewhere(keeper.title)
        if row.standing == Standing.CURRENT:
            return
        row.standing = Standing.CURRENT
        if is_under_way(row):
            check_can_be_under_way(row, actor=actor)
        _save(row, {"standing"}, actor)
        _record(TrailEntry.Action.CHANGED, row, actor, {"standing"})


def _save(row: Enrollment, fields: set[str], actor: StaffMember) -> None:
    row.changed_by = actor
    row.save(update_fields=[*fields, "changed_by", "updated_at"])


def _record(action: TrailEntry.Action, row: Enrollment, actor: StaffMember, fields: set[str] | None = None) -> None:
    named = {"fields": sorted(fields)} if fields else {}
    trail.record(action, row, actor=actor, participant_id=row.participant_id, **named)


def _first_day_of_stage(row: Enrollment) -> str | None:
    """The field of the day with which the present stage began: its correction moves `stage_since` too."""
    return next((day for day in DAYS if row.stage_since and getattr(row, day) == row.stage_since), None)
