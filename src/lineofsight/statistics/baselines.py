"""When a person may draw a new baseline, and how rare events become a series that can be read.

The rule kept here: limits are recomputed only by a person, and only when four things hold: the points show a clearly
different behavior; the reason is known and written down; the new behavior is wanted or accepted; it is expected to
last. Source: after Wheeler, Understanding Variation (2000). Days between rare events: Provost & Murray 2011.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from lineofsight.problems import Problem

from .series import Every, Kind, Point, Series
from .signals import PhaseReading, Rule


def check_can_start_phase(present: PhaseReading, *, reason: str, accepted: bool, lasting: bool) -> None:
    """Raise a Problem unless a person may start a new phase after what the present one shows.

    A changed definition of the measure always starts a new phase and does not ask.
    """
    if not any(signal.rule is Rule.SHIFT for signal in present.signals):
        raise Problem(
            "T131",
            "The points do not show a clearly different behavior: there are no 8 in a row on one side.",
            "Keep the present limits and look again when more points are in.",
        )
    if not reason.strip():
        raise Problem("T132", "A new baseline needs its reason.", "Say what changed, and when.")
    if not accepted:
        raise Problem(
            "T133", "A new baseline makes the new level the usual one.", "Keep the limits while it is not accepted."
        )
    if not lasting:
        raise Problem("T134", "The new level is not expected to last.", "Keep the limits until it is.")


def can_start_phase(present: PhaseReading, *, reason: str, accepted: bool, lasting: bool) -> bool:
    """Whether a person may start a new phase."""
    try:
        check_can_start_phase(present, reason=reason, accepted=accepted, lasting=lasting)
    except Problem:
        return False
    return True


def days_between(days: Sequence[date]) -> Series:
    """Rare events as a series of the days from one to the next, for a run chart.

    Several events of one day are one point. The days before the first event and after the last are not known, so they
    are no points.

    >>> [point.figure for point in days_between([date(2026, 1, 1), date(2026, 1, 31), date(2026, 3, 1)]).points]
    [30, 29]
    """
    on = sorted(set(days))
    points = [Point(later, (later - earlier).days) for earlier, later in pairwise(on)]
    return Series(Kind.BETWEEN, Every.PERIOD, points)
