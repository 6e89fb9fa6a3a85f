"""Which chart a phase may have, and why: one decision, in one place.

The rule kept here: when in doubt, the chart that says less. Source: Provost & Murray, The Health Care Data Guide
(2011); the numbers 8, 12 and 20 and what they cost are told in docs/explanation/signals.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from .intervals import median
from .p_chart import OVERDISPERSED, is_in_hundreds, large_enough, pooled, sigma_z
from .series import Kind
from .signals import Chart, ChartReason
from .stretch import POINTS_FOR_A_LINE, POINTS_FOR_LIMITS, Stretch

RANGES_FOR_LIMITS = 8  # moving ranges; with fewer, gaps have taken too many (project default)
EVEN = 2.0  # largest by smallest denominator, up to which moving ranges of shares hold (project default)


@dataclass(frozen=True, slots=True)
class ChartChoice:
    chart: Chart
    reason: ChartReason


def choose_chart(stretch: Stretch) -> ChartChoice:
    """The chart of a phase, decided on its usable points and its baseline."""
    if len(stretch.usable) < POINTS_FOR_A_LINE:
        return ChartChoice(Chart.DOTS, ChartReason.TOO_FEW_POINTS)
    if _is_rare(stretch):
        return ChartChoice(Chart.DOTS, ChartReason.RARE_EVENTS)
    if len(stretch.baseline) < POINTS_FOR_LIMITS:
        return ChartChoice(Chart.RUN, ChartReason.EIGHT_TO_ELEVEN)
    if stretch.series.kind is Kind.BETWEEN:
        return ChartChoice(Chart.RUN, ChartReason.BETWEEN_EVENTS)
    if stretch.series.kind is Kind.SHARE:
        return _choose_for_shares(stretch)
    if len(stretch.baseline_neighbors) < RANGES_FOR_LIMITS:
        return ChartChoice(Chart.RUN, ChartReason.FEW_RANGES)
    return ChartChoice(Chart.XMR, ChartReason.ONE_NUMBER_PER_PERIOD)


def _choose_for_shares(stretch: Stretch) -> ChartChoice:
    denominators = [stretch.shares[position].denominator for position in stretch.baseline]
    centre = pooled(stretch)
    enough_ranges = len(stretch.baseline_neighbors) >= RANGES_FOR_LIMITS
    if all(large_enough(denominator, centre) for denominator in denominators):
        ratio = sigma_z(stretch, centre) if enough_ranges else None
        if ratio is not None and ratio > OVERDISPERSED:
            return ChartChoice(Chart.P_PRIME, ChartReason.OVERDISPERSED)
        if ratio is not None and is_in_hundreds(stretch):
            return ChartChoice(Chart.P_PRIME, ChartReason.HUNDREDS)
        return ChartChoice(Chart.P, ChartReason.LARGE_DENOMINATORS)
    if max(denominators) <= EVEN * min(denominators) and enough_ranges:
        return ChartChoice(Chart.XMR, ChartReason.SMALL_EVEN_DENOMINATORS)
    return ChartChoice(Chart.RUN, ChartReason.SMALL_DENOMINATORS)


def _is_rare(stretch: Stretch) -> bool:
    """Whether at least half the periods have none of what is counted (or, of a share, none but that)."""
    middle = median([stretch.values[position] for position in stretch.baseline])
    if stretch.series.kind is Kind.COUNT:
        return middle == 0.0
    return stretch.series.kind is Kind.SHARE and middle in (0.0, 1.0)
