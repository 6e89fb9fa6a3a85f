"""Primary rules: one figure by itself."""

from __future__ import annotations

import pytest

from lineofsight.disclosure import (
    Policy,
    Rule,
    ShareCell,
    Withheld,
    Zeros,
    protect_count,
    protect_share,
)
from lineofsight.problems import Problem

FEW = Withheld(Rule.FEW_PEOPLE)
ONE_SIDE = Withheld(Rule.FEW_ON_ONE_SIDE)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, FEW), (4, FEW), (5, 5), (1146, 1146)])
def test_withholds_a_count_of_one_to_four(count: int, shown: int | Withheld) -> None:
    assert protect_count(count, Policy()) == shown


def test_withholds_a_zero_like_any_few_where_it_speaks_of_known_people() -> None:
    policy = Policy(zeros=Zeros.WITHHELD)

    assert protect_count(0, policy) == FEW
    assert protect_share(ShareCell(0, 0), policy) == FEW


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (ShareCell(0, 0), ShareCell(0, 0)),
        (ShareCell(1, 4), FEW),
        (ShareCell(5, 10), ShareCell(5, 10)),
        (ShareCell(4, 10), ONE_SIDE),
        (ShareCell(6, 10), ONE_SIDE),
        (ShareCell(0, 40), ONE_SIDE),
        (ShareCell(40, 40), ONE_SIDE),
        (ShareCell(107, 110), ONE_SIDE),
        (ShareCell(105, 110), ShareCell(105, 110)),
    ],
)
def test_withholds_a_share_with_few_on_either_side(share: ShareCell, shown: ShareCell | Withheld) -> None:
    assert protect_share(share, Policy()) == shown


def test_takes_the_threshold_of_the_policy() -> None:
    assert protect_count(9, Policy(minimum=10)) == FEW
    assert protect_count(10, Policy(minimum=10)) == 10


def test_refuses_a_threshold_that_protects_nobody() -> None:
    with pytest.raises(Problem, match="protects nobody"):
        Policy(minimum=2)
    with pytest.raises(Problem, match="protects nobody"):
        Policy(minimum=10, of_values=True)


def test_refuses_more_counted_than_there_are() -> None:
    with pytest.raises(Problem, match="5 of 4 people is not a share"):
        ShareCell(5, 4)
