"""From a definition to a query: every name is resolved against the catalogue, every expression has its type, every rule
about grain is held. All troubles are told at once, each with its place in the document and what to write instead.

The rules about grain: a unit is as coarse as the rows or coarser; a coarser unit counts once, and whatever is more than
a count needs to say which row speaks for it; a name on finer records must be picked by a derive.
"""

from __future__ import annotations

from collections.abc import Iterator

from lineofsight.expressions import Kind, Reference
from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.checks.formulas import Formulas
from lineofsight.measures.checks.grouping import group_of
from lineofsight.measures.checks.naming import AlreadyTold, Naming, NotNamed, forms_holding
from lineofsight.measures.checks.shorthand import spelled_out
from lineofsight.measures.checks.steps import Steps
from lineofsight.measures.definition import Change, MeasureDefinition, OnDate, RepresentedBy, Statistic, WhileActive
from lineofsight.measures.documents.reading import read_definition
from lineofsight.measures.problems import MeasureProblems, did_you_mean
from lineofsight.measures.query import (
    Derived,
    Event,
    Formula,
    Group,
    OfRow,
    Open,
    PeriodDay,
    Query,
    Representative,
    Stored,
    formulas_of,
)
from lineofsight.measures.tables import ROWS, Grain

_COARSENESS = {
    Grain.SERVICE: 0,
    Grain.ASSESSMENT: 0,
    Grain.ENROLLMENT: 1,
    Grain.PARTICIPANT: 2,
    Grain.HOUSEHOLD: 2,
}
_COURSE = ("applied_on", "entry_date", "exit_date")  # the days of a stay, one after the other


def check_document(document: object, catalogue: Catalogue) -> Query:
    """The query of a document. Raises `MeasureProblems`."""
    return check_definition(read_definition(document), catalogue)


def check_definition(definition: MeasureDefinition, catalogue: Catalogue) -> Query:
    """The query of a computed measure on this catalogue. Raises `MeasureProblems` with all that is wrong."""
    spelled, places = spelled_out(definition)
    formulas = Formulas(catalogue, places)
    if definition.is_reported:
        formulas.trouble("M145", "source", "A reported measure is not computed.", "Show the counts that were reported.")
    if definition.change is not None:
        _check_collection_points(definition.change, formulas)
    if formulas.problems:
        raise MeasureProblems(definition.measure, formulas.problems)
    return _checked(spelled, formulas)


def _check_collection_points(change: Change, formulas: Formulas) -> None:
    stages = formulas.code_sets.get("stage", ())
    for side, point in (("from", change.start), ("to", change.end)):
        if point.stage not in stages:
            remedy = did_you_mean(point.stage, stages)
            formulas.trouble("M124", f"change.{side}", f'"{point.stage}" is no collection point.', remedy)


def _checked(definition: MeasureDefinition, formulas: Formulas) -> Query:
    steps = steps_on(definition, formulas)
    query = query_with(definition, steps)
    if query is None or formulas.problems:
        raise MeasureProblems(definition.measure, formulas.problems)
    return query


def steps_on(definition: MeasureDefinition, formulas: Formulas, texts: tuple[str, ...] = ()) -> Steps:
    """The derives of a definition on its rows. texts: other expressions of the document, beside those it has itself."""
    rows = _rows(definition, formulas)
    naming = _naming(definition, rows, formulas, texts)
    return Steps(formulas, naming, {derive.name: derive for derive in definition.derive})


