"""The line of sight as values: everything from the mission down to the question, and how it hangs together.

Built once by `line.line_of_sight`; walked by `walks.py`, looked through for gaps by `gaps.py`. Ids are those of the
tables, so that pages can link. Pure; knows no database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseNode:
    id: int
    text: str
    starts_at: int
    goals: tuple[int, ...]
    explanation: str  # why it needs no goal; empty: nobody said


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionNode:
    id: int
    number: int
    sentence: str
    adopted_on: date | None
    adopted_by: str
    phrases: tuple[PhraseNode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyNode:
    id: int
    title: str
    goal: int
    programs: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetNode:
    """The performance period that holds today, else the newest. target: None when there is none, with the reason."""

    id: int
    name: str
    starts_on: date
    ends_on: date
    target: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentNode:
    """A measure used in a place. program and site None: the whole agency."""

    id: int
    measure: int
    program: int | None
    site: int | None
    site_name: str
    outcome: int | None
    owner: str
    asks: str
    target: TargetNode | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeNode:
    id: int
    title: str
    goal: int
    programs: tuple[int, ...]
    assignments: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalNode:
    id: int
    title: str
    why: str
    is_draft: bool
    phrases: tuple[int, ...]
    strategies: tuple[StrategyNode, ...]
    outcomes: tuple[OutcomeNode, ...]
    indicator: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramNode:
    """A program that goes on. has_model: somebody wrote whom it is for. explanation: why it serves no phrase."""

    id: int
    name: str
    field: str
    is_protected: bool
    has_model: bool
    size: str
    goals: tuple[int, ...]
    strategies: tuple[int, ...]
    outcomes: tuple[int, ...]
    phrases: tuple[int, ...]
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureNode:
    """A measure by its newest published version, or by its draft while nothing is published.

    elements: keys of what it names. unknown: those of them that nothing here asks or keeps. silent_since: since when no
    new data has come for it, where it came steadily before.
    """

    id: int
    key: str
    pack: str
    title: str
    question: str
    asks: str
    is_reported: bool
    is_only_words: bool
    is_draft: bool
    is_share: bool
    unit: str
    version: int
    elements: tuple[str, ...]
    unknown: tuple[str, ...]
    silent_since: date | None
    has_reported_values: bool
    assignments: tuple[int, ...]
    shown_in_models: bool  # a change or a check of a program model names it


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionNode:
    """A data element asked on a form."""

    instrument: int
    instrument_key: str
    instrument_title: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementNode:
    """A data element. pack: the outside standard that defined it, empty for the agency's own. kept_on: where the
    records keep it without a form; empty when a form asks."""

    key: str
    label: str
    unit: str
    pack: str
    kept_on: str
    questions: tuple[QuestionNode, ...]
    measures: tuple[int, ...]  # in use, so that somebody reads them


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Everything, by id or key. Orders are those of the pages."""

    mission: MissionNode | None
    goals: tuple[GoalNode, ...]
    programs: tuple[ProgramNode, ...]
    measures: dict[int, MeasureNode]
    assignments: dict[int, AssignmentNode]
    elements: dict[str, ElementNode]
    outcomes: dict[int, OutcomeNode] = field(init=False)
    strategies: dict[int, StrategyNode] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "outcomes", {each.id: each for goal in self.goals for each in goal.outcomes})
        object.__setattr__(self, "strategies", {each.id: each for goal in self.goals for each in goal.strategies})

    def goal(self, goal_id: int) -> GoalNode:
        """The goal of this id. Raises KeyError."""
        return {each.id: each for each in self.goals}[goal_id]

    def program(self, program_id: int) -> ProgramNode | None:
        """The program of this id; None when it has ended."""
        return next((each for each in self.programs if each.id == program_id), None)

    def measure_of(self, assignment_id: int) -> MeasureNode:
        return self.measures[self.assignments[assignment_id].measure]
