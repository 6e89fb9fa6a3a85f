"""Runs of points: on one side of a centre, or rising, or falling; and how often the centre is crossed.

The rule kept here: only points that count are looked at, so a missing period neither breaks a run nor adds to it. On a
run chart points on the median are skipped (Perla, Provost & Murray 2011); on other charts a point on the centre is on
no side and ends the run. Sources: Perla, Provost & Murray 2011; Anhoej & Olesen 2014 (number of runs).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from math import isclose

from .distributions import binomial_quantile
from .series import Direction

RUNS_NEED = 12  # useful points before the number of runs says anything


@dataclass(frozen=True, slots=True)
class Run:
    direction: Direction
    first: int
    last: int
    count: int


def side(value: float, centre: float) -> Direction | None:
    """Above or below; None on the centre (up to the rounding of floats)."""
    if isclose(value, centre, rel_tol=1e-9, abs_tol=1e-12):
        return None
    return Direction.UP if value > centre else Direction.DOWN


def runs_on_one_side(values: Mapping[int, float], centre: float, *, skip_centre: bool) -> Iterator[Run]:
    """The longest stretches of points on one side of the centre, in order.

    skip_centre: points on the centre neither break a run nor add to it; the last run goes on through those after it.
    """
    sides = [(position, side(value, centre)) for position, value in values.items()]
    if skip_centre:
        sides = [(position, where) for position, where in sides if where is not None]
    for where, members in groupby(sides, key=lambda pair: pair[1]):
        positions = [position for position, _ in members]
        last = max(values) if skip_centre and positions[-1] == sides[-1][0] else positions[-1]
        if where is not None:
            yield Run(where, positions[0], last, len(positions))


def rising_or_falling(values: Mapping[int, float]) -> Iterator[Run]:
    """The longest stretches that rise or fall throughout; of equal neighbors one is counted."""
    run: list[int] = []
    count, direction, previous = 0, None, 0.0
    for position, value in values.items():
        step = side(value, previous) if run else None
        if not run:
            run, count = [position], 1
        elif step is None:
            run.append(position)
        elif direction in (None, step):
            run.append(position)
            count, direction = count + 1, step
        else:
            yield Run(direction, run[0], run[-1], count)
            run, count, direction = [*_tail_of_equals(run, values), position], 2, step
        previous = value
    if direction is not None:
        yield Run(direction, run[0], run[-1], count)


def _tail_of_equals(run: list[int], values: Mapping[int, float]) -> list[int]:
    """The last value of a run with its equals: where one trend ends, the next begins."""
    last = values[run[-1]]
    tail: list[int] = []
    for position in reversed(run):
        if side(values[position], last) is not None:
            break
        tail.insert(0, position)
    return tail


def has_too_few_runs(values: Mapping[int, float], median: float) -> tuple[int, int] | None:
    """Crossings of the median and the fewest that chance allows, where there are fewer; else None.

    The fewest: the 5 % quantile of Binomial(m - 1, 1/2), m being the points off the median, at least 12.
    """
    runs = list(runs_on_one_side(values, median, skip_centre=True))
    useful = sum(run.count for run in runs)
    if useful < RUNS_NEED:
        return None
    fewest = binomial_quantile(0.05, useful - 1, chance=0.5)
    crossings = len(runs) - 1
    return (crossings, fewest) if crossings < fewest else None
