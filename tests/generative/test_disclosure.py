"""The attacker: knows the total, every figure shown, the rules and this very program, and tries all tables there are.

Nobody fewer than the smallest count may be worked out: whatever is withheld of a few people must have two possible
values at least among all the tables that would have been released just so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.disclosure import Cell, Policy, ReleasedTable, ShareCell, Withheld, Zeros, release_table
from lineofsight.disclosure.figures import add, people
from lineofsight.disclosure.primary import rule_for

settings.register_profile("shared machine", deadline=None, max_examples=150)
settings.load_profile("shared machine")

Seen = tuple[tuple[Cell | Withheld, ...], Cell | Withheld]


def seen(released: ReleasedTable) -> Seen:
    return tuple(released.rows.values()), released.total


def whole_numbers(slots: int, most: int) -> Iterator[tuple[int, ...]]:
    """All ways to put at most so many people into so many slots."""
    if slots == 0:
        yield ()
        return
    for number in range(most + 1):
        for rest in whole_numbers(slots - 1, most - number):
            yield (number, *rest)


@pytest.mark.parametrize(
    ("rows", "most", "policy"),
    [
        (2, 40, Policy()),
        (3, 30, Policy()),
        (4, 24, Policy()),
        (4, 22, Policy(zeros=Zeros.WITHHELD)),
        (4, 22, Policy(lone_row_shown=False)),
        (3, 30, Policy(minimum=3)),
        (3, 36, Policy(minimum=10)),
    ],
)
def test_leaves_two_possible_counts_of_every_row_of_few(rows: int, most: int, policy: Policy) -> None:
    tables: dict[Seen, list[tuple[int, ...]]] = defaultdict(list)
    for counts in whole_numbers(rows, most):
        tables[seen(release_table({f"row {i}": count for i, count in enumerate(counts)}, policy))].append(counts)

    worked_out = [
        (cells, total, candidates[0])
        for (cells, total), candidates in tables.items()
        if not isinstance(total, Withheld)
        for i, cell in enumerate(cells)
        if isinstance(cell, Withheld)
        and candidates[0][i] < policy.minimum
        and len({candidate[i] for candidate in candidates}) < 2
    ]

    assert worked_out == []
    assert any(isinstance(cell, Withheld) for cells, _ in tables for cell in cells)


@pytest.mark.parametrize(("rows", "most"), [(2, 24), (3, 15), pytest.param(3, 20, marks=pytest.mark.slow)])
def test_leaves_two_possible_counts_on_either_side_of_every_share_of_few(rows: int, most: int) -> None:
    tables: dict[Seen, list[tuple[int, ...]]] = defaultdict(list)
    for sides in whole_numbers(2 * rows, most):
        cells = {f"row {i}": ShareCell(sides[2 * i], sides[2 * i] + sides[2 * i + 1]) for i in range(rows)}
        if rule_for(add(list(cells.values())), Policy()) is None:
            tables[seen(release_table(cells, Policy()))].append(sides)

    worked_out = [
        (shown, total, candidates[0])
        for (shown, total), candidates in tables.items()
        if not isinstance(total, Withheld)
        for i, cell in enumerate(shown)
        if isinstance(cell, Withheld) and min(candidates[0][2 * i : 2 * i + 2]) < 5
        for side in (2 * i, 2 * i + 1)
        if len({candidate[side] for candidate in candidates}) < 2
    ]

    assert worked_out == []


row_names = st.text("abcdefgh", min_size=1, max_size=3)
count_tables = st.dictionaries(row_names, st.integers(0, 60), min_size=1, max_size=8)
share_tables = st.dictionaries(
    row_names,
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda sides: ShareCell(sides[0], sum(sides))),
    min_size=1,
    max_size=8,
)


@given(st.one_of(count_tables, share_tables))
def test_shows_a_true_figure_or_none(cells: dict[str, Cell]) -> None:
    released = release_table(cells, Policy())
    shown = {name: figure for name, figure in released.rows.items() if not isinstance(figure, Withheld)}
    assert shown.items() <= cells.items()
    assert list(released.rows) == list(cells)
    assert isinstance(released.total, Withheld) or released.total == add(list(cells.values()))


@given(st.one_of(count_tables, share_tables))
def test_lets_nobody_subtract_a_figure_that_may_not_be_shown(cells: dict[str, Cell]) -> None:
    released = release_table(cells, Policy())
    hidden = [cells[name] for name, figure in released.rows.items() if isinstance(figure, Withheld)]
    if hidden and not isinstance(released.total, Withheld):
        assert rule_for(add(hidden), Policy()) is None
        assert len(hidden) >= 2


@given(count_tables)
def test_does_not_depend_on_the_order_of_the_rows(cells: dict[str, int]) -> None:
    there = release_table(cells, Policy())
    back = release_table(dict(reversed(cells.items())), Policy())
    assert (there.rows, there.total) == (back.rows, back.total)


@given(st.one_of(count_tables, share_tables))
def test_may_always_be_released_again(cells: dict[str, Cell]) -> None:
    released = release_table(cells, Policy())
    assert release_table(cells, Policy(), earlier=[released]) == released


@given(count_tables, st.integers(1, 4))
def test_never_shows_by_two_releases_what_changed_for_a_few(cells: dict[str, int], more: int) -> None:
    first = release_table(cells, Policy())
    name = max(cells, key=lambda row: people(cells[row]))
    later = release_table({**cells, name: cells[name] + more}, Policy())
    if not isinstance(first.total, Withheld) and not isinstance(later.total, Withheld):
        with pytest.raises(Exception, match="few people"):
            release_table({**cells, name: cells[name] + more}, Policy(), earlier=[first])
