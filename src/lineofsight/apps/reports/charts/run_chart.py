"""The run chart of one measure as a Vega-Lite dictionary, at one of two widths.

The rule: what may be drawn was decided in `statistics` (points alone, a line with its median, the usual range); the
places of all words are worked out here, so that a drawing is the same wherever it is made. Colors come from the config
by the names of styles; a withheld or missing period is not there and breaks the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from textwrap import wrap
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lineofsight.statistics import (
    SHOWN_BELOW,
    Chart,
    Direction,
    Every,
    Interval,
    Noun,
    PhaseCause,
    PhaseReading,
    Reading,
    Rule,
    Share,
    Signal,
    wilson,
)

from ..wording.amounts import Unit, UnitKind, write_amount
from ..wording.periods import month_and_year
from ..wording.sentences import counted
from .scales import Axis, apart, axis_for, position_of

Layer = dict[str, Any]
LINE = 16.0  # pixels from one line of labels to the next
LETTER = 6.6  # pixels of a letter of 13, about
BELOW = 26  # pixels under the plot, for times
SAID_IN_THE_PLOT = (Rule.SHIFT, Rule.POSSIBLE_SHIFT, Rule.TREND)


class Width(Enum):
    """The two widths of every chart: its number of pixels, of the plot and of the margins beside it."""

    WIDE = (720, 40, 96, 250)
    NARROW = (328, 40, 60, 220)

    @property
    def pixels(self) -> int:
        return self.value[0]

    @property
    def left(self) -> int:
        return self.value[1]

    @property
    def right(self) -> int:
        return self.value[2]

    @property
    def height(self) -> int:
        return self.value[3]

    @property
    def plot(self) -> int:
        return self.pixels - self.left - self.right


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day and may matter: dotted, with its words above the plot."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things stand in one drawing."""

    reading: Reading
    unit: Unit
    axis: Axis
    width: Width
    positions: tuple[float, ...]
    top: int = 0  # pixels above the plot, for words

    @property
    def first(self) -> float:
        return self.positions[0] - 0.5

    @property
    def last(self) -> float:
        return self.positions[-1] + 0.5

    def x(self, position: float) -> float:
        """Pixels from the left edge of the plot."""
        return self.width.plot * (position - self.first) / (self.last - self.first)

    def y(self, value: float) -> float:
        """Pixels from the upper edge of the plot."""
        return self.axis.place(value, self.width.height)


def run_chart(
    reading: Reading,
    *,
    unit: Unit,
    target: float | None,
    good: Direction | None,
    width: Width,
    events: Sequence[Event] = (),
) -> dict[str, Any] | None:
    """The drawing; None when no period has a figure."""
    values = [point.value for point in reading.series.points if point.value is not None]
    if not values:
        return None
    limits = [each for phase in reading.phases for each in phase.limits if each is not None]
    spread = [*values, *(each.low for each in limits), *(each.high for each in limits)]
    spread += [end for each in _chances(reading).values() for end in (each.low, each.high)]
    spread += [target] if target is not None else []
    axis = axis_for(spread, reading.series.bounds, whole=unit.kind is UnitKind.COUNT)
    starts = [point.start for point in reading.series.points]
    every = reading.series.every
    positions = tuple(position_of(start, starts[0], every, ordinal) for ordinal, start in enumerate(starts))
    words, top = _words_above(Frame(reading, unit, axis, width, positions), events)
    frame = Frame(reading, unit, axis, width, positions, top)
    layers = [
        *_ranges(frame),
        *_centres(frame),
        *_target(frame, target),
        *(layer for each in words for layer in each.layers(frame)),
        *_lines(frame),
        *_intervals(frame),
        *_points(frame, good),
        *_signal_beside(frame, good),
        *_words_right(frame, target, good),
        *_times(frame),
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width.pixels,
        "height": top + width.height + BELOW,
        "autosize": "none",
        "padding": 0,
        "layer": layers,
    }


def _x(name: str = "x") -> dict[str, Any]:
    return {"field": name, "type": "quantitative"}


