"""What a statement has to work out: the steps that something uses, and the places that are read of the rows for them.

The rule: nothing is worked out that nobody uses. What a lookup reads of the *records looked at* is its own affair, but
for the lookups among it: those are worked out for every record that is like a row (`steps_of_others`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lineofsight.measures.query import (
    Calculation,
    Derived,
    Lookup,
    OfRow,
    PeriodDay,
    Place,
    Query,
    Step,
    formulas_of,
    read_of_records,
)


def read_of_row(step: Step) -> Iterator[Place]:
    """The places a step reads of the row itself."""
    if isinstance(step, Calculation):
        yield from (place for _, place in step.value.places)
        return
    yield step.row_key
    for formula in formulas_of(step):
        yield from (place.place for _, place in formula.places if isinstance(place, OfRow))


def steps_of_row(query: Query, places: Iterable[Place]) -> tuple[Step, ...]:
    """The steps that these places of the row stand on, in their order."""
    needed: set[str] = set()
    waiting = list(places)
    while waiting:
        place = waiting.pop()
        if isinstance(place, Derived) and place.name not in needed:
            needed.add(place.name)
            waiting += read_of_row(query.step(place.name))
    return tuple(step for step in query.steps if step.name in needed)


def steps_of_others(query: Query, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps that these steps need of other records like the row, in their order."""
    needed: tuple[Step, ...] = ()
    while True:
        names = [name for step in (*steps, *needed) for name in read_of_records(query, step)]
        found = steps_of_row(query, [Derived(name) for name in names])
        if found == needed:
            return needed
        needed = found


def needs_period(query: Query, step: Step) -> bool:
    """Whether the step gives another answer in another period."""
    for formula in formulas_of(step):
        for _, place in formula.places:
            inner = place.place if isinstance(place, OfRow) else place
            if isinstance(inner, PeriodDay):
                return True
            if isinstance(inner, Derived) and needs_period(query, query.step(inner.name)):
                return True
    return False


def lookups_deep(query: Query, step: Step) -> int:
    """How many lookups stand on each other, at the most: how far from the row the records can lie."""
    inner = [place.place if isinstance(place, OfRow) else place for f in formulas_of(step) for _, place in f.places]
    below = max((lookups_deep(query, query.step(p.name)) for p in inner if isinstance(p, Derived)), default=0)
    return below + isinstance(step, Lookup)
