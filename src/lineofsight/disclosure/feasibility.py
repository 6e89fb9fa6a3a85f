"""The other half of the audit: the feasibility interval of each hidden count, in whole numbers.

The rule kept here: a solver proposes, whole numbers decide. A count is safe when we hold two possible tables that lie
far enough apart, both checked against every relation in exact arithmetic; a fault of rounding in the solver can hide
too much and never too little. No answer in time is no proof. Loaded only where releases are made or checked, never by
pages: it is the one module of this room that uses scipy (HiGHS, Huangfu & Hall 2018).
Sources: Geurts 1992; Hundepool et al., Handbook on Statistical Disclosure Control, chapter 4 (feasibility interval).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from random import Random

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from .statement import Component, Key

SECONDS_AT_MOST = 10.0
"""For one bound; a count without an answer by then is taken for known."""


LOOKS = 4
NEARLY_WHOLE = 1e-6


class Answer(Enum):
    POSSIBLE = auto()
    IMPOSSIBLE = auto()
    NOT_IN_TIME = auto()


@dataclass(slots=True)
class Interval:
    """Values a hidden count could have: both ends are proven possible. is_whole: nothing outside of it is possible."""

    low: int
    high: int
    is_whole: bool = False

    @property
    def spread(self) -> int:
        return self.high - self.low


@dataclass(slots=True)
class Feasibility:
    """The possible tables of one component, as far as they were looked for."""

    component: Component
    seconds: float = SECONDS_AT_MOST
    seen: dict[Key, Interval] = field(default_factory=dict)
    ran_out: bool = False
    _keys: list[Key] = field(init=False)
    _bounds: Bounds = field(init=False)
    _constraints: list[LinearConstraint] = field(init=False)

    def __post_init__(self) -> None:
        self._keys = list(self.component.counts)
        limits = [self.component.bounds(key) for key in self._keys]
        self._bounds = Bounds([low for low, _high in limits], [high for _low, high in limits])
        self._constraints = [_constraint(self.component, self._keys)] if self.component.relations else []

    def is_possible(self) -> bool:
        """Whether there is a table at all that could have been published so. Where that is not known in time, yes."""
        return self._solve({}) is not Answer.IMPOSSIBLE

    def look_around(self, asked: Sequence[Key], spreads: Mapping[Key, int]) -> None:
        """Find tables far from each other in many counts at once, so that few are left to be asked for one by one."""
        signs = Random(len(asked))  # the same each time
        for _round in range(LOOKS):
            left = [key for key in asked if not self._is_open(key, spreads[key])]
            if len(left) < LOOKS:
                return
            wanted = {key: signs.choice((-1, 1)) for key in left}
            self._solve(wanted)
            self._solve({key: -way for key, way in wanted.items()})

    def open_by(self, key: Key, spread: int) -> bool:
        """Whether values of a hidden count so far apart are both possible."""
        if not self._is_open(key, spread):
            for way in (1, -1):
                self._solve({key: way})
                if self._is_open(key, spread):
                    return True
        return self._is_open(key, spread)

    def interval(self, key: Key) -> Interval | None:
        """The least and the greatest a hidden count could be; None if that was not found in time, or nothing is
        possible."""
        if any(self._solve({key: way}) is not Answer.POSSIBLE for way in (1, -1)):
            return None
        found = self.seen[key]
        return Interval(found.low, found.high, is_whole=True)

    def _is_open(self, key: Key, spread: int) -> bool:
        return key in self.seen and self.seen[key].spread >= spread

    def _solve(self, wanted: Mapping[Key, int]) -> Answer:
        """Look for a possible table with the least (1) or the most (-1) of counts, and keep what it shows. First among
        fractions, which is quicker: where the best of those is whole, there is no better one."""
        objective = np.array([wanted.get(key, 0) for key in self._keys], dtype=float)
        answer = self._solve_in(objective, whole=False)
        if answer is Answer.NOT_IN_TIME:
            answer = self._solve_in(objective, whole=True)
            self.ran_out |= answer is Answer.NOT_IN_TIME
        return answer

    def _solve_in(self, objective: np.ndarray, *, whole: bool) -> Answer:
        found = milp(
            objective,
            integrality=np.full(len(self._keys), int(whole)),
            bounds=self._bounds,
            constraints=self._constraints,
            options={"time_limit": self.seconds},
        )
        if found.status == 2:
            return Answer.IMPOSSIBLE
        if found.x is not None and (whole or np.abs(found.x - np.round(found.x)).max() < NEARLY_WHOLE):
            values = {key: round(float(value)) for key, value in zip(self._keys, found.x, strict=True)}
            if self.component.allows(values):
                for key, value in values.items():
                    seen = self.seen.setdefault(key, Interval(value, value))
                    seen.low, seen.high = min(seen.low, value), max(seen.high, value)
                if found.status == 0:
                    return Answer.POSSIBLE
        return Answer.NOT_IN_TIME


def _constraint(component: Component, keys: list[Key]) -> LinearConstraint:
    index = {key: i for i, key in enumerate(keys)}
    rows, columns, times = zip(*_entries(component, index), strict=True)
    matrix = csr_array((times, (rows, columns)), shape=(len(component.relations), len(keys)))
    right = [-relation.constant for relation in component.relations]
    lows = [each if relation.is_equal else -np.inf for each, relation in zip(right, component.relations, strict=True)]
    return LinearConstraint(matrix, lows, right)


def _entries(component: Component, index: Mapping[Key, int]) -> Iterator[tuple[int, int, int]]:
    for row, relation in enumerate(component.relations):
        for key, times in relation.terms:
            yield row, index[key], times
