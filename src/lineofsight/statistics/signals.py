"""What a chart says, as values: signals, notes, limits, readings. Never sentences; see `sentences.py`.

The rule kept here: a signal names the rule that fired and the points it rests on, so that anybody can count them again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile

from .series import Direction, Phase, Series
from .stretch import POINTS_FOR_LIMITS


class Chart(StrEnum):
    """How the points may be drawn."""

    DOTS = "dots"  # points without a line
    RUN = "run"  # line and median
    XMR = "xmr"  # centre and natural limits from moving ranges
    P = "p"  # limits of a share, one pair for each denominator
    P_PRIME = "p_prime"  # the same, widened (or narrowed) by the variation between periods


class ChartReason(StrEnum):
    """Why this chart and no other."""

    TOO_FEW_POINTS = "too_few_points"  # under 8
    EIGHT_TO_ELEVEN = "eight_to_eleven"  # a median, no limits yet
    ONE_NUMBER_PER_PERIOD = "one_number_per_period"
    LARGE_DENOMINATORS = "large_denominators"
    OVERDISPERSED = "overdispersed"  # periods differ more than chance within them allows
    HUNDREDS = "hundreds"  # denominators so large that chance within a period is the smaller part
    SMALL_EVEN_DENOMINATORS = "small_even_denominators"  # small, but alike: moving ranges hold
    SMALL_DENOMINATORS = "small_denominators"  # small or uneven: longer periods would be better
    RARE_EVENTS = "rare_events"  # most periods have none: count the days between instead
    BETWEEN_EVENTS = "between_events"  # days between rare events: a median, never limits
    FEW_RANGES = "few_ranges"  # so many gaps that moving ranges are missing


class Rule(StrEnum):
    """The rules, in the order in which they are reported."""

    OUTSIDE_LIMITS = "N1"
    ASTRONOMICAL = "astronomical"
    SHIFT = "N2"  # 8 or more on one side of the centre
    NEAR_LIMIT = "N3"  # two of three beyond two thirds of the way to one limit
    POSSIBLE_SHIFT = "possible_shift"  # 6 or 7 on one side of the median
    TOO_FEW_RUNS = "too_few_runs"
    TREND = "trend"  # never the only ground for a decision
    SIX_IN_A_ROW = "N4"


@dataclass(frozen=True, slots=True)
class Signal:
    """One rule that fired.

    direction: above or rising, below or falling; None where a rule has none. first, last: positions in the series;
    both belong to it. count: how many points it rests on (skipped points are not counted; of equal neighbors one is).
    """

    rule: Rule
    direction: Direction | None
    first: int
    last: int
    count: int


class NoteKind(StrEnum):
    """What a reader should know beside the signals."""

    PROVISIONAL = "provisional"  # count: points behind the limits
    ALL_EQUAL = "all_equal"  # value: the one value
    COARSE = "coarse"  # count: distinct numbers
    RANGE_OUTSIDE = "range_outside"  # position: look for a mistake there
    LESS_THAN_CHANCE = "less_than_chance"  # value: sigma z
    DEPENDENT = "dependent"  # value: lag-1 autocorrelation
    LONGER_PERIODS = "longer_periods"
    MEDIAN_RANGE_ZERO = "median_range_zero"  # the median range was asked for and is 0; the mean was taken


@dataclass(frozen=True, slots=True)
class Note:
    kind: NoteKind
    count: int | None = None
    value: float | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The usual range at one point, in the unit of the figure. At a side that is cut no signal is read."""

    low: float
    high: float
    low_is_cut: bool
    high_is_cut: bool


@dataclass(frozen=True, slots=True)
class PhaseReading:
    """What one phase says.

    first, last: positions in the series. usable: its points that have a figure and are not left out. baseline: how many
    of them made centre and limits. centre: the median of a run chart, else the mean; None under 8 points. limits: one
    for each position, None where there are none. range_limit: the largest usual moving range (XmR). signals: all of the
    phase, in the order of reporting: by rule, latest first.
    """

    phase: Phase
    first: int
    last: int
    chart: Chart
    reason: ChartReason
    usable: int
    baseline: int
    baseline_frozen: bool
    centre: float | None
    limits: tuple[Limits | None, ...]
    range_limit: float | None
    signals: tuple[Signal, ...]
    notes: tuple[Note, ...]

    @property
    def provisional(self) -> bool:
        """Whether there are limits, and they come from fewer than 20 points."""
        return any(note.kind is NoteKind.PROVISIONAL for note in self.notes)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a series says. The present phase is the last; the earlier ones stay visible."""

    series: Series
    phases: tuple[PhaseReading, ...]

    @property
    def present(self) -> PhaseReading:
        return self.phases[-1]

    @property
    def now(self) -> tuple[Signal, ...]:
        """Signals of the present phase that reach its latest point, the one to tell first at the beginning.

        Points outside the limits that follow one another are one signal with its beginning. A shift that began before
        them says since when, which the last point alone does not; so it is told before them.
        """
        counting = self._counting
        latest = counting[-1] if counting else self.present.last
        found = [signal for signal in self.present.signals if signal.last >= latest]
        outside = next((signal for signal in found if signal.rule is Rule.OUTSIDE_LIMITS), None)
        if outside is None:
            return tuple(found)
        whole = self._all_outside(outside)
        longer = [each for each in found if each.rule is Rule.SHIFT and each.first < whole.first]
        return (*longer, whole, *(each for each in found if each is not outside and each not in longer))

    @property
    def judges(self) -> bool:
        """Whether the chart itself says if something changed."""
        return bool(self.now) or self.can_be_silent

    @property
    def can_be_silent(self) -> bool:
        """Whether its silence means that nothing changed: from 12 points on, where there are ups and downs to read."""
        present = self.present
        if present.chart is Chart.DOTS:
            return False
        return present.reason is not ChartReason.EIGHT_TO_ELEVEN or present.usable >= POINTS_FOR_LIMITS

    @property
    def _counting(self) -> tuple[int, ...]:
        """Positions of the present phase that have a figure and are not left out."""
        points = self.series.points
        positions = range(self.present.first, self.present.last + 1)
        return tuple(each for each in positions if points[each].value is not None and not points[each].left_out)

    def _all_outside(self, last: Signal) -> Signal:
        """The unbroken run of points outside the same limit that ends with this one."""
        same = {
            each.last
            for each in self.present.signals
            if each.rule is Rule.OUTSIDE_LIMITS and each.direction is last.direction
        }
        run = list(takewhile(same.__contains__, (each for each in reversed(self._counting) if each <= last.last)))
        return replace(last, first=run[-1], count=len(run))
