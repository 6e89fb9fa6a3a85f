"""Checks of the quality of records, as authors declare them: which rows cannot be right, and what is done about them.

A check is a document as a measure is, in the same language: rows of one grain, and a condition that says which of them
are findings. What a check finds is for those who can have it mended; it is never a figure about a worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lineofsight.measures.definition import Derive
from lineofsight.measures.query import (
    Calculation,
    Derived,
    Formula,
    Group,
    GroupKind,
    Lookup,
    OfRow,
    Place,
    Query,
    Step,
    Stored,
)
from lineofsight.measures.tables import Grain


class MendAt(StrEnum):
    """The page on which a finding is mended."""

    CLIENT = "client"  # the person's file
    ENROLLMENT = "enrollment"  # the days and the stage of the stay
    ENTRY = "entry"  # the service or the assessment itself


class ToldTo(StrEnum):
    """Who is told. The names are those of the roles."""

    SUPERVISOR = "supervisor"
    PROGRAM_MANAGER = "program_manager"
    PERFORMANCE_LEAD = "performance_lead"
    DIRECTOR = "director"


@dataclass(frozen=True, slots=True)
class CountedTitle:
    """What was found, for one and for several, with `{number}`."""

    one: str
    several: str

    def of(self, number: int) -> str:
        """
        >>> CountedTitle("{number} match was never closed", "{number} matches were never closed").of(7)
        '7 matches were never closed'
        """
        return (self.one if number == 1 else self.several).replace("{number}", f"{number:,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityCheck:
    """One declared check. sentence: what it does to the figures, or why it cannot be right. looks_for: what it looks
    for, in half a sentence. finds: the condition. beside_one: what is said beside a person on a worker's own list,
    empty when nothing is. touches: data elements whose measures a finding bends."""

    check: str
    title: CountedTitle
    sentence: str
    looks_for: str
    grain: Grain
    instrument: str = ""
    derive: tuple[Derive, ...] = ()
    finds: str
    mend: MendAt
    tell: tuple[ToldTo, ...]
    beside_one: str = ""
    touches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flagged:
    """A row that a check finds: the enrollment it belongs to, and its own id."""

    check: str
    enrollment: int
    record: int


def in_one_scan(queries: Sequence[Query]) -> tuple[Query, ...]:
    """Checks of the same rows as one query each: every check is a yes-or-no group of it, by its name.

    The steps of a check keep to themselves: `rents` of one is not `rents` of another.
    """
    alike: dict[tuple[Grain, tuple[str, ...], Stored], list[Query]] = {}
    for query in queries:
        alike.setdefault((query.rows, query.forms, query.unit_key), []).append(query)
    return tuple(_merged(several) for several in alike.values())


def _merged(several: Sequence[Query]) -> Query:
    steps: list[Step] = []
    for query in several:
        steps += (_step_of(query.measure, step) for step in query.steps)
        if query.population is not None:
            steps.append(Calculation(query.measure, _formula_of(query.measure, query.population)))
    groups = tuple(Group(name=each.measure, kind=GroupKind.YES_NO, place=Derived(each.measure)) for each in several)
    return replace(several[0], measure="quality", population=None, steps=tuple(steps), groups=groups)


def _step_of(check: str, step: Step) -> Step:
    if isinstance(step, Calculation):
        return Calculation(_own(check, step.name), _formula_of(check, step.value))
    return _lookup_of(check, step)


def _lookup_of(check: str, step: Lookup) -> Lookup:
    return replace(
        step,
        name=_own(check, step.name),
        where=_formula_of(check, step.where) if step.where else None,
        by=tuple(_formula_of(check, each) for each in step.by),
        value=_formula_of(check, step.value) if step.value else None,
    )


def _formula_of(check: str, formula: Formula) -> Formula:
    return Formula(formula.tree, tuple((name, _place_of(check, place)) for name, place in formula.places))


def _place_of(check: str, place: Place) -> Place:
    if isinstance(place, Derived):
        return Derived(_own(check, place.name))
    if isinstance(place, OfRow) and isinstance(place.place, Derived):
        return OfRow(Derived(_own(check, place.place.name)))
    return place


def _own(check: str, name: str) -> str:
    return f"{check}__{name}"
