"""The small picture in a row keeps the rules of the large one."""

from __future__ import annotations

from lineofsight.apps.figures.values import Series
from lineofsight.apps.reports.charts.sparkline import Sparkline, interval_bar, sparkline
from lineofsight.apps.reports.selectors.judging import judge
from lineofsight.apps.reports.wording.amounts import SHARE
from lineofsight.statistics import Direction, Interval
from tests.unit.reports.made import FALLEN, STEADY, shares


def small(series: Series, good: Direction = Direction.UP) -> Sparkline:
    judged = judge(series, unit=SHARE, good=good, target=None)
    assert judged.reading is not None
    found = sparkline(judged.reading, target=None, good=good)
    assert found is not None
    return found


def test_shows_dots_alone_below_eight_points() -> None:
    found = small(shares(STEADY[:5]))

    assert len(found.dots) == 5
    assert found.lines == ()
    assert found.band is None


def test_shows_the_usual_range_from_twelve_points() -> None:
    found = small(shares(STEADY))

    assert found.band is not None
    assert len(found.lines) == 1
    assert not found.is_alarm


def test_alarms_for_a_worsening_alone() -> None:
    assert small(shares(FALLEN), Direction.UP).is_alarm
    assert not small(shares(FALLEN), Direction.DOWN).is_alarm
    assert small(shares(FALLEN), Direction.DOWN).signal


def test_leaves_a_gap_where_a_month_is_withheld() -> None:
    assert len(small(shares([*STEADY[:6], None, *STEADY[7:]])).lines) == 2


def test_places_a_share_between_0_and_100_percent() -> None:
    bar = interval_bar(0.5, Interval(0.0, 1.0), 0.7)

    assert (bar.low, bar.point, bar.high, bar.target) == (2.0, 75.0, 148.0, 104.2)
