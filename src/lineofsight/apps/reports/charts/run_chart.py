"""The run chart of one measure as a Vega-Lite dictionary, at one of two widths.

The rule: what may be drawn was decided in `statistics` (points alone, a line with its median, the usual range). The
parts stand beside: where things are (`frame`), the figures (`marks`), words beside and below (`words`) and above
(`above`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lineofsight.statistics import Direction, Reading

from ..wording.amounts import Unit, UnitKind
from .above import Event, words_above
from .frame import Frame, Width
from .marks import chances_of, draw_centres, draw_intervals, draw_lines, draw_points, draw_ranges, draw_target
from .scales import axis_for, position_of
from .words import draw_signal_beside, draw_times, draw_words_right

BELOW = 26  # pixels under the plot, for times


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
    spread += [end for each in chances_of(reading).values() for end in (each.low, each.high)]
    spread += [target] if target is not None else []
    axis = axis_for(spread, reading.series.bounds, whole=unit.kind is UnitKind.COUNT)
    starts = [point.start for point in reading.series.points]
    every = reading.series.every
    positions = tuple(position_of(start, starts[0], every, ordinal) for ordinal, start in enumerate(starts))
    words, top = words_above(Frame(reading, unit, axis, width, positions), events)
    frame = Frame(reading, unit, axis, width, positions, top)
    layers = [
        *draw_ranges(frame),
        *draw_centres(frame),
        *draw_target(frame, target),
        *(layer for each in words for layer in each.layers(frame)),
        *draw_lines(frame),
        *draw_intervals(frame),
        *draw_points(frame, good),
        *draw_signal_beside(frame, good),
        *draw_words_right(frame, target, good),
        *draw_times(frame),
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width.pixels,
        "height": top + width.height + BELOW,
        "autosize": "none",
        "padding": 0,
        "layer": layers,
    }
