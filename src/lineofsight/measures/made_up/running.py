"""Asking a measure about its made-up people, by hand: does it say of each what its author says?

The rule: an author says at least whether somebody is included. A case that says nothing passes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose

from lineofsight.measures.asking import Amount, Ask, Which
from lineofsight.measures.by_hand.explaining import explain
from lineofsight.measures.by_hand.facts import Facts
from lineofsight.measures.by_hand.figures import members
from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.checks.checking import check_definition
from lineofsight.measures.definition import Case, MeasureDefinition
from lineofsight.measures.explaining import Explanation
from lineofsight.measures.made_up.records import NO_PLACES, PERSON, Lying, Places
from lineofsight.measures.periods import Period, own_dates
from lineofsight.measures.problems import MeasureProblem
from lineofsight.measures.query import Query
from lineofsight.measures.words.names import NOUNS, Nouns

CLOSE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTold:
    """What a measure says of one made-up person. population, numerator: whether it is included, and whether it counts;
    numerator None where there is none. value: of the first of its units. why: in one sentence.

    problems: what could not be laid down, or is said wrongly; none of a case that passes.
    """

    case: Case
    population: bool
    numerator: bool | None
    value: Amount | None
    why: str
    problems: tuple[MeasureProblem, ...]

    @property
    def passes(self) -> bool:
        return not self.problems


def run_cases(
    definition: MeasureDefinition, catalogue: Catalogue, places: Places = NO_PLACES, nouns: Nouns = NOUNS
) -> tuple[CaseTold, ...]:
    """Every case in the order of the document. Raises `MeasureProblems` when the definition itself means nothing."""
    query = check_definition(definition, catalogue)
    return tuple(
        _run(query, Lying(catalogue, case, f"cases[{number}]", places, definition.field), nouns)
        for number, case in enumerate(definition.cases, start=1)
    )


def _run(query: Query, lying: Lying, nouns: Nouns) -> CaseTold:
    case, facts = lying.case, lying.facts()
    period = own_dates("case", case.first_day, case.last_day)
    ask = Ask(query=query, periods=(period,))
    if lying.problems:
        return CaseTold(case=case, population=False, numerator=None, value=None, why="", problems=tuple(lying.problems))
    included = members(ask, facts, period, (), Which.DENOMINATOR)
    counted = members(ask, facts, period, (), Which.NUMERATOR) if query.numerator is not None else None
    told = CaseTold(
        case=case,
        population=bool(included),
        numerator=bool(counted) if counted is not None else None,
        value=included[0].value if included else None,
        why=_why(ask, facts, period, included[0].unit if included else _only_unit(query, facts), nouns),
        problems=(),
    )
    return CaseTold(
        case=case,
        population=told.population,
        numerator=told.numerator,
        value=told.value,
        why=told.why,
        problems=tuple(_differences(told, lying.path)),
    )


def _only_unit(query: Query, facts: Facts) -> int:
    """The unit that is asked about when none is included: the person, or the first record."""
    return min(facts.tables.get(query.unit.value, {PERSON: {}}), default=PERSON)


def _why(ask: Ask, facts: Facts, period: Period, unit: int, nouns: Nouns) -> str:
    told: Explanation = explain(ask, facts, period, [unit], nouns)[0]
    return told.sentence


def _differences(told: CaseTold, path: str) -> Iterator[MeasureProblem]:
    case = told.case
    if case.population is None and case.numerator is None and case.value is None:
        yield MeasureProblem("M151", f"{path}.expect", "It says nothing.", "Say whether the person is included.")
    if case.population is not None and case.population is not told.population:
        said = "is included, and you say it is not" if told.population else "is not included, and you say it is"
        yield _differs(path, "population", f"“{case.name}” {said}: {_inner(told.why)}")
    elif case.numerator is not None and case.numerator is not bool(told.numerator):
        said = "counts, and you say it does not" if told.numerator else "does not count, and you say it does"
        yield _differs(path, "numerator", f"“{case.name}” {said}: {_inner(told.why)}")
    if case.value is not None and not _is_same(case.value, told.value):
        came = "no value" if told.value is None else f"{told.value:g}"
        yield _differs(path, "value", f"“{case.name}” has {came}, and you say {case.value:g}.")


def _differs(path: str, key: str, trouble: str) -> MeasureProblem:
    return MeasureProblem("M152", f"{path}.expect.{key}", trouble, "Change the definition, or what you expect.")


def _inner(why: str) -> str:
    return why[:1].lower() + why[1:]


def _is_same(expected: float, came: Amount | None) -> bool:
    return came is not None and isclose(expected, float(came), rel_tol=CLOSE, abs_tol=CLOSE)
