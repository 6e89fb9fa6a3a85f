"""A constant that is blank though something else was written is a slip, and is told."""

from __future__ import annotations

import pytest

from lineofsight.expressions import (
    DATE,
    INTEGER,
    TEXT,
    Environment,
    ExpressionProblem,
    check,
    check_no_constant_is_blank,
    parse,
)

NAMES = Environment({"left": DATE, "age": INTEGER, "town": TEXT}, {})


@pytest.mark.parametrize(
    ("expression", "part"),
    [
        ("${left} > date('2025-02-30')", "'2025-02-30'"),
        ("if(${age} > 3, date('2025-02-30'), ${left})", "'2025-02-30'"),
        ("${age} > 1 div 0", "1 div 0"),
        ("number('many') < ${age}", "'many'"),
        ("date('2025-13-01')", "'2025-13-01'"),
    ],
)
def test_points_at_what_is_blank(expression: str, part: str) -> None:
    with pytest.raises(ExpressionProblem) as refusal:
        check_no_constant_is_blank(check(parse(expression), NAMES))

    assert refusal.value.code == "X211"
    assert refusal.value.place.part == part


@pytest.mark.parametrize(
    "expression",
    [
        "${left} = ''",
        "if(${age} > 3, ${left}, '')",
        "${left} > date('')",
        "coalesce(${town}, '')",
        "${left} > date('2024-02-29')",
        "${age} div 0 > 1",
        "age-at(${left}, today()) > 18",
    ],
)
def test_leaves_what_is_meant(expression: str) -> None:
    check_no_constant_is_blank(check(parse(expression), NAMES))
