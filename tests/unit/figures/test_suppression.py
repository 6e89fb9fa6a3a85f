"""A whole and its parts, and a second release: what somebody who knows the rules could work out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from lineofsight.apps.figures.suppression import (
    Exact,
    ExactTable,
    Told,
    ToldTable,
    exact,
    parts_withheld,
    policy_of,
    shows_a_few,
    told_table,
)
from lineofsight.apps.figures.values import Figure
from lineofsight.disclosure import MINIMUM_FOR_VALUES, PeopleBehind, Policy, Rule, ShareCell, Zeros
from lineofsight.measures import Cell, Grain, check_document, month
from tests.spec.drawing import example_catalogue

POLICY = Policy()
OF_VALUES = Policy(minimum=MINIMUM_FOR_VALUES, of_values=True)


def people(number: int) -> Exact:
    return Exact(figure=Figure(value=float(number), denominator=number), protected=number, people=number)


def share(numerator: int, denominator: int) -> Exact:
    figure = Figure(value=numerator / denominator, numerator=numerator, denominator=denominator)
    return Exact(figure=figure, protected=ShareCell(numerator, denominator), people=denominator)


def visits(number: int, of_people: int) -> Exact:
    behind = PeopleBehind((of_people,))
    return Exact(figure=Figure(value=float(number), denominator=number), protected=behind, people=of_people)


def stays(numerator: int, denominator: int, *, behind: tuple[int, int, int]) -> Exact:
    """A share of stays, with the people included, those in the numerator, and those outside it."""
    figure = Figure(value=numerator / denominator, numerator=numerator, denominator=denominator)
    return Exact(figure=figure, protected=PeopleBehind(behind), people=min(behind))


def mean(value: float, of_people: int) -> Exact:
    return Exact(figure=Figure(value=value, denominator=of_people), protected=of_people, people=of_people)


def told(total: Exact, policy: Policy = POLICY, *, counts_people: bool = True, **groups: Exact) -> ToldTable:
    table = ExactTable(total=total, groups={"gender": groups} if groups else {})
    return told_table(table, policy, counts_people=counts_people)


def values(table: ToldTable) -> dict[str, float | None]:
    return {code: each.figure.value for code, each in table.groups.get("gender", {}).items()}


def test_withholds_a_figure_of_few_and_every_group_of_it() -> None:
    table = told(people(4), north=people(3), south=people(1))

    assert table.total.figure == Figure(value=None, withheld=Rule.FEW_PEOPLE)
    assert table.groups == {}


def percentile_of(people: int, percentile: float, *, is_protected: bool = False) -> float | None:
    """The percentile of the hours of so many people, as everybody outside sees it."""
    keys = {"statistic": "percentile", "value": "${intended_contacts}", "percentile": percentile}
    document = {
        "measure": "hours",
        "title": "Hours",
        "asks": "how_much",
        "count": "enrollment",
        "period": "${exit_date}",
    }
    query = replace(check_document({**document, **keys}, example_catalogue()), unit=Grain.PARTICIPANT)
    cell = Cell(
        measure="hours",
        period=month(date(2026, 3, 1)),
        numerator=None,
        denominator=people,
        value=977.0,
        n=people,
        too_early=0,
        is_settled=True,
    )
    one = exact(query, cell, Figure(value=977.0, denominator=people), ())
    return told(one, policy_of(query, is_protected=is_protected), counts_people=True).total.figure.value


@pytest.mark.parametrize(
    ("percentile", "people"), [(0, 40_000), (100, 11), (100, 40_000), (90, 49), (10, 49), (99.5, 999), (50, 10)]
)
def test_withholds_a_percentile_with_few_people_beyond_it(percentile: float, people: int) -> None:
    assert percentile_of(people, percentile) is None


@pytest.mark.parametrize(("percentile", "people"), [(90, 50), (10, 50), (99.5, 1_000), (50, 11)])
def test_shows_a_percentile_with_enough_people_on_both_sides(percentile: float, people: int) -> None:
    assert percentile_of(people, percentile) == 977


def test_asks_for_more_people_beyond_a_percentile_of_a_protected_program() -> None:
    assert percentile_of(99, 90, is_protected=True) is None
    assert percentile_of(100, 90, is_protected=True) == 977


def test_withholds_beside_a_small_group_the_next_one() -> None:
    assert values(told(people(43), east=people(30), north=people(10), south=people(3))) == {
        "east": 30,
        "north": None,
        "south": None,
    }


def test_leaves_groups_out_that_cannot_stand_beside_their_total() -> None:
    table = told(people(6), south=people(6), north=people(0))
    lonely = told(share(12, 22), south=share(12, 20), north=share(0, 2))

    assert values(table) == {"south": 6, "north": 0}
    assert lonely.total.figure.value is not None
    assert "north" not in values(lonely) or values(lonely)["north"] is None


def test_withholds_many_visits_of_few_people() -> None:
    assert told(visits(40, 2), counts_people=False).total.figure.withheld is Rule.FEW_PEOPLE


def test_counts_a_person_once_in_rows_withheld_together() -> None:
    """Three people at two sites: hidden together they would be total less the rest, and that is three people."""
    same = told(visits(48, 33), counts_people=False, a=visits(3, 3), b=visits(5, 3), c=visits(40, 30))
    others = told(visits(48, 36), counts_people=False, a=visits(3, 3), b=visits(5, 3), c=visits(40, 30))

    assert values(same) == {"a": None, "b": None, "c": None}
    assert values(others) == {"a": None, "b": None, "c": 40}


def test_hides_another_part_where_the_same_few_people_are_in_two() -> None:
    parts = {1: visits(3, 3), 2: visits(5, 3), 3: visits(20, 12), 4: visits(40, 30)}

    assert parts_withheld(visits(68, 45), parts, POLICY) == (frozenset({1, 2, 3, 4}), False)


def test_counts_a_person_of_two_programs_once() -> None:
    table = told(people(33), a=people(3), b=people(3), c=people(30))

    assert values(table) == {"a": None, "b": None, "c": None}


def test_looks_at_each_side_of_what_is_hidden_together() -> None:
    """Ten people on each side in all, of whom the row shown has seven with a stay completed: three are left."""
    zeros = Policy(zeros=Zeros.WITHHELD)
    rows = {
        "a": stays(2, 6, behind=(6, 2, 4)),
        "b": stays(2, 6, behind=(6, 2, 4)),
        "c": stays(7, 28, behind=(28, 7, 21)),
    }

    def shown(total: Exact) -> float | None:
        return values(told(total, zeros, counts_people=False, **rows))["c"]

    assert shown(stays(11, 40, behind=(40, 10, 29))) is None
    assert shown(stays(11, 40, behind=(40, 12, 29))) == 0.25


def test_says_of_a_share_of_visits_that_few_are_on_one_side() -> None:
    table = told(stays(36, 40, behind=(12, 11, 2)), Policy(zeros=Zeros.WITHHELD), counts_people=False)

    assert table.total.figure.withheld is Rule.FEW_ON_ONE_SIDE


def test_shows_that_there_was_nobody() -> None:
    assert told(mean(0, 0), OF_VALUES).total.figure.withheld is None


def test_withholds_a_mean_of_ten() -> None:
    assert told(mean(3.5, 10), OF_VALUES).total.figure.withheld is Rule.FEW_PEOPLE
    assert told(mean(3.5, 11), OF_VALUES).total.figure.value == 3.5


def wholes(parts: int, most: int) -> Iterator[tuple[int, ...]]:
    """All ways in which so many people could be in the parts, and in the rest of the whole."""
    return product(range(most + 1), repeat=parts + 1)


@pytest.mark.parametrize(("parts", "most"), [(1, 30), (2, 24)])
def test_leaves_two_possible_numbers_of_every_withheld_part_of_few(parts: int, most: int) -> None:
    """The attacker knows the whole, the parts that are shown, the rules and this very program."""
    tables: dict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    for numbers in wholes(parts, most):
        if sum(numbers) > most:
            continue  # not all ways to come to such a whole are looked at
        tables[_seen(numbers)].append(numbers)

    worked_out = [
        (seen, candidates)
        for seen, candidates in tables.items()
        if seen[0] is not None
        for part in range(parts)
        if seen[part + 1] is None
        and candidates[0][part] < POLICY.minimum
        and len({each[part] for each in candidates}) < 2
    ]

    assert worked_out == []
    assert any(None in seen for seen in tables)


def test_leaves_nothing_of_few_to_whoever_sees_one_part_exact() -> None:
    """The manager of a withheld part takes it from what is withheld together."""
    worked_out = [
        numbers
        for numbers in wholes(2, 14)
        if (seen := _seen(numbers))[0] is not None
        for part in range(2)
        if seen[part + 1] is None
        and 0 < sum(n for i, n in enumerate(numbers) if i != part and (i == 2 or seen[i + 1] is None)) < 5
    ]

    assert worked_out == []


def test_shows_no_whole_whose_parts_a_manager_could_tell_apart() -> None:
    """Of 52 in 100, the manager who sees the own 51 in 93 would be left with 1 in 7."""
    assert parts_withheld(share(52, 100), {1: share(51, 93), 2: share(1, 7)}, POLICY)[1]
    assert parts_withheld(share(152, 300), {1: share(51, 93), 2: share(1, 7), 3: share(100, 200)}, POLICY) == (
        frozenset({1, 2, 3}),
        False,
    )


def test_hides_the_sites_of_a_program_from_each_other() -> None:
    rows = {"a": people(30), "b": people(10), "c": people(3)}
    table = told_table(ExactTable(total=people(43), groups={"gender": rows, "site": rows}), POLICY, counts_people=True)

    assert [table.groups["gender"][code].figure.value for code in "abc"] == [30, None, None]
    assert [table.groups["site"][code].figure.value for code in "abc"] == [None, None, None]


def _seen(numbers: tuple[int, ...]) -> tuple[float | None, ...]:
    """What is released of a whole and its parts."""
    whole, exact = people(sum(numbers)), {i: people(number) for i, number in enumerate(numbers[:-1])}
    total = told(whole)
    hidden: frozenset[int] = frozenset(exact)
    if total.total.figure.withheld is None:
        hidden, is_whole_hidden = parts_withheld(whole, exact, POLICY)
        if is_whole_hidden:
            hidden = frozenset(exact)
            total = told_table(ExactTable(total=whole), POLICY, counts_people=True, is_part_withheld=True)
    shown = [
        told_table(ExactTable(total=each), POLICY, counts_people=True, is_part_withheld=i in hidden)
        for i, each in exact.items()
    ]
    return (total.total.figure.value, *(each.total.figure.value for each in shown))


@pytest.mark.parametrize(
    ("before", "after", "is_refused"),
    [
        (told(people(20)), told(people(20)), False),
        (told(people(20)), told(people(22)), True),
        (told(people(20)), told(people(26)), False),
        (told(people(20)), told(people(3)), True),  # what was seen is not taken back
        (told(people(3)), told(people(9)), False),
        (told(share(20, 40)), told(share(22, 40)), True),
        (told(share(20, 40)), told(share(26, 46)), False),
        (told(people(40), a=people(20), b=people(20)), told(people(46), a=people(26), b=people(20)), False),
        (told(people(40), a=people(20), b=people(20)), told(people(46), a=people(22), b=people(24)), True),
        (told(people(40), a=people(20), b=people(20)), told(people(46)), True),  # the groups were seen
        (told(mean(3.5, 20), OF_VALUES), told(mean(3.6, 20), OF_VALUES), True),  # one of them was corrected
        (told(mean(3.5, 20), OF_VALUES), told(mean(3.6, 32), OF_VALUES), False),
    ],
)
def test_compares_two_releases(before: ToldTable, after: ToldTable, is_refused: bool) -> None:
    assert shows_a_few(before, after) is is_refused


def test_compares_visits_by_the_people_behind_them() -> None:
    before = told(visits(60, 20), counts_people=False)

    assert shows_a_few(before, told(visits(66, 20), counts_people=False))
    assert not shows_a_few(before, told(visits(90, 27), counts_people=False))


@pytest.mark.parametrize(
    ("north", "total", "is_refused"),
    [
        (46, 101, True),  # six more in the north, one more among those withheld
        (46, 100, False),  # the six are all of it
        (46, 106, False),  # six more in the north, six more among those withheld
    ],
)
def test_compares_what_is_left_of_the_total_for_those_withheld(north: int, total: int, is_refused: bool) -> None:
    hidden = total - north - 30 - 4
    rows = {"a": visits(40, 40), "b": visits(30, 30), "c": visits(20, 20), "d": visits(4, 4)}
    later = {"a": visits(north, north), "b": visits(30, 30), "c": visits(hidden, hidden), "d": visits(4, 4)}
    before = told(visits(94, 94), counts_people=False, **rows)
    after = told(visits(total, total), counts_people=False, **later)

    assert values(after) == {"a": north, "b": 30, "c": None, "d": None}
    assert shows_a_few(before, after) is is_refused


def test_compares_the_visits_left_also_where_their_people_are_the_same() -> None:
    rows = {"a": visits(40, 40), "b": visits(30, 30), "c": visits(26, 26), "d": visits(4, 4)}
    before = told(visits(100, 100), counts_people=False, **rows)
    after = told(visits(107, 106), counts_people=False, **{**rows, "a": visits(46, 46), "c": visits(27, 26)})

    assert shows_a_few(before, after)


def test_compares_the_sum_left_of_means() -> None:
    rows = {"a": mean(3, 40), "b": mean(3, 30), "c": mean(3, 20), "d": mean(3, 5)}
    more = {**rows, "a": mean(4, 60)}
    before = told(mean(3, 95), OF_VALUES, counts_people=False, **rows)

    unchanged = told(mean((4 * 60 + 3 * 55) / 115, 115), OF_VALUES, counts_people=False, **more)
    changed = told(mean((4 * 60 + 3 * 55 + 4) / 115, 115), OF_VALUES, counts_people=False, **more)

    assert values(before)["c"] is None
    assert not shows_a_few(before, unchanged)
    assert shows_a_few(before, changed)


def test_holds_no_number_of_a_withheld_figure() -> None:
    assert told(people(4)).total == Told(figure=Figure(value=None, withheld=Rule.FEW_PEOPLE))
