"""The chart draws no more than may be said, in the colors of the config alone."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from lineofsight.apps.figures.values import Series
from lineofsight.apps.reports.charts.above import Event
from lineofsight.apps.reports.charts.frame import Width
from lineofsight.apps.reports.charts.run_chart import run_chart
from lineofsight.apps.reports.selectors.judging import Judged, judge
from lineofsight.apps.reports.wording.amounts import SHARE
from lineofsight.statistics import Direction
from tests.unit.reports.made import FALLEN, STEADY, shares

Spec = dict[str, Any]


def judged(series: Series, target: float | None = 0.7) -> Judged:
    return judge(series, unit=SHARE, good=Direction.UP, target=target)


def chart(series: Series, width: Width = Width.WIDE, events: tuple[Event, ...] = ()) -> Spec:
    found = judged(series)
    assert found.reading is not None
    spec = run_chart(found.reading, unit=SHARE, target=0.7, good=Direction.UP, width=width, events=events)
    assert spec is not None
    return spec


def marks(spec: Spec) -> list[str]:
    return [layer["mark"]["type"] for layer in spec["layer"]]


def styles(spec: Spec) -> set[str]:
    found = set()
    for layer in spec["layer"]:
        style = layer["mark"].get("style", "")
        found |= set(style) if isinstance(style, list) else {style}
    return found


def words(spec: Spec) -> list[str]:
    return [str(layer["mark"]["text"]) for layer in spec["layer"] if "text" in layer["mark"]]


def test_draws_dots_without_a_line_below_eight_points() -> None:
    spec = chart(shares(STEADY[:7]))

    assert "line" not in marks(spec)
    assert "usual-range" not in styles(spec)
    assert "centre" not in styles(spec)
    assert "too-few" in styles(spec)


def test_shows_how_far_off_few_people_could_be_where_there_is_no_range() -> None:
    assert "interval" in styles(chart(shares(STEADY[:7], of=50)))
    assert "interval" not in styles(chart(shares(STEADY[:7], of=500)))


def test_draws_a_line_and_its_median_from_eight_points() -> None:
    spec = chart(shares(STEADY[:8]))

    assert "line" in marks(spec)
    assert "centre" in styles(spec)
    assert "usual-range" not in styles(spec)
    assert "Median 71%" in words(spec)


def test_draws_the_usual_range_from_twelve_points() -> None:
    spec = chart(shares(STEADY[:12]))

    assert "usual-range" in styles(spec)
    assert sum(word.endswith("usual") for word in words(spec)) == 2


def test_marks_the_points_of_a_signal_and_says_how_many() -> None:
    spec = chart(shares(FALLEN))
    marked = next(layer for layer in spec["layer"] if layer["mark"].get("style") == ["point", "signal"])

    assert len(marked["data"]["values"]) == 8
    assert "8 months below the centre" in words(spec)


def test_leaves_a_withheld_month_out_and_breaks_the_line() -> None:
    spec = chart(shares([*STEADY[:5], None, *STEADY[6:12]]))
    line = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")

    assert 5 not in {row["x"] for row in line["data"]["values"]}
    assert len({row["stretch"] for row in line["data"]["values"]}) == 2


def test_puts_the_latest_in_bold_and_the_target_beside_its_line() -> None:
    spec = chart(shares(STEADY))
    latest = next(layer["mark"] for layer in spec["layer"] if layer["mark"].get("style") == "latest")

    assert latest["text"] == "70%"
    assert "Target 70%" in words(spec)


def test_says_an_event_above_the_plot() -> None:
    spec = chart(shares(STEADY), events=(Event(date(2025, 6, 1), "Meetings every second week"),))

    assert "June 1, 2025" in words(spec)
    assert "Meetings every second week" in words(spec)
    assert "event" in styles(spec)


@pytest.mark.parametrize("width", Width)
def test_names_no_color_of_its_own(width: Width) -> None:
    spec = chart(shares(FALLEN), width)

    assert "#" not in json.dumps(spec)
    assert spec["width"] == width.pixels


def test_draws_nothing_of_nothing() -> None:
    assert judged(shares([None, None])).reading is None


def test_says_nothing_of_the_month_that_is_not_over() -> None:
    series = shares([*STEADY[:12], 10])
    running = Series(
        every=series.every,
        periods=(*series.periods[:-1], series.periods[-1].__class__(
            start=series.periods[-1].start, end=series.periods[-1].end, figure=series.periods[-1].figure,
            is_settled=False)),
    )  # fmt: skip

    found = judged(running)

    assert found.reading is not None
    assert len(found.reading.series.points) == 12
    assert found.latest == running.periods[-2]
