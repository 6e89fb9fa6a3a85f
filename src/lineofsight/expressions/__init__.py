"""The one expression language: XLSForm's own, for the logic of forms and for measures.

    tree = parse("${age} >= 18 and selected(${needs}, 'housing')")
    typed = check(tree, Environment({"age": INTEGER, "needs": choices("needs")}, {"needs": ("housing", "food")}))
    evaluate(typed, {"age": 20, "needs": ("housing",)}, clock)          # in Python
    to_condition(typed, {"age": column, "needs": column}, clock=clock)  # in SQL

One grammar and one typed tree; the walkers (`evaluate`, `to_sql`) give the same answer for every tree and every row,
and generated tests hold them equal. What blank means is the table in `blank.md`. Whatever cannot be understood is a
`Problem` that names the expression, the place and the remedy.
"""

from __future__ import annotations

from lineofsight.expressions.checks.check import check
from lineofsight.expressions.checks.constants import check_no_constant_is_blank
from lineofsight.expressions.environment import Environment, LookupList
from lineofsight.expressions.grammar import names_in, parse
from lineofsight.expressions.python.evaluate import evaluate
from lineofsight.expressions.sql.dialects import DUCKDB, DuckDB
from lineofsight.expressions.sql.lowering import to_condition, to_sql
from lineofsight.expressions.syntax import Tree
from lineofsight.expressions.trouble import ExpressionProblem
from lineofsight.expressions.typed import Reference, TypedTree
from lineofsight.expressions.types import (
    BLANK,
    BOOLEAN,
    CHOICE,
    CHOICES,
    DATE,
    DATETIME,
    DECIMAL,
    GEOPOINT,
    INTEGER,
    MONEY,
    TEXT,
    TIME,
    Answer,
    Clock,
    Kind,
    Type,
    Value,
    choice,
    choices,
    many,
)

__all__ = [
    "BLANK",
    "BOOLEAN",
    "CHOICE",
    "CHOICES",
    "DATE",
    "DATETIME",
    "DECIMAL",
    "DUCKDB",
    "GEOPOINT",
    "INTEGER",
    "MONEY",
    "TEXT",
    "TIME",
    "Answer",
    "Clock",
    "DuckDB",
    "Environment",
    "ExpressionProblem",
    "Kind",
    "LookupList",
    "Reference",
    "Tree",
    "Type",
    "TypedTree",
    "Value",
    "check",
    "check_no_constant_is_blank",
    "choice",
    "choices",
    "evaluate",
    "many",
    "names_in",
    "parse",
    "to_condition",
    "to_sql",
]
