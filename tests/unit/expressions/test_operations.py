"""Every operation of the typed tree is known to both walkers, and the random expressions reach it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lineofsight.expressions.functions.catalogue import CATALOGUE
from lineofsight.expressions.python.evaluate import KNOWN
from lineofsight.expressions.sql.conditions import CONDITIONS
from lineofsight.expressions.sql.lowering import LOGIC
from lineofsight.expressions.sql.values import VALUES
from lineofsight.expressions.typed import Apply, Op, every_part
from tests.generative.expressions import writing
from tests.generative.expressions.table import FORMS, MEASURES, accepted
from tests.generative.expressions.writing import anything, well_typed

# What only a form can ask: rounds of a repeat, and chance.
IN_FORMS_ONLY = {
    Op.ROUNDS_TO_NUMBERS,
    Op.COUNT_ROUNDS,
    Op.COUNT_FILLED_ROUNDS,
    Op.SUM_ROUNDS,
    Op.SMALLEST_ROUND,
    Op.LARGEST_ROUND,
    Op.JOIN_ROUNDS,
    Op.ROUND_AT,
    Op.RANDOM,
    Op.UUID,
}


# Functions that are asked in forms only, constants, and one that is another by name.
NOT_WRITTEN = {
    "once",
    "pi",
    "exp10",
    "random",
    "uuid",
    "is-selected",
    "count",
    "count-non-empty",
    "sum",
    "indexed-repeat",
}


class AllReached(Exception):
    """Nothing is left to look for."""


IN_SQL = {*LOGIC, *CONDITIONS, *VALUES}


def test_are_all_known_to_python() -> None:
    assert set(Op) == KNOWN


def test_are_all_known_to_sql_or_named_as_of_forms_only() -> None:
    assert set(Op) - IN_SQL == IN_FORMS_ONLY


def test_have_every_function_among_the_random_expressions() -> None:
    written = Path(writing.__file__).read_text(encoding="utf-8")

    assert {name for name in CATALOGUE if f'"{name}"' not in written and f"{name}(" not in written} <= NOT_WRITTEN


@pytest.mark.slow
def test_are_all_reached_by_the_random_expressions() -> None:
    missing = set(IN_SQL)

    @settings(
        max_examples=10_000,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        database=None,
        derandomize=True,
    )
    @given(st.lists(well_typed(1), min_size=8, max_size=8), st.lists(anything(1), min_size=8, max_size=8))
    def collect(measures: list[str], forms: list[str]) -> None:
        for tree in accepted(measures, MEASURES) + accepted(forms, FORMS):
            missing.difference_update(part.op for part in every_part(tree.root) if isinstance(part, Apply))
        if not missing:
            raise AllReached

    with pytest.raises(AllReached):
        collect()
