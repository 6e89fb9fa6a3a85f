"""Mistakes that measures are prone to are found in the definitions that make them, and in no others."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from lineofsight.apps.framework.facts_of_now import FigureNow, PeriodNow, Preview
from lineofsight.apps.framework.mistakes import CHECKS, mistakes_in
from lineofsight.packs.patterns import patterns


def figures(of: int, numerator: int, incomplete: int) -> Preview:
    figure = FigureNow(value=numerator / of, numerator=numerator, of=of, incomplete=incomplete, too_early=0)
    quarter = PeriodNow(start=date(2026, 7, 1), end=date(2026, 9, 30), draft=figure, published=None)
    return Preview(periods=(quarter,), groups={}, seconds=0.1, made_at=datetime(2026, 11, 12, tzinfo=UTC))


def test_knows_every_check_that_patterns_name() -> None:
    assert {mistake.check for each in patterns() for mistake in each.mistakes if mistake.check} == set(CHECKS)


def test_tells_how_many_have_no_second_answer() -> None:
    change = {"value": "${score}", "from": "start", "to": "exit", "improved_by": 5}

    assert mistakes_in({"change": change}, figures(of=60, numerator=30, incomplete=40)) == (
        "40 of 100 have no second answer and are left out. If none of them improved, the true share is as low as 30%.",
    )


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"change": {"value": "${score}", "improved_by": 1}}, "One point can be chance."),
        ({"value": "coalesce(${income}, 0)", "statistic": "sum"}, "Unknown is not zero."),
        ({"period": {"as_of": "end"}, "numerator": "${enrollment_stage} = 'completed'"}, "People still here"),
        ({"population": "not(${a} = '')", "numerator": "code-in(${a}, 'homes')"}, "Leaving out unknown answers"),
        (
            {"period": "${b}", "numerator": "days-between(${b}, ${e}) >= 365", "matures_after": "30 days"},
            "cannot be known after 30. Wait 365 days",
        ),
        ({"period": "${e}", "value": "days-between(${b}, ${e})", "statistic": "median"}, "those who still wait"),
        ({"period": "${b}", "value": "days-between(${b}, ${e})", "statistic": "mean"}, "One wait of a year"),
        ({"numerator": "${a} != ''"}, "A blank counts as filled"),
    ],
)
def test_finds_a_mistake(document: dict[str, Any], said: str) -> None:
    (found,) = mistakes_in(document, None)

    assert said in found


def test_finds_none_in_a_measure_without() -> None:
    document = {"period": "${exit_date}", "numerator": "${enrollment_stage} = 'completed'", "matures_after": "7 days"}

    assert mistakes_in(document, figures(of=60, numerator=30, incomplete=0)) == ()
