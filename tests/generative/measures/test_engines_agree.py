"""Every engine gives the figures that somebody with a pencil would, for definitions and records drawn by chance."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from sqlglot import exp

from lineofsight.measures import (
    Ask,
    Cell,
    MeasureProblems,
    Place,
    Query,
    Scope,
    Statistic,
    TableAsk,
    TableQuery,
    Verdict,
    Which,
    check_document,
    check_table_document,
    month,
    own_dates,
    year,
)
from lineofsight.measures.definition import Pick
from lineofsight.measures.sql import chain, judging, lookups, parts, statements, tallies
from lineofsight.measures.sql import tables as sql_tables
from lineofsight.measures.sql.parts import all_of, first_of
from lineofsight.warehouse.engines import EngineKind, OpenEngine, open_engine
from tests.generative.measures.drawn_documents import IN_TABLES, STATISTICS, definitions, tables
from tests.generative.measures.drawn_records import DAYS, MAY_BE_BLANK, agency, told_of
from tests.generative.measures.drawn_words import GROUPS, OPERATORS, operators_in
from tests.spec.drawing import Records, build_of, example_catalogue

LEAP_DAY = own_dates("the leap day", date(2024, 2, 29), date(2024, 2, 29))
PERIODS = (
    month(date(2024, 2, 1)),
    month(date(2024, 3, 1)),
    LEAP_DAY,
    year(date(2024, 1, 1), first_month=7),
)
BOTH = (Which.DENOMINATOR, Which.TOO_EARLY, Which.INCOMPLETE)
SCOPES = (
    Scope(),
    Scope(),
    Scope.within(programs=(1, 2)),
    Scope(places=(Place(2, 1), Place(3))),
    Scope(excluded_programs=(1,)),
    Scope(places=(Place(site=2),), excluded_programs=(4,)),
)
OF_STATISTICS = tuple(dict.fromkeys(part for statistic in Statistic for part in statistic.parts))
STATISTICS_DRAWN = tuple(name for several in STATISTICS for name in several)
# What the language and its records have: all of it must have been drawn, and there must have been something to compare.
PARTS = (
    *("cell of somebody", "cell of nobody", "group of somebody", "group empty in another period", "member"),
    *("cell too early", "cell incomplete", "cell of a cross", "cell with a ratio", "cell with a numerator"),
    *("cell of a table", "value of a double", "value of money", "somebody on the leap day", "ties", "leap"),
    *("period event", "period active", "period as_of", "window", "cross", "instrument", "table"),
    *("calculation", "first", "cuts", "sets", "by", "derive of a record", "derive of a record by period"),
    *("among population", "among period", "represented latest", "represented earliest", "group derive"),
    *(f"statistic {statistic}" for statistic in STATISTICS_DRAWN),
    *(f"table {statistic}" for statistic in IN_TABLES),
    *(f"unit {unit}" for unit in ("participant", "household", "enrollment", "service", "assessment")),
    *(f"rows {rows}" for rows in ("service", "assessment", "enrollment")),
    *(f"pick {pick}" for pick in Pick),
    *(f"link {link}" for link in ("enrollment", "participant", "household")),
    *(f"from {source}" for source in ("enrollment", "service", "assessment")),
    *(f"group {name}" for names in GROUPS.values() for name in names),
    *(f"operator {operator}" for operator in OPERATORS),
    *(f"blank {table}.{column}" for table, columns in MAY_BE_BLANK.items() for column in columns),
)
SELDOM, OFTEN = 4, 50  # how often at the least, in the short run and in the long one
_is_in_period = judging.Judging._is_in_period


def _with_the_last_day(condition: exp.Expression) -> exp.Expression:
    """The same, whose comparisons of days take in the day itself."""
    return condition.transform(
        lambda node: exp.GTE(this=node.this, expression=node.expression) if isinstance(node, exp.GT) else node
    )


PLANTED = {
    "nothing is too early": ([judging.Judging], "_is_early", lambda self: exp.Boolean(this=False)),
    "ties are left to chance": ([lookups], "first_of", lambda value, order, **way: first_of(value, order[:-1], **way)),
    "blanks come first": ([parts, statements], "ordered", lambda order, *, descending: [
        exp.Ordered(this=each, desc=descending, nulls_first=True) for each in order
    ]),
    "the last day is in": ([judging.Judging], "_is_in_period", lambda self: _with_the_last_day(_is_in_period(self))),
    "excluded programs are read": ([chain.Setting], "is_readable", lambda self, relation, grain: None),
    "a derive of a record is of any period": ([lookups], "equal", lambda left, right: (
        exp.Boolean(this=True) if (left.table, left.name) == ("t", "period") else parts.equal(left, right)
    )),
    "who cannot be compared is counted": ([statements], "_speaks", lambda query, is_speaker: [
        parts.named(is_speaker, "speaks"), parts.named(exp.Boolean(this=False), "lacks")
    ]),
    "a ratio takes half a pair": ([tallies], "is_not_null", lambda value: exp.Boolean(this=True)),
    "a cell forgets its column": ([sql_tables], "all_of", lambda conditions: all_of(conditions[:2])),
}  # fmt: skip

DEFINITIONS_OF_ONE = len(STATISTICS) + 1
"""Definitions of one example: one for each line of the statistics, and a table."""

FEW, MANY = 45, 1_430  # examples


def compare_one(uses: Counter[str], seed: int) -> None:
    """The engines on one small agency, with a definition of every sort. The seed draws the same again."""
    chance = Random(seed)
    records, on = agency(chance), chance.choice((*DAYS[4:], *DAYS[-1:] * 3))
    drawn = [definitions(chance, statistics) for statistics in STATISTICS]
    table = tables(chance)
    uses.update(told_of(records))
    for each in (*drawn, table):
        uses.update({"definition": 1, **Counter(operators_in(each.document))})
        uses.update(each.uses)
    with engines_on(records, on) as (by_hand, fast):
        for each in drawn:
            query = check_document(each.document, example_catalogue())
            compare(uses, query, by_hand, fast, chance.choice(SCOPES))
        query_of_cells = check_table_document(table.document, example_catalogue())
        compare_tables(uses, query_of_cells, by_hand, fast, chance.choice(SCOPES))


def compare_examples(uses: Counter[str], seeds: range) -> None:
    for seed in seeds:
        try:
            compare_one(uses, seed)
        except Exception as failure:
            failure.add_note(f"Drawn with seed {seed}.")
            raise


def test_every_engine_agrees_and_every_part_of_the_language_was_drawn() -> None:
    uses: Counter[str] = Counter()

    compare_examples(uses, range(FEW))

    assert {part: uses[part] for part in PARTS if uses[part] < SELDOM} == {}


@pytest.mark.parametrize("seed", range(8))
def test_refuses_a_blank_part_and_takes_no_notice_of_one_that_belongs_to_no_statistic(seed: int) -> None:
    chance, catalogue = Random(seed), example_catalogue()
    for statistics in STATISTICS:
        document = definitions(chance, statistics).document
        query = check_document(document, catalogue)
        for part in OF_STATISTICS:
            blank = {**document, part: chance.choice(("", "  "))}
            if part in document:
                with pytest.raises(MeasureProblems):
                    check_document(blank, catalogue)
            else:
                assert check_document(blank, catalogue) == query


@pytest.mark.slow
@pytest.mark.parametrize("fault", PLANTED)
def test_finds_a_fault_in_the_compiler_within_2000_definitions(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owners, name, planted = PLANTED[fault]
    for owner in owners:
        monkeypatch.setattr(owner, name, planted)

    with pytest.raises(AssertionError):
        compare_examples(Counter(), range(2_000 // DEFINITIONS_OF_ONE))


@pytest.mark.slow
def test_every_engine_agrees_on_10_000_definitions() -> None:
    uses: Counter[str] = Counter()

    compare_examples(uses, range(FEW, FEW + MANY))

    assert uses["definition"] >= 10_000
    assert {part: uses[part] for part in PARTS if uses[part] < OFTEN} == {}


@contextmanager
def engines_on(records: Records, on: date) -> Iterator[tuple[OpenEngine, OpenEngine]]:
    with TemporaryDirectory() as folder:
        build = build_of(records, on, Path(folder) / "builds")
        with open_engine(build, EngineKind.MEMORY) as by_hand, open_engine(build, EngineKind.DUCKDB) as fast:
            yield by_hand, fast


def compare(uses: Counter[str], query: Query, by_hand: OpenEngine, fast: OpenEngine, scope: Scope) -> None:
    by = tuple(group.name for group in query.groups)
    ask = Ask(query=query, periods=PERIODS, by=by, cross=tuple(dict.fromkeys(query.crosses)), scope=scope)
    expected, found = by_hand.figures(ask), fast.figures(ask)
    assert [_key(cell) for cell in found] == [_key(cell) for cell in expected]
    for one, other in zip(expected, found, strict=True):
        assert is_same(one.value, other.value), (one, other)
        assert all(map(is_same, one.sums or (), other.sums or ())), (one, other)
        uses.update(_told(one))
    uses["group empty in another period"] += sum(
        count < len(PERIODS) for count in Counter(cell.group for cell in expected if cell.group).values()
    )
    for cell in [cell for cell in expected if cell.denominator or cell.too_early or cell.incomplete][:3]:
        for which in Which if query.numerator else BOTH:
            members = by_hand.members(ask, cell.period, cell.group, which)
            others = fast.members(ask, cell.period, cell.group, which)
            assert [(each.unit, each.record) for each in others] == [(each.unit, each.record) for each in members]
            assert all(is_same(one.value, other.value) for one, other in zip(members, others, strict=True))
            uses["member"] += len(members)
    compare_explanations(ask, by_hand, fast)


def compare_tables(uses: Counter[str], query: TableQuery, by_hand: OpenEngine, fast: OpenEngine, scope: Scope) -> None:
    ask = TableAsk(query=query, periods=PERIODS, scope=scope)
    expected, found = by_hand.table(ask), fast.table(ask)
    assert [_key(cell) for cell in found] == [_key(cell) for cell in expected]
    for one, other in zip(expected, found, strict=True):
        assert is_same(one.value, other.value), (one, other)
    told = [cell for cell in expected if cell.denominator]
    uses["cell of a table"] += len(told)
    for cell in told[-2:]:
        line, column = (name for _, name in cell.group)
        for which in Which if cell.numerator is not None else BOTH:
            members = by_hand.table_members(ask, cell.period, line, column, which)
            others = fast.table_members(ask, cell.period, line, column, which)
            assert [(each.unit, each.record) for each in others] == [(each.unit, each.record) for each in members]
            assert all(is_same(one.value, other.value) for one, other in zip(members, others, strict=True))


def compare_explanations(ask: Ask, by_hand: OpenEngine, fast: OpenEngine) -> None:
    """Whoever stands behind a cell is explained so, whoever does not is not, and both engines say the same."""
    period = ask.periods[0]
    counted = Which.NUMERATOR if ask.query.numerator else Which.DENOMINATOR
    of = {which: {member.unit for member in by_hand.members(ask, period, (), which)} for which in (counted, *BOTH)}
    assert fast.explain(ask, period, [1, 2]) == by_hand.explain(ask, period, [1, 2])
    for unit in range(1, 5):
        (explained,) = by_hand.explain(ask, period, [unit])
        assert (explained.verdict is Verdict.COUNTED) == (unit in of[counted])
        assert (explained.verdict in (Verdict.COUNTED, Verdict.INCLUDED)) == (unit in of[Which.DENOMINATOR])
        assert (explained.verdict is not Verdict.INCOMPLETE) or unit in of[Which.INCOMPLETE]
        assert (explained.verdict is not Verdict.TOO_EARLY) or unit in of[Which.TOO_EARLY]
        assert explained.sentence.endswith(".")


def _told(cell: Cell) -> Iterator[str]:
    """What there was to compare."""
    yield "cell of somebody" if cell.denominator else "cell of nobody"
    if cell.denominator and cell.period is LEAP_DAY:
        yield "somebody on the leap day"
    if cell.numerator:
        yield "cell with a numerator"
    if cell.group and cell.denominator:
        yield "group of somebody"
    if cell.too_early:
        yield "cell too early"
    if cell.incomplete:
        yield "cell incomplete"
    if len(cell.group) > 1:
        yield "cell of a cross"
    if cell.sums and cell.value is not None:
        yield "cell with a ratio"
    if isinstance(cell.value, Decimal):
        yield "value of money"
    if isinstance(cell.value, float):
        yield "value of a double"


def _key(cell: Cell) -> tuple[object, ...]:
    return (
        cell.period.name, cell.group, cell.numerator, cell.denominator, cell.n, cell.too_early, cell.incomplete,
        cell.is_settled, type(cell.value), *map(type, cell.sums or ()),
    )  # fmt: skip


def is_same(one: object, other: object) -> bool:
    """Money and counts exactly, doubles at 1e-9."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other
