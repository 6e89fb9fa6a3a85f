"""Before and after, a year before, targets, new baselines."""

from __future__ import annotations

import pytest
from scipy.stats import permutation_test
from statsmodels.tsa.stattools import acf

from lineofsight.problems import Problem
from lineofsight.statistics import (
    Direction,
    Phase,
    Reach,
    Share,
    against_target,
    can_start_phase,
    check_can_start_phase,
    compare_periods,
    compare_shares,
    read_series,
    target_and_limits,
)
from lineofsight.statistics.change import extreme_at_start
from lineofsight.statistics.dependence import lag_one
from tests.unit.statistics.made import STABLE, month, numbers, shares

FROZEN = [Phase(limits_until=month(11))]


def test_compares_two_shares() -> None:
    change = compare_shares(Share(48, 80), Share(56, 70))

    assert change is not None
    assert change.difference.more_than_chance
    assert compare_shares(Share(48, 80), Share(0, 0)) is None


def test_agrees_with_scipy_on_the_permutation_test() -> None:
    before, after = [5, 7, 6, 8, 7, 5, 6, 7.5], [7, 8, 9, 7.2, 8.5, 6.5, 9.1, 8]

    change = compare_periods(before, after, seed=7)

    def difference(a: list[float], b: list[float]) -> float:
        return abs(sorted(a)[3] + sorted(a)[4] - sorted(b)[3] - sorted(b)[4]) / 2

    whole = permutation_test((before, after), difference, n_resamples=13_000, alternative="greater", vectorized=False)
    assert change.after - change.before == pytest.approx(8 - 6.5)
    assert change.p == pytest.approx(whole.pvalue, abs=0.01)


def test_gives_the_same_p_for_the_same_seed_and_never_zero() -> None:
    before, after = list(range(10)), list(range(100, 110))

    assert compare_periods(before, after, seed=1) == compare_periods(before, after, seed=1)
    assert compare_periods(before, after, seed=1).p >= 1 / 10_001


def test_finds_no_change_in_equal_points() -> None:
    assert compare_periods([5] * 8, [5] * 9, seed=1).p == 1.0


def test_refuses_to_compare_seven_points() -> None:
    with pytest.raises(Problem, match="Points before the change: 7;"):
        compare_periods([1] * 7, [2] * 9, seed=1)


def test_notices_a_change_begun_at_the_worst_point() -> None:
    assert extreme_at_start([5, 7, 6, 8, 7, 5, 6, 2]) is Direction.DOWN
    assert extreme_at_start([5, 7, 6, 8, 7, 5, 6, 9]) is Direction.UP
    assert extreme_at_start([1, *[5, 7, 6, 8] * 3, 5]) is Direction.DOWN
    assert extreme_at_start([5, 7, 6, 8, 7, 5, 6, 6]) is None
    assert extreme_at_start([5] * 12) is None


def test_agrees_with_statsmodels_on_autocorrelation() -> None:
    pairs = [(i, i + 1) for i in range(len(STABLE) - 1)]

    assert lag_one(dict(enumerate(STABLE)), pairs) == pytest.approx(acf(STABLE, nlags=1)[1])
    assert lag_one({0: 3.0, 1: 3.0}, [(0, 1)]) is None
    assert lag_one({}, []) is None


def test_says_met_of_the_figure_and_chance_beside_it() -> None:
    near = against_target(Share(64, 110), 0.65, good=Direction.UP)
    far = against_target(Share(64, 110), 0.70, good=Direction.UP)
    down = against_target(Share(4, 40), 0.10, good=Direction.DOWN)

    assert near is not None
    assert (near.met, near.could_be_chance) == (False, True)
    assert far is not None
    assert (far.met, far.could_be_chance) == (False, False)
    assert down is not None
    assert (down.met, down.could_be_chance) == (True, True)
    assert against_target(Share(0, 0), 0.1, good=Direction.UP) is None


def test_refuses_a_target_in_percent() -> None:
    with pytest.raises(Problem, match="70 is not a target"):
        against_target(Share(64, 110), 70, good=Direction.UP)


@pytest.mark.parametrize(
    ("target", "good", "reach"),
    [
        (45, Direction.DOWN, Reach.SOMETIMES),
        (30, Direction.DOWN, Reach.OUT_OF_REACH),
        (70, Direction.DOWN, Reach.ALWAYS),
        (70, Direction.UP, Reach.OUT_OF_REACH),
        (30, Direction.UP, Reach.ALWAYS),
    ],
)
def test_says_whether_the_present_way_of_working_reaches_a_target(target: float, good: Direction, reach: Reach) -> None:
    found = target_and_limits(read_series(numbers(STABLE)), target, good=good)

    assert found is not None
    assert found.reach is reach


def test_says_nothing_of_a_target_without_limits_or_while_something_changes() -> None:
    assert target_and_limits(read_series(numbers(STABLE[:9])), 50, good=Direction.UP) is None
    assert target_and_limits(read_series(numbers([*STABLE, 90], phases=FROZEN)), 50, good=Direction.UP) is None


def test_allows_a_new_baseline_only_when_all_four_hold() -> None:
    moved = read_series(numbers([*STABLE, *[60, 61, 59] * 3], phases=FROZEN)).present
    stable = read_series(numbers(STABLE)).present

    check_can_start_phase(moved, reason="weekly visits", accepted=True, lasting=True)
    assert not can_start_phase(stable, reason="weekly visits", accepted=True, lasting=True)
    assert not can_start_phase(moved, reason=" ", accepted=True, lasting=True)
    assert not can_start_phase(moved, reason="weekly visits", accepted=False, lasting=True)
    assert not can_start_phase(moved, reason="weekly visits", accepted=True, lasting=False)


def test_says_why_a_new_baseline_must_wait() -> None:
    with pytest.raises(Problem, match="no 8 in a row"):
        check_can_start_phase(read_series(numbers(STABLE)).present, reason="x", accepted=True, lasting=True)


def test_reads_a_target_at_the_limits_of_the_latest_denominator() -> None:
    series = shares([20] * 6 + [21] * 5 + [40], [60] * 11 + [120])

    found = target_and_limits(read_series(series), 0.5, good=Direction.UP)

    assert found is not None
    assert found.reach is Reach.OUT_OF_REACH
