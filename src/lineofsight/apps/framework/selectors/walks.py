"""Walking the line of sight: down from the mission to the question, and up from an answer to everything it serves.

Pure; works on `nodes.Line`. Where the next step is missing, a walk down ends with the gap.
"""

from __future__ import annotations

from dataclasses import dataclass

from .nodes import (
    AssignmentNode,
    ElementNode,
    GoalNode,
    Line,
    MeasureNode,
    OutcomeNode,
    PhraseNode,
    ProgramNode,
    StrategyNode,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One way down to an outcome and one of its measures. What stands beside a step is its siblings, without itself."""

    goal: GoalNode
    phrases: tuple[PhraseNode, ...]
    strategy: StrategyNode | None
    program: ProgramNode | None
    outcome: OutcomeNode
    assignment: AssignmentNode | None
    measure: MeasureNode | None
    elements: tuple[ElementNode, ...]  # asked on a form first, then those the records keep
    beside_goal: tuple[GoalNode, ...]
    beside_strategy: tuple[StrategyNode, ...]
    beside_outcome: tuple[OutcomeNode, ...]
    beside_measure: tuple[MeasureNode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What one data element serves through one measure in one place."""

    measure: MeasureNode
    assignment: AssignmentNode
    outcome: OutcomeNode | None
    goal: GoalNode | None
    phrases: tuple[PhraseNode, ...]


def thread_down(line: Line, outcome_id: int, assignment_id: int | None = None) -> Thread:
    """The way from the mission to this outcome, then to one of its measures: the named one, else the first. Raises
    KeyError for an outcome that is not there."""
    outcome = line.outcomes[outcome_id]
    goal = line.goal(outcome.goal)
    chosen = assignment_id if assignment_id in outcome.assignments else next(iter(outcome.assignments), None)
    assignment = line.assignments[chosen] if chosen is not None else None
    measure = line.measures[assignment.measure] if assignment else None
    program_id = assignment.program if assignment and assignment.program else next(iter(outcome.programs), None)
    strategy = next((each for each in goal.strategies if program_id in each.programs), None)
    measures = {line.measure_of(each).id: line.measure_of(each) for each in outcome.assignments}
    return Thread(
        goal=goal,
        phrases=_phrases(line, goal),
        strategy=strategy,
        program=line.program(program_id) if program_id else None,
        outcome=outcome,
        assignment=assignment,
        measure=measure,
        elements=_elements(line, measure) if measure else (),
        beside_goal=tuple(each for each in line.goals if each.id != goal.id),
        beside_strategy=tuple(each for each in goal.strategies if each != strategy),
        beside_outcome=tuple(each for each in goal.outcomes if each.id != outcome.id),
        beside_measure=tuple(each for key, each in measures.items() if measure and key != measure.id),
    )


def what_it_serves(line: Line, element_key: str) -> tuple[Served, ...]:
    """Every measure in use that names this element, in each of its places, with the outcome, goal and phrases it
    serves there. Empty for an element that serves nothing, or is not known."""
    element = line.elements.get(element_key)
    found = []
    for measure_id in element.measures if element else ():
        measure = line.measures[measure_id]
        for assignment_id in measure.assignments:
            assignment = line.assignments[assignment_id]
            outcome = line.outcomes.get(assignment.outcome or 0)
            goal = line.goal(outcome.goal) if outcome else None
            found.append(
                Served(
                    measure=measure,
                    assignment=assignment,
                    outcome=outcome,
                    goal=goal,
                    phrases=_phrases(line, goal) if goal else (),
                )
            )
    return tuple(found)


def _phrases(line: Line, goal: GoalNode) -> tuple[PhraseNode, ...]:
    return tuple(each for each in line.mission.phrases if each.id in goal.phrases) if line.mission else ()


def _elements(line: Line, measure: MeasureNode) -> tuple[ElementNode, ...]:
    found = [line.elements[key] for key in measure.elements if key in line.elements]
    return tuple(sorted(found, key=lambda each: (not each.questions, each.label)))
