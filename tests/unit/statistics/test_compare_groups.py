"""Groups against all others, and what survives the number of comparisons."""

from __future__ import annotations

import pytest
from scipy.stats import fisher_exact, hypergeom, mannwhitneyu
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

from lineofsight.problems import Problem
from lineofsight.statistics import ChanceTest, Direction, Group, Share, benjamini_hochberg, compare_groups
from lineofsight.statistics.groups import mann_whitney, share_test

# Benjamini & Hochberg 1995, the fifteen p-values of their example.
FIFTEEN = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
]


def test_lets_four_of_the_published_fifteen_survive() -> None:
    assert sum(p <= 0.05 for p in benjamini_hochberg(FIFTEEN)) == 4


def test_agrees_with_statsmodels_on_adjusted_values() -> None:
    shuffled = FIFTEEN[::-2] + FIFTEEN[::2]

    assert benjamini_hochberg(shuffled) == pytest.approx(multipletests(shuffled, method="fdr_bh")[1])
    assert benjamini_hochberg([]) == ()


@pytest.mark.parametrize(("x1", "n1", "x2", "n2"), [(18, 41, 46, 69), (30, 60, 30, 60), (200, 900, 50, 400)])
def test_agrees_with_statsmodels_on_two_proportions(x1: int, n1: int, x2: int, n2: int) -> None:
    test, p = share_test(Share(x1, n1), Share(x2, n2))

    assert test is ChanceTest.TWO_PROPORTIONS
    assert p == pytest.approx(proportions_ztest([x1, x2], [n1, n2])[1])


@pytest.mark.parametrize(("x1", "n1", "x2", "n2"), [(1, 8, 7, 9), (0, 6, 5, 14), (3, 5, 40, 300), (2, 40, 0, 11)])
def test_takes_the_mid_p_of_fisher_where_few_are_expected(x1: int, n1: int, x2: int, n2: int) -> None:
    test, p = share_test(Share(x1, n1), Share(x2, n2))

    seen = hypergeom.pmf(x1, n1 + n2, x1 + x2, n1)
    whole = fisher_exact([[x1, n1 - x1], [x2, n2 - x2]]).pvalue
    assert test is ChanceTest.FISHER_MID_P
    assert p == pytest.approx(whole - seen / 2)


def test_halves_both_tails_where_they_are_equally_likely() -> None:
    _, p = share_test(Share(1, 4), Share(3, 4))

    outer, seen = hypergeom.pmf(0, 8, 4, 4), hypergeom.pmf(1, 8, 4, 4)
    assert p == pytest.approx(2 * (outer + seen / 2))


def test_finds_nothing_where_everybody_is_counted() -> None:
    assert share_test(Share(8, 8), Share(30, 30))[1] == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1, 2, 2, 3, 4, 4, 5, 5, 5, 5], [1, 1, 2, 2, 3, 3, 3, 4, 2, 1, 2]),
        ([3] * 10, [3] * 11 + [4]),
        (list(range(12)), list(range(5, 30))),
    ],
)
def test_agrees_with_scipy_on_mann_whitney(one: list[int], other: list[int]) -> None:
    above, p = mann_whitney(one, other)

    referee = mannwhitneyu(one, other, method="asymptotic", use_continuity=True)
    assert above == pytest.approx(referee.statistic / (len(one) * len(other)))
    assert p == pytest.approx(referee.pvalue)


def test_finds_nothing_in_equal_answers() -> None:
    assert mann_whitney([3] * 10, [3] * 12) == (0.5, 1.0)


def test_refuses_to_rank_no_answers() -> None:
    with pytest.raises(Problem, match="no answers"):
        mann_whitney([], [1, 2])


def test_compares_a_group_with_all_others_not_with_a_total() -> None:
    east, north, mill = (
        Group("site", "Eastside", Share(18, 41)),
        Group("site", "Northgate", Share(20, 29)),
        Group("site", "Millrace", Share(26, 40)),
    )

    first, *_ = compare_groups([east, north, mill])

    assert (first.group, first.others, first.direction) == (east, Share(46, 69), Direction.DOWN)
    assert (first.comparisons, first.survives) == (3, True)


def test_judges_all_comparisons_of_the_page_together() -> None:
    site = [Group("site", "Eastside", Share(18, 41)), Group("site", "elsewhere", Share(40, 69))]
    alone = compare_groups(site)
    noise = [Group("age", name, Share(20 + i, 50)) for i, name in enumerate(("young", "middle", "old"))]

    among_others = compare_groups([*site, *noise])

    assert [one.comparisons for one in alone] == [1]
    assert [one.comparisons for one in among_others] == [4, 4, 4, 4]
    assert among_others[0].p == alone[0].p
    assert among_others[0].adjusted > alone[0].adjusted


def test_does_not_test_hidden_groups_and_counts_their_people_among_the_others() -> None:
    groups = [
        Group("site", "Eastside", Share(18, 41)),
        Group("site", "Northgate", Share(40, 66)),
        Group("site", "Millrace", Share(1, 3), hidden=True),
    ]

    found = compare_groups(groups)

    assert [(one.group.name, one.others) for one in found] == [
        ("Eastside", Share(41, 69)),
        ("Northgate", Share(19, 44)),
    ]


def test_compares_the_second_of_two_groups_when_the_first_is_hidden() -> None:
    found = compare_groups([Group("a", "few", Share(1, 3), hidden=True), Group("a", "many", Share(9, 30))])

    assert [one.group.name for one in found] == ["many"]


def test_compares_no_group_of_nobody_and_none_alone() -> None:
    assert compare_groups([]) == ()
    assert compare_groups([Group("site", "only", Share(4, 9))]) == ()
    assert compare_groups([Group("site", "one", Share(4, 9)), Group("site", "none", Share(0, 0))]) == ()


def test_ranks_ordinal_answers_of_ten_and_more() -> None:
    low, high, few = [1, 2] * 6, [4, 5] * 6, [3] * 9

    found = compare_groups([Group("team", "a", low), Group("team", "b", high), Group("team", "c", few)])

    assert [(one.group.name, one.test, one.direction) for one in found] == [
        ("a", ChanceTest.MANN_WHITNEY, Direction.DOWN),
        ("b", ChanceTest.MANN_WHITNEY, Direction.UP),
    ]


def test_refuses_shares_and_answers_in_one_dimension() -> None:
    with pytest.raises(Problem, match="side by side"):
        compare_groups([Group("team", "a", Share(1, 2)), Group("team", "b", [1, 2])])
