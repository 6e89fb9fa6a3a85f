"""What may be written is also checked, evaluated and compiled: the limits of reading are the limits of all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from lineofsight.expressions import ExpressionProblem, check, evaluate, parse, to_condition, to_sql
from tests.unit.expressions.world import CLOCK, COLUMNS, FORMS, checked


def row_of_ifs(count: int) -> str:
    text = "'none'"
    for number in range(count):
        text = f"if(${{name}} = '{number}', 'label {number}', {text})"
    return text


Outcome = TypeVar("Outcome")
exp.null().sql("duckdb")  # loaded here, not on the first call from deep in the stack


def under_a_request(ask: Callable[[], Outcome], frames: int = 150) -> Outcome:
    """As deep in the stack as a view of the product is."""
    return ask() if frames == 0 else under_a_request(ask, frames - 1)


@pytest.mark.parametrize(
    "text",
    [
        "not(" * 59 + "${consented}" + ")" * 59,
        "-" * 59 + "${age}",
        " + ".join(["${age}"] * 199),
        " and ".join(["${age} > 3"] * 2_000),
        row_of_ifs(198),
        "concat(" + ", ".join(["${name}"] * 2_000) + ")",
        "abs(" * 55 + "${age} + 1" + ")" * 55,
    ],
    ids=["nots", "minuses", "sums", "conditions", "ifs", "texts", "calls"],
)
def test_walks_the_largest_expressions(text: str) -> None:
    tree = under_a_request(lambda: checked(text))
    values = {"age": 5, "name": "7", "consented": True}

    expected = under_a_request(lambda: evaluate(tree, values, CLOCK))
    sql = under_a_request(lambda: to_sql(tree, COLUMNS, clock=CLOCK).sql("duckdb"))
    found = duckdb.execute(
        f"SELECT {sql} FROM (SELECT CAST(5 AS BIGINT) AS age, '7' AS name, TRUE AS consented)"
    ).fetchone()

    assert found == (expected,)


alphabet = st.text(st.sampled_from(list("${}().,'\"=<>!+-*/|[]@ ‘’0123456789abdivmontrse_:#\n\té😀")), max_size=40)


@settings(max_examples=300, deadline=None)
@given(alphabet)
@example("if(if(if(")
@example("${a}[1]/../.")
@example("1.2.3")
@example("....")
@example("//")
@example("'a'['b']")
def test_reads_any_text_or_says_what_is_wrong_with_it(text: str) -> None:
    problem = None
    try:
        tree = check(parse(text), FORMS)
        to_condition(tree, COLUMNS, clock=CLOCK)
        evaluate(tree, {}, CLOCK)
    except ExpressionProblem as found:
        problem = found

    assert problem is None or (problem.remedy and 0 <= problem.place.start <= len(text))
