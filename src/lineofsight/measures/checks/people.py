"""Who is behind a figure that counts something else than people, so that nothing about a few of them is shown.

A person has many stays and visits: a figure of forty visits may be about two people.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.checks.checking import check_definition
from lineofsight.measures.checks.shorthand import spelled_out
from lineofsight.measures.definition import MeasureDefinition, Statistic
from lineofsight.measures.query import Query
from lineofsight.measures.tables import Grain


def people_behind(definition: MeasureDefinition, catalogue: Catalogue) -> tuple[Query, ...]:
    """Counts of the people included, of a value those who have one; of a share, of those with anything counted and of
    those with anything that is not.

    Raises `MeasureProblems` when the definition cannot be counted on this catalogue.
    """
    rows = check_definition(definition, catalogue).rows
    spelled, _ = spelled_out(definition)
    included = _both(spelled.population, spelled.complete)
    values = [text for text in (spelled.value, spelled.for_each) if text]
    sides = [reduce(_both, [f"not(({text}) = '')" for text in values], included)]
    if spelled.numerator:
        sides = [_both(included, spelled.numerator), _both(included, f"not({spelled.numerator})")]
    people = replace(
        spelled,
        count=Grain.PARTICIPANT,
        over=rows,
        statistic=Statistic.COUNT,
        represented_by=None,
        change=None,
        received=None,
        numerator="",
        value="",
        for_each="",
        percentile=None,
        complete="",
    )
    return tuple(check_definition(replace(people, population=side), catalogue) for side in sides)


def _both(one: str, other: str) -> str:
    if not one or not other:
        return one or other
    return f"({one}) and ({other})"
