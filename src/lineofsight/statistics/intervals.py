"""How far a single figure could be off by chance: shares, and differences of shares.

The rule kept here: no interval is better than a false one. Of nobody there is none. If a figure covers all clients of
its period it describes them fully; the interval then answers "could this be chance if things went on the same?".
Sources: Wilson 1927; Newcombe 1998 (method 10).
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from .distributions import Z_95
from .series import Share

SHOWN_BELOW = 200  # an interval is shown beside a percentage of fewer than this many


@dataclass(frozen=True, slots=True)
class Interval:
    """From low to high, both belonging to it, in the unit of the figure; 95 of 100 such intervals hold the truth."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Difference:
    """After minus before, in shares (-1..1), with its interval."""

    value: float
    interval: Interval

    @property
    def more_than_chance(self) -> bool:
        """Whether no difference at all lies outside the interval."""
        return not self.interval.holds(0.0)


def wilson(share: Share) -> Interval | None:
    """The 95 % interval of a share, 0..1; None of nobody. Source: Wilson 1927.

    >>> interval = wilson(Share(8, 10))
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.4902, 0.9433)
    """
    n, p = share.denominator, share.value
    if p is None:
        return None
    z2 = Z_95**2
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # At 0 and at n of n the bound is exact in algebra; rounding of floats must not move it past the share.
    low = 0.0 if share.numerator == 0 else max(0.0, centre - half)
    high = 1.0 if share.rest == 0 else min(1.0, centre + half)
    return Interval(min(low, p), max(high, p))


def newcombe(before: Share, after: Share) -> Difference | None:
    """The difference after minus before of two independent shares; None if one is of nobody.

    Source: Newcombe 1998, method 10 (hybrid of two Wilson intervals).

    >>> difference = newcombe(Share(48, 80), Share(56, 70))
    >>> round(difference.value, 4), round(difference.interval.low, 4), round(difference.interval.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    p1, p2, one, two = before.value, after.value, wilson(before), wilson(after)
    if p1 is None or p2 is None or one is None or two is None:
        return None
    d = p2 - p1
    low = d - sqrt((p2 - two.low) ** 2 + (one.high - p1) ** 2)
    high = d + sqrt((two.high - p2) ** 2 + (p1 - one.low) ** 2)
    return Difference(d, Interval(max(-1.0, low), min(1.0, high)))


def median(values: Sequence[float]) -> float | None:
    """The continuous median; None of no values."""
    return statistics.median(values) if values else None