def _layer(frame: Frame, mark: dict[str, Any], rows: list[dict[str, Any]], **more: Any) -> Layer:
    """A layer on the axes of the frame; x in positions, y in the unit of the measure."""
    plain = {"nice": False, "zero": False}
    across = [frame.width.left, frame.width.left + frame.width.plot]
    down = [frame.top + frame.width.height, frame.top]
    encoding: dict[str, Any] = {
        "x": {**_x(), "scale": {**plain, "domain": [frame.first, frame.last], "range": across}, "axis": None},
        "y": {**_x("y"), "scale": {**plain, "domain": [frame.axis.low, frame.axis.high], "range": down}, "axis": None},
    }
    return {"data": {"values": rows}, "mark": mark, "encoding": {**encoding, **more}}


def _text(frame: Frame, x: float, y: float, words: str | list[str], style: str, **more: Any) -> Layer:
    """Words at a place in pixels, seen from the upper left corner of the plot."""
    place = {"x": round(frame.width.left + x, 1), "y": round(frame.top + y, 1), "dx": 0, "dy": 0}
    mark = {"type": "text", "style": style, "text": words, "baseline": "middle", "align": "left", **place, **more}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": {}}


def _rule(frame: Frame, begin: tuple[float, float], end: tuple[float, float], style: str) -> Layer:
    """A straight line between two places in pixels, upright or level."""
    values = zip(("x", "y", "x2", "y2"), (*begin, *end), strict=True)
    corner = {"x": frame.width.left, "y": frame.top}
    encoding = {name: {"value": round(value + corner[name[0]], 1)} for name, value in values}
    unneeded = "x2" if begin[0] == end[0] else "y2"
    del encoding[unneeded]
    return {"data": {"values": [{}]}, "mark": {"type": "rule", "style": style}, "encoding": encoding}


def _ranges(frame: Frame) -> Iterator[Layer]:
    """The usual range of each phase that has one: a band of steps, because the limits of shares follow their counts."""
    for phase in frame.reading.phases:
        rows = []
        for position, limits in enumerate(phase.limits, start=phase.first):
            if limits is not None:
                low, high = max(limits.low, frame.axis.low), min(limits.high, frame.axis.high)
                at = frame.positions[position]
                rows += [{"x": at + side, "y": low, "y2": high} for side in (-0.5, 0.5)]
        if rows:
            yield _layer(frame, {"type": "area", "style": "usual-range"}, rows, y2={"field": "y2"})


def _centres(frame: Frame) -> Iterator[Layer]:
    rows = [
        {"x": frame.positions[phase.first] - 0.5, "x2": frame.positions[phase.last] + 0.5, "y": phase.centre}
        for phase in frame.reading.phases
        if phase.centre is not None and phase.last >= phase.first
    ]
    if rows:
        yield _layer(frame, {"type": "rule", "style": "centre"}, rows, x2={"field": "x2"})


def _target(frame: Frame, target: float | None) -> Iterator[Layer]:
    if target is not None:
        begin = (
            frame.positions[frame.reading.present.first] - 0.5 if _has_points(frame.reading.present) else frame.first
        )
        rows = [{"x": begin, "x2": frame.last, "y": target}]
        yield _layer(frame, {"type": "rule", "style": "target"}, rows, x2={"field": "x2"})


def _lines(frame: Frame) -> Iterator[Layer]:
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
        yield _layer(frame, {"type": "line"}, rows, detail={"field": "stretch", "type": "nominal"})


def _intervals(frame: Frame) -> Iterator[Layer]:
    """How far off a share of few could be by chance; beside points alone, since a usual range says it otherwise."""
    chances = _chances(frame.reading)
    rows = [{"x": frame.positions[position], "y": its.low, "y2": its.high} for position, its in chances.items()]
    if rows:
        yield _layer(frame, {"type": "rule", "style": "interval"}, rows, y2={"field": "y2"})


def _chances(reading: Reading) -> dict[int, Interval]:
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


def _points(frame: Frame, good: Direction | None) -> Iterator[Layer]:
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
        yield _layer(frame, {"type": "point", "filled": True}, plain)
    if alone:
        yield _layer(frame, {"type": "point", "filled": True, "style": ["point", "too-few"]}, alone)
    if signal:
        style = ["point", "too-few"] if is_good_news(frame.reading, good) else ["point", "signal"]
        yield _layer(frame, {"type": "point", "filled": True, "style": style}, signal)


