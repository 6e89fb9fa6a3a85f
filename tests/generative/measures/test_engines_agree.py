"""Every engine gives the figures that somebody with a pencil would, for definitions and records drawn by chance."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from lineofsight.measures import Ask, Cell, Place, Query, Scope, Verdict, Which, check_document, month, own_dates, year
from lineofsight.measures.definition import Pick
from lineofsight.measures.sql import judging, lookups, parts, statements
from lineofsight.measures.sql.parts import first_of
from lineofsight.warehouse.engines import EngineKind, OpenEngine, open_engine
from tests.generative.measures.drawn_documents import GROUPS, Drawn, definitions
from tests.generative.measures.drawn_records import DAYS, MAY_BE_BLANK, agencies, told_of
from tests.spec.drawing import Records, build_of, example_catalogue

LEAP_DAY = own_dates("the leap day", date(2024, 2, 29), date(2024, 2, 29))
PERIODS = (
    month(date(2024, 2, 1)),
    month(date(2024, 3, 1)),
    LEAP_DAY,
    year(date(2024, 1, 1), first_month=7),
)
BOTH = (Which.DENOMINATOR, Which.TOO_EARLY)
SCOPES = (
    Scope(),
    Scope(),
    Scope.within(programs=(1, 2)),
    Scope(places=(Place(2, 1), Place(3))),
    Scope(excluded_programs=(1,)),
    Scope(places=(Place(site=2),), excluded_programs=(4,)),
)
# What the language and its records have, and what must have been drawn, in this run, at least so often.
PARTS: dict[int, tuple[str, ...]] = {
    300: ("cell of somebody", "cell of nobody", "group of somebody", "member"),
    100: (
        "group empty in another period",
        "cell with a numerator",
        "cell too early",
        "value of a double",
        "somebody on the leap day",
    ),
    20: ("period event", "period active", "period as_of", "calculation", "group derive", "ties", "leap"),
    15: tuple(f"statistic {statistic}" for statistic in ("count", "proportion", "sum", "mean", "median")),
    10: ("unit participant", "unit household", "unit enrollment", "rows service", "rows assessment", "rows enrollment"),
    8: ("among population", "among period", "represented latest", "represented earliest", "value of money", "by"),
    5: ("instrument", *(f"pick {pick}" for pick in Pick)),
    4: ("link enrollment", "link participant", "link household"),
    3: tuple(f"group {name}" for names in GROUPS.values() for name in names),
    2: tuple(f"blank {table}.{column}" for table, columns in MAY_BE_BLANK.items() for column in columns),
}
PLANTED = {
    "nothing is too early": ([judging.Judging], "_is_early", lambda self: exp.Boolean(this=False)),
    "ties are left to chance": ([lookups], "first_of", lambda value, order, **way: first_of(value, order[:-1], **way)),
    "blanks come first": ([parts, statements], "ordered", lambda order, *, descending: [
        exp.Ordered(this=each, desc=descending, nulls_first=True) for each in order
    ]),
    "the last day is in": ([judging.exp], "GT", exp.GTE),
    "excluded programs are read": ([judging.Judging], "is_readable", lambda self, relation, grain: None),
}  # fmt: skip

drawn_cases = given(
    records=agencies(),
    drawn=st.lists(definitions(), min_size=6, max_size=6),
    on=st.sampled_from((*DAYS[4:], *DAYS[-1:] * 3)),
    scopes=st.lists(st.sampled_from(SCOPES), min_size=6, max_size=6),
)
in_the_same_order = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def compare_all(uses: Counter[str], records: Records, drawn: list[Drawn], on: date, scopes: list[Scope]) -> None:
    uses.update(told_of(records))
    with engines_on(records, on) as (by_hand, fast):
        for each, scope in zip(drawn, scopes, strict=True):
            uses.update(each.uses)
            compare(uses, check_document(each.document, example_catalogue()), by_hand, fast, scope)


def test_every_engine_agrees_and_every_part_of_the_language_was_drawn() -> None:
    uses: Counter[str] = Counter()

    in_the_same_order(drawn_cases(compare_all))(uses)

    missing = {part: uses[part] for least, parts in PARTS.items() for part in parts if uses[part] < least}
    assert missing == {}


@pytest.mark.parametrize("fault", PLANTED)
def test_finds_a_fault_in_the_compiler(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owners, name, planted = PLANTED[fault]
    for owner in owners:
        monkeypatch.setattr(owner, name, planted)

    with pytest.raises((AssertionError, ExceptionGroup)):
        in_the_same_order(drawn_cases(compare_all))(Counter())


@pytest.mark.slow
def test_every_engine_agrees_on_many_more() -> None:
    settings(in_the_same_order, derandomize=False, max_examples=600)(drawn_cases(compare_all))(Counter())


@contextmanager
def engines_on(records: Records, on: date) -> Iterator[tuple[OpenEngine, OpenEngine]]:
    with TemporaryDirectory() as folder:
        build = build_of(records, on, Path(folder) / "builds")
        with open_engine(build, EngineKind.MEMORY) as by_hand, open_engine(build, EngineKind.DUCKDB) as fast:
            yield by_hand, fast


def compare(uses: Counter[str], query: Query, by_hand: OpenEngine, fast: OpenEngine, scope: Scope) -> None:
    ask = Ask(query=query, periods=PERIODS, by=tuple(group.name for group in query.groups), scope=scope)
    expected, found = by_hand.figures(ask), fast.figures(ask)
    assert [_key(cell) for cell in found] == [_key(cell) for cell in expected]
    for one, other in zip(expected, found, strict=True):
        assert is_same(one.value, other.value), (one, other)
        uses.update(_told(one))
    uses["group empty in another period"] += sum(
        count < len(PERIODS) for count in Counter(cell.group for cell in expected if cell.group).values()
    )
    for cell in [cell for cell in expected if cell.denominator or cell.too_early][:3]:
        for which in Which if query.numerator else (Which.DENOMINATOR, Which.TOO_EARLY):
            members = by_hand.members(ask, cell.period, cell.group, which)
            others = fast.members(ask, cell.period, cell.group, which)
            assert [(each.unit, each.record) for each in others] == [(each.unit, each.record) for each in members]
            assert all(is_same(one.value, other.value) for one, other in zip(members, others, strict=True))
            uses["member"] += len(members)
    compare_explanations(ask, by_hand, fast)


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
    if isinstance(cell.value, Decimal):
        yield "value of money"
    if isinstance(cell.value, float):
        yield "value of a double"


def _key(cell: Cell) -> tuple[object, ...]:
    return (
        cell.period.name, cell.group, cell.numerator, cell.denominator, cell.n, cell.too_early, cell.is_settled,
        type(cell.value),
    )  # fmt: skip


def is_same(one: object, other: object) -> bool:
    """Money and counts exactly, doubles at 1e-9."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other
