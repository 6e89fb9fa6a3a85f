"""What a run chart says in words: beside a run of points, beside the last one, and the times below.

The rule: words are put where they are about, and none over another; where there is no room the sentence over the chart
says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lineofsight.statistics import Chart, Direction, Every, Noun, Rule, Signal

from ..wording.amounts import write_amount
from ..wording.sentences import counted
from .frame import LINE, Frame, Layer, Width, straight_line, text_at
from .marks import is_good_news, signal_positions
from .scales import apart

SAID_IN_THE_PLOT = (Rule.SHIFT, Rule.POSSIBLE_SHIFT, Rule.TREND)


def draw_signal_beside(frame: Frame, good: Direction | None) -> Iterator[Layer]:
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
        yield straight_line(frame, (side, y - 4 * away), (side, y), style)
    yield straight_line(frame, (begin, y), (end, y), style)
    words = _run_in_words(first, frame)
    style = "latest" if good_news else "signal-label"
    yield text_at(frame, end, y + 12 * away, words, style, align="right", fontSize=13)


def _run_in_words(signal: Signal, frame: Frame) -> str:
    run = counted(signal.count, Noun(frame.reading.series.every))
    if signal.rule is Rule.TREND:
        rising = signal.direction is Direction.UP
        return _("%(run)s rising") % {"run": run} if rising else _("%(run)s falling") % {"run": run}
    if signal.direction is Direction.UP:
        return _("%(run)s above the centre") % {"run": run}
    return _("%(run)s below the centre") % {"run": run}


def draw_words_right(frame: Frame, target: float | None, good: Direction | None) -> Iterator[Layer]:
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
        yield text_at(frame, frame.width.plot + 8, y + up, words, style, fontSize=size, lineHeight=15)


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


def draw_times(frame: Frame) -> Iterator[Layer]:
    """The numbers at the left, the line at the bottom, and the years or the months under it."""
    height = frame.width.height
    for tick in frame.axis.ticks:
        yield text_at(frame, -8, frame.y(tick), write_amount(tick, frame.unit), "axis-label", align="right")
    yield straight_line(frame, (0, height), (frame.width.plot, height), "axis-line")
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
            yield straight_line(frame, (begin, height), (begin, height + 6), "axis-line")
        if end - begin >= 30:
            yield text_at(frame, (begin + end) / 2, height + 15, str(year), "axis-label", align="center")


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
            yield text_at(frame, x, frame.width.height + 15, words, "axis-label", align="center")
            least = x


def _is_week(frame: Frame) -> bool:
    return frame.reading.series.every is Every.WEEK
