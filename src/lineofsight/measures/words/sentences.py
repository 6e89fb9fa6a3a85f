"""A measure as a few plain sentences: what is counted of whom, and what stands behind its own words.

Of the enrollments that ended in the period for which the program is “housing”, the share for which the destination is
among “permanent”.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.definition import Among, Kinship, MeasureDefinition, Pick, Reported, Statistic
from lineofsight.measures.query import (
    Calculation,
    Derived,
    Event,
    Formula,
    Lookup,
    OfRow,
    Query,
    Representative,
    Step,
    Stored,
    TableQuery,
    Tally,
)
from lineofsight.measures.query import formulas_of as formulas_of_step
from lineofsight.measures.tables import Grain
from lineofsight.measures.words.names import NOUNS, Names, plain, quoted
from lineofsight.measures.words.phrases import condition_in_words, value_in_words
from lineofsight.problems import counted

_EVENTS = {
    (Grain.ENROLLMENT, "entry_date"): "that began in the period",
    (Grain.ENROLLMENT, "exit_date"): "that ended in the period",
    (Grain.SERVICE, "date"): "given in the period",
    (Grain.ASSESSMENT, "date"): "made in the period",
}
_SUMMARIES = {
    Statistic.COUNT_DISTINCT: "the number of different values",
    Statistic.SUM: "the sum",
    Statistic.RATIO: "the sum",
    Statistic.MEAN: "the average",
    Statistic.MEDIAN: "the middle value (median)",
}
_PICKS = {
    Pick.SUM: "the sum of {value} over",
    Pick.MINIMUM: "the smallest of {value} among",
    Pick.MAXIMUM: "the largest of {value} among",
    Pick.MEAN: "the average of {value} over",
    Pick.COUNT_DISTINCT: "how many different values of {value} there are among",
    Pick.COUNT: "how many there are of",
}


def in_sentences(query: Query, catalogue: Catalogue, nouns: Mapping[Grain, tuple[str, str]] = NOUNS) -> tuple[str, ...]:
    """The sentences: the measure first, then what its own words mean, in the order in which they are used."""
    names = Names(query, catalogue, nouns)
    return tuple(_sentences(query, names))


def table_in_sentences(
    query: TableQuery, catalogue: Catalogue, nouns: Mapping[Grain, tuple[str, str]] = NOUNS
) -> tuple[str, ...]:
    """The sentences of a table: of whom it tells, its lines and columns, and what its own words mean."""
    names = Names(query.whom, catalogue, nouns)
    return tuple(_table_sentences(query, names))


def reported_in_sentences(definition: MeasureDefinition) -> tuple[str, ...]:
    """The sentence of a reported measure, whose counts are somebody else's."""
    reported = definition.reported or Reported("", "", "")
    if not reported.denominator:
        return (f"{reported.numerator}, as reported by {reported.taken_from}.",)
    beside = "divided by" if definition.statistic is Statistic.RATIO else "as a share of"
    return (f"{reported.numerator}, {beside}: {reported.denominator}. Reported by {reported.taken_from}.",)


def _sentences(query: Query, names: Names) -> Iterator[str]:
    yield _first(query, names)
    if query.matures_after and isinstance(query.period, Event):
        several = names.several(query.rows)
        days = "day" if query.matures_after == 1 else f"{query.matures_after} days"
        yield f"It is too early to count {several} of the last {days} before the day of the figures; they are left out."
    elif query.matures_after:
        yield f"A period can still change until {counted(query.matures_after, 'day', 'days')} after its last day."
    if query.complete is not None:
        yield f"Other {names.several(query.unit)} are told beside the figure, since nothing can be said of them."
    if query.representative is not None:
        yield _speaker(query, query.representative, names)
    for step in _used(query):
        yield _meaning(step, names)


def _table_sentences(query: TableQuery, names: Names) -> Iterator[str]:
    yield f"A table of {_whom(query.whom, names)}."
    for what, parts in (("line", query.lines), ("column", query.columns)):
        for part in parts:
            said = f"those for which {condition_in_words(names, part.when)}" if part.when is not None else "all of them"
            yield f"The {what} {quoted(part.title)} tells of {said}."
    for tally in query.tallies:
        if tally.numerator is not None:
            yield f"Some cells tell the share for which {condition_in_words(names, tally.numerator)}."
        elif tally.value is not None:
            yield f"Some cells tell {_amount(tally, names)}."
    if query.whom.representative is not None:
        yield _speaker(query.whom, query.whom.representative, names)
    formulas = [part.when for part in (*query.lines, *query.columns)]
    formulas += [formula for tally in query.tallies for formula in tally.formulas]
    for step in _used(query.whom, formulas):
        yield _meaning(step, names)


