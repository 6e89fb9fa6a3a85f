"""A small world for expressions: an enrollment, as measures see it and as a form does."""

from __future__ import annotations

import datetime

import duckdb
import pytest
from sqlglot import exp

from lineofsight.expressions import (
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    INTEGER,
    MONEY,
    TEXT,
    TIME,
    Answer,
    Clock,
    Environment,
    TypedTree,
    Value,
    check,
    choice,
    choices,
    evaluate,
    parse,
    to_sql,
)
from lineofsight.expressions.checks import conversions
from lineofsight.expressions.typed import Op

NAMES = {
    "age": INTEGER,
    "visits": INTEGER,
    "income": MONEY,
    "rent": MONEY,
    "weight": DECIMAL,
    "name": TEXT,
    "note": TEXT,
    "entry_date": DATE,
    "exit_date": DATE,
    "seen": DATETIME,
    "at": TIME,
    "consented": BOOLEAN,
    "destination": choice("destination"),
    "needs": choices("needs"),
    "enrollment.entry_date": DATE,
}
CODE_SETS = {
    "destination": ("410", "435", "116"),
    "needs": ("housing", "food", "work"),
    "permanent": ("410", "435"),
}
MEASURES = Environment(NAMES, CODE_SETS)
FORMS = Environment(NAMES, CODE_SETS, converts=True)
CLOCK = Clock(datetime.datetime(2026, 3, 9, 14, 30))
COLUMNS = {name: exp.column(name.replace(".", "_")) for name in NAMES}


def checked(text: str, environment: Environment = MEASURES) -> TypedTree:
    return check(parse(text), environment)


def value(text: str, environment: Environment = MEASURES, **answers: Answer) -> Value:
    """What the Python walker makes of it."""
    return evaluate(checked(text, environment), answers, CLOCK)


def value_in_sql(text: str, environment: Environment = MEASURES) -> object:
    """What DuckDB makes of an expression without names, of which nothing was computed beforehand but minus signs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conversions, "NEVER_FOLDED", frozenset(Op) - {Op.NEGATE})
        tree = checked(text, environment)
    found = duckdb.execute(f"SELECT {to_sql(tree, {}, clock=CLOCK).sql('duckdb')}").fetchone()
    assert found is not None
    return found[0]
