"""The time line of a file: one bar per enrollment, circles for assessments, ticks for services, today as a line.

Pure geometry, in pixels of a chart of one width; the template draws it. Text is never scaled: each chart is laid out
for its width (720 and 328). The light colours stand as attributes, the theme maps them to dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

WIDTHS = (720, 328)
ROW_HEIGHT = 64
TOP = 34
BAR_HEIGHT = 18
LETTER = 7.6  # mean width of a letter at 14 px, weight 600
SMALL_LETTER = 6.5  # at 13 px
SHORTEST_DAYS = 120
MARGIN_RIGHT = 0.06  # of the width, after today
LEAST_APART = 3.0  # pixels between two ticks


@dataclass(frozen=True)
class Stay:
    """One enrollment. begins: entry, or application while nobody has entered. ends: None while it goes on."""

    name: str
    stage: str
    begins: date
    ends: date | None
    has_begun: bool
    services: Sequence[date]
    assessments: Sequence[date]


@dataclass(frozen=True)
class Mark:
    x: float
    text: str
    anchor: str


@dataclass(frozen=True)
class Bar:
    """y positions are those of the row. Name and stage stand beside the bar, or in one line above it."""

    name: str
    stage: str
    x: float
    y: float
    width: float
    has_begun: bool
    label_x: float
    anchor: str
    is_beside: bool
    name_y: float
    stage_y: float
    ticks: tuple[float, ...]
    ticks_y: float
    circles: tuple[float, ...]
    circles_y: float


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    axis: tuple[Mark, ...]
    today_x: float
    bars: tuple[Bar, ...]


def charts(stays: Sequence[Stay], *, today: date) -> list[Chart]:
    """The same stays drawn at each width. No stays: no charts."""
    return [chart(stays, today=today, width=width) for width in WIDTHS] if stays else []


def chart(stays: Sequence[Stay], *, today: date, width: int) -> Chart:
    """Bars from the top in the order given. Days before the first stay begins are not drawn."""
    first = min([stay.begins for stay in stays] + [today - timedelta(days=SHORTEST_DAYS)])
    days = max((today - first).days, 1)
    scale = width * (1 - MARGIN_RIGHT) / days

    def x(day: date) -> float:
        return round(min(max((day - first).days, 0), days) * scale, 1)

    bars = tuple(_bar(stay, row, x, today) for row, stay in enumerate(stays))
    return Chart(
        width=width,
        height=TOP + ROW_HEIGHT * len(stays),
        axis=tuple(_axis(first, today, x, width)),
        today_x=x(today),
        bars=bars,
    )


def sentence(stays: Sequence[Stay]) -> str:
    """What the chart shows, for those who do not see it."""
    told = [
        _("%(name)s, %(begins)s to %(ends)s, %(stage)s")
        % {
            "name": stay.name,
            "begins": date_format(stay.begins, "F j, Y"),
            "ends": date_format(stay.ends, "F j, Y"),
            "stage": stay.stage,
        }
        if stay.ends
        else _("%(name)s since %(begins)s, %(stage)s")
        % {"name": stay.name, "begins": date_format(stay.begins, "F j, Y"), "stage": stay.stage}
        for stay in stays
    ]
    return "; ".join(told)


def _bar(stay: Stay, row: int, x, today: date) -> Bar:  # type: ignore[no-untyped-def]
    start, end = x(stay.begins), x(stay.ends or today)
    top = TOP + row * ROW_HEIGHT
    bar_y = top + 20
    is_beside = start - 10 >= max(len(stay.name) * LETTER, len(stay.stage) * SMALL_LETTER)
    return Bar(
        name=stay.name,
        stage=stay.stage,
        x=start,
        y=bar_y,
        width=round(max(end - start, 4.0), 1),
        has_begun=stay.has_begun,
        label_x=start - 8 if is_beside else start,
        anchor="end" if is_beside else "start",
        is_beside=is_beside,
        name_y=bar_y + 9 if is_beside else top + 13,
        stage_y=bar_y + 25,
        ticks=tuple(_apart(x(day) for day in sorted(stay.services))),
        ticks_y=bar_y + BAR_HEIGHT + 4,
        circles=tuple(_apart(max(min(x(day), end - 6), start + 6) for day in sorted(stay.assessments))),
        circles_y=bar_y + BAR_HEIGHT / 2,
    )


def _apart(positions: Iterable[float]) -> Iterable[float]:
    last = -LEAST_APART
    for position in positions:
        if position - last >= LEAST_APART:
            yield round(position, 1)
            last = position


def _axis(first: date, today: date, x, width: int) -> Iterable[Mark]:  # type: ignore[no-untyped-def]
    """Months, quarters, half years or years: as many as have room, 64 px each, clear of the word "today"."""
    months = (today.year - first.year) * 12 + today.month - first.month + 1
    room = max(int(width / 64), 2)
    step = next(step for step in (1, 3, 6, 12, 24, 60, 120, 1200) if months / step <= room)
    day = date(first.year, 1, 1)
    while day <= today:
        if day >= first and x(today) - x(day) > 48:
            text = str(day.year) if day.month == 1 else date_format(day, "F" if step > 3 else "M")
            yield Mark(x(day), text, "start" if x(day) < 16 else "middle")
        month = day.month - 1 + step
        day = date(day.year + month // 12, month % 12 + 1, 1)
