"""Writing goals, strategies and outcomes. What others hang on is not removed under them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Program, StaffMember
from lineofsight.apps.agency.seen import check_values_seen
from lineofsight.apps.agency.services.typed_once import typed_once
from lineofsight.problems import Problem

from ..models import Goal, MeasureAssignment, Mission, Outcome, Strategy
from ..permissions import check_can_edit_framework
from .keeping import keep_row, next_position, remove_row


def add_goal(*, entry_id: UUID, actor: StaffMember, **said: Any) -> Goal:
    """A new goal behind the others; `said` are fields of `Goal`, with `phrases` as a list of Phrase. Raises
    `WrittenOtherwise`."""
    check_can_edit_framework(actor)

    def make(**entry: Any) -> Goal:
        return keep_row(Goal(position=next_position(Goal.objects.all()), **entry), actor=actor, **said)

    return typed_once(Goal, entry_id, said, make)


def change_goal(goal: Goal, *, seen: str, actor: StaffMember, **said: Any) -> Goal:
    """Set the named fields. The phrases of earlier missions that it served stay linked. Raises `ChangedMeanwhile` when
    one of the fields is no longer as `seen`."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        if "phrases" in said:
            present = Mission.objects.order_by("-number").first()
            said["phrases"] = [*said["phrases"], *goal.phrases.exclude(mission=present)]
        return keep_row(goal, actor=actor, seen=seen, **said)


def move_goal(goal: Goal, *, up: bool, actor: StaffMember) -> None:
    """Change places with the goal before, or behind. At the end of the list nothing happens."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        goals = list(Goal.objects.select_for_update().order_by("position", "id"))
        at = next(place for place, each in enumerate(goals) if each.pk == goal.pk)
        to = at - 1 if up else at + 1
        if 0 <= to < len(goals):
            goals[at], goals[to] = goals[to], goals[at]
            for position, each in enumerate(goals, start=1):
                keep_row(each, actor=actor, position=position)


def remove_goal(goal: Goal, *, actor: StaffMember) -> None:
    """Raises F010 while strategies or outcomes hang on it."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        kept = Goal.objects.select_for_update().get(pk=goal.pk)
        if kept.strategies.exists() or kept.outcomes.exists():
            raise Problem(
                "F010",
                _("Strategies or outcomes belong to the goal “%(title)s”.") % {"title": kept.title},
                _("Move or remove them first."),
            )
        kept.phrases.clear()
        remove_row(kept, actor=actor)


def add_strategy(goal: Goal, *, entry_id: UUID, actor: StaffMember, **said: Any) -> Strategy:
    """A new strategy; `programs` is a list of Program. Raises `WrittenOtherwise`."""
    check_can_edit_framework(actor)

    def make(**entry: Any) -> Strategy:
        row = Strategy(goal=goal, position=next_position(goal.strategies.all()), **entry)
        return keep_row(row, actor=actor, **said)

    return typed_once(Strategy, entry_id, {**said, "goal": goal}, make)


def change_strategy(strategy: Strategy, *, seen: str, actor: StaffMember, **said: Any) -> Strategy:
    """Set the named fields. Raises `ChangedMeanwhile` when one of them is no longer as `seen`."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        return keep_row(strategy, actor=actor, seen=seen, **said)


def connect_program(program: Program, strategies: Collection[Strategy], *, seen: str, actor: StaffMember) -> None:
    """Let a program go exactly these strategies. Raises `ChangedMeanwhile` when it no longer goes those it was `seen`
    to go."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        Program.objects.select_for_update().get(pk=program.pk)
        going = list(program.strategies.order_by("pk"))
        now, wanted = [each.pk for each in going], sorted(each.pk for each in strategies)
        names = {"strategies": _("the strategies it goes")}
        check_values_seen([program], {"strategies": now}, {"strategies": wanted}, seen=seen, reader=actor, labels=names)
        for strategy in {*going, *strategies}:
            others = list(strategy.programs.exclude(pk=program.pk))
            keep_row(strategy, actor=actor, programs=[*others, program] if strategy.pk in wanted else others)


def remove_strategy(strategy: Strategy, *, actor: StaffMember) -> None:
    check_can_edit_framework(actor)
    with transaction.atomic():
        strategy.programs.clear()
        remove_row(strategy, actor=actor)


def add_outcome(goal: Goal, *, entry_id: UUID, actor: StaffMember, **said: Any) -> Outcome:
    """A new outcome; `programs` is a list of Program. Raises `WrittenOtherwise`."""
    check_can_edit_framework(actor)

    def make(**entry: Any) -> Outcome:
        row = Outcome(goal=goal, position=next_position(goal.outcomes.all()), **entry)
        return keep_row(row, actor=actor, **said)

    return typed_once(Outcome, entry_id, {**said, "goal": goal}, make)


def change_outcome(outcome: Outcome, *, seen: str, actor: StaffMember, **said: Any) -> Outcome:
    """Set the named fields. Raises `ChangedMeanwhile` when one of them is no longer as `seen`."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        return keep_row(outcome, actor=actor, seen=seen, **said)


def remove_outcome(outcome: Outcome, *, actor: StaffMember) -> None:
    """Raises F011 while a measure in use shows it, or has shown it."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        if MeasureAssignment.objects.filter(outcome=outcome).exists():
            raise Problem(
                "F011",
                _("Measures show the outcome “%(title)s”.") % {"title": outcome.title},
                _("Let them serve another outcome first."),
            )
        outcome.programs.clear()
        remove_row(outcome, actor=actor)