def _first(query: Query, names: Names) -> str:
    whom = _whom(query, names)
    if query.statistic is Statistic.PROPORTION and query.numerator is not None:
        return f"Of the {whom}, the share for which {condition_in_words(names, query.numerator)}."
    if query.value is not None:
        amount = _amount(query.tally, names)
        return f"{amount[0].upper()}{amount[1:]}, for the {whom}."
    return f"The number of {whom}."


def _amount(tally: Tally, names: Names) -> str:
    """What is told of a value: the sum, the average ..."""
    said = _SUMMARIES.get(tally.statistic, "")
    if tally.percentile is not None:
        said = f"the value up to which {tally.percentile:g} of 100 lie (percentile)"
    if tally.value is not None:
        said += f" of {value_in_words(names, tally.value)}"
    if tally.for_each is not None:
        said += f", divided by the sum of {value_in_words(names, tally.for_each)}"
    return said


def _whom(query: Query, names: Names) -> str:
    """The units included."""
    said = f"{names.several(query.rows)} {_when(query, names)}"
    if query.population is not None and (condition := condition_in_words(names, query.population)) != "always":
        said += f" and for which {condition}"
    if query.complete is not None:
        said += f", as far as {condition_in_words(names, query.complete)}"
    if query.unit is query.rows:
        return said
    return f"{names.several(query.unit)} (each counted once) with {said}"


def _when(query: Query, names: Names) -> str:
    rule = query.period
    if isinstance(rule, Event):
        place = rule.day.places[0][1] if len(rule.day.places) == 1 else None
        if isinstance(place, Stored) and not place.links and (query.rows, place.column) in _EVENTS:
            return _EVENTS[query.rows, place.column]
        return f"for which {value_in_words(names, rule.day)} falls in the period"
    if rule.is_on_last_day:
        is_stay = query.rows is Grain.ENROLLMENT
        return "open on the last day of the period" if is_stay else "made until the last day of the period"
    first, last = value_in_words(names, rule.start), value_in_words(names, rule.end) if rule.end else ""
    usual = (first, last) == ("the entry date", "the exit date")
    open_on = "open on at least one day of the period"
    return open_on if usual else f"{open_on} (from {first} to {last})"


def _speaker(query: Query, representative: Representative, names: Names) -> str:
    order = ", then ".join(value_in_words(names, each) for each in representative.by)
    before = " of the period" if representative.among is Among.PERIOD else " of those included"
    return (
        f"{_a(names.one(query.unit)).capitalize()} with several {names.several(query.rows)} is spoken for by the "
        f"{representative.pick}{before} (by {order})."
    )


def _meaning(step: Step, names: Names) -> str:
    """What a derive is."""
    called = quoted(plain(step.name))
    if isinstance(step, Calculation):
        return f"{called} is {value_in_words(names, step.value)}."
    which = _which(step, names)
    if step.pick is Pick.EXISTS:
        return f"{called} is whether there is any of {which}."
    if step.pick in _PICKS:
        value = value_in_words(names, step.value) if step.value else ""
        return f"{called} is {_PICKS[step.pick].format(value=value)} {which}."
    order = ", then ".join(value_in_words(names, each) for each in step.by)
    value = value_in_words(names, step.value) if step.value else ""
    return f"{called} is {value} in the {step.pick} (by {order}) of {which}."


def _which(step: Lookup, names: Names) -> str:
    """The records looked at."""
    owner = {
        Kinship.ENROLLMENT: names.one(Grain.ENROLLMENT),
        Kinship.PARTICIPANT: names.one(Grain.PARTICIPANT),
        Kinship.HOUSEHOLD: names.one(Grain.HOUSEHOLD),
    }[step.link]
    said = f"the {names.several(step.source)} of the same {owner}"
    return said if step.where is None else f"{said} for which {condition_in_words(names, step.where)}"


def _used(query: Query, more: Sequence[Formula | None] = ()) -> Iterator[Step]:
    """The derives that are used, each once, from the outside in. more: formulas beside those of the query."""
    told: set[str] = set()
    used = [*_formulas(query), *(formula for formula in more if formula is not None)]
    waiting = [name for formula in used for name in _derived(formula)]
    while waiting:
        name = waiting.pop(0)
        if name not in told:
            told.add(name)
            step = query.step(name)
            yield step
            waiting += [each for formula in formulas_of_step(step) for each in _derived(formula)]


def _formulas(query: Query) -> list[Formula]:
    rule = query.period
    found: list[Formula | None] = [query.population, *query.tally.formulas, query.complete]
    found += [rule.day] if isinstance(rule, Event) else [rule.start, rule.end]
    found += query.representative.by if query.representative else ()
    return [each for each in found if each is not None]


def _derived(formula: Formula) -> Iterator[str]:
    for _, place in formula.places:
        inner = place.place if isinstance(place, OfRow) else place
        if isinstance(inner, Derived):
            yield inner.name


def _a(noun: str) -> str:
    """
    >>> _a("enrollment"), _a("client")
    ('an enrollment', 'a client')
    """
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"
