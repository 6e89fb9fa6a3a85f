"""Sentences: the words of every signal, and that no template lacks a parameter or asks for one that is not given."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import lineofsight.statistics.templates as templates
from lineofsight.problems import Problem
from lineofsight.statistics import (
    TEMPLATES,
    Direction,
    Every,
    Group,
    Kind,
    Phase,
    PhaseCause,
    Reach,
    Rule,
    Sentence,
    Share,
    TargetReach,
    against_target,
    compare_groups,
    compare_periods,
    compare_shares,
    in_english,
    read_series,
    say_groups,
    say_longer_periods,
    say_period_change,
    say_reach,
    say_share_change,
    say_signal,
    say_target,
    say_year_before,
)
from tests.unit.statistics.made import COUNTED, OF, STABLE, month, numbers, said, shares

FROZEN = [Phase(limits_until=month(11))]


def percent(value: float) -> str:
    return f"{value:.0%}"


def test_says_too_few_points() -> None:
    assert said(read_series(numbers(STABLE[:5]))) == ["Trend: too early to tell, 5 of 12 points."]
    assert said(read_series(numbers([]))) == ["Trend: too early to tell, 0 of 12 points."]
    assert said(read_series(numbers(STABLE[:9]))) == ["Trend: too early to tell, 9 of 12 points."]


def test_says_no_real_change_since_the_series_began() -> None:
    assert said(read_series(numbers([*STABLE, *STABLE[:8]]))) == [
        "No real change since January 2025. Values between 39 and 67 are normal ups and downs.",
        "Points depend on each other; signals are less certain.",
    ]


def test_says_no_real_change_since_the_last_one_ended() -> None:
    sentences = said(read_series(numbers([*STABLE, 90, 53, 54], phases=FROZEN)))

    assert sentences[0] == "No real change since February 2026. Values between 38 and 68 are normal ups and downs."
    assert "Limits are provisional: 12 points, 20 make them firm." in sentences


def test_says_which_month_was_outside() -> None:
    assert said(read_series(numbers([*STABLE, 90], phases=FROZEN)))[0] == (
        "January 2026: 90 is outside the usual range (38–68). Something was different. What?"
    )


def test_says_since_when_all_points_are_outside() -> None:
    reading = read_series(numbers([*STABLE, 53, 90, 91, 90], phases=FROZEN))

    assert said(reading)[0] == "Outside the usual range (38–68) since February 2026: a real change."
    assert said(reading, good=Direction.DOWN, measure="Waiting time")[0] == (
        "Waiting time has been outside the usual range (38–68) since February 2026: a real worsening."
    )
    assert (reading.now[0].first, reading.now[0].count) == (13, 3)


def test_says_a_long_shift_before_its_last_point_outside() -> None:
    reading = read_series(numbers([*STABLE, *[60] * 9, 75], phases=FROZEN))

    sentences = said(reading, good=Direction.UP)

    assert sentences[0] == "Above its usual level for 12 months in a row: a real improvement."
    assert "October 2026: 75 is better than the usual range (38–68)." in sentences


def test_judges_by_the_chart_from_twelve_points_on() -> None:
    assert not read_series(numbers(STABLE[:11])).judges
    assert read_series(numbers(STABLE)).judges
    assert not read_series(numbers([0, 0, 1] * 4, kind=Kind.COUNT)).judges


def test_judges_a_shift_only_when_the_good_direction_is_known() -> None:
    reading = read_series(numbers([*STABLE, *[50, 49] * 4], phases=FROZEN))

    assert said(reading)[0] == "Below its usual level for 8 months in a row: a real change."
    assert said(reading, good=Direction.UP)[0] == "Below its usual level for 8 months in a row: a real worsening."
    assert said(reading, good=Direction.DOWN, measure="Waiting time")[0] == (
        "Waiting time has been below its usual level for 8 months in a row: a real improvement."
    )


def test_gives_a_shift_that_has_ended_its_dates() -> None:
    reading = read_series(numbers([*STABLE, *[50, 49] * 4, 60], phases=FROZEN))
    (shift,) = reading.present.signals

    assert in_english(say_signal(shift, reading, good=Direction.UP), amount=str) == (
        "January 2026 to August 2026: below its usual level for 8 months in a row."
    )


def test_says_what_may_become_a_shift() -> None:
    frozen = [Phase(limits_until=month(7))]

    assert said(read_series(numbers([4, 6] * 4 + [6, 7, 6, 7, 6], phases=frozen)))[0] == (
        "May have moved up: 6 in a row. In 2 months we will know."
    )


def test_says_that_a_trend_often_happens_by_chance() -> None:
    assert said(read_series(numbers([5, 6, 5, 6, 2, 3, 4, 5, 6])), measure="Attendance")[0] == (
        "Attendance has risen over 5 months. This often happens by chance; watch it."
    )


def test_says_who_marked_a_point_and_how_little_is_known() -> None:
    assert said(read_series(numbers([5, 6, 50], marked=[2]))) == [
        "Dana marked March 2025 as unusual: the flood.",
        "Trend: too early to tell, 3 of 12 points.",
    ]


def test_says_why_a_phase_began() -> None:
    phases = [Phase(month(12), PhaseCause.DEFINITION, "excused days no longer count")]

    assert said(read_series(numbers([*STABLE, *STABLE], phases=phases)))[1] == (
        "New definition from January 2026: excused days no longer count. Earlier limits stay visible."
    )


def test_says_no_change_of_a_run_chart_without_a_range() -> None:
    values = [3, 9, 4, 8, 2, 9, 4, 7, 3, 9, 2, 8]

    assert said(read_series(numbers(values, kind=Kind.BETWEEN)))[0] == "No real change since January 2025."


def test_says_in_plain_words_that_rare_events_show_no_trend() -> None:
    assert said(read_series(numbers([0, 0, 1] * 4, kind=Kind.COUNT))) == [
        "In most months it does not happen at all: too rare for a trend to show."
    ]


def test_says_every_note() -> None:
    frozen = numbers([*STABLE, 53, 80], phases=FROZEN)

    assert "February 2026 differs from the period before by more than usual. Check it for a mistake." in said(
        read_series(frozen)
    )
    assert said(read_series(numbers([7] * 12)))[1] == "All values are equal: 7."
    assert said(read_series(numbers([1, 2, 3, 2] * 3)))[1] == (
        "Limits are coarse: the values are rounded to 3 different numbers."
    )
    assert "Few cases in each period; longer periods would say more." in said(
        read_series(shares([3, 6, 5, 7, 5, 4] * 2, [5, 12, 14, 13, 12, 11] * 2))
    )
    assert "Values vary less than chance allows. Check for copied or smoothed figures." in said(
        read_series(shares([100, 101] * 6, [300] * 12))
    )


def test_says_a_group_that_survives_with_the_caution() -> None:
    groups = [
        Group("site", "Eastside", Share(18, 41)),
        Group("site", "Northgate", Share(20, 29)),
        Group("site", "Millrace", Share(26, 40)),
    ]

    sentences = [in_english(s, amount=percent) for s in say_groups(compare_groups(groups), people="Youth")]

    assert sentences[0] == ("Eastside: 44% against 67% elsewhere. More than chance explains, also after 3 comparisons.")
    assert sentences[-1] == "Youth differ between groups; this does not show who works better."


def test_says_one_comparison_without_counting_it() -> None:
    groups = [Group("site", "Eastside", Share(18, 41)), Group("site", "Westside", Share(46, 69))]

    first, _ = say_groups(compare_groups(groups), people="Youth")

    assert in_english(first, amount=percent) == "Eastside: 44% against 67% elsewhere. More than chance explains."


def test_says_nothing_more_of_groups_that_are_alike() -> None:
    groups = [Group("site", "Eastside", Share(28, 41)), Group("site", "Westside", Share(46, 69))]

    assert [s.template for s in say_groups(compare_groups(groups), people="Youth")] == ["groups_alike"]
    assert [s.template for s in say_groups((), people="Youth")] == ["groups_too_small"]


def test_says_which_ordinal_answers_are_higher() -> None:
    groups = [Group("team", "North", [4, 5] * 6), Group("team", "South", [1, 2] * 6)]

    first, _ = say_groups(compare_groups(groups), people="Staff")

    assert in_english(first, amount=percent) == "North: higher than elsewhere. More than chance explains."


def test_says_since_and_by_how_much() -> None:
    change = compare_shares(Share(48, 80), Share(56, 70))
    small = compare_shares(Share(48, 80), Share(45, 70))
    assert change is not None
    assert small is not None

    assert in_english(say_share_change(change, since="weekly visits"), amount=percent) == (
        "Since weekly visits: 60% to 80% (20 points, between 5 and 33)."
    )
    assert in_english(say_share_change(small, since="weekly visits"), amount=percent) == (
        "Since weekly visits: 60% to 64%. This could be chance."
    )


def test_compares_with_a_year_before_and_judges_only_when_asked() -> None:
    change = compare_shares(Share(48, 80), Share(56, 70))
    small = compare_shares(Share(48, 80), Share(45, 70))
    assert change is not None
    assert small is not None

    assert in_english(say_year_before(change, is_judged=True), amount=percent) == (
        "80% against 60% a year before: 20 points, between 5 and 33. More than chance explains."
    )
    assert in_english(say_year_before(small, is_judged=True), amount=percent) == (
        "64% against 60% a year before. The difference could be chance."
    )
    assert in_english(say_year_before(change, is_judged=False), amount=percent) == "80% against 60% a year before."


def test_says_what_weakens_a_comparison() -> None:
    change = compare_periods([9, 8, 7, 6, 5, 4, 3, 2], [5, 9, 6, 8, 7, 9, 6, 8], seed=1)

    assert [in_english(s, amount=lambda v: f"{v:g}") for s in say_period_change(change, since="weekly visits")] == [
        "Since weekly visits: the middle value went from 5.5 to 7.5. This could be chance.",
        "It began at the lowest of the last 8 points; part of the change would have come by itself.",
        "Points depend on each other; signals are less certain.",
    ]


def test_says_target_and_reach() -> None:
    near = against_target(Share(64, 110), 0.65, good=Direction.UP)
    assert near is not None

    far = against_target(Share(640, 1100), 0.65, good=Direction.UP)
    assert far is not None
    assert in_english(say_target(near), amount=percent) == "The distance from the target of 65% could be chance."
    assert in_english(say_target(far), amount=percent) == "58% against a target of 65%: not met."
    out = TargetReach(45, Reach.OUT_OF_REACH, 52, 71)
    assert in_english(say_reach(out, Every.MONTH), amount=str) == (
        "The target 45 lies outside what the present way of working delivers (52–71)."
    )
    sometimes = TargetReach(60, Reach.SOMETIMES, 52, 71)
    assert in_english(say_reach(sometimes, Every.MONTH), amount=str) == (
        "The target will be met in some months and missed in others, by chance."
    )


def test_says_by_which_periods_a_chart_is_drawn() -> None:
    assert in_english(say_longer_periods(Every.MONTH, Every.QUARTER), amount=str) == (
        "Few cases per month; shown by quarter."
    )


def test_refuses_a_sentence_that_is_not_in_the_catalogue() -> None:
    with pytest.raises(Problem, match="no sentence"):
        Sentence("shift.sideways", {})


def test_never_gives_a_cause() -> None:
    banned = re.compile(r"because|caused|due to|thanks to|led to|!", re.IGNORECASE)

    assert [template for template in TEMPLATES.values() if banned.search(template)] == []


def test_has_a_sentence_for_every_direction_of_a_rule() -> None:
    directed = {"shift_ended", "possible_shift", "near_limit", "trend", "trend_ended", "group"}

    assert {f"{name}.{direction}" for name in directed for direction in Direction} <= set(TEMPLATES)
    assert {f"reach.{reach}" for reach in Reach} <= set(TEMPLATES)
    assert len(Rule) == 8


def test_marks_every_template_for_translation() -> None:
    tree = ast.parse(Path(templates.__file__).read_text(encoding="utf-8"))
    marked = {
        ast.literal_eval(call.args[0])
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "gettext_noop"
    }

    assert marked == set(TEMPLATES.values())


def test_names_the_measure_only_where_the_id_says_so() -> None:
    named = {name for name, text in TEMPLATES.items() if "measure" in {f for _, f, _, _ in Formatter().parse(text)}}

    assert named == {name for name in TEMPLATES if name.endswith(".of")}
    assert {name.removesuffix(".of") for name in named} <= set(TEMPLATES)


def test_reads_published_shares_in_words() -> None:
    assert said(read_series(shares(COUNTED, OF)))[0].startswith("No real change since January 2025.")
