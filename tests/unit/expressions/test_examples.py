"""Every example of the catalogue comes to what it says, in both walkers."""

from __future__ import annotations

import duckdb
import pytest

from lineofsight.expressions import check, evaluate, parse, to_sql
from lineofsight.expressions.functions.catalogue import CATALOGUE, Function
from lineofsight.expressions.functions.examples import ANSWERS, CLOCK, NAMES, said

IN_FORMS_ONLY = {"count", "count-non-empty", "sum", "indexed-repeat", "once", "random", "uuid"}


@pytest.mark.parametrize("function", CATALOGUE.values(), ids=CATALOGUE)
def test_comes_to_what_it_says_in_python(function: Function) -> None:
    tree = check(parse(function.example), NAMES)

    assert said(evaluate(tree, ANSWERS, CLOCK)) == function.gives


@pytest.mark.parametrize("name", [name for name in CATALOGUE if name not in IN_FORMS_ONLY])
def test_comes_to_what_it_says_in_sql(name: str) -> None:
    function = CATALOGUE[name]
    tree = check(parse(function.example), NAMES)

    found = duckdb.execute(f"SELECT {to_sql(tree, {}, clock=CLOCK).sql('duckdb')}").fetchone()

    assert found is not None
    assert said(found[0]) == function.gives


def test_uses_the_function_it_explains() -> None:
    assert [name for name, each in CATALOGUE.items() if f"{name}(" not in each.example] == []
