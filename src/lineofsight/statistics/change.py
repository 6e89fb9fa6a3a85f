"""Before and after: by how much did a figure change, and could that be chance?

The rule kept here: the words that follow from this are "since", never "because of". Whoever knows when a change began
also learns what weakens the comparison: points that depend on each other, and a change begun at the worst or best
point, part of which would have come by itself. The first choice is always the chart with limits frozen before the
change (`Phase.limits_until`). Sources: Newcombe 1998; permutation test: Good 2005; regression to the mean: Galton 1886.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from lineofsight.problems import Problem

from .dependence import depends, lag_one
from .intervals import Difference, newcombe
from .series import Direction, Share

POINTS_PER_SIDE = 8
DRAWS = 10_000
LOOKED_BACK = 12  # points before the change among which it may have begun at the worst


@dataclass(frozen=True, slots=True)
class ShareChange:
    """Two shares of independent people and the difference after minus before."""

    before: Share
    after: Share
    difference: Difference


@dataclass(frozen=True, slots=True)
class PeriodChange:
    """Medians before and after; p: how often a random split of the points differs as much, two-sided.

    seed, draws: with them anybody computes the same p. dependent: points of one side depend on each other.
    began_at: the change began at the lowest (DOWN) or highest (UP) of the last points before it, `looked_back` of them.
    """

    before: float
    after: float
    p: float
    seed: int
    draws: int
    dependent: bool
    began_at: Direction | None
    looked_back: int

    @property
    def more_than_chance(self) -> bool:
        return self.p < 0.05


def compare_shares(before: Share, after: Share) -> ShareChange | None:
    """The change of a share; None when one is of nobody. Also for this period against the same a year earlier."""
    difference = newcombe(before, after)
    return None if difference is None else ShareChange(before, after, difference)


def compare_periods(before: Sequence[float], after: Sequence[float], *, seed: int, draws: int = DRAWS) -> PeriodChange:
    """The change of the median of a series, in its unit, with a permutation test.

    before, after: figures in order of time, without gaps. Raises a Problem with fewer than 8 on either side.
    """
    if min(len(before), len(after)) < POINTS_PER_SIDE:
        raise Problem(
            "T151",
            f"Points before the change: {len(before)}; after it: {len(after)}.",
            f"Wait until there are {POINTS_PER_SIDE} on each side.",
        )
    was, became = _median(before), _median(after)
    seen = abs(became - was)
    pool, cut = [*before, *after], len(before)
    random, as_large = Random(seed), 0
    for _ in range(draws):
        random.shuffle(pool)
        # Equal splits of floats may differ in the last digit; they count as equal.
        as_large += abs(_median(pool[cut:]) - _median(pool[:cut])) >= seen * (1 - 1e-9)
    return PeriodChange(
        was,
        became,
        p=(as_large + 1) / (draws + 1),
        seed=seed,
        draws=draws,
        dependent=any(_depends(values) for values in (before, after)),
        began_at=extreme_at_start(before),
        looked_back=min(LOOKED_BACK, len(before)),
    )


def extreme_at_start(before: Sequence[float]) -> Direction | None:
    """Whether the last point before a change was the lowest or highest of the last 12 (of at least 8)."""
    looked_at = before[-LOOKED_BACK:]
    if len(looked_at) < POINTS_PER_SIDE or min(looked_at) == max(looked_at):
        return None
    if looked_at[-1] == min(looked_at):
        return Direction.DOWN
    return Direction.UP if looked_at[-1] == max(looked_at) else None


def _depends(values: Sequence[float]) -> bool:
    numbered = dict(enumerate(values))
    return depends(lag_one(numbered, [(i, i + 1) for i in range(len(values) - 1)]), len(values))


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
