"""All that is published, as equations: what somebody outside can write down who has every table, and knows the rules.

The rule kept here: a count is shown or hidden, and everything that ties counts together (rows to their total, parts to
their whole, numerator and rest to the denominator, quarters to their year) is one relation of whole numbers. What is
shown is put in; what is left are relations among hidden counts, and these fall apart into components that have nothing
to do with each other. Source: Hundepool et al., Handbook on Statistical Disclosure Control, chapter 4.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .tables import Figure

Key = Hashable


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One whole number that is published, or would be were it not hidden.

    value: as published; None where hidden. figures: those which show it; hidden, those which would. level: counts of
    one level are about different people. is_side: of a share, the numerator or the rest: that it is nobody must stay
    hidden too. low, high: what the rule told gives away of a hidden one. people: who is behind a hidden one, where that
    is known to whoever asks; None for an outsider, to whom a count is of a few when it cannot be the minimum or more.
    minimum, spread: of a few people, fewer than the minimum, the possible values must lie so far apart. A spread of 0
    protects nothing: the count is of many, or of nobody.
    """

    name: str
    value: int | None
    figures: tuple[Figure, ...] = ()
    level: Key = None
    is_side: bool = False
    low: int = 0
    high: int | None = None
    people: int | None = None
    minimum: int = 0
    spread: int = 0

    @property
    def is_hidden(self) -> bool:
        return self.value is None

    @property
    def is_few(self) -> bool:
        """Whether it is known to be about a few people, who must stay hidden."""
        return self.spread > 0 and self.people is not None


@dataclass(frozen=True, slots=True)
class Relation:
    """The sum of counts, each so many times, is 0; or at most 0.

    >>> Relation((("total", -1), ("north", 1), ("south", 1)))  # north + south = total
    Relation(terms=(('total', -1), ('north', 1), ('south', 1)), constant=0, is_equal=True)
    """

    terms: tuple[tuple[Key, int], ...]
    constant: int = 0
    is_equal: bool = True


@dataclass(frozen=True, slots=True)
class Component:
    """Hidden counts tied to each other by relations among themselves. most: no hidden count is taken to be larger."""

    counts: Mapping[Key, Count]
    relations: tuple[Relation, ...]
    most: int

    def __hash__(self) -> int:
        return hash((frozenset(self.counts), self.relations, self.most))

    def bounds(self, key: Key) -> tuple[int, int]:
        count = self.counts[key]
        return count.low, self.most if count.high is None else count.high

    def allows(self, values: Mapping[Key, int]) -> bool:
        """Whether these whole numbers could be the hidden counts."""
        for key, value in values.items():
            low, high = self.bounds(key)
            if not low <= value <= high:
                return False
        for relation in self.relations:
            left = relation.constant + sum(times * values[key] for key, times in relation.terms)
            if left > 0 or (relation.is_equal and left):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Statement:
    """Counts by key, and what ties them."""

    counts: Mapping[Key, Count]
    relations: Sequence[Relation] = field(default_factory=tuple)

    @property
    def hidden(self) -> int:
        return sum(count.is_hidden for count in self.counts.values())

    def components(self) -> list[Component]:
        """The hidden counts, apart where nothing ties them, in the order in which they stand."""
        left = [each for relation in self.relations if (each := self._put_in(relation)).terms]
        around: dict[Key, Key] = {key: key for key, count in self.counts.items() if count.is_hidden}

        def root(key: Key) -> Key:
            while around[key] != key:
                around[key] = around[around[key]]
                key = around[key]
            return key

        for relation in left:
            first = root(relation.terms[0][0])
            for key, _times in relation.terms[1:]:
                around[root(key)] = first
        members: dict[Key, dict[Key, Count]] = defaultdict(dict)
        for key in around:
            members[root(key)][key] = self.counts[key]
        ties: dict[Key, dict[Relation, None]] = defaultdict(dict)
        for relation in left:
            ties[root(relation.terms[0][0])][relation] = None
        most = 2 * max((count.value or 0 for count in self.counts.values()), default=0) + 1_000
        return [Component(its, tuple(ties[key]), most) for key, its in members.items()]

    def _put_in(self, relation: Relation) -> Relation:
        """The relation with what is shown put in."""
        times: dict[Key, int] = defaultdict(int)
        constant = relation.constant
        for key, each in relation.terms:
            value = self.counts[key].value
            if value is None:
                times[key] += each
            else:
                constant += each * value
        return Relation(tuple((key, each) for key, each in times.items() if each), constant, relation.is_equal)


def adds_up(whole: Key, parts: Iterable[Key]) -> Relation:
    """Each of the whole is in one part."""
    return Relation(((whole, -1), *((part, 1) for part in parts)))


def covers(whole: Key, parts: Iterable[Key]) -> Relation:
    """Each of the whole is in one part at least."""
    return Relation(((whole, 1), *((part, -1) for part in parts)), is_equal=False)


def contains(whole: Key, part: Key) -> Relation:
    """The part is not more than the whole."""
    return Relation(((part, 1), (whole, -1)), is_equal=False)
