"""The geometry of the time line, at both widths."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from lineofsight.apps.records.timeline import WIDTHS, Stay, chart, charts, sentence

TODAY = date(2026, 11, 12)


def stay(name: str = "Works Forward", begins: date = date(2025, 2, 10), ends: date | None = None) -> Stay:
    return Stay(name, "active", begins, ends, True, services=(), assessments=())


def test_draws_each_width() -> None:
    assert [drawn.width for drawn in charts([stay()], today=TODAY)] == list(WIDTHS)


def test_draws_nothing_without_a_stay() -> None:
    assert charts([], today=TODAY) == []


def test_ends_an_open_bar_at_today_and_a_closed_one_at_its_exit() -> None:
    drawn = chart([stay(), stay(ends=date(2025, 8, 29))], today=TODAY, width=720)

    assert drawn.bars[0].x + drawn.bars[0].width == pytest.approx(drawn.today_x, abs=0.2)
    assert drawn.bars[1].x + drawn.bars[1].width < drawn.today_x


def test_begins_with_the_first_stay_and_leaves_room_after_today() -> None:
    drawn = chart([stay()], today=TODAY, width=720)

    assert drawn.bars[0].x == 0
    assert 650 < drawn.today_x < 700


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("days", [0, 1, 40, 400, 4_000, 30_000])
def test_stays_inside_the_chart_for_any_length(width: int, days: int) -> None:
    begins = TODAY - timedelta(days=days)
    long = Stay("A program with a rather long name", "completed", begins, None, True, [begins, TODAY], [begins, TODAY])

    drawn = chart([long], today=TODAY, width=width)

    bar = drawn.bars[0]
    positions = [bar.x, bar.x + bar.width, *bar.ticks, *bar.circles, *(mark.x for mark in drawn.axis)]
    assert min(positions) >= 0
    assert max(positions) <= width
    assert len(drawn.axis) <= width / 64 + 1


def test_puts_the_name_beside_a_bar_that_begins_late() -> None:
    late = stay(name="Steady", begins=date(2026, 9, 1))

    drawn = chart([stay(), late], today=TODAY, width=720)

    assert [bar.anchor for bar in drawn.bars] == ["start", "end"]


def test_keeps_ticks_apart() -> None:
    busy = Stay("Club", "active", date(2024, 1, 1), None, True, [TODAY - timedelta(days=n) for n in range(900)], ())

    ticks = chart([busy], today=TODAY, width=328).bars[0].ticks

    assert len(ticks) > 50
    assert min(after - before for before, after in pairwise(ticks)) >= 3


def test_tells_what_it_shows() -> None:
    assert sentence([stay(ends=date(2025, 8, 29)), stay(name="Home Again", begins=date(2026, 3, 3))]) == (
        "Works Forward, February 10, 2025 to August 29, 2025, active; Home Again since March 3, 2026, active"
    )
