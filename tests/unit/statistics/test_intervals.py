"""Intervals against published values and against scipy and statsmodels."""

from __future__ import annotations

import pytest
from scipy.stats import binom, hypergeom, norm
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from lineofsight.problems import Problem
from lineofsight.statistics import (
    Interval,
    Share,
    newcombe,
    wilson,
)
from lineofsight.statistics.distributions import (
    Z_95,
    binomial_mass,
    binomial_quantile,
    hypergeometric_mass,
)


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [(Share(8, 10), 0.4902, 0.9433), (Share(5, 10), 0.2366, 0.7634), (Share(0, 10), 0.0, 0.2775)],
)
def test_gives_the_published_wilson_interval(share: Share, low: float, high: float) -> None:
    assert wilson(share) == Interval(pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(("x", "n"), [(0, 1), (1, 1), (1, 3), (64, 110), (107, 110), (199, 4000), (4000, 4000)])
def test_agrees_with_statsmodels_on_wilson(x: int, n: int) -> None:
    interval = wilson(Share(x, n))

    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx(proportion_confint(x, n, method="wilson"), abs=1e-9)


def test_has_no_interval_of_nobody() -> None:
    assert wilson(Share(0, 0)) is None
    assert newcombe(Share(0, 0), Share(1, 2)) is None


def test_gives_the_published_newcombe_interval() -> None:
    difference = newcombe(Share(48, 80), Share(56, 70))

    assert difference is not None
    assert difference.value == pytest.approx(0.2)
    assert difference.interval == Interval(pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))
    assert difference.more_than_chance


@pytest.mark.parametrize(("x1", "n1", "x2", "n2"), [(0, 10, 10, 10), (3, 9, 5, 11), (40, 200, 44, 190), (5, 5, 5, 5)])
def test_agrees_with_statsmodels_on_newcombe(x1: int, n1: int, x2: int, n2: int) -> None:
    difference = newcombe(Share(x1, n1), Share(x2, n2))

    assert difference is not None
    low, high = confint_proportions_2indep(x2, n2, x1, n1, compare="diff", method="newcomb")
    assert (difference.interval.low, difference.interval.high) == pytest.approx((low, high), abs=1e-9)


def test_refuses_a_numerator_outside_its_denominator() -> None:
    with pytest.raises(Problem, match="11 of 10 is not a share"):
        Share(11, 10)


def test_agrees_with_scipy_on_distributions() -> None:
    assert pytest.approx(norm.ppf(0.975), rel=1e-12) == Z_95
    assert binomial_mass(300, 5000, chance=0.05) == pytest.approx(binom.pmf(300, 5000, 0.05), rel=1e-9)
    assert binomial_quantile(0.05, 35, chance=0.5) == binom.ppf(0.05, 35, 0.5)
    assert hypergeometric_mass(3, drawn=41, marked=64, whole=110) == pytest.approx(hypergeom.pmf(3, 110, 64, 41))
