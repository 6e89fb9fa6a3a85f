"""Where the line of sight is broken, found by looking and not by being told. Pure; works on `nodes.Line`.

A gap that somebody looked at and explained is still a gap, and says so. Data that serves no measure is listed apart:
it may still serve the person who asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .nodes import Line, MeasureNode


class GapKind(StrEnum):
    NO_MISSION = "no_mission"
    MISSION_WITHOUT_PHRASE = "mission_without_phrase"
    GOAL_WITHOUT_PHRASE = "goal_without_phrase"
    MEASURE_WITHOUT_OWNER = "measure_without_owner"
    PHRASE_WITHOUT_GOAL = "phrase_without_goal"
    PROGRAM_WITHOUT_PHRASE = "program_without_phrase"
    GOAL_WITHOUT_OUTCOME = "goal_without_outcome"
    OUTCOME_WITHOUT_MEASURE = "outcome_without_measure"
    MEASURE_WITHOUT_DATA = "measure_without_data"
    DATA_THAT_SERVES_NOTHING = "data_that_serves_nothing"
    DATA_ONLY_A_FUNDER_ASKS = "data_only_a_funder_asks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One break. subject: id of the phrase, program, goal, outcome or measure, of a measure without owner that of its
    use; key: of a data element.

    missing: keys of the data elements a measure needs and nothing asks for. since: when data stopped to come.
    explanation: why it is all right, in somebody's words.
    """

    kind: GapKind
    title: str
    subject: int = 0
    key: str = ""
    explanation: str = ""
    missing: tuple[str, ...] = ()
    since: date | None = None


LINE_IS_BROKEN = (
    GapKind.NO_MISSION,
    GapKind.MISSION_WITHOUT_PHRASE,
    GapKind.GOAL_WITHOUT_PHRASE,
    GapKind.PHRASE_WITHOUT_GOAL,
    GapKind.PROGRAM_WITHOUT_PHRASE,
    GapKind.GOAL_WITHOUT_OUTCOME,
    GapKind.OUTCOME_WITHOUT_MEASURE,
    GapKind.MEASURE_WITHOUT_DATA,
)


def gaps_of(line: Line) -> tuple[Gap, ...]:
    """Every gap, from the mission downwards, each kind in the order of its page."""
    return (
        *_mission(line),
        *_phrases(line),
        *_programs(line),
        *_goals(line),
        *_outcomes(line),
        *_measures(line),
        *_owners(line),
        *_data(line),
    )


def of_kind(gaps: tuple[Gap, ...], kind: GapKind) -> tuple[Gap, ...]:
    return tuple(gap for gap in gaps if gap.kind == kind)


def outcomes_whose_line_holds(line: Line) -> tuple[int, ...]:
    """Outcomes that serve a phrase of the mission and have a measure with data behind it."""
    return tuple(
        outcome.id
        for goal in line.goals
        if goal.phrases
        for outcome in goal.outcomes
        if any(has_data(line.measure_of(each)) for each in outcome.assignments)
    )


def has_data(measure: MeasureNode) -> bool:
    """Whether everything the measure needs is asked here and still comes in."""
    if measure.is_reported:
        return measure.has_reported_values
    return not measure.unknown and measure.silent_since is None


def _mission(line: Line) -> Iterator[Gap]:
    """What keeps every goal from the mission at once."""
    if line.mission is None:
        yield Gap(kind=GapKind.NO_MISSION, title="")
    elif not line.mission.phrases:
        yield Gap(kind=GapKind.MISSION_WITHOUT_PHRASE, title=line.mission.sentence)


def _phrases(line: Line) -> Iterator[Gap]:
    for phrase in line.mission.phrases if line.mission else ():
        if not phrase.goals:
            yield Gap(
                kind=GapKind.PHRASE_WITHOUT_GOAL, title=phrase.text, subject=phrase.id, explanation=phrase.explanation
            )


def _programs(line: Line) -> Iterator[Gap]:
    if line.mission is None or not line.mission.phrases:
        return
    for program in line.programs:
        if not program.phrases:
            yield Gap(
                kind=GapKind.PROGRAM_WITHOUT_PHRASE,
                title=program.name,
                subject=program.id,
                explanation=program.explanation,
            )


def _goals(line: Line) -> Iterator[Gap]:
    for goal in line.goals:
        if line.mission and line.mission.phrases and not goal.phrases:
            yield Gap(kind=GapKind.GOAL_WITHOUT_PHRASE, title=goal.title, subject=goal.id)
        if not goal.outcomes:
            yield Gap(kind=GapKind.GOAL_WITHOUT_OUTCOME, title=goal.title, subject=goal.id)


def _outcomes(line: Line) -> Iterator[Gap]:
    for outcome in line.outcomes.values():
        if not outcome.assignments:
            yield Gap(kind=GapKind.OUTCOME_WITHOUT_MEASURE, title=outcome.title, subject=outcome.id)


def _measures(line: Line) -> Iterator[Gap]:
    """Measures in use, and indicators of goals, without data."""
    indicators = {goal.indicator for goal in line.goals}
    for measure in line.measures.values():
        if (measure.assignments or measure.id in indicators) and not has_data(measure):
            yield Gap(
                kind=GapKind.MEASURE_WITHOUT_DATA,
                title=measure.title,
                subject=measure.id,
                missing=measure.unknown,
                since=measure.silent_since,
            )


def _owners(line: Line) -> Iterator[Gap]:
    """Uses of measures for which nobody answers."""
    for use in line.assignments.values():
        if not use.owner:
            yield Gap(kind=GapKind.MEASURE_WITHOUT_OWNER, title=line.measures[use.measure].title, subject=use.id)


def _data(line: Line) -> Iterator[Gap]:
    for element in line.elements.values():
        if element.questions and not element.measures:
            kind = GapKind.DATA_ONLY_A_FUNDER_ASKS if element.pack else GapKind.DATA_THAT_SERVES_NOTHING
            yield Gap(kind=kind, title=element.label, key=element.key)
