"""Charts: the published values, which chart, and every rule with the case beside it that does not fire."""

from __future__ import annotations

import pytest

from lineofsight.problems import Problem
from lineofsight.statistics import (
    Chart,
    ChartReason,
    Direction,
    Every,
    Kind,
    Limits,
    NoteKind,
    Phase,
    PhaseCause,
    Point,
    Rule,
    Series,
    Share,
    Spread,
    days_between,
    read_series,
)
from lineofsight.statistics.p_chart import pooled, share_limits, sigma_z
from lineofsight.statistics.stretch import stretches
from tests.unit.statistics.made import COUNTED, OF, STABLE, fired, month, numbers, shares


def kinds(series: Series) -> set[NoteKind]:
    return {note.kind for note in read_series(series).present.notes}


# The published values


def test_gives_the_published_natural_limits() -> None:
    present = read_series(numbers(STABLE)).present

    assert present.chart is Chart.XMR
    assert present.centre == 53
    assert present.limits[0] == Limits(pytest.approx(38.4909, abs=5e-5), pytest.approx(67.5091, abs=5e-5), False, False)
    assert present.range_limit == pytest.approx(17.8255, abs=1e-4)
    assert present.signals == ()
    assert present.provisional


def test_gives_the_published_limits_of_shares() -> None:
    present = read_series(shares(COUNTED, OF)).present

    assert present.chart is Chart.P
    assert present.centre == pytest.approx(0.337333, abs=5e-7)
    assert present.limits[0] == Limits(pytest.approx(0.15422, abs=5e-6), pytest.approx(0.52045, abs=5e-6), False, False)


def test_gives_the_published_limits_of_laney() -> None:
    (stretch,) = stretches(shares(COUNTED, OF))
    limits = share_limits(stretch, widened=True).limits[0]

    assert sigma_z(stretch, pooled(stretch)) == pytest.approx(0.98697, abs=5e-6)
    assert (limits.low, limits.high) == pytest.approx((0.15660, 0.51806), abs=5e-6)


def test_takes_the_median_moving_range_when_a_person_chose_it() -> None:
    present = read_series(numbers(STABLE, phases=[Phase(spread=Spread.MEDIAN)])).present

    assert present.limits[0] == Limits(pytest.approx(53 - 3.145 * 6), pytest.approx(53 + 3.145 * 6), False, False)
    assert present.range_limit == pytest.approx(3.865 * 6)


# Which chart


@pytest.mark.parametrize(
    ("series", "chart", "reason"),
    [
        (numbers([]), Chart.DOTS, ChartReason.TOO_FEW_POINTS),
        (numbers([5]), Chart.DOTS, ChartReason.TOO_FEW_POINTS),
        (numbers(STABLE[:7]), Chart.DOTS, ChartReason.TOO_FEW_POINTS),
        (numbers(STABLE[:8]), Chart.RUN, ChartReason.EIGHT_TO_ELEVEN),
        (numbers([*STABLE[:11], None, None]), Chart.RUN, ChartReason.EIGHT_TO_ELEVEN),
        (numbers(STABLE), Chart.XMR, ChartReason.ONE_NUMBER_PER_PERIOD),
        (shares(COUNTED, OF), Chart.P, ChartReason.LARGE_DENOMINATORS),
        (shares([x * 4 for x in COUNTED], [n * 4 for n in OF]), Chart.P_PRIME, ChartReason.OVERDISPERSED),
        (shares([101, 99] * 6, [300] * 12), Chart.P_PRIME, ChartReason.HUNDREDS),
        (shares([8, 6, 5, 7, 5, 4] * 2, [11, 12, 14, 13, 12, 11] * 2), Chart.XMR, ChartReason.SMALL_EVEN_DENOMINATORS),
        (shares([3, 6, 5, 7, 5, 4] * 2, [5, 12, 14, 13, 12, 11] * 2), Chart.RUN, ChartReason.SMALL_DENOMINATORS),
        (numbers([0, 0, 1] * 4, kind=Kind.COUNT), Chart.DOTS, ChartReason.RARE_EVENTS),
        (shares([12, 12, 11] * 4, [12] * 12), Chart.DOTS, ChartReason.RARE_EVENTS),
        (numbers([0, 0, 1] * 4), Chart.XMR, ChartReason.ONE_NUMBER_PER_PERIOD),
        (numbers([7, 9, None] * 7), Chart.RUN, ChartReason.FEW_RANGES),
    ],
)
def test_chooses_a_chart_with_its_reason(series: Series, chart: Chart, reason: ChartReason) -> None:
    present = read_series(series).present

    assert (present.chart, present.reason) == (chart, reason)


