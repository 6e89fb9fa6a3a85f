"""The generated comparison notices mistakes: each of these is planted in the SQL walker once, and must be found."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from lineofsight.expressions import Value
from lineofsight.expressions.sql.conditions import CONDITIONS
from lineofsight.expressions.sql.dialects import DuckDB
from lineofsight.expressions.sql.values import VALUES
from lineofsight.expressions.sql.walk import SqlWalk, Truth
from lineofsight.expressions.typed import Op
from tests.generative.expressions.table import FORMS, accepted, connect, differences, row_values
from tests.generative.expressions.writing import anything, conditions, dates, numbers, texts

rows = st.lists(row_values, min_size=12, max_size=12)


class Found(Exception):
    """The walkers disagreed."""


def look(expressions: st.SearchStrategy[str]) -> None:
    """The generated comparison, over expressions of one sort, always the same ones."""

    @settings(
        max_examples=500,  # what is drawn depends on what else is loaded; the first difference ends it
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        database=None,
        derandomize=True,
    )
    @given(st.lists(expressions, min_size=25, max_size=25), rows)
    def compare(written: list[str], table: list[dict[str, Value]]) -> None:
        connection = connect(table)
        try:
            if differences(accepted(written, FORMS), table, connection):
                raise Found
        except duckdb.Error as error:
            raise Found from error
        finally:
            connection.close()

    compare()


def forgets_the_guard_under_not(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(DuckDB, "is_not_true", lambda self, sql: exp.Not(this=exp.Paren(this=sql)))


def compares_blank_as_sql_does(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(DuckDB, "same", DuckDB.equals)


def lets_different_be_unknown(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(DuckDB, "different", lambda self, left, right: exp.NEQ(this=left, expression=exp.Paren(this=right)))


def rounds_half_away_from_zero(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        DuckDB,
        "round",
        lambda self, value, type, places, result: self.cast(
            self.call("round", value, exp.Literal.number(places)), result
        ),
    )


def rounds_where_it_should_cut(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(DuckDB, "cut", lambda self, value, type, result: self.cast(value, result))


def lets_the_empty_text_be_filled_in(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(DuckDB, "no_empty", lambda self, value: value)


def swaps_the_sides_of_and(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(DuckDB, "all_of", DuckDB.any_of)


def takes_infinity_for_a_number(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(DuckDB, "_no_zero", lambda self, value: value)
    patch.setattr(DuckDB, "finite", lambda self, value: value)


def counts_months_by_boundaries(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        DuckDB,
        "complete",
        lambda self, unit, first, last: self.call("date_diff", exp.Literal.string(unit), first, last),
    )


def compares_doubles_to_the_bit(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(DuckDB, "near", DuckDB.equals)


def reads_between_without_its_ends(patch: pytest.MonkeyPatch) -> None:
    def lower(walk: SqlWalk, part: object, negated: bool) -> Truth:
        value, low, high = walk.values(part)  # type: ignore[arg-type]
        inside = [walk.forms.compare(">", value, low), walk.forms.compare("<", value, high)]
        return walk.settled(walk.forms.all_of(inside), False, negated)

    patch.setitem(CONDITIONS, Op.BETWEEN, lower)  # type: ignore[arg-type]


def numbers_the_days_from_sunday(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(
        VALUES,
        Op.WEEKDAY,
        lambda walk, part: walk.forms.call("dayofweek", *walk.values(part)),
    )


def takes_a_blank_code_for_none(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(
        CONDITIONS,
        Op.HAS_CHOICE,
        lambda walk, part, negated: walk.settled(walk.forms.has(*walk.values(part)), False, negated),
    )


FAULTS = [
    (forgets_the_guard_under_not, conditions(1)),
    (compares_blank_as_sql_does, conditions(0)),
    (lets_different_be_unknown, conditions(0)),
    (rounds_half_away_from_zero, numbers(1)),
    (rounds_where_it_should_cut, numbers(1)),
    (lets_the_empty_text_be_filled_in, texts(1)),
    (swaps_the_sides_of_and, conditions(1)),
    (takes_infinity_for_a_number, numbers(1)),
    (counts_months_by_boundaries, numbers(1)),
    (compares_doubles_to_the_bit, conditions(0)),
    (reads_between_without_its_ends, conditions(1)),
    (numbers_the_days_from_sunday, dates(0).map(lambda date: f"weekday({date})")),
    (takes_a_blank_code_for_none, anything(1)),
]


@pytest.mark.parametrize(("fault", "expressions"), FAULTS, ids=[fault.__name__ for fault, _ in FAULTS])
def test_notices_a_walker_that(
    fault: Callable[[pytest.MonkeyPatch], None],
    expressions: st.SearchStrategy[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fault(monkeypatch)

    with pytest.raises(Found):
        look(expressions)