def _signal_beside(frame: Frame, good: Direction | None) -> Iterator[Layer]:
    """Beside a run of points, how many they are, said where they are."""
    first = next(iter(frame.reading.now), None)
    if first is None or first.rule not in SAID_IN_THE_PLOT:
        return
    points = frame.reading.series.points
    values = [value for at in range(first.first, first.last + 1) if (value := points[at].value) is not None]
    above = frame.y(max(values)) - 22
    is_above = first.direction is Direction.UP
    if is_above and above < LINE:
        return  # no room; the sentence over the chart says it
    y = above if is_above else min(frame.y(min(values)) + 22, frame.width.height - 18)
    away = -1 if is_above else 1
    begin, end = frame.x(frame.positions[first.first]), frame.x(frame.positions[first.last])
    good_news = is_good_news(frame.reading, good)
    style = "signal-rule-good" if good_news else "signal-rule"
    for side in (begin, end):
        yield _rule(frame, (side, y - 4 * away), (side, y), style)
    yield _rule(frame, (begin, y), (end, y), style)
    words = _run_in_words(first, frame)
    style = "latest" if good_news else "signal-label"
    yield _text(frame, end, y + 12 * away, words, style, align="right", fontSize=13)


def _run_in_words(signal: Signal, frame: Frame) -> str:
    run = counted(signal.count, Noun(frame.reading.series.every))
    if signal.rule is Rule.TREND:
        rising = signal.direction is Direction.UP
        return _("%(run)s rising") % {"run": run} if rising else _("%(run)s falling") % {"run": run}
    if signal.direction is Direction.UP:
        return _("%(run)s above the centre") % {"run": run}
    return _("%(run)s below the centre") % {"run": run}


def _words_right(frame: Frame, target: float | None, good: Direction | None) -> Iterator[Layer]:
    """Beside the last point: the latest figure in bold, target, centre, and the ends of the usual range."""
    present, narrow = frame.reading.present, frame.width is Width.NARROW
    labels: list[tuple[float, str | list[str], str]] = []
    latest = _latest(frame)
    if latest is not None:
        is_signal = latest[0] in signal_positions(frame.reading) and not is_good_news(frame.reading, good)
        labels.append((latest[1], write_amount(latest[1], frame.unit), "signal-label" if is_signal else "latest"))
    if target is not None:
        amount = write_amount(target, frame.unit)
        words = [_("Target"), amount] if narrow else _("Target %(amount)s") % {"amount": amount}
        labels.append((target, words, "target-label"))
    limits = next((each for each in reversed(present.limits) if each is not None), None)
    if present.centre is not None and not narrow:
        amount = write_amount(present.centre, frame.unit)
        word = _("Median %(amount)s") if present.chart is Chart.RUN else _("Centre %(amount)s")
        labels.append((present.centre, word % {"amount": amount}, "quiet-label"))
    if limits is not None and not narrow:
        for end in (limits.low, limits.high):
            labels.append((end, _("%(amount)s usual") % {"amount": write_amount(end, frame.unit)}, "quiet-label"))
    gap = 1.6 * LINE if narrow else LINE
    places = apart([frame.y(each[0]) for each in labels], gap, lowest=0.0, highest=float(frame.width.height))
    for number, ((_value, words, style), y) in enumerate(zip(labels, places, strict=True)):
        size = 16 if number == 0 and latest is not None else 13
        up = -LINE / 2 if isinstance(words, list) else 0
        yield _text(frame, frame.width.plot + 8, y + up, words, style, fontSize=size, lineHeight=15)