def test_counts_a_share_of_nobody_as_a_missing_period() -> None:
    present = read_series(shares([*COUNTED, 0], [*OF, 0])).present

    assert present.usable == 12
    assert present.limits[12] is None


def test_makes_rare_events_a_run_chart_of_the_days_between() -> None:
    days = [month(i).replace(day=1 + i) for i in range(14)]

    present = read_series(days_between([*days, days[0]])).present

    assert (present.chart, present.reason, present.usable) == (Chart.RUN, ChartReason.BETWEEN_EVENTS, 13)
    assert present.limits == (None,) * 13


# The run chart


def test_calls_six_in_a_row_a_possible_shift_and_eight_a_shift() -> None:
    wave = [4, 6] * 4
    frozen = [Phase(limits_until=month(7))]

    assert fired(read_series(numbers([*wave, 6, 7, 6, 7, 6], phases=frozen))) == [(Rule.POSSIBLE_SHIFT, 7, 12, 6)]
    assert fired(read_series(numbers([*wave, 6, 7, 6, 7], phases=frozen))) == []
    assert fired(read_series(numbers([*wave, 6, 7, 6, 7, 6, 7, 6], phases=frozen)))[0] == (Rule.SHIFT, 7, 14, 8)


def test_skips_points_on_the_median() -> None:
    frozen = [Phase(limits_until=month(7))]
    reading = read_series(numbers([4, 6] * 4 + [7, 5, 6, 7, 5, 6, 7, 5], phases=frozen))

    assert fired(reading) == [(Rule.POSSIBLE_SHIFT, 7, 15, 6)]
    assert reading.now == reading.present.signals


def test_lets_a_missing_period_neither_break_a_run_nor_add_to_it() -> None:
    frozen = [Phase(limits_until=month(7))]

    assert fired(read_series(numbers([4, 6] * 4 + [6, None, 7, 6, 7, 6], phases=frozen))) == [
        (Rule.POSSIBLE_SHIFT, 7, 13, 6)
    ]


def test_counts_equal_neighbors_once_in_a_trend() -> None:
    assert (Rule.TREND, 3, 8, 5) in fired(read_series(numbers([5, 6, 5, 1, 2, 3, 3, 4, 5])))
    assert fired(read_series(numbers([5, 6, 5, 1, 2, 3, 3, 4, 3]))) == []


def test_begins_the_next_trend_where_one_ends() -> None:
    assert fired(read_series(numbers([1, 2, 3, 4, 5, 5, 4, 3, 2, 1]))) == [
        (Rule.TREND, 4, 9, 5),
        (Rule.TREND, 0, 5, 5),
    ]


def test_notices_that_a_run_chart_has_too_few_runs() -> None:
    long_stretches = [1, 2, 1, 2, 1, 9, 8, 9, 8, 9, 1, 2, 1, 9, 8, 9]
    one_crossing_more = [1, 2, 1, 2, 9, 1, 8, 9, 8, 9, 1, 2, 1, 9, 8, 9]

    assert fired(read_series(numbers(long_stretches, kind=Kind.BETWEEN))) == [(Rule.TOO_FEW_RUNS, 0, 15, 4)]
    assert fired(read_series(numbers(one_crossing_more, kind=Kind.BETWEEN))) == []


# The XmR chart


def test_sees_a_point_outside_the_limits_and_none_on_them() -> None:
    low = read_series(numbers(STABLE)).present.limits[0]
    assert low is not None
    frozen = [Phase(limits_until=month(11))]

    assert fired(read_series(numbers([*STABLE, 68], phases=frozen))) == [(Rule.OUTSIDE_LIMITS, 12, 12, 1)]
    assert fired(read_series(numbers([*STABLE, low.high], phases=frozen))) == []


def test_reports_the_strongest_rule_first_and_the_latest_of_it() -> None:
    frozen = [Phase(limits_until=month(11))]

    assert fired(read_series(numbers([*STABLE, 54, 55, 54, 55, 90, 54, 91], phases=frozen))) == [
        (Rule.OUTSIDE_LIMITS, 18, 18, 1),
        (Rule.OUTSIDE_LIMITS, 16, 16, 1),
        (Rule.SHIFT, 10, 18, 9),
    ]


def test_lets_a_point_on_the_centre_end_a_run_of_eight() -> None:
    frozen = [Phase(limits_until=month(11))]

    assert fired(read_series(numbers([*STABLE, 54, 55, 54, 55, 53, 54, 55], phases=frozen))) == []
    assert fired(read_series(numbers([*STABLE, 54, 55, 54, 55, 54, 54, 55], phases=frozen))) == [
        (Rule.SHIFT, 10, 18, 9)
    ]


