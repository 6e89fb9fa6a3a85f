"""The XmR chart: natural limits of single numbers, from how much neighbors differ.

The rules kept here: limits need 12 points and are provisional until 20; a limit outside what is possible is cut there
and says nothing; two-of-three (N3) needs firm limits. Sources: Wheeler, Understanding Variation (2000); Western
Electric 1956. 3.145 = 3 / 0.954, where 0.954 is the median moving range of a normal series with
standard deviation 1; 3.865 is Wheeler's factor for the range limit beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from .intervals import median
from .runs import rising_or_falling, runs_on_one_side, side
from .series import Direction, Spread
from .signals import Limits, Rule, Signal
from .stretch import POINTS_FOR_FIRM_LIMITS, Stretch

LIMIT_FACTOR = {Spread.MEAN: 2.66, Spread.MEDIAN: 3.145}
RANGE_FACTOR = {Spread.MEAN: 3.268, Spread.MEDIAN: 3.865}
SHIFT = 8
SIX = 6


@dataclass(frozen=True, slots=True)
class NaturalLimits:
    """centre and limits in the unit of the figure. spread: from which moving range they were really made."""

    centre: float
    average_range: float
    spread: Spread
    limits: Limits | None  # None: all values are equal
    range_limit: float | None
    ranges_outside: tuple[int, ...]  # the later position of each moving range above its limit


def natural_limits(stretch: Stretch) -> NaturalLimits:
    """Centre and limits of a phase from its baseline. Its moving ranges, wherever they lie, are judged by them."""
    values = stretch.values
    centre = fsum(values[position] for position in stretch.baseline) / len(stretch.baseline)
    ranges = [abs(values[b] - values[a]) for a, b in stretch.baseline_neighbors]
    spread = stretch.phase.spread
    average = (median(ranges) if spread is Spread.MEDIAN else _mean(ranges)) or 0.0
    if average == 0.0 and spread is Spread.MEDIAN:
        spread, average = Spread.MEAN, _mean(ranges)
    if average == 0.0:
        return NaturalLimits(centre, 0.0, spread, None, None, ())
    range_limit = RANGE_FACTOR[spread] * average
    outside = tuple(b for a, b in stretch.neighbors if abs(values[b] - values[a]) > range_limit)
    half = LIMIT_FACTOR[spread] * average
    return NaturalLimits(centre, average, spread, cut(centre - half, centre + half, stretch), range_limit, outside)


def cut(low: float, high: float, stretch: Stretch) -> Limits:
    """Limits inside what is possible. A side that reaches the edge says nothing: no figure can lie beyond it."""
    lowest, highest = stretch.series.bounds
    low_is_cut = lowest is not None and low <= lowest
    high_is_cut = highest is not None and high >= highest
    return Limits(
        lowest if low_is_cut and lowest is not None else low,
        highest if high_is_cut and highest is not None else high,
        low_is_cut,
        high_is_cut,
    )


def xmr_signals(stretch: Stretch, natural: NaturalLimits, *, six_in_a_row: bool) -> list[Signal]:
    """N1, N2, N3 and, when asked for, N4, in order of time within each rule."""
    signals = [
        Signal(Rule.SHIFT, run.direction, run.first, run.last, run.count)
        for run in runs_on_one_side(stretch.values, natural.centre, skip_centre=False)
        if run.count >= SHIFT
    ]
    if natural.limits is not None:
        signals += outside_limits(stretch.values, dict.fromkeys(stretch.usable, natural.limits))
        if len(stretch.baseline) >= POINTS_FOR_FIRM_LIMITS:
            signals += _near_limit(stretch.values, natural.centre, natural.limits)
    if six_in_a_row:
        signals += [
            Signal(Rule.SIX_IN_A_ROW, run.direction, run.first, run.last, run.count)
            for run in rising_or_falling(stretch.values)
            if run.count >= SIX
        ]
    return signals


def outside_limits(values: Mapping[int, float], limits: Mapping[int, Limits]) -> list[Signal]:
    """N1: each point outside a limit that is not cut."""
    signals = []
    for position, its in limits.items():
        value = values[position]
        if not its.high_is_cut and side(value, its.high) is Direction.UP:
            signals.append(Signal(Rule.OUTSIDE_LIMITS, Direction.UP, position, position, 1))
        elif not its.low_is_cut and side(value, its.low) is Direction.DOWN:
            signals.append(Signal(Rule.OUTSIDE_LIMITS, Direction.DOWN, position, position, 1))
    return signals


def _near_limit(values: Mapping[int, float], centre: float, limits: Limits) -> list[Signal]:
    """N3: two of three points in a row beyond two thirds of the way to the same limit, joined where they overlap."""
    order = list(values)
    signals = []
    for direction, limit, is_cut in (
        (Direction.UP, limits.high, limits.high_is_cut),
        (Direction.DOWN, limits.low, limits.low_is_cut),
    ):
        threshold = centre + (limit - centre) * 2 / 3
        beyond = [i for i, position in enumerate(order) if side(values[position], threshold) is direction]
        if is_cut or len(beyond) < 2:
            continue
        group = [beyond[0]]
        for i in [*beyond[1:], len(order) + 3]:
            if i - group[-1] <= 2:
                group.append(i)
                continue
            if len(group) >= 2:
                signals.append(Signal(Rule.NEAR_LIMIT, direction, order[group[0]], order[group[-1]], len(group)))
            group = [i]
    return signals


def _mean(numbers: list[float]) -> float:
    return fsum(numbers) / len(numbers) if numbers else 0.0
