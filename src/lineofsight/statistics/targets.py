"""A figure against its target, and a target against what the present way of working delivers.

The rule kept here: met and not met are said of the figure as it is; whether the distance could be chance is said beside
it. A target beyond the natural limits is out of reach for harder work: the way of working must change. One inside them
will be met in some periods and missed in others. Source: Wheeler, Understanding Variation (2000).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lineofsight.problems import Problem

from .intervals import Interval, wilson
from .series import Direction, Share
from .signals import Reading


@dataclass(frozen=True, slots=True)
class TargetComparison:
    """A share and its target, both 0..1. could_be_chance: the interval of the share holds the target."""

    share: Share
    target: float
    met: bool
    interval: Interval
    could_be_chance: bool


class Reach(StrEnum):
    """Where a target lies as against the natural limits."""

    OUT_OF_REACH = "out_of_reach"
    SOMETIMES = "sometimes"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class TargetReach:
    """The usual range at the latest point that has one, and where the target lies against it."""

    target: float
    reach: Reach
    low: float
    high: float


def against_target(share: Share, target: float, *, good: Direction) -> TargetComparison | None:
    """A share against a target (0..1); None of nobody. A figure equal to its target meets it."""
    if not 0 <= target <= 1:
        raise Problem("T161", f"{target} is not a target for a share.", "Give a share from 0 to 1: 0.7 for 70 %.")
    interval, value = wilson(share), share.value
    if interval is None or value is None:
        return None
    met = value >= target if good is Direction.UP else value <= target
    return TargetComparison(share, target, met, interval, interval.holds(target))


def target_and_limits(reading: Reading, target: float, *, good: Direction) -> TargetReach | None:
    """Where a target lies as against the natural limits; None without limits, or while the present signals say that the
    way of working has changed. A cut limit stands at the edge of what is possible and counts as a limit.
    """
    if reading.now:
        return None
    limits = [its for its in reading.present.limits if its is not None]
    if not limits:
        return None
    low, high = limits[-1].low, limits[-1].high
    worst, best = (low, high) if good is Direction.UP else (high, low)
    sign = 1 if good is Direction.UP else -1
    if sign * target > sign * best:
        reach = Reach.OUT_OF_REACH
    elif sign * target <= sign * worst:
        reach = Reach.ALWAYS
    else:
        reach = Reach.SOMETIMES
    return TargetReach(target, reach, low, high)
