"""Axes: where a value stands, which numbers are written beside it, and labels that do not lie on one another.

Pure; knows neither a measure nor a language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from lineofsight.statistics import Every

STEPS = (1.0, 2.0, 5.0, 10.0)
INTERVALS = 4  # between the numbers of an axis, about


@dataclass(frozen=True, slots=True)
class Axis:
    """From low to high, with a number written every `step`."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> tuple[float, ...]:
        count = round((self.high - self.low) / self.step)
        return tuple(round(self.low + self.step * position, 10) for position in range(count + 1))

    def place(self, value: float, height: float) -> float:
        """How far below the top a value stands in a plot of this height."""
        return height * (self.high - value) / (self.high - self.low)


def axis_for(values: Sequence[float], bounds: tuple[float | None, float | None], *, whole: bool) -> Axis:
    """An axis that holds all values and does not pass what can be. whole: steps of whole numbers.

    >>> axis_for([0.58, 0.82], (0.0, 1.0), whole=False)
    Axis(low=0.5, high=0.9, step=0.1)
    """
    least, most = min(values), max(values)
    spread = most - least or abs(most) * 0.4 or 1.0
    rough = spread / INTERVALS
    power = 10.0 ** floor(log10(rough))
    step = next(each * power for each in STEPS if each * power >= rough)
    if whole:
        step = max(1.0, step)
    room = 0.15 * step
    low, high = floor((least - room) / step) * step, ceil((most + room) / step) * step
    if bounds[0] is not None:
        low = max(low, bounds[0])
    if bounds[1] is not None:
        high = min(high, bounds[1])
    if high - low < step:
        high = low + step
    return Axis(round(low, 10), round(high, 10), round(step, 10))


def position_of(start: date, first: date, every: Every, ordinal: int) -> float:
    """How many periods lie between the first period and this one, so that a missing one leaves its place open."""
    months = (start.year - first.year) * 12 + start.month - first.month
    match every:
        case Every.WEEK:
            return (start - first).days / 7
        case Every.MONTH:
            return months
        case Every.QUARTER:
            return months / 3
        case Every.YEAR:
            return months / 12
        case Every.PERIOD:
            return ordinal


def apart(places: Sequence[float], gap: float, *, lowest: float, highest: float) -> list[float]:
    """The same places in the same order, each at least `gap` from the next, as near to where they were as can be.

    >>> apart([10.0, 12.0, 60.0], 16.0, lowest=0.0, highest=100.0)
    [3.0, 19.0, 60.0]
    """
    order = sorted(range(len(places)), key=lambda position: places[position])
    clusters: list[list[int]] = []
    centres: list[float] = []
    for position in order:
        clusters.append([position])
        centres.append(places[position])
        while len(clusters) > 1 and _end(clusters[-2], centres[-2], gap) + gap > _begin(clusters[-1], centres[-1], gap):
            merged = clusters[-2] + clusters[-1]
            clusters[-2:] = [merged]
            centres[-2:] = [sum(places[each] for each in merged) / len(merged)]
        half = gap * (len(clusters[-1]) - 1) / 2
        centres[-1] = min(max(centres[-1], lowest + half), highest - half)
    moved = list(places)
    for cluster, centre in zip(clusters, centres, strict=True):
        for step, position in enumerate(cluster):
            moved[position] = _begin(cluster, centre, gap) + gap * step
    return moved


def _begin(cluster: list[int], centre: float, gap: float) -> float:
    return centre - gap * (len(cluster) - 1) / 2


def _end(cluster: list[int], centre: float, gap: float) -> float:
    return centre + gap * (len(cluster) - 1) / 2
