"""The p-chart: limits of a share, wider where few are counted; and Laney's p', where periods differ beyond chance.

The rules kept here: limits are cut to 0 and 1 and say nothing there; a point of a denominator too small for the normal
curve has no limits. Less variation than chance allows is a warning about the figures, so it never narrows the limits.
Sources: Montgomery, Introduction to Statistical Quality Control; Laney 2002. The cut-offs of sigma z, and "hundreds" as
a median denominator of 200, are defaults of this project.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from .intervals import median
from .runs import runs_on_one_side
from .signals import Limits, Rule, Signal
from .stretch import Stretch
from .xmr import SHIFT, cut, outside_limits

SMALLEST_DENOMINATOR = 20
SMALLEST_EXPECTED = 5.0
OVERDISPERSED = 1.2
LESS_THAN_CHANCE = 0.8
HUNDREDS = 200


@dataclass(frozen=True, slots=True)
class ShareLimits:
    """centre: all counted of all who could be, 0..1. sigma_z: how much periods vary, 1 being chance alone."""

    centre: float
    sigma_z: float
    widened: bool
    limits: dict[int, Limits]


def pooled(stretch: Stretch) -> float:
    """All counted of all who could be, over the baseline."""
    shares = [stretch.shares[position] for position in stretch.baseline]
    return sum(share.numerator for share in shares) / sum(share.denominator for share in shares)


def large_enough(denominator: int, centre: float) -> bool:
    """Whether the normal curve may stand for chance at this denominator."""
    return denominator >= SMALLEST_DENOMINATOR and denominator * min(centre, 1 - centre) >= SMALLEST_EXPECTED


def sigma_z(stretch: Stretch, centre: float) -> float | None:
    """Laney's ratio: mean |z_i - z_(i-1)| / 1.128 over neighbors of the baseline; None where there are none."""
    z = {
        p: (share.numerator / share.denominator - centre) / sqrt(centre * (1 - centre) / share.denominator)
        for p, share in stretch.shares.items()
    }
    steps = [abs(z[b] - z[a]) for a, b in stretch.baseline_neighbors]
    return sum(steps) / len(steps) / 1.128 if steps else None


def is_in_hundreds(stretch: Stretch) -> bool:
    """Whether chance within a period is the smaller part of what varies."""
    middle = median([stretch.shares[position].denominator for position in stretch.baseline])
    return middle is not None and middle >= HUNDREDS


def share_limits(stretch: Stretch, *, widened: bool) -> ShareLimits:
    """Centre and limits of each point of a phase. widened: Laney's p'; a ratio under 0.8 is warned of and not used."""
    centre = pooled(stretch)
    ratio = sigma_z(stretch, centre)
    factor = ratio if widened and ratio is not None and ratio >= LESS_THAN_CHANCE else 1.0
    limits = {}
    for position, share in stretch.shares.items():
        if large_enough(share.denominator, centre):
            half = 3 * sqrt(centre * (1 - centre) / share.denominator) * factor
            limits[position] = cut(centre - half, centre + half, stretch)
    return ShareLimits(centre, ratio if ratio is not None else 1.0, widened, limits)


def share_signals(stretch: Stretch, limits: ShareLimits) -> list[Signal]:
    """N1 and N2, in order of time within each rule."""
    return [
        *outside_limits(stretch.values, limits.limits),
        *(
            Signal(Rule.SHIFT, run.direction, run.first, run.last, run.count)
            for run in runs_on_one_side(stretch.values, limits.centre, skip_centre=False)
            if run.count >= SHIFT
        ),
    ]
