"""How a figure stands: its target, its trend and the year before, each in its own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lineofsight.apps.figures.values import Series
from lineofsight.apps.reports.selectors.judging import Judged, Standing, judge
from lineofsight.apps.reports.wording.amounts import SHARE, Unit, UnitKind
from lineofsight.apps.reports.wording.sentences import said
from lineofsight.statistics import Direction, Every
from tests.unit.reports.made import FALLEN, STEADY, numbers, shares

DAYS = Unit(UnitKind.NUMBER, "days")


def up(series: Series, target: float | None) -> Judged:
    return judge(series, unit=SHARE, good=Direction.UP, target=target)


def test_is_met_when_it_equals_its_target() -> None:
    assert up(shares(FALLEN), 0.53).standing is Standing.MET
    assert up(shares(FALLEN), 0.54).standing is Standing.NOT_MET


def test_judges_no_target_while_nobody_said_which_way_is_good() -> None:
    found = judge(shares(STEADY), unit=SHARE, good=None, target=0.7)

    assert found.standing is Standing.NO_DIRECTION


def test_is_out_of_reach_when_the_usual_range_does_not_hold_the_target() -> None:
    found = judge(
        numbers([61.0, 58, 66, 63, 55, 60, 68, 64, 59, 61, 62, 60]), unit=DAYS, good=Direction.DOWN, target=20
    )

    assert found.standing is Standing.OUT_OF_REACH
    assert found.reach is not None
    assert "lies outside what the present way of working delivers" in said(found.reach, DAYS)


def test_says_too_few_of_the_trend_and_keeps_the_value() -> None:
    found = up(shares(STEADY[:5]), None)

    assert found.standing is Standing.TOO_FEW
    assert found.latest is not None
    assert found.latest.figure.value == 0.73
    assert found.said is not None
    assert said(found.said.first, SHARE) == "Trend: too early to tell, 5 of 12 points."


def test_says_not_too_early_of_what_is_too_rare_for_a_trend() -> None:
    found = up(shares([100, 100, 90] * 5), None)

    assert found.said is not None
    assert (
        said(found.said.first, SHARE) == "In most months it is everybody or nobody: a trend cannot be told from that."
    )
    assert found.standing is Standing.NO_TARGET


def test_judges_few_points_against_a_target() -> None:
    assert up(shares(STEADY[:5]), 0.7).standing is Standing.MET


def test_withholds_its_standing_with_the_figure() -> None:
    found = up(shares([*STEADY, None]), 0.7)

    assert found.standing is Standing.WITHHELD
    assert found.interval is None


def test_compares_with_the_same_month_a_year_before() -> None:
    found = up(shares(FALLEN, of=400), 0.7)

    assert found.year_before is not None
    assert found.year_before.start.isoformat() == "2025-09-01"
    assert found.year_before_said is not None
    assert said(found.year_before_said, SHARE) == "53% against 71% a year before."


def test_gives_one_verdict_that_of_the_chart() -> None:
    found = up(shares(FALLEN, of=30), 0.7)

    assert found.said is not None
    assert said(found.said.first, SHARE) == "Below its usual level for 8 months in a row: a real worsening."
    assert found.year_before_said is not None
    assert "chance" not in said(found.year_before_said, SHARE)


def test_says_what_chance_has_to_do_with_it_while_the_chart_cannot() -> None:
    series = shares([70, 60, 65], of=40)
    by_year = replace(
        series,
        every=Every.YEAR,
        periods=tuple(
            replace(each, start=date(2023 + number, 1, 1), end=date(2023 + number, 12, 31))
            for number, each in enumerate(series.periods)
        ),
    )

    found = up(by_year, 0.7)

    assert found.year_before_said is not None
    assert said(found.year_before_said, SHARE) == "65% against 60% a year before. The difference could be chance."


def test_compares_with_no_withheld_month() -> None:
    series = shares([None if number == 8 else percent for number, percent in enumerate(FALLEN)])

    assert up(series, 0.7).year_before is None


def test_shows_an_interval_below_two_hundred_people() -> None:
    assert up(shares(STEADY, of=100), 0.7).interval is not None
    assert up(shares(STEADY, of=200), 0.7).interval is None


def test_has_nothing_to_say_of_nothing() -> None:
    found = up(Series(every=shares([]).every), 0.7)

    assert found.standing is Standing.NOTHING
    assert found.reading is None


def test_begins_a_new_phase_with_a_new_definition_and_joins_nothing_over_it() -> None:
    series = shares(FALLEN)
    changed = replace(
        series, periods=tuple(replace(each, version=1 + (number >= 13)) for number, each in enumerate(series.periods))
    )

    judged = judge(changed, unit=SHARE, good=Direction.UP, target=None)

    assert judged.reading is not None
    assert [(phase.first, phase.last) for phase in judged.reading.phases] == [(0, 12), (13, 20)]
    assert [round(phase.centre or 0, 2) for phase in judged.reading.phases] == [0.71, 0.54]
    assert judged.moved is None
    assert judged.year_before is None
