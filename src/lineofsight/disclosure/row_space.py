"""The exact half of the audit: which hidden counts, or sums of a few of them, follow from what is published.

The rule kept here: everything is worked out in fractions, so that what is found is so and what is not found is not. A
sum of hidden counts follows exactly where it is a combination of the equations (their row space). Sums of one to four
counts of one level are looked at, and what each single equation leaves; a sum may follow without any of its counts
doing so: four groups of one person, taken together, are four people. Above a minimum of 5 people there can be more than
four groups in a sum of a few; those only the equations themselves are asked for.
Source: Hundepool et al., Handbook on Statistical Disclosure Control, chapter 4 (secondary suppression by linear
algebra).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from .statement import Component, Count, Key

MOST_IN_PAIRS = 400
"""Of more counts of few people in one level only singles and equations are asked for; the limits in time are here."""

Row = dict[int, Fraction]


@dataclass(frozen=True, slots=True)
class Followed:
    """Hidden counts whose sum follows from what is published."""

    keys: tuple[Key, ...]
    value: int


def sums_that_follow(component: Component) -> Iterator[Followed]:
    """Every sum of a few counts of one level that somebody outside can work out exactly."""
    worked_out = _worked_out(component)
    levels: dict[Key, list[Key]] = defaultdict(list)
    for key, count in component.counts.items():
        if count.spread > 0:
            levels[count.level].append(key)
    for keys in levels.values():
        yield from _in_level(keys, worked_out)
    for relation in component.relations:
        keys = [key for key, _times in relation.terms]
        times = {each for _key, each in relation.terms}
        is_sum = len(keys) > 4 and len(times) == 1 and relation.is_equal
        if is_sum and len({component.counts[key].level for key in keys}) == 1:
            yield Followed(tuple(keys), abs(relation.constant // times.pop()))


def is_sum_of_few(found: Followed, counts: Sequence[Count]) -> bool:
    """Whether so few people are behind the sum that it may not be known. Nobody outside knows who is behind a hidden
    count; then it is as many as it counts."""
    people = [count.people for count in counts]
    known = [each for each in people if each is not None]
    together = sum(known) if len(known) == len(people) else found.value
    least = 0 if len(counts) == 1 and counts[0].is_side else 1  # nobody in the numerator is something to know
    return least <= together < max(count.minimum for count in counts)


def _in_level(keys: Sequence[Key], worked_out: dict[Key, tuple[Fraction, Row]]) -> Iterator[Followed]:
    free: list[Key] = []
    for key in keys:
        value, row = worked_out[key]
        if row:
            free.append(key)
        else:
            yield Followed((key,), int(value))
    if len(free) > MOST_IN_PAIRS:
        return
    sums: dict[frozenset[tuple[int, Fraction]], list[tuple[Key, ...]]] = defaultdict(list)
    for chosen in (*((key,) for key in free), *combinations(free, 2)):
        row = _sum([worked_out[key][1] for key in chosen])
        if not row:
            yield _followed(chosen, worked_out)
        else:
            sums[frozenset(row.items())].append(chosen)
    told: set[frozenset[Key]] = set()
    for row_items, those in sums.items():
        opposite = sums.get(frozenset((index, -each) for index, each in row_items), [])
        for one in those:
            for other in opposite:
                together = frozenset((*one, *other))
                if len(together) == len(one) + len(other) > 2 and together not in told:
                    told.add(together)
                    yield _followed(tuple(key for key in free if key in together), worked_out)


def _followed(keys: tuple[Key, ...], worked_out: dict[Key, tuple[Fraction, Row]]) -> Followed:
    return Followed(keys, int(sum((worked_out[key][0] for key in keys), Fraction(0))))


def _sum(rows: Sequence[Row]) -> Row:
    total: Row = defaultdict(Fraction)
    for row in rows:
        for index, each in row.items():
            total[index] += each
    return {index: each for index, each in total.items() if each}


def _worked_out(component: Component) -> dict[Key, tuple[Fraction, Row]]:
    """Each count as a number plus so many times each of the counts that stay free; Gauss elimination."""
    index = {key: i for i, key in enumerate(component.counts)}
    solved: dict[int, tuple[Fraction, Row]] = {}  # pivot → the number and the others it is worked out from
    for relation in component.relations:
        if not relation.is_equal:
            continue
        number, row = _put_in(
            Fraction(-relation.constant), {index[key]: Fraction(each) for key, each in relation.terms}, solved
        )
        if not row:
            continue
        pivot = min(row)
        at = row.pop(pivot)
        own = number / at, {i: -each / at for i, each in row.items()}
        for other, (its_number, its_row) in solved.items():
            if pivot in its_row:
                times = its_row[pivot]
                rest = {i: each for i, each in its_row.items() if i != pivot}
                solved[other] = (
                    its_number + times * own[0],
                    _sum([rest, {i: times * each for i, each in own[1].items()}]),
                )
        solved[pivot] = own
    return {key: solved.get(i, (Fraction(0), {i: Fraction(1)})) for key, i in index.items()}


def _put_in(number: Fraction, row: Row, solved: dict[int, tuple[Fraction, Row]]) -> tuple[Fraction, Row]:
    """The equation `row = number` without what is solved already."""
    parts: list[Row] = []
    for i, times in row.items():
        if i in solved:
            its_number, its_row = solved[i]
            number -= times * its_number
            parts.append({j: times * each for j, each in its_row.items()})
        else:
            parts.append({i: times})
    return number, _sum(parts)