def query_with(definition: MeasureDefinition, steps: Steps) -> Query | None:
    """The query; None when something that cannot be left out is wrong."""
    formulas, resolve = steps.formulas, steps.of_row
    _check_unit(definition, steps.naming.grain, formulas)
    unit_key = steps.naming.key_of(definition.count)
    made = steps.make_all()
    period = _period(definition, steps)
    population = formulas.condition("population", definition.population, resolve)
    numerator = formulas.condition("numerator", definition.numerator, resolve)
    value = value_of(definition.statistic, "value", definition.value, steps)
    for_each = formulas.number("for_each", definition.for_each, resolve)
    complete = formulas.condition("complete", definition.complete, resolve)
    representative = _representative(definition.represented_by, steps)
    groups = tuple(_groups(definition, steps))
    if period is None or unit_key is None:
        return None
    return Query(
        measure=definition.measure,
        version=definition.version,
        unit=definition.count,
        rows=steps.naming.grain,
        forms=steps.naming.forms or (),
        unit_key=unit_key,
        period=period,
        steps=made,
        population=population,
        numerator=numerator,
        value=value,
        for_each=for_each,
        percentile=definition.percentile,
        complete=complete,
        statistic=definition.statistic,
        representative=representative,
        matures_after=definition.matures_after,
        groups=groups,
        crosses=definition.cross,
    )


def value_of(statistic: Statistic, path: str, text: str, steps: Steps) -> Formula | None:
    """What is taken of each unit: a number, or whatever has different values."""
    if statistic is not Statistic.COUNT_DISTINCT:
        return steps.formulas.number(path, text, steps.of_row)
    value = steps.formulas.formula(path, text, steps.of_row)
    if value is not None and value.type.kind is Kind.CHOICES:
        remedy = "Count those who chose one, as selected(${topics}, 'home')."
        steps.formulas.trouble("M125", path, "Several codes are not one value.", remedy)
        return None
    return value


def _rows(definition: MeasureDefinition, formulas: Formulas) -> Grain:
    """What was said; else the unit itself; else, for people, the grain on which the day of the period stands."""
    if definition.over is not None:
        return definition.over
    if definition.count in ROWS:
        return definition.count
    if isinstance(definition.period, OnDate):
        names = [name for name in formulas.names(definition.period.date) if name not in _derives(definition)]
        for grain in ROWS:
            table = formulas.catalogue.facts(grain)
            naming = Naming(formulas.catalogue, grain)
            if names and all(_stands_on(naming, name, table.name) for name in names):
                return grain
    return Grain.ENROLLMENT


def _derives(definition: MeasureDefinition) -> set[str]:
    return {derive.name for derive in definition.derive}


def _stands_on(naming: Naming, name: str, table: str) -> bool:
    """Whether the name is a column or an answer of the records themselves, not of something they are linked to."""
    try:
        return not naming.meaning(name).place.links
    except NotNamed:
        return False


def _naming(definition: MeasureDefinition, rows: Grain, formulas: Formulas, more: tuple[str, ...]) -> Naming:
    """The names on the rows. Rows that are assessments are those of the forms that ask what the definition names."""
    if rows is not Grain.ASSESSMENT:
        return Naming(formulas.catalogue, rows)
    if definition.instrument:
        steps = Steps(formulas, Naming(formulas.catalogue, rows), {})
        return Naming(formulas.catalogue, rows, steps.form_of("", definition.instrument))
    texts = [definition.population, definition.numerator, definition.value, definition.for_each, *more]
    texts += _texts_of_period(definition)
    texts += definition.represented_by.by if definition.represented_by else ()
    names = [name for name in formulas.names(*texts) if name not in _derives(definition)]
    try:
        return Naming(formulas.catalogue, rows, forms_holding(formulas.catalogue, tuple(names)))
    except NotNamed as wrong:
        formulas.trouble(wrong.code, "over", wrong.trouble, "Name one form with instrument, or count enrollments.")
        return Naming(formulas.catalogue, rows)


def _texts_of_period(definition: MeasureDefinition) -> tuple[str, ...]:
    period = definition.period
    if isinstance(period, OnDate):
        return (period.date,)
    return (period.start, period.end) if isinstance(period, WhileActive) else ()