def test_reads_two_of_three_near_a_limit_only_from_firm_limits() -> None:
    firm = [*STABLE, *STABLE[:8]]
    (limits,) = {read_series(numbers(firm)).present.limits[0]}
    assert limits is not None
    near = 52.9 + (limits.high - 52.9) * 0.9

    assert (Rule.NEAR_LIMIT, 20, 22, 2) in fired(read_series(numbers([*firm, near, 53, near])))
    assert Rule.NEAR_LIMIT not in {rule for rule, *_ in fired(read_series(numbers([*firm, near, 53, 52, near])))}
    provisional = numbers([*STABLE, near, near], phases=[Phase(limits_until=month(11))])
    assert Rule.NEAR_LIMIT not in {rule for rule, *_ in fired(read_series(provisional))}


def test_reports_six_rising_only_when_asked() -> None:
    rising = numbers([*STABLE, 46, 48, 50, 52, 55, 58], phases=[Phase(limits_until=month(11))])

    assert fired(read_series(rising)) == []
    assert fired(read_series(rising, six_in_a_row=True)) == [(Rule.SIX_IN_A_ROW, 12, 17, 6)]


def test_reads_no_signal_at_a_cut_limit() -> None:
    counts = numbers(
        [1, 9, 2, 8, 1, 9, 2, 8, 1, 9, 2, 8, 0, 0], kind=Kind.COUNT, phases=[Phase(limits_until=month(11))]
    )
    present = read_series(counts).present

    assert present.limits[0] is not None
    assert (present.limits[0].low, present.limits[0].low_is_cut) == (0.0, True)
    assert present.signals == ()


def test_gives_no_limits_when_all_values_are_equal() -> None:
    present = read_series(numbers([7.1] * 12)).present

    assert (present.centre, present.limits[0], present.signals) == (pytest.approx(7.1), None, ())
    assert kinds(numbers([7.1] * 12)) == {NoteKind.ALL_EQUAL}


def test_takes_the_mean_range_when_the_median_one_is_zero() -> None:
    series = numbers([5, 5, 5, 5, 9, 5, 5, 5, 5, 5, 1, 5], phases=[Phase(spread=Spread.MEDIAN)])

    assert read_series(series).present.limits[0] is not None
    assert NoteKind.MEDIAN_RANGE_ZERO in kinds(series)


def test_notes_values_that_are_coarsely_rounded() -> None:
    assert NoteKind.COARSE in kinds(numbers([1, 2, 3, 1, 4, 2, 3, 1, 4, 2, 1, 3]))
    assert NoteKind.COARSE not in kinds(numbers([1, 2, 3, 1, 4, 2, 3, 1, 4, 2, 5, 3]))


def test_asks_to_look_at_a_moving_range_outside_its_limit() -> None:
    notes = read_series(numbers([*STABLE, 53, 80], phases=[Phase(limits_until=month(11))])).present.notes

    assert [note.position for note in notes if note.kind is NoteKind.RANGE_OUTSIDE] == [13]


def test_forms_no_moving_range_across_a_missing_period() -> None:
    whole = [50, 52, 51, 53, 52, 90, 91, 90, 92, 91, 90, 92]
    with_a_gap = [*whole[:5], None, *whole[5:]]
    absent = Series(
        Kind.NUMBER,
        Every.MONTH,
        [Point(month(i if i < 5 else i + 1), value) for i, value in enumerate(whole)],
    )

    across, inside = read_series(numbers(whole)).present, read_series(numbers(with_a_gap)).present
    assert across.range_limit is not None
    assert inside.range_limit is not None
    assert inside.range_limit < across.range_limit / 2
    assert read_series(absent).present.range_limit == inside.range_limit


def test_makes_limits_from_the_first_twenty_points_and_keeps_them() -> None:
    twenty = [*STABLE, *STABLE[:8]]
    present = read_series(numbers([*twenty, 90, 91, 92])).present

    assert (present.baseline, present.usable, present.baseline_frozen, present.provisional) == (20, 23, True, False)
    assert present.limits[0] == read_series(numbers(twenty)).present.limits[0]


def test_notes_points_that_depend_on_each_other() -> None:
    assert NoteKind.DEPENDENT in kinds(numbers([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1]))
    assert NoteKind.DEPENDENT not in kinds(numbers([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3]))


# The p-chart


