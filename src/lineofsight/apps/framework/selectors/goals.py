"""The goals page: each goal with the phrases it serves, its ways and its outcomes; and what is missing, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..numbers_in_words import so_many
from .library import measures_that_might_show
from .nodes import AssignmentNode, GoalNode, Line, MeasureNode, OutcomeNode, PhraseNode, ProgramNode, StrategyNode


@dataclass(frozen=True, kw_only=True)
class UseShown:
    assignment: AssignmentNode
    measure: MeasureNode
    program: ProgramNode | None


@dataclass(frozen=True, kw_only=True)
class StrategyShown:
    strategy: StrategyNode
    programs: tuple[ProgramNode, ...]


@dataclass(frozen=True, kw_only=True)
class OutcomeShown:
    """might: titles of measures of the library that fit an outcome without one."""

    outcome: OutcomeNode
    programs: tuple[ProgramNode, ...]
    uses: tuple[UseShown, ...]
    might: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class GoalShown:
    goal: GoalNode
    phrases: tuple[PhraseNode, ...]
    strategies: tuple[StrategyShown, ...]
    outcomes: tuple[OutcomeShown, ...]
    indicator: MeasureNode | None


@dataclass(frozen=True, kw_only=True)
class GoalsPage:
    goals: tuple[GoalShown, ...]
    answer: tuple[str, str]


def goals_page(line: Line) -> GoalsPage:
    """Everything about every goal, in their order. No query of its own."""
    shown = tuple(_goal(line, goal) for goal in line.goals)
    return GoalsPage(goals=shown, answer=_answer(shown))


def _goal(line: Line, goal: GoalNode) -> GoalShown:
    programs = {program.id: program for program in line.programs}

    def named(ids: tuple[int, ...]) -> tuple[ProgramNode, ...]:
        return tuple(programs[each] for each in ids if each in programs)

    return GoalShown(
        goal=goal,
        phrases=tuple(each for each in line.mission.phrases if each.id in goal.phrases) if line.mission else (),
        strategies=tuple(StrategyShown(strategy=each, programs=named(each.programs)) for each in goal.strategies),
        outcomes=tuple(
            OutcomeShown(
                outcome=each,
                programs=named(each.programs),
                uses=tuple(_use(line, use, programs) for use in each.assignments),
                might=() if each.assignments else measures_that_might_show(line, each.id),
            )
            for each in goal.outcomes
        ),
        indicator=line.measures.get(goal.indicator or 0),
    )


def _use(line: Line, assignment_id: int, programs: dict[int, ProgramNode]) -> UseShown:
    assignment = line.assignments[assignment_id]
    return UseShown(
        assignment=assignment,
        measure=line.measures[assignment.measure],
        program=programs.get(assignment.program or 0),
    )


def _answer(goals: tuple[GoalShown, ...]) -> tuple[str, str]:
    outcomes = [outcome for goal in goals for outcome in goal.outcomes]
    told = ngettext("%(goals)s goal, %(outcomes)s outcomes.", "%(goals)s goals, %(outcomes)s outcomes.", len(goals))
    first = capfirst(told % {"goals": so_many(len(goals)), "outcomes": so_many(len(outcomes))})
    empty = sum(not goal.outcomes for goal in goals)
    unseen = sum(not outcome.uses for outcome in outcomes)
    said = []
    if unseen:
        told = ngettext("%(count)s outcome has no measure.", "%(count)s outcomes have no measure.", unseen)
        said.append(capfirst(told % {"count": so_many(unseen)}))
    if empty:
        told = ngettext("%(count)s goal has no outcome yet.", "%(count)s goals have no outcome yet.", empty)
        said.append(capfirst(told % {"count": so_many(empty)}))
    return first, " ".join(said) or _("Every goal has an outcome, and every outcome a measure.")
