"""Small pictures inside a row: a sparkline of one series, a share with its interval, a bar of parts filled.

The rule: numbers in, places out; a template puts them into SVG. What may be drawn comes from the reading, as in the
large chart: under 8 points no line, a band only where there is a usual range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lineofsight.statistics import Chart, Direction, Interval, Reading

from .marks import is_good_news, signal_positions

WIDTH, HEIGHT = 152, 40
EDGE, ROOM = 3.0, 5.3  # pixels kept free at the sides, and above and below
BAR = 146.0


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Places in a field of 152 × 40 pixels. band: upper edge and height. lines, signal: paths; dots: points drawn alone
    because a line would say too much. latest: the last point. is_alarm: the signal is in the color of attention."""

    band: tuple[float, float] | None
    target: float | None
    lines: tuple[str, ...]
    signal: str
    dots: tuple[tuple[float, float], ...]
    latest: tuple[float, float]
    is_alarm: bool


@dataclass(frozen=True, slots=True)
class IntervalBar:
    """A share on a line from 0 to 100 % in a field of 150 × 16 pixels."""

    point: float
    low: float
    high: float
    target: float | None


def sparkline(reading: Reading, *, target: float | None, good: Direction | None) -> Sparkline | None:
    """The present phase in small; None when it has no figure."""
    present, points = reading.present, reading.series.points
    shown = [(at, value) for at in range(present.first, present.last + 1) if (value := points[at].value) is not None]
    if not shown:
        return None
    limits = next((each for each in reversed(present.limits) if each is not None), None)
    spread = [value for _at, value in shown] + ([limits.low, limits.high] if limits else [])
    spread += [target] if target is not None else []
    least, most = min(spread), max(spread)

    def x(at: int) -> float:
        steps = present.last - present.first or 1
        return round(EDGE + (WIDTH - 7 - EDGE) * (at - present.first) / steps, 1)

    def y(value: float) -> float:
        return round(
            HEIGHT / 2 if most == least else HEIGHT - ROOM - (HEIGHT - 2 * ROOM) * (value - least) / (most - least), 1
        )

    places = {at: (x(at), y(value)) for at, value in shown}
    is_line = present.chart is not Chart.DOTS
    marked = sorted(signal_positions(reading) & places.keys())
    return Sparkline(
        band=(y(limits.high), round(y(limits.low) - y(limits.high), 1)) if limits else None,
        target=y(target) if target is not None else None,
        lines=tuple(_paths(reading, places)) if is_line else (),
        signal=_path([places[at] for at in marked]) if is_line and len(marked) > 1 else "",
        dots=() if is_line else tuple(places.values()),
        latest=places[shown[-1][0]],
        is_alarm=bool(marked) and not is_good_news(reading, good),
    )


def interval_bar(share: float, interval: Interval, target: float | None) -> IntervalBar:
    """Where a share and the ends of its interval stand."""
    return IntervalBar(
        _on_bar(share), _on_bar(interval.low), _on_bar(interval.high), None if target is None else _on_bar(target)
    )


def _on_bar(share: float) -> float:
    return round(2 + BAR * share, 1)


def _paths(reading: Reading, places: dict[int, tuple[float, float]]) -> Sequence[str]:
    """A path for each stretch without a missing period."""
    stretches: list[list[tuple[float, float]]] = []
    before: int | None = None
    for at, place in places.items():
        if before is None or not reading.series.adjoin(before, at):
            stretches.append([])
        stretches[-1].append(place)
        before = at
    return [_path(stretch) for stretch in stretches if len(stretch) > 1]


def _path(places: Sequence[tuple[float, float]]) -> str:
    return "M" + " ".join(f"{x:g} {y:g}" for x, y in places)
