"""The attacker who counts on his fingers: of small random hierarchies, every table that could have been published.

Shares nothing with the audit but the tables: no equation, no solver. A count of a few people must have possible values
two apart; a side of a share must have two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.disclosure import Policy, Rule
from lineofsight.disclosure.complementary import suppress
from lineofsight.disclosure.tables import PublishedTable, Row, Sums, how_parts_add
from tests.unit.disclosure.drawn import table

PLACES, GROUPS = ((1,), (2,), (3,)), ("a", "b", "c")
MINIMUM = Policy().minimum
Atoms = tuple[int, ...]

small_numbers = st.one_of(st.integers(0, 4), st.integers(0, 9))
hierarchies = st.integers(2, 3).flatmap(
    lambda places: st.lists(st.lists(small_numbers, min_size=2, max_size=2), min_size=places, max_size=places)
)


def drawn(atoms: Sequence[Sequence[int]]) -> list[PublishedTable]:
    """The agency and its programs, each with its groups. atoms: program → people in each group."""
    groups = GROUPS[: len(atoms[0])]
    places = PLACES[: len(atoms)]
    agency = {group: sum(rows[i] for rows in atoms) for i, group in enumerate(groups)}
    tables = [table("agency", sum(agency.values()), agency, parts=Sums.EXACT, inside=frozenset(places))]
    for place, rows in zip(places, atoms, strict=True):
        tables.append(table(f"program {place[0]}", sum(rows), dict(zip(groups, rows, strict=True)), place=place))
    return [without_rows_of_few(each) for each in tables]


def without_rows_of_few(one: PublishedTable) -> PublishedTable:
    """A total of a few people has no rows."""
    return one if one.total.withheld is None else replace(one, groups={}, sums={})


def published(tables: Sequence[PublishedTable]) -> list[tuple[frozenset[int], Row, bool]]:
    """Each figure as the set of atoms it counts, and whether it is a total."""
    programs = [each for each in tables if each.place]
    size = 2
    found = []
    for each in tables:
        at = [i for i, program in enumerate(programs) if not each.place or program is each]
        for (names, codes), row in each.rows.items():
            inside = range(size) if not names else [GROUPS.index(codes[0])]
            found.append((frozenset(i * size + j for i, j in product(at, inside)), row, not names))
    return found


def allowed(row: Row, value: int, *, is_total: bool) -> bool:
    """Whether a figure could be so many, as it was told."""
    if row.withheld is None:
        return value == row.counted
    if row.withheld is Rule.FEW_PEOPLE:
        return 1 <= value < MINIMUM
    return value >= (MINIMUM if is_total else 1)


def possible(figures: Sequence[tuple[frozenset[int], Row, bool]], atoms: int, most: int) -> Iterator[Atoms]:
    """Every way to fill the atoms that gives the figures."""
    by_last: dict[int, list[tuple[frozenset[int], Row, bool]]] = defaultdict(list)
    for each in figures:
        by_last[max(each[0])].append(each)
    top = [
        min((row.counted or 0) for cells, row, _t in figures if i in cells and row.withheld is None)
        if any(i in cells and row.withheld is None for cells, row, _t in figures)
        else most
        for i in range(atoms)
    ]

    def fill(values: list[int]) -> Iterator[Atoms]:
        at = len(values)
        if at == atoms:
            yield tuple(values)
            return
        for value in range(top[at] + 1):
            values.append(value)
            if all(allowed(row, sum(values[i] for i in cells), is_total=t) for cells, row, t in by_last[at]):
                yield from fill(values)
            values.pop()

    yield from fill([])


def spans(figures: Sequence[tuple[frozenset[int], Row, bool]], ways: Sequence[Atoms]) -> Mapping[int, int]:
    """Hidden figure of a few → how far apart its possible values are."""
    found = {}
    for i, (cells, row, _is_total) in enumerate(figures):
        if row.withheld is not None and 0 < (row.counted or 0) < MINIMUM:
            values = [sum(way[j] for j in cells) for way in ways]
            found[i] = max(values) - min(values)
    return found


@settings(deadline=None, max_examples=60)
@given(hierarchies)
def test_no_hidden_few_can_be_counted_out(atoms: list[list[int]]) -> None:
    made = suppress(drawn(atoms))
    assert made.audit.is_safe

    figures = published(made.tables)
    ways = list(
        possible(figures, 2 * len(atoms), most=sum(map(sum, atoms)) if made.tables[0].total.withheld is None else 12)
    )

    assert tuple(each for rows in atoms for each in rows) in ways
    assert all(span >= 2 for span in spans(figures, ways).values())


@settings(deadline=None, max_examples=60)
@given(hierarchies)
def test_shows_what_is_true_and_no_more_than_that(atoms: list[list[int]]) -> None:
    before = drawn(atoms)
    made = suppress(before)

    for one, other in zip(before, made.tables, strict=True):
        assert other.rows.keys() <= one.rows.keys()
        for key, row in other.rows.items():
            assert row.counted == one.rows[key].counted
            assert row.withheld is not None or one.rows[key].withheld is None


shares = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda sides: (sides[0], sum(sides))), min_size=2, max_size=3
)


@settings(deadline=None, max_examples=60)
@given(shares)
def test_no_side_of_a_hidden_share_can_be_counted_out(rows: list[tuple[int, int]]) -> None:
    total = (sum(numerator for numerator, _n in rows), sum(counted for _n, counted in rows))
    cells = dict(zip(GROUPS, rows, strict=False))
    (told,) = suppress([without_rows_of_few(table("exits", total, cells))]).tables
    hidden = [row for row in told.groups.get(("gender",), {}).values() if row.withheld is not None]
    if not hidden:
        return
    n, d = (sum(getattr(row, name) or 0 for row in hidden) for name in ("numerator", "counted"))
    ways = list(ways_of_shares(hidden, n, d - n))

    assert tuple((row.numerator, row.rest) for row in hidden) in ways
    for i, row in enumerate(hidden):
        for side, value in enumerate((row.numerator, row.rest)):
            if value is not None and value < MINIMUM:
                assert len({way[i][side] for way in ways}) >= 2


def ways_of_shares(rows: Sequence[Row], numerators: int, rests: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Every way to share the hidden people out among the hidden rows that the rules told allow."""
    if not rows:
        if numerators == rests == 0:
            yield ()
        return
    for x, y in product(range(numerators + 1), range(rests + 1)):
        if fits(rows[0], x, y):
            for others in ways_of_shares(rows[1:], numerators - x, rests - y):
                yield ((x, y), *others)


def fits(row: Row, x: int, y: int) -> bool:
    if row.withheld is Rule.FEW_PEOPLE:
        return 1 <= x + y < MINIMUM
    if row.withheld is Rule.FEW_ON_ONE_SIDE:
        return x + y >= MINIMUM and min(x, y) < MINIMUM
    return x + y >= 1


def test_how_parts_add_is_told_by_what_is_left() -> None:
    whole = table("agency", 9).total
    parts = {(1,): table("one", 4).total, (2,): table("two", 5).total}

    assert how_parts_add(whole, parts) is Sums.EXACT
    assert how_parts_add(table("agency", 10).total, parts) is Sums.REST
    assert how_parts_add(table("agency", 8).total, parts) is Sums.OVERLAP
