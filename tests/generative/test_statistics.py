"""Properties that hold for any figures: intervals, charts, adjusted p-values."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.statistics import (
    Direction,
    Group,
    Share,
    benjamini_hochberg,
    compare_groups,
    in_english,
    newcombe,
    read_series,
    say_reading,
    wilson,
)
from lineofsight.statistics.groups import share_test
from tests.unit.statistics.made import numbers, shares

settings.register_profile("shared machine", deadline=None, max_examples=150)
settings.load_profile("shared machine")


@st.composite
def some_shares(draw: st.DrawFn, largest: int = 500) -> Share:
    of = draw(st.integers(1, largest))
    return Share(draw(st.integers(0, of)), of)


whole_values = st.lists(st.one_of(st.none(), st.integers(-40, 40)), max_size=40)
probabilities = st.lists(st.floats(0, 1), max_size=30)


@given(some_shares(10_000))
def test_wilson_lies_between_0_and_1_and_holds_the_share(share: Share) -> None:
    interval, value = wilson(share), share.value
    assert interval is not None
    assert value is not None
    assert 0 <= interval.low <= value <= interval.high <= 1


@given(some_shares())
def test_wilson_of_the_rest_is_the_mirror(share: Share) -> None:
    one, rest = wilson(share), wilson(Share(share.rest, share.denominator))
    assert one is not None
    assert rest is not None
    assert abs(one.low - (1 - rest.high)) < 1e-12


@given(some_shares(), some_shares())
def test_newcombe_holds_the_difference_and_turns_round(before: Share, after: Share) -> None:
    there, back = newcombe(before, after), newcombe(after, before)
    assert there is not None
    assert back is not None
    assert -1 <= there.interval.low <= there.value + 1e-12
    assert there.value - 1e-12 <= there.interval.high <= 1
    assert abs(there.interval.low + back.interval.high) < 1e-12


@given(probabilities)
def test_adjusted_values_keep_the_order_and_only_grow(p_values: list[float]) -> None:
    adjusted = benjamini_hochberg(p_values)
    in_order = [a for _, a in sorted(zip(p_values, adjusted, strict=True))]
    assert all(earlier <= later for earlier, later in pairwise(in_order))
    assert all(p - 1e-12 <= a <= 1 for p, a in zip(p_values, adjusted, strict=True))


@given(probabilities, st.floats(0.01, 0.5))
def test_those_adjusted_below_q_are_those_of_the_step_up_rule(p_values: list[float], q: float) -> None:
    ordered, m = sorted(p_values), len(p_values)
    passed = [i for i, p in enumerate(ordered, start=1) if p * m / i <= q]
    assert sum(a <= q for a in benjamini_hochberg(p_values)) == max(passed, default=0)


@given(some_shares(60), some_shares(60))
def test_the_test_of_two_shares_does_not_depend_on_their_order(one: Share, other: Share) -> None:
    p = share_test(one, other)[1]
    assert 0 <= p <= 1
    assert abs(p - share_test(other, one)[1]) < 1e-9


@given(st.lists(some_shares(60), min_size=2, max_size=6))
def test_no_group_survives_alone_that_does_not_reach_the_rate(figures: list[Share]) -> None:
    found = compare_groups([Group("site", str(i), share) for i, share in enumerate(figures)])
    assert all(one.p <= one.adjusted + 1e-12 for one in found)
    assert all(one.survives == (one.adjusted <= 0.10) for one in found)


@given(whole_values, st.integers(-100, 100), st.sampled_from([0.25, 1.0, 3.0, 10.0]))
def test_a_chart_says_the_same_in_another_unit(values: list[int | None], shift: int, scale: float) -> None:
    here = read_series(numbers(values)).present
    there = read_series(numbers([None if v is None else v * scale + shift for v in values])).present
    assert here.chart is there.chart
    assert here.signals == there.signals


@given(whole_values)
def test_a_chart_upside_down_says_the_opposite(values: list[int | None]) -> None:
    opposite = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP, None: None}
    up = read_series(numbers(values)).present
    down = read_series(numbers([None if v is None else -v for v in values])).present
    assert {(s.rule, opposite[s.direction], s.first, s.last) for s in up.signals} == {
        (s.rule, s.direction, s.first, s.last) for s in down.signals
    }


@given(whole_values)
def test_a_new_point_never_moves_limits_that_are_firm(values: list[int | None]) -> None:
    before, after = read_series(numbers(values)).present, read_series(numbers([*values, 1000])).present
    if before.usable >= 20:
        assert (before.centre, before.limits[:1]) == (after.centre, after.limits[:1])


@given(whole_values)
def test_signals_lie_inside_the_series_and_rest_on_as_many_points_as_they_say(values: list[int | None]) -> None:
    present = read_series(numbers(values)).present
    assert all(0 <= s.first <= s.last < len(values) for s in present.signals)
    assert all(s.count <= s.last - s.first + 1 for s in present.signals)


@given(st.lists(some_shares(90), max_size=30), st.sampled_from([None, Direction.UP, Direction.DOWN]))
def test_every_chart_of_shares_has_something_to_say(figures: list[Share], good: Direction | None) -> None:
    reading = read_series(shares([share.numerator for share in figures], [share.denominator for share in figures]))
    said = say_reading(reading, good=good)
    sentences = (said.first, *said.others, *said.notes)
    assert all(in_english(sentence, amount=lambda value: f"{value:.0%}") for sentence in sentences)
