"""Working out by hand why one unit is counted or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lineofsight.expressions.syntax import Name, every_node
from lineofsight.measures.asking import Ask
from lineofsight.measures.by_hand.facts import Facts
from lineofsight.measures.by_hand.seen import Seen, counted, rows_in_period, speakers
from lineofsight.measures.definition import Among
from lineofsight.measures.explaining import Explanation, Part, RowExplained, Told, Verdict
from lineofsight.measures.periods import Period
from lineofsight.measures.query import Formula, Query, looks_elsewhere
from lineofsight.measures.tables import Grain
from lineofsight.measures.words.names import NOUNS, Names
from lineofsight.measures.words.phrases import Phrases, conjuncts


def explain(
    ask: Ask, facts: Facts, period: Period, units: Sequence[int], nouns: Mapping[Grain, tuple[str, str]] = NOUNS
) -> tuple[Explanation, ...]:
    """Why each unit is counted in the period, or not. `by` of the ask does not matter: it is of the total."""
    names = Names(ask.query, facts.catalogue, nouns)
    rows: dict[int | None, list[RowExplained]] = {unit: [] for unit in units}
    inside = [row for row in rows_in_period(ask, facts, period) if row.unit in rows]
    speaking = {row.id for row in _speaking(ask.query, inside)}
    for row in facts.rows(ask.query.rows, ask.query.forms):
        seen = Seen(ask.query, facts, ask.scope, row, period)
        if seen.unit in rows and not seen.is_excluded():  # nothing of it is told, not even that it is there
            rows[seen.unit].append(_row(seen, names, period, is_speaking=seen.id in speaking))
    return tuple(Explanation(unit=unit, rows=tuple(rows[unit])) for unit in units)


def _speaking(query: Query, rows: Sequence[Seen]) -> Sequence[Seen]:
    """The rows that may be counted: of a unit with a representative, the one that speaks for it."""
    representative = query.representative
    if representative is not None and representative.among is Among.PERIOD:
        return speakers([row for row in rows if not row.is_too_early()], representative)
    cell = counted(query, rows)
    return (*cell.included, *cell.incomplete)


def _row(row: Seen, names: Names, period: Period, *, is_speaking: bool) -> RowExplained:
    if not row.is_in_scope():
        return RowExplained(record=row.id, verdict=Verdict.NOT_IN_SCOPE)
    if not row.is_in_period(period):
        return RowExplained(record=row.id, verdict=Verdict.NOT_IN_PERIOD)
    query = row.query
    told = tuple(_told(row, names, Part.POPULATION, query.population))
    if not row.holds(query.population):
        return RowExplained(record=row.id, verdict=Verdict.NOT_INCLUDED, conditions=told)
    if row.is_too_early():
        return RowExplained(record=row.id, verdict=Verdict.TOO_EARLY, conditions=told)
    if not is_speaking:
        return RowExplained(record=row.id, verdict=Verdict.SPOKEN_FOR, conditions=told)
    told += tuple(_told(row, names, Part.COMPLETE, query.complete))
    if not row.holds(query.complete):
        return RowExplained(record=row.id, verdict=Verdict.INCOMPLETE, conditions=told)
    told += tuple(_told(row, names, Part.NUMERATOR, query.numerator))
    verdict = Verdict.COUNTED if row.holds(query.numerator) else Verdict.INCLUDED
    return RowExplained(record=row.id, verdict=verdict, conditions=told)


def _told(row: Seen, names: Names, part: Part, formula: Formula | None) -> Iterator[Told]:
    """Each condition of a chain of `and` for itself."""
    for each in conjuncts(formula) if formula is not None else ():
        phrases = Phrases(names, each.formula)
        if phrases.condition(each.node) == "always":
            continue
        holds = row.holds(each.formula)
        places = names.of(each.formula)
        asked = dict.fromkeys(places[node.name] for node in every_node(each.node) if isinstance(node, Name))
        yield Told(
            part=part,
            holds=holds,
            words=phrases.condition(each.node, holds=holds),
            not_known=tuple(names.call(place) for place in asked if row.value(place) is None),
            looks_elsewhere=any(looks_elsewhere(row.query, place) for place in asked),
        )
