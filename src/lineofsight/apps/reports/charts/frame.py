"""Where things stand in one drawing, and the few kinds of layer that every part of it is made of.

The rule: places of words are worked out here in pixels, so that a drawing is the same wherever it is made; colors come
from the config by the names of styles.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from lineofsight.statistics import Reading

from ..wording.amounts import Unit
from .scales import Axis

Layer = dict[str, Any]
LINE = 16.0  # pixels from one line of labels to the next


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


def layer_of(frame: Frame, mark: dict[str, Any], rows: list[dict[str, Any]], **more: Any) -> Layer:
    """A layer on the axes of the frame; x in positions, y in the unit of the measure."""
    plain = {"nice": False, "zero": False}
    across = [frame.width.left, frame.width.left + frame.width.plot]
    down = [frame.top + frame.width.height, frame.top]
    encoding: dict[str, Any] = {
        "x": {**_field(), "scale": {**plain, "domain": [frame.first, frame.last], "range": across}, "axis": None},
        "y": {
            **_field("y"),
            "scale": {**plain, "domain": [frame.axis.low, frame.axis.high], "range": down},
            "axis": None,
        },
    }
    return {"data": {"values": rows}, "mark": mark, "encoding": {**encoding, **more}}


def text_at(frame: Frame, x: float, y: float, words: str | list[str], style: str, **more: Any) -> Layer:
    """Words at a place in pixels, seen from the upper left corner of the plot."""
    place = {"x": round(frame.width.left + x, 1), "y": round(frame.top + y, 1), "dx": 0, "dy": 0}
    mark = {"type": "text", "style": style, "text": words, "baseline": "middle", "align": "left", **place, **more}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": {}}


def straight_line(frame: Frame, begin: tuple[float, float], end: tuple[float, float], style: str) -> Layer:
    """A straight line between two places in pixels, upright or level."""
    values = zip(("x", "y", "x2", "y2"), (*begin, *end), strict=True)
    corner = {"x": frame.width.left, "y": frame.top}
    encoding = {name: {"value": round(value + corner[name[0]], 1)} for name, value in values}
    unneeded = "x2" if begin[0] == end[0] else "y2"
    del encoding[unneeded]
    return {"data": {"values": [{}]}, "mark": {"type": "rule", "style": style}, "encoding": encoding}


def _field(name: str = "x") -> dict[str, Any]:
    return {"field": name, "type": "quantitative"}
