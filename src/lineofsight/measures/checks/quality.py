"""From a declared check of quality to a query: as strict as for a measure, with the same names and the same words.

The query has no period: every row is looked at, as things stand on the day of the facts. `${period.end}` is that day.
"""

from __future__ import annotations

from datetime import date

from lineofsight.measures.asking import Ask
from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.checks.checking import check_definition
from lineofsight.measures.checks.formulas import Formulas
from lineofsight.measures.definition import Asks, MeasureDefinition, Statistic, WhileActive
from lineofsight.measures.periods import own_dates
from lineofsight.measures.problems import MeasureProblem, MeasureProblems
from lineofsight.measures.quality import QualityCheck
from lineofsight.measures.query import Query
from lineofsight.measures.tables import Grain

_PLACES = {"population": "finds", "count": "grain", "over": "grain"}
"""Where in the document of a check stands what a measure calls so."""
ALWAYS = WhileActive("today()", "today()")


def check_quality(check: QualityCheck, catalogue: Catalogue) -> Query:
    """The query of a check on this catalogue. Raises `MeasureProblems` with all that is wrong."""
    definition = MeasureDefinition(
        measure=check.check,
        title=check.title.several,
        asks=Asks.HOW_WELL,
        count=Grain.ENROLLMENT,
        over=check.grain,
        instrument=check.instrument,
        period=ALWAYS,
        population=check.finds,
        statistic=Statistic.COUNT,
        derive=check.derive,
    )
    try:
        query = check_definition(definition, catalogue)
    except MeasureProblems as wrong:
        raise MeasureProblems(check.check, [_placed(each) for each in wrong.problems], kind="check") from None
    formulas = Formulas(catalogue)
    for place, name in enumerate(check.touches, start=1):
        if name not in catalogue.elements and name not in {each.name for each in catalogue.facts(check.grain).columns}:
            formulas.trouble("M120", f"touches[{place}]", f"Nobody knows ${{{name}}}.", "Name a data element.")
    if formulas.problems:
        raise MeasureProblems(check.check, formulas.problems, kind="check")
    return query


def ask_of(query: Query, as_at: date) -> Ask:
    """Every group of a query of checks, as things stand on this day."""
    return Ask(query=query, periods=(own_dates("now", as_at, as_at),), by=tuple(each.name for each in query.groups))


def _placed(wrong: MeasureProblem) -> MeasureProblem:
    return MeasureProblem(wrong.code, _PLACES.get(wrong.path, wrong.path), wrong.trouble, wrong.remedy)