def test_sees_a_share_outside_its_own_limits() -> None:
    frozen = [Phase(limits_until=month(11))]

    assert fired(read_series(shares([*COUNTED, 33], [*OF, 60], phases=frozen))) == [(Rule.OUTSIDE_LIMITS, 12, 12, 1)]
    assert fired(read_series(shares([*COUNTED, 11], [*OF, 20], phases=frozen))) == []


def test_gives_a_share_of_few_no_limits() -> None:
    present = read_series(shares([*COUNTED, 9], [*OF, 9], phases=[Phase(limits_until=month(11))])).present

    assert (present.chart, present.limits[12], present.signals) == (Chart.P, None, ())


def test_warns_of_less_variation_than_chance_and_keeps_the_limits_of_chance() -> None:
    smooth = shares([100, 101] * 6, [300] * 12)
    (stretch,) = stretches(smooth)
    plain = share_limits(stretch, widened=False).limits[0]

    assert NoteKind.LESS_THAN_CHANCE in kinds(smooth)
    assert read_series(smooth).present.limits[0] == plain


def test_suggests_longer_periods_where_few_are_counted() -> None:
    assert NoteKind.LONGER_PERIODS in kinds(shares([3, 6, 5, 7, 5, 4] * 2, [5, 12, 14, 13, 12, 11] * 2))


# Phases and what persons do


def test_reads_each_phase_by_itself() -> None:
    change = Phase(month(12), PhaseCause.CHANGE, "weekly visits")
    reading = read_series(numbers([*STABLE, *(value + 30 for value in STABLE)], phases=[change]))

    assert [phase.centre for phase in reading.phases] == [53, 83]
    assert [phase.signals for phase in reading.phases] == [(), ()]
    assert (reading.present.first, reading.present.last) == (12, 23)


def test_allows_a_phase_that_has_no_point_yet() -> None:
    present = read_series(numbers(STABLE, phases=[Phase(month(12), PhaseCause.DEFINITION)])).present

    assert (present.usable, present.chart, present.limits) == (0, Chart.DOTS, ())


def test_keeps_a_left_out_point_out_of_limits_and_signals() -> None:
    series = numbers([*STABLE[:6], 400, *STABLE[6:]], left_out=[6])

    assert read_series(series).present.centre == 53
    assert fired(read_series(series)) == []


def test_refuses_a_third_left_out_point_among_twelve() -> None:
    with pytest.raises(Problem, match="More than 2 of 12 points"):
        read_series(numbers([*STABLE, *STABLE], left_out=[0, 5, 11]))

    assert read_series(numbers([*STABLE, *STABLE], left_out=[0, 5, 12])).present.usable == 21


def test_refuses_a_baseline_of_seven_points() -> None:
    with pytest.raises(Problem, match="Only 7 usable points"):
        read_series(numbers(STABLE, phases=[Phase(limits_until=month(6))]))


def test_refuses_phases_out_of_order() -> None:
    with pytest.raises(Problem, match="not in order"):
        read_series(numbers(STABLE, phases=[Phase(month(8)), Phase(month(4))]))


def test_tells_what_a_person_marked_even_among_few_points() -> None:
    assert fired(read_series(numbers([5, 6, 50], marked=[2]))) == [(Rule.ASTRONOMICAL, 2, 2, 1)]


def test_takes_as_present_only_what_reaches_the_latest_point() -> None:
    frozen = [Phase(limits_until=month(11))]

    assert [s.rule for s in read_series(numbers([*STABLE, 80], phases=frozen)).now] == [Rule.OUTSIDE_LIMITS]
    assert read_series(numbers([*STABLE, 80, 53], phases=frozen)).now == ()
    assert [s.direction for s in read_series(numbers([*STABLE, 20, None], phases=frozen)).now] == [Direction.DOWN]


def test_refuses_periods_out_of_order() -> None:
    with pytest.raises(Problem, match="not in order of time"):
        Series(Kind.NUMBER, Every.MONTH, [Point(month(1), 1), Point(month(0), 1)])


def test_refuses_a_bare_percentage() -> None:
    with pytest.raises(Problem, match="does not hold a share"):
        Series(Kind.SHARE, Every.MONTH, [Point(month(1), 0.4)])


def test_refuses_a_figure_that_is_no_number() -> None:
    with pytest.raises(Problem, match="not a finite number"):
        numbers([float("nan")])


def test_refuses_a_month_that_begins_on_the_31st() -> None:
    with pytest.raises(Problem, match="after the 28th"):
        Series(Kind.NUMBER, Every.MONTH, [Point(month(0).replace(day=31), 1)])


def test_takes_shares_as_points() -> None:
    assert Point(month(0), Share(1, 4)).value == 0.25
