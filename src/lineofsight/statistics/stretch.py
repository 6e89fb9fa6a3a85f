"""One phase of a series as the rules need it: which points count, which of them make the limits, which ranges exist.

The rules kept here: a point without a figure or left out by a person neither breaks nor adds to a run; a moving range
is formed only between neighbors with no period missing and neither left out; limits come from the first 20 points of a
phase, or from those a person chose, and are never recomputed in silence afterwards.
Source: Wheeler, Understanding Variation (2000), for frozen limits and one-off points.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from lineofsight.problems import Problem, counted

from .series import Phase, Series, Share

POINTS_FOR_A_LINE = 8
POINTS_FOR_LIMITS = 12
POINTS_FOR_FIRM_LIMITS = 20
LEFT_OUT_AT_MOST = 2  # of any 12 points in a row


@dataclass(frozen=True)
class Stretch:
    """The positions first..last of a series, under one phase. Empty (last < first) for a phase without points yet."""

    series: Series
    phase: Phase
    first: int
    last: int

    @cached_property
    def values(self) -> dict[int, float]:
        """The numbers that count, by position: those with a figure that nobody left out."""
        points = self.series.points
        return {
            position: float(value)
            for position in range(self.first, self.last + 1)
            if (value := points[position].value) is not None and not points[position].left_out
        }

    @cached_property
    def shares(self) -> dict[int, Share]:
        """The same with both counts, where the series is one of shares."""
        points = self.series.points
        return {p: figure for p in self.values if isinstance(figure := points[p].figure, Share)}

    @cached_property
    def usable(self) -> tuple[int, ...]:
        """The positions that count, in order."""
        return tuple(self.values)

    @cached_property
    def baseline(self) -> tuple[int, ...]:
        """The positions that make centre and limits."""
        until = self.phase.limits_until
        if until is None:
            return self.usable[:POINTS_FOR_FIRM_LIMITS]
        chosen = tuple(p for p in self.usable if self.series.points[p].start <= until)
        if len(chosen) < POINTS_FOR_A_LINE:
            raise Problem(
                "T121",
                f"Only {counted(len(chosen), 'usable point lies', 'usable points lie')} "
                f"between {self.phase.start} and {until}.",
                f"A baseline needs {POINTS_FOR_A_LINE} points; natural limits need {POINTS_FOR_LIMITS}.",
            )
        return chosen

    @property
    def frozen(self) -> bool:
        """Whether a new point leaves centre and limits as they are."""
        return self.phase.limits_until is not None or len(self.usable) > POINTS_FOR_FIRM_LIMITS

    @cached_property
    def neighbors(self) -> tuple[tuple[int, int], ...]:
        """Pairs of usable positions between which no period is missing."""
        return tuple((p, p + 1) for p in self.usable if p + 1 in self.values and self.series.adjoin(p, p + 1))

    @cached_property
    def baseline_neighbors(self) -> tuple[tuple[int, int], ...]:
        """Those of them that lie inside the baseline."""
        inside = set(self.baseline)
        return tuple((a, b) for a, b in self.neighbors if a in inside and b in inside)


def stretches(series: Series) -> tuple[Stretch, ...]:
    """The phases of a series, in order. A series that names none has one, from its first point on."""
    _check_left_out(series)
    points = series.points
    named = [phase for phase in series.phases if phase.start is not None]
    if len(series.phases) - len(named) > 1 or any(
        later.start <= earlier.start for earlier, later in pairwise(named) if earlier.start and later.start
    ):
        raise Problem(
            "T122", "Two phases begin on one day, or are not in order.", "Give each phase once, oldest first."
        )
    begins = [sum(point.start < phase.start for point in points) if phase.start else 0 for phase in series.phases]
    phases = list(series.phases)
    if not begins or begins[0] > 0:
        phases, begins = [Phase(), *phases], [0, *begins]
    ends = [*begins[1:], len(points)]
    return tuple(Stretch(series, phase, begin, end - 1) for phase, begin, end in zip(phases, begins, ends, strict=True))


def _check_left_out(series: Series) -> None:
    """A person may call two points in twelve one-off errors; more than that is not one-off."""
    left_out = [bool(point.left_out) for point in series.points]
    for begin in range(len(left_out)):
        if sum(left_out[begin : begin + POINTS_FOR_LIMITS]) > LEFT_OUT_AT_MOST:
            raise Problem(
                "T123",
                f"More than {LEFT_OUT_AT_MOST} of {POINTS_FOR_LIMITS} points in a row are left out of the limits, "
                f"from {series.points[begin].start} on.",
                "Keep the points in, or find out why errors happen so often.",
            )