def _check_unit(definition: MeasureDefinition, rows: Grain, formulas: Formulas) -> None:
    unit, statistic = definition.count, definition.statistic
    if unit is not rows and _COARSENESS[unit] <= _COARSENESS[rows]:
        trouble = f"It counts {unit}s, and the rows are {rows}s: a row has many of them or none."
        formulas.trouble("M131", "count", trouble, f"Write count: {rows}, or over: {unit}.")
    is_coarser = _COARSENESS[unit] > _COARSENESS[rows]
    if is_coarser and statistic is not Statistic.COUNT and definition.represented_by is None:
        trouble = f"A {unit} can have several {rows}s, and a {statistic} needs to know which one speaks for it."
        order = "${exit_date}" if rows is Grain.ENROLLMENT else "${date}"
        formulas.trouble("M132", "represented_by", trouble, f"Write {{pick: latest, by: [{order}, ${{id}}]}}.")
    if unit is rows and definition.represented_by is not None:
        trouble = f"Each {unit} is a row of its own."
        formulas.trouble("M111", "represented_by", trouble, "Leave it out, or count participants.")


def _period(definition: MeasureDefinition, steps: Steps) -> Event | Open | None:
    formulas, resolve = steps.formulas, steps.of_row
    rule = definition.period
    if isinstance(rule, OnDate):
        day = formulas.day("period", rule.date, resolve)
        return None if day is None or not _is_free(day, "period", steps) else Event(day)
    if isinstance(rule, WhileActive):
        first = formulas.day("period.active[1]", rule.start, resolve)
        last = formulas.day("period.active[2]", rule.end, resolve)
        is_free = first and last and _is_free(first, "period", steps) and _is_free(last, "period", steps)
        if first and last and _place_in_course(first) > _place_in_course(last) >= 0:
            trouble, remedy = f"{rule.end} comes before {rule.start}.", f"Write [{rule.end}, {rule.start}]."
            formulas.trouble("M138", "period.active", trouble, remedy)
            return None
        return Open(first, last, is_on_last_day=False) if first and last and is_free else None
    if steps.naming.grain is Grain.ENROLLMENT:
        entry = formulas.day("period", "${entry_date}", resolve)
        left = formulas.day("period", "${exit_date}", resolve)
        return Open(entry, left, is_on_last_day=True) if entry and left else None
    there = formulas.day("period", "${date}", resolve)
    return Open(there, None, is_on_last_day=True) if there else None


def _place_in_course(day: Formula) -> int:
    """Which of the days of a stay it is, 0 being the first; -1 where it is worked out or something else."""
    places = [place for _, place in day.places if isinstance(day.tree.root, Reference) and isinstance(place, Stored)]
    return _COURSE.index(places[0].column) if places and places[0].column in _COURSE else -1


def _is_free(day: Formula, path: str, steps: Steps) -> bool:
    """Whether the day is known before the period is: it decides to which period a row belongs."""
    waiting = [place for _, place in day.places]
    while waiting:
        place = waiting.pop()
        if isinstance(place, PeriodDay):
            trouble = "The day that decides about the period depends on the period itself."
            steps.formulas.trouble("M136", path, trouble, "Leave ${period.start} and ${period.end} out of it.")
            return False
        if isinstance(place, OfRow):
            waiting.append(place.place)
        if isinstance(place, Derived) and place.name in steps.made:
            waiting += [each for formula in formulas_of(steps.made[place.name]) for _, each in formula.places]
    return True


def _representative(said: RepresentedBy | None, steps: Steps) -> Representative | None:
    if said is None:
        return None
    by = [steps.formulas.formula(f"represented_by.by[{n}]", text, steps.of_row) for n, text in enumerate(said.by, 1)]
    return Representative(said.pick, tuple(each for each in by if each is not None), said.among)


def _groups(definition: MeasureDefinition, steps: Steps) -> Iterator[Group]:
    for number, name in enumerate(definition.by, start=1):
        try:
            yield group_of(name, steps)
        except AlreadyTold:
            continue
        except NotNamed as wrong:
            steps.formulas.trouble(wrong.code, f"by[{number}]", wrong.trouble, wrong.remedy)
