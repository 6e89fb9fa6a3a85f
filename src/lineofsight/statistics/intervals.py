"""How far a single figure could be off by chance: shares, differences of shares, means, quantiles.

The rule kept here: no interval is better than a false one. Of nobody there is none; of too few values there is none. If
a figure covers all clients of its period it describes them fully; the interval then answers "could this be chance if
things went on the same?". Sources: Wilson 1927; Newcombe 1998 (method 10); Conover 1999, section 3.2 (quantiles).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

from lineofsight.problems import Problem

from .distributions import Z_95, binomial_mass, student_quantile
from .series import Share

SHOWN_BELOW = 200  # an interval is shown beside a percentage of fewer than this many
MEAN_NEEDS = 12  # values before a mean has an interval: below, one odd value decides it (project default)


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


def mean_interval(mean: float, standard_deviation: float, *, count: int) -> Interval | None:
    """The 95 % interval of a mean of independent values, in their unit; None of fewer than 12 values.

    standard_deviation: that of a sample (divisor count - 1). Source: Student 1908. Long-tailed values such as income
    need more values than 12 for it to hold well; their median has an interval without that need.
    """
    if standard_deviation < 0:
        raise Problem("T111", f"A standard deviation of {standard_deviation} cannot be.", "Give 0 or more.")
    if count < MEAN_NEEDS:
        return None
    half = student_quantile(0.975, degrees=count - 1) * standard_deviation / sqrt(count)
    return Interval(mean - half, mean + half)


def quantile(values: Sequence[float], q: float) -> float | None:
    """The continuous quantile at q (0..1), as `percentile_cont` of SQL has it; None of no values.

    Source: Hyndman & Fan 1996, type 7.

    >>> quantile([1, 2, 3, 10], 0.5)
    2.5
    """
    _check_q(q, lowest=0.0, highest=1.0)
    if not values:
        return None
    ordered = sorted(values)
    position = q * (len(ordered) - 1)
    below, above = floor(position), ceil(position)
    if below == above or ordered[below] == ordered[above]:
        return ordered[below]
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


def median(values: Sequence[float]) -> float | None:
    """The continuous median; None of no values."""
    return quantile(values, 0.5)


def quantile_ranks(count: int, q: float) -> tuple[int, int] | None:
    """Which two of so many ordered values (1 is the lowest) hold the quantile at q with at least 95 %.

    They leave at most 2.5 % on each side whatever the distribution. None when so few values cannot: a median needs 6.
    Source: Conover 1999, section 3.2.

    >>> quantile_ranks(20, 0.5)
    (6, 15)
    """
    _check_q(q, lowest=1e-9, highest=1 - 1e-9)
    below, low = 0.0, 0  # low: the largest rank r with P(fewer than r values lie below) <= 2.5 %
    while low < count and below + binomial_mass(low, count, chance=q) <= 0.025:
        below += binomial_mass(low, count, chance=q)
        low += 1
    above, high = 0.0, count + 1
    while high > 1 and above + binomial_mass(high - 1, count, chance=q) <= 0.025:
        above += binomial_mass(high - 1, count, chance=q)
        high -= 1
    return (low, high) if low >= 1 and high <= count else None


def quantile_interval(values: Sequence[float], q: float) -> Interval | None:
    """An interval for the quantile at q that holds with at least 95 % whatever the distribution; None of too few."""
    ranks = quantile_ranks(len(values), q)
    if ranks is None:
        return None
    ordered = sorted(values)
    return Interval(ordered[ranks[0] - 1], ordered[ranks[1] - 1])


def _check_q(q: float, *, lowest: float, highest: float) -> None:
    if not lowest <= q <= highest:
        raise Problem("T112", f"{q} is not a quantile.", "Give a number between 0 and 1, such as 0.5 for the median.")
