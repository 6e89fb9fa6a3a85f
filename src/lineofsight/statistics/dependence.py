"""Do the points of a series depend on the points before them? Then every rule about chance is less certain.

Source: Box & Jenkins 1970 (lag-1 autocorrelation; Bartlett's bound 1.96 / sqrt(n)).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, sqrt


def lag_one(values: Mapping[int, float], neighbors: Sequence[tuple[int, int]]) -> float | None:
    """The lag-1 autocorrelation (-1..1) over pairs of neighbors; None if all values are equal or no pair exists."""
    if not values or not neighbors:
        return None
    mean = fsum(values.values()) / len(values)
    square = fsum((value - mean) ** 2 for value in values.values())
    if square <= 1e-18 * max(1.0, mean * mean) * len(values):
        return None
    return fsum((values[a] - mean) * (values[b] - mean) for a, b in neighbors) / square


def depends(r: float | None, count: int) -> bool:
    """Whether an autocorrelation over so many points is more than chance allows."""
    return r is not None and count > 0 and abs(r) > 1.96 / sqrt(count)
