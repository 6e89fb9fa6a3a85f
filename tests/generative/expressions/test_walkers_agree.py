"""Python and SQL give the same answer for every expression and every row, blanks in every place included."""

from __future__ import annotations

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
        trees = accepted(written, environment)
        assert len(trees) > len(written) // 2
        assert differences(trees, table, connection) == []
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
