"""What the rules cost: how often a series in which nothing happens shows a signal, and how often a real step is seen.

The figures are those that docs/explanation/signals.md tells; here they are drawn again with the rules of the product.
"""

from __future__ import annotations

from random import Random

import pytest

from lineofsight.statistics import Kind, Phase, Rule, read_series
from tests.unit.statistics.made import month, numbers

SERIES = 700


def share_with(rules: set[Rule], *, before: int, after: int, step: float, kind: Kind) -> float:
    """The share of drawn series with one of these signals that reaches beyond the baseline."""
    random, seen = Random(20260101 + before), 0
    for _ in range(SERIES):
        values = [20 + random.gauss(0, 1) for _ in range(before)]
        values += [20 + random.gauss(step, 1) for _ in range(after)]
        present = read_series(numbers(values, kind=kind, phases=[Phase(limits_until=month(before - 1))])).present
        seen += any(signal.rule in rules and (not after or signal.last >= before) for signal in present.signals)
    return seen / SERIES


@pytest.mark.parametrize(("points", "told"), [(12, 0.01), (16, 0.06), (24, 0.15), (36, 0.29)])
def test_six_on_one_side_happen_by_chance_as_often_as_told(points: int, told: float) -> None:
    rules = {Rule.SHIFT, Rule.POSSIBLE_SHIFT}

    assert share_with(rules, before=points, after=0, step=0, kind=Kind.BETWEEN) == pytest.approx(told, abs=0.045)


@pytest.mark.parametrize(("points", "told"), [(12, 0.11), (24, 0.25), (36, 0.38)])
def test_trends_happen_by_chance_as_often_as_told(points: int, told: float) -> None:
    assert share_with({Rule.TREND}, before=points, after=0, step=0, kind=Kind.BETWEEN) == pytest.approx(told, abs=0.05)


@pytest.mark.parametrize(("baseline", "told"), [(12, 0.20), (20, 0.15), (30, 0.12)])
def test_natural_limits_give_false_signals_as_often_as_told(baseline: int, told: float) -> None:
    rules = {Rule.OUTSIDE_LIMITS, Rule.SHIFT}

    assert share_with(rules, before=baseline, after=12, step=0, kind=Kind.NUMBER) == pytest.approx(told, abs=0.045)


@pytest.mark.parametrize("baseline", [12, 20])
def test_natural_limits_see_a_real_step_as_often_as_told(baseline: int) -> None:
    rules = {Rule.OUTSIDE_LIMITS, Rule.SHIFT}

    assert share_with(rules, before=baseline, after=12, step=1.5, kind=Kind.NUMBER) == pytest.approx(0.85, abs=0.045)
