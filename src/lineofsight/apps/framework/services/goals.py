"""Writing goals, strategies and outcomes. What others hang on is not removed under them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import StaffMember
from lineofsight.problems import Problem

from ..models import Goal, MeasureAssignment, Outcome, Strategy
from ..permissions import check_can_edit_framework
from .keeping import keep_row, next_position, remove_row


def add_goal(*, actor: StaffMember, **said: object) -> Goal:
    """A new goal behind the others; `said` are fields of `Goal`, with `phrases` as a list of Phrase."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        return keep_row(Goal(position=next_position(Goal.objects.all())), actor=actor, **said)


def change_goal(goal: Goal, *, actor: StaffMember, **said: object) -> Goal:
    check_can_edit_framework(actor)
    with transaction.atomic():
        return keep_row(goal, actor=actor, **said)


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


def add_strategy(goal: Goal, *, actor: StaffMember, **said: object) -> Strategy:
    """A new strategy; `programs` is a list of Program."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        return keep_row(Strategy(goal=goal, position=next_position(goal.strategies.all())), actor=actor, **said)


def change_strategy(strategy: Strategy, *, actor: StaffMember, **said: object) -> Strategy:
    check_can_edit_framework(actor)
    with transaction.atomic():
        return keep_row(strategy, actor=actor, **said)


def remove_strategy(strategy: Strategy, *, actor: StaffMember) -> None:
    check_can_edit_framework(actor)
    with transaction.atomic():
        strategy.programs.clear()
        remove_row(strategy, actor=actor)


def add_outcome(goal: Goal, *, actor: StaffMember, **said: object) -> Outcome:
    """A new outcome; `programs` is a list of Program."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        return keep_row(Outcome(goal=goal, position=next_position(goal.outcomes.all())), actor=actor, **said)


def change_outcome(outcome: Outcome, *, actor: StaffMember, **said: object) -> Outcome:
    check_can_edit_framework(actor)
    with transaction.atomic():
        return keep_row(outcome, actor=actor, **said)


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
