"""The words above a run chart: why a phase begins, and what happened on a day, each with the line that leads down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lineofsight.statistics import Every, PhaseCause

from ..wording.periods import month_and_year
from .frame import LINE, Frame, Layer, straight_line, text_at
from .marks import has_points

LETTER = 6.6  # pixels of a letter of 13, about


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day and may matter: dotted, with its words above the plot."""

    day: date
    words: str


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
        yield straight_line(frame, (self.x, self.top + 2), (self.x, frame.width.height), self.style)
        yield text_at(frame, self.begin + 6, self.top + 8, self.head, "latest", fontSize=13)
        for number, line in enumerate(self.lines, start=1):
            yield text_at(frame, self.begin + 6, self.top + 8 + LINE * number, line, "phase-label")


def words_above(frame: Frame, events: Sequence[Event]) -> tuple[list[Told], int]:
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
        if phase.phase.start is None or not has_points(phase) or phase.first == 0:
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
