"""Python and SQL give the same answer for every expression and every row, blanks in every place included."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lineofsight.expressions import Environment, Value
from tests.generative.expressions.table import FORMS, MEASURES, accepted, connect, differences, row_values
from tests.generative.expressions.writing import anything, well_typed

rows = st.lists(row_values, min_size=12, max_size=12)


def agree(written: list[str], table: list[dict[str, Value]], environment: Environment) -> None:
    connection = connect(table)
    try:
        assert differences(accepted(written, environment), table, connection) == []
    finally:
        connection.close()


quick = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
long = settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))


@quick
@given(st.lists(well_typed(2), min_size=15, max_size=15), rows)
def test_agree_on_measures(written: list[str], table: list[dict[str, Value]]) -> None:
    agree(written, table, MEASURES)


@quick
@given(st.lists(anything(2), min_size=15, max_size=15), rows)
def test_agree_on_forms(written: list[str], table: list[dict[str, Value]]) -> None:
    agree(written, table, FORMS)


@pytest.mark.parametrize(("write", "environment"), [(well_typed, MEASURES), (anything, FORMS)])
def test_compares_mostly_expressions_that_pass_the_check(
    write: Callable[[int], st.SearchStrategy[str]], environment: Environment
) -> None:
    written: list[str] = []

    @settings(quick, max_examples=200)
    @given(write(3))
    def collect(text: str) -> None:
        written.append(text)

    collect()

    assert len(accepted(written, environment)) > len(written) // 2


@pytest.mark.slow
@long
@given(st.lists(well_typed(3), min_size=4, max_size=4), rows)
def test_agree_on_measures_at_length(written: list[str], table: list[dict[str, Value]]) -> None:
    agree(written, table, MEASURES)


@pytest.mark.slow
@long
@given(st.lists(anything(3), min_size=4, max_size=4), rows)
def test_agree_on_forms_at_length(written: list[str], table: list[dict[str, Value]]) -> None:
    agree(written, table, FORMS)
