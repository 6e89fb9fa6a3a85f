"""From a series to what may be said: the chart of each phase, its centre and limits, signals and notes.

The rule kept here: each rule is applied inside one phase only, and when several fire the strongest is reported first
and the rest are listed. Nothing is said of fewer than 8 points except what a person marked.
"""

from __future__ import annotations

from .choosing import RANGES_FOR_LIMITS, choose_chart
from .dependence import depends, lag_one
from .p_chart import LESS_THAN_CHANCE, share_limits, share_signals
from .run_chart import run_chart_median, run_chart_signals
from .runs import side
from .series import Every, Series
from .signals import Chart, ChartReason, Limits, Note, NoteKind, PhaseReading, Reading, Rule, Signal
from .stretch import POINTS_FOR_FIRM_LIMITS, POINTS_FOR_LIMITS, Stretch, stretches
from .xmr import natural_limits, xmr_signals

ORDER = list(Rule)
DISTINCT_NUMBERS = 5  # fewer, and rounding decides where the limits lie


def read_series(series: Series, *, six_in_a_row: bool = False) -> Reading:
    """What a series says, phase by phase. six_in_a_row: also report N4, which often happens by chance.

    Raises a Problem when a person left out too many points or chose a baseline of fewer than 8.
    """
    return Reading(series, tuple(_read_phase(stretch, six_in_a_row=six_in_a_row) for stretch in stretches(series)))


def _read_phase(stretch: Stretch, *, six_in_a_row: bool) -> PhaseReading:
    choice = choose_chart(stretch)
    centre: float | None = None
    limits: dict[int, Limits] = {}
    range_limit: float | None = None
    signals: list[Signal] = []
    notes: list[Note] = []
    if choice.chart is Chart.RUN:
        centre = run_chart_median(stretch)
        signals = run_chart_signals(stretch, centre) if centre is not None else []
    elif choice.chart is Chart.XMR:
        natural = natural_limits(stretch)
        centre, range_limit = natural.centre, natural.range_limit
        if natural.limits is not None:
            limits = dict.fromkeys(range(stretch.first, stretch.last + 1), natural.limits)
        signals = xmr_signals(stretch, natural, six_in_a_row=six_in_a_row)
        notes = [Note(NoteKind.RANGE_OUTSIDE, position=position) for position in natural.ranges_outside]
        if natural.spread is not stretch.phase.spread:
            notes.append(Note(NoteKind.MEDIAN_RANGE_ZERO))
        notes += _about_values(stretch)
    elif choice.chart in (Chart.P, Chart.P_PRIME):
        drawn = share_limits(stretch, widened=choice.chart is Chart.P_PRIME)
        centre, limits = drawn.centre, drawn.limits
        signals = share_signals(stretch, drawn)
        if drawn.sigma_z < LESS_THAN_CHANCE and len(stretch.baseline_neighbors) >= RANGES_FOR_LIMITS:
            notes.append(Note(NoteKind.LESS_THAN_CHANCE, value=drawn.sigma_z))
    signals += _marked(stretch, centre)
    return PhaseReading(
        stretch.phase,
        stretch.first,
        stretch.last,
        chart=choice.chart,
        reason=choice.reason,
        usable=len(stretch.usable),
        baseline=len(stretch.baseline) if centre is not None else 0,
        baseline_frozen=stretch.frozen,
        centre=centre,
        limits=tuple(limits.get(position) for position in range(stretch.first, stretch.last + 1)),
        range_limit=range_limit,
        signals=tuple(sorted(signals, key=lambda signal: (ORDER.index(signal.rule), -signal.last))),
        notes=(*notes, *_about_baseline(stretch, choice.reason, has_limits=bool(limits))),
    )


def _about_values(stretch: Stretch) -> list[Note]:
    values = [stretch.values[position] for position in stretch.baseline]
    distinct = len(set(values))
    if distinct == 1:
        return [Note(NoteKind.ALL_EQUAL, value=values[0])]
    return [Note(NoteKind.COARSE, count=distinct)] if distinct < DISTINCT_NUMBERS else []


def _about_baseline(stretch: Stretch, reason: ChartReason, *, has_limits: bool) -> list[Note]:
    notes = []
    count = len(stretch.baseline)
    if has_limits and count < POINTS_FOR_FIRM_LIMITS:
        notes.append(Note(NoteKind.PROVISIONAL, count=count))
    if count >= POINTS_FOR_LIMITS and reason is not ChartReason.RARE_EVENTS:
        r = lag_one({p: stretch.values[p] for p in stretch.baseline}, stretch.baseline_neighbors)
        if depends(r, count):
            notes.append(Note(NoteKind.DEPENDENT, value=r))
    small = reason in (ChartReason.SMALL_DENOMINATORS, ChartReason.SMALL_EVEN_DENOMINATORS)
    if small and stretch.series.every in (Every.WEEK, Every.MONTH, Every.QUARTER):
        notes.append(Note(NoteKind.LONGER_PERIODS))
    return notes


def _marked(stretch: Stretch, centre: float | None) -> list[Signal]:
    """Points that a person marked as plainly different, in any chart."""
    return [
        Signal(Rule.ASTRONOMICAL, side(value, centre) if centre is not None else None, position, position, 1)
        for position, value in stretch.values.items()
        if stretch.series.points[position].mark is not None
    ]
