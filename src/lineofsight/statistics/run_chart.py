"""The run chart: a line, a median, and what may be said from them.

The rule kept here: 6 or 7 points on one side are a possible shift, 8 a shift; a trend alone is a possible trend and
never the only ground for a decision. Chance alone shows a run of 6 in 6 % of stable series of 16 points, 29 % of 36.
Sources: Perla, Provost & Murray 2011; Anhoej & Olesen 2014.
"""

from __future__ import annotations

from .intervals import median
from .runs import has_too_few_runs, rising_or_falling, runs_on_one_side
from .signals import Rule, Signal
from .stretch import Stretch

POSSIBLE_SHIFT = 6
SHIFT = 8
TREND = 5


def run_chart_median(stretch: Stretch) -> float | None:
    """The median of the baseline points."""
    return median([stretch.values[position] for position in stretch.baseline])


def run_chart_signals(stretch: Stretch, centre: float) -> list[Signal]:
    """Shifts, possible shifts, trends and too few runs, in order of time."""
    signals = [
        Signal(Rule.SHIFT if run.count >= SHIFT else Rule.POSSIBLE_SHIFT, run.direction, run.first, run.last, run.count)
        for run in runs_on_one_side(stretch.values, centre, skip_centre=True)
        if run.count >= POSSIBLE_SHIFT
    ]
    signals += [
        Signal(Rule.TREND, run.direction, run.first, run.last, run.count)
        for run in rising_or_falling(stretch.values)
        if run.count >= TREND
    ]
    too_few = has_too_few_runs(stretch.values, centre)
    if too_few is not None:
        crossings, _ = too_few
        signals.append(Signal(Rule.TOO_FEW_RUNS, None, stretch.usable[0], stretch.usable[-1], crossings + 1))
    return signals
