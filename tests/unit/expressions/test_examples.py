"""Every example of the catalogue comes to what it says, in both walkers."""

from __future__ import annotations

import pytest

from lineofsight.expressions import check, evaluate, parse
from lineofsight.expressions.functions.catalogue import CATALOGUE, Function
from lineofsight.expressions.functions.examples import ANSWERS, CLOCK, NAMES, said
from tests.unit.expressions.world import value_in_sql

IN_FORMS_ONLY = {"count", "count-non-empty", "sum", "indexed-repeat", "once", "random", "uuid"}


@pytest.mark.parametrize("function", CATALOGUE.values(), ids=CATALOGUE)
def test_comes_to_what_it_says_in_python(function: Function) -> None:
    tree = check(parse(function.example), NAMES)

    assert said(evaluate(tree, ANSWERS, CLOCK)) == function.gives


@pytest.mark.parametrize("name", [name for name in CATALOGUE if name not in IN_FORMS_ONLY])
def test_comes_to_what_it_says_in_sql(name: str) -> None:
    function = CATALOGUE[name]

    assert said(value_in_sql(function.example, NAMES)) == function.gives


def test_uses_the_function_it_explains() -> None:
    assert [name for name, each in CATALOGUE.items() if f"{name}(" not in each.example] == []
