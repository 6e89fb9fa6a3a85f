"""What a run chart draws of the figures themselves: usual range, centre, target, line, chances, points.

The rule: what may be drawn was decided in `statistics`; a withheld or missing period is not there and breaks the line.
"""

from __future__ import annotations

from collections.abc import Iterator

from lineofsight.statistics import SHOWN_BELOW, Chart, Direction, Interval, PhaseReading, Reading, Rule, Share, wilson

from .frame import Frame, Layer, layer_of


def draw_ranges(frame: Frame) -> Iterator[Layer]:
    """The usual range of each phase that has one: a band of steps, because the limits of shares follow their counts."""
    for phase in frame.reading.phases:
        rows = []
        for position, limits in enumerate(phase.limits, start=phase.first):
            if limits is not None:
                low, high = max(limits.low, frame.axis.low), min(limits.high, frame.axis.high)
                at = frame.positions[position]
                rows += [{"x": at + side, "y": low, "y2": high} for side in (-0.5, 0.5)]
        if rows:
            yield layer_of(frame, {"type": "area", "style": "usual-range"}, rows, y2={"field": "y2"})


def draw_centres(frame: Frame) -> Iterator[Layer]:
    rows = [
        {"x": frame.positions[phase.first] - 0.5, "x2": frame.positions[phase.last] + 0.5, "y": phase.centre}
        for phase in frame.reading.phases
        if phase.centre is not None and phase.last >= phase.first
    ]
    if rows:
        yield layer_of(frame, {"type": "rule", "style": "centre"}, rows, x2={"field": "x2"})


def draw_target(frame: Frame, target: float | None) -> Iterator[Layer]:
    if target is not None:
        begin = frame.positions[frame.reading.present.first] - 0.5 if has_points(frame.reading.present) else frame.first
        rows = [{"x": begin, "x2": frame.last, "y": target}]
        yield layer_of(frame, {"type": "rule", "style": "target"}, rows, x2={"field": "x2"})


def draw_lines(frame: Frame) -> Iterator[Layer]:
    """Lines between neighbors; a missing period or a new phase breaks them."""
    rows, stretch = [], 0
    points, series = frame.reading.series.points, frame.reading.series
    for phase in frame.reading.phases:
        stretch += 1
        if phase.chart is Chart.DOTS:
            continue
        before: int | None = None
        for position in range(phase.first, phase.last + 1):
            value = points[position].value
            if value is None:
                continue
            if before is not None and not series.adjoin(before, position):
                stretch += 1
            rows.append({"x": frame.positions[position], "y": value, "stretch": stretch})
            before = position
    if rows:
        yield layer_of(frame, {"type": "line"}, rows, detail={"field": "stretch", "type": "nominal"})


def draw_intervals(frame: Frame) -> Iterator[Layer]:
    """How far off a share of few could be by chance; beside points alone, since a usual range says it otherwise."""
    chances = chances_of(frame.reading)
    rows = [{"x": frame.positions[position], "y": its.low, "y2": its.high} for position, its in chances.items()]
    if rows:
        yield layer_of(frame, {"type": "rule", "style": "interval"}, rows, y2={"field": "y2"})


def chances_of(reading: Reading) -> dict[int, Interval]:
    found = {}
    for phase in reading.phases:
        for position in range(phase.first, phase.last + 1) if phase.chart is Chart.DOTS else ():
            figure = reading.series.points[position].figure
            interval = wilson(figure) if isinstance(figure, Share) and figure.denominator < SHOWN_BELOW else None
            if interval is not None:
                found[position] = interval
    return found


def signal_positions(reading: Reading) -> frozenset[int]:
    """The points of the signal that is reported first, when it reaches the latest point."""
    first = next(iter(reading.now), None)
    if first is None or first.rule is Rule.TOO_FEW_RUNS:
        return frozenset()
    return frozenset(range(first.first, first.last + 1))


def is_good_news(reading: Reading, good: Direction | None) -> bool:
    """Whether the signal that is reported first goes the wanted way."""
    first = next(iter(reading.now), None)
    return first is not None and good is not None and first.direction is good


def draw_points(frame: Frame, good: Direction | None) -> Iterator[Layer]:
    marked = signal_positions(frame.reading)
    plain: list[dict[str, float]] = []
    alone: list[dict[str, float]] = []
    signal: list[dict[str, float]] = []
    for phase in frame.reading.phases:
        for position in range(phase.first, phase.last + 1):
            point = frame.reading.series.points[position]
            if point.value is not None:
                row = {"x": frame.positions[position], "y": point.value}
                (signal if position in marked else alone if phase.chart is Chart.DOTS else plain).append(row)
    if plain:
        yield layer_of(frame, {"type": "point", "filled": True}, plain)
    if alone:
        yield layer_of(frame, {"type": "point", "filled": True, "style": ["point", "too-few"]}, alone)
    if signal:
        style = ["point", "too-few"] if is_good_news(frame.reading, good) else ["point", "signal"]
        yield layer_of(frame, {"type": "point", "filled": True, "style": style}, signal)


def has_points(phase: PhaseReading) -> bool:
    return phase.last >= phase.first
