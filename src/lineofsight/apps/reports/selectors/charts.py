"""The run chart of a measure for its page: two drawings, or the wish for them, and the chart in words.

The rule: what the picture shows is said in a sentence and stands in a table, whether the picture is there or not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lineofsight.statistics import Chart, Reading

from ..charts.above import Event
from ..charts.drawing import drawing_hash
from ..charts.frame import Width
from ..charts.run_chart import run_chart
from ..wording.amounts import write_amount
from ..wording.periods import period_in_words
from .drawings import drawn
from .judging import Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartShown:
    """wide, narrow: the SVG, or None while it is being drawn; wanted: what to ask for, by hash. name: in words."""

    wide: SafeString | None
    narrow: SafeString | None
    wanted: Mapping[str, dict[str, Any]]
    name: str
    caption: str

    @property
    def is_there(self) -> bool:
        return self.wide is not None and self.narrow is not None


def chart_shown(judged: Judged, events: Sequence[Event] = ()) -> ChartShown | None:
    """The chart of a judged measure; None when there is nothing to draw. One query."""
    reading = judged.reading
    if reading is None:
        return None
    specs = {
        width: spec
        for width in Width
        if (
            spec := run_chart(
                reading, unit=judged.unit, target=judged.target, good=judged.good, width=width, events=events
            )
        )
    }
    hashes = {width: drawing_hash(spec) for width, spec in specs.items()}
    there = drawn(list(hashes.values()))
    name = chart_in_words(judged, reading)
    return ChartShown(
        wide=_svg(there.get(hashes[Width.WIDE])),
        narrow=_svg(there.get(hashes[Width.NARROW])),
        wanted={hashes[width]: spec for width, spec in specs.items() if hashes[width] not in there},
        name=name,
        caption=_caption(reading),
    )


def chart_in_words(judged: Judged, reading: Reading) -> str:
    """What somebody reads who does not see the chart."""
    shown = [point for point in reading.series.points if point.value is not None]
    every, unit = reading.series.every, judged.unit
    sentences = [
        _("Run chart, %(first)s to %(last)s.")
        % {"first": period_in_words(shown[0].start, every), "last": period_in_words(shown[-1].start, every)}
    ]
    present = reading.present
    limits = next((each for each in reversed(present.limits) if each is not None), None)
    if limits is not None:
        sentences.append(
            _("The usual range is %(low)s to %(high)s.")
            % {"low": write_amount(limits.low, unit), "high": write_amount(limits.high, unit)}
        )
    elif present.centre is not None:
        sentences.append(_("The median is %(median)s.") % {"median": write_amount(present.centre, unit)})
    sentences.append(_("The latest is %(latest)s.") % {"latest": write_amount(shown[-1].value or 0, unit)})
    if judged.target is not None:
        sentences.append(_("The target is %(target)s.") % {"target": write_amount(judged.target, unit)})
    return " ".join(sentences)


def _svg(drawing: str | None) -> SafeString | None:
    """Drawn by our own library from our own dictionary, every word in it escaped."""
    return mark_safe(drawing.replace("<svg ", '<svg aria-hidden="true" ', 1)) if drawing else None


def _caption(reading: Reading) -> str:
    match reading.present.chart:
        case Chart.DOTS:
            return _("Points alone: too few for a line to mean something. Bars: how far off each could be by chance.")
        case Chart.RUN:
            return _("The level line is the median. From 12 points on, the usual range of ups and downs is shown.")
        case _:
            return _("Grey: the usual range of ups and downs. A new definition always starts a new line.")
