"""What the room is given: a share, a point, a series of periods, and its phases.

The rule kept here: a percentage never travels without its two counts, and a period without a figure is never a zero.
A missing period may be left out of a series or stand in it with `None`; both are a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from math import isfinite

from lineofsight.problems import Problem


@dataclass(frozen=True, slots=True)
class Share:
    """Two counts: so many of so many.

    >>> Share(8, 10).value
    0.8
    """

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise Problem(
                "T101",
                f"{self.numerator} of {self.denominator} is not a share.",
                "The numerator is counted only inside the denominator: give 0 to the denominator.",
            )

    @property
    def value(self) -> float | None:
        """The share, 0..1; None of nobody."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def rest(self) -> int:
        """Those of the denominator who are not in the numerator."""
        return self.denominator - self.numerator


class Direction(StrEnum):
    """Above or rising, below or falling; and which of the two is good."""

    UP = "up"
    DOWN = "down"


class Every(StrEnum):
    """How long a period is. PERIOD: of no fixed length, so that no gap can be seen from the dates."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    PERIOD = "period"

    def next(self, start: date) -> date | None:
        """The first day of the period after the one that starts here."""
        if self is Every.PERIOD:
            return None
        if self is Every.WEEK:
            return start + timedelta(days=7)
        months = start.month - 1 + {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}[self]
        return date(start.year + months // 12, months % 12 + 1, start.day)


class Kind(StrEnum):
    """What a point is."""

    COUNT = "count"  # how many, never below 0
    NUMBER = "number"  # a sum, a mean, a median
    SHARE = "share"  # with its two counts
    BETWEEN = "between"  # days or cases between one rare event and the next


@dataclass(frozen=True, slots=True)
class Mark:
    """A person says that a point is plainly different (an astronomical point): who, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Point:
    """One period: its first day and its figure (a number, a share, or None when there is none).

    left_out: why a person keeps this point out of centre and limits (a one-off error); it stays in the series.
    """

    start: date
    figure: float | Share | None
    left_out: str = ""
    mark: Mark | None = None

    @property
    def value(self) -> float | None:
        """The number that is drawn; a share is 0..1."""
        return self.figure.value if isinstance(self.figure, Share) else self.figure


class PhaseCause(StrEnum):
    """Why a phase begins."""

    FIRST = "first"  # the series begins
    CHANGE = "change"  # a person drew a new baseline: see `check_can_start_phase`
    DEFINITION = "definition"  # the measure has a new definition


class Spread(StrEnum):
    """From which moving range limits are made. The median is a person's choice after a range outside its limit."""

    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch with one centre and one set of limits.

    start: the first day of its first period; None for the phase that begins with the series. limits_until: the first
    day of the last period from which centre and limits come; None: the first 20 usable points, provisional until then.
    """

    start: date | None = None
    cause: PhaseCause = PhaseCause.FIRST
    reason: str = ""
    limits_until: date | None = None
    spread: Spread = Spread.MEAN


@dataclass(frozen=True, slots=True)
class Series:
    """One figure over time, in order of time.

    possible: the lowest and the highest value that can be; None: shares from 0 to 1, numbers anything, the rest from 0.
    phases: in order; the one that begins with the first point may be left out.
    """

    kind: Kind
    every: Every
    points: Sequence[Point]
    possible: tuple[float | None, float | None] | None = None
    phases: Sequence[Phase] = ()

    def __post_init__(self) -> None:
        starts = [point.start for point in self.points]
        if any(later <= earlier for earlier, later in pairwise(starts)):
            raise Problem(
                "T102", "The periods of the series are not in order of time.", "Give each period once, oldest first."
            )
        if self.every in (Every.MONTH, Every.QUARTER, Every.YEAR) and any(start.day > 28 for start in starts):
            raise Problem(
                "T105",
                "A period begins after the 28th of a month.",
                "Give the first day of each month, quarter or year.",
            )
        for point in self.points:
            if point.figure is not None and isinstance(point.figure, Share) != (self.kind is Kind.SHARE):
                raise Problem(
                    "T103",
                    f"The period from {point.start} does not hold a {self.kind}.",
                    "Give both counts of a share, and a plain number otherwise.",
                )
            if point.value is not None and not isfinite(point.value):
                raise Problem(
                    "T104",
                    f"The figure of the period from {point.start} is not a finite number.",
                    "Leave the period without a figure.",
                )

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The lowest and the highest value that can be."""
        if self.possible is not None:
            return self.possible
        if self.kind is Kind.SHARE:
            return 0.0, 1.0
        return (None, None) if self.kind is Kind.NUMBER else (0.0, None)

    def adjoin(self, earlier: int, later: int) -> bool:
        """Whether no period is missing between two positions."""
        if later - earlier != 1:
            return False
        expected = self.every.next(self.points[earlier].start)
        return expected is None or expected == self.points[later].start