def _latest(frame: Frame) -> tuple[int, float] | None:
    points = frame.reading.series.points
    return next(
        (
            (position, value)
            for position in range(len(points) - 1, -1, -1)
            if (value := points[position].value) is not None
        ),
        None,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """Words above the plot, and the upright that leads down from them. Places in pixels, from the plot's corner."""

    x: float
    begin: float
    top: float
    style: str
    head: str
    lines: tuple[str, ...]

    def layers(self, frame: Frame) -> Iterator[Layer]:
        yield _rule(frame, (self.x, self.top + 2), (self.x, frame.width.height), self.style)
        yield _text(frame, self.begin + 6, self.top + 8, self.head, "latest", fontSize=13)
        for number, line in enumerate(self.lines, start=1):
            yield _text(frame, self.begin + 6, self.top + 8 + LINE * number, line, "phase-label")


def _words_above(frame: Frame, events: Sequence[Event]) -> tuple[list[Told], int]:
    """Phases and events with their words, in rows that do not touch; and how much room they take."""
    told = sorted([*_phases_told(frame), *_events_told(frame, events)])
    if not told:
        return [], 12
    room = frame.width.plot + frame.width.right - 10
    ends: list[float] = []  # of each row of labels
    placed = []
    for x, style, head, reason in told:
        lines = tuple(wrap(reason, min(42, int(room / LETTER)))) if reason else ()
        length = LETTER * max(len(head), *(len(line) for line in lines), 1) + 12
        begin = max(0.0, min(x, room - length))
        row = next((number for number, end in enumerate(ends) if end <= begin), len(ends))
        ends[row : row + 1] = [begin + length]
        placed.append((row, x, begin, style, head, lines))
    deep = [max(1 + len(lines) for at, *_rest, lines in placed if at == row) for row in range(len(ends))]
    height = LINE * sum(deep) + 8
    found = [
        Told(x, begin, LINE * sum(deep[:row]) - height, style, head, lines)
        for row, x, begin, style, head, lines in placed
    ]
    return found, round(height + 8)


def _phases_told(frame: Frame) -> Iterator[tuple[float, str, str, str]]:
    for phase in frame.reading.phases:
        if phase.phase.start is None or not _has_points(phase) or phase.first == 0:
            continue
        is_definition = phase.phase.cause is PhaseCause.DEFINITION
        head = _("New definition") if is_definition else month_and_year(phase.phase.start)
        yield frame.x(frame.positions[phase.first] - 0.5), "phase", head, phase.phase.reason


def _events_told(frame: Frame, events: Sequence[Event]) -> Iterator[tuple[float, str, str, str]]:
    points = frame.reading.series.points
    for event in events:
        at = sum(point.start <= event.day for point in points) - 1
        if at >= 0 and not (at == len(points) - 1 and frame.reading.series.every is Every.PERIOD):
            x = frame.x(frame.positions[at] - 0.5)
            yield x, "event", date_format(event.day, "DATE_FORMAT"), event.words


def _times(frame: Frame) -> Iterator[Layer]:
    """The numbers at the left, the line at the bottom, and the years or the months under it."""
    height = frame.width.height
    for tick in frame.axis.ticks:
        yield _text(frame, -8, frame.y(tick), write_amount(tick, frame.unit), "axis-label", align="right")
    yield _rule(frame, (0, height), (frame.width.plot, height), "axis-line")
    starts = [point.start for point in frame.reading.series.points]
    months = (starts[-1].year - starts[0].year) * 12 + starts[-1].month - starts[0].month
    if frame.reading.series.every in (Every.WEEK, Every.PERIOD) or months < 14:
        yield from _single_times(frame, starts)
        return
    years = sorted({start.year for start in starts})
    for year in years:
        inside = [frame.positions[number] for number, start in enumerate(starts) if start.year == year]
        begin, end = frame.x(min(inside) - 0.5), frame.x(max(inside) + 0.5)
        if year != years[0]:
            yield _rule(frame, (begin, height), (begin, height + 6), "axis-line")
        if end - begin >= 30:
            yield _text(frame, (begin + end) / 2, height + 15, str(year), "axis-label", align="center")


def _single_times(frame: Frame, starts: Sequence[date]) -> Iterator[Layer]:
    """Names of single periods, as many as there is room for, the latest always."""
    room = 84 if frame.reading.series.every is Every.PERIOD else 56
    least = float(frame.width.plot + room)
    for number in range(len(starts) - 1, -1, -1):
        x = frame.x(frame.positions[number])
        if least - x >= room:
            form = "M Y" if frame.reading.series.every is Every.PERIOD else "M j" if _is_week(frame) else "M"
            year_begins = starts[number].month == 1 and not _is_week(frame)
            words = date_format(starts[number], "M Y" if year_begins and room < 60 else form)
            yield _text(frame, x, frame.width.height + 15, words, "axis-label", align="center")
            least = x


def _is_week(frame: Frame) -> bool:
    return frame.reading.series.every is Every.WEEK


def _has_points(phase: PhaseReading) -> bool:
    return phase.last >= phase.first
