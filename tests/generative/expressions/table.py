"""A table of awkward rows, and both walkers over it."""

from __future__ import annotations

import contextlib
import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb
from hypothesis import strategies as st
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
    Clock,
    Environment,
    ExpressionProblem,
    TypedTree,
    Value,
    check,
    choice,
    choices,
    evaluate,
    parse,
    to_condition,
    to_sql,
)

CLOCK = Clock(datetime.datetime(2026, 3, 9, 14, 30, 15, 250_000))
NAMES = {
    "a": INTEGER,
    "b": INTEGER,
    "m": MONEY,
    "n": MONEY,
    "w": DECIMAL,
    "x": DECIMAL,
    "t": TEXT,
    "u": TEXT,
    "d": DATE,
    "e": DATE,
    "s": DATETIME,
    "h": TIME,
    "k": BOOLEAN,
    "c": choice("letters"),
    "cs": choices("letters"),
}
CODE_SETS = {"letters": ("a", "b", "c"), "some": ("a", "b"), "others": ("c", "zz"), "none": ()}
MEASURES = Environment(NAMES, CODE_SETS)
FORMS = Environment(NAMES, CODE_SETS, converts=True)
COLUMNS = {name: exp.column(name) for name in NAMES}

_SQL_TYPES = (
    "a BIGINT, b BIGINT, m DECIMAL(14,2), n DECIMAL(14,2), w DOUBLE, x DOUBLE, t VARCHAR, u VARCHAR, d DATE, e DATE, "
    "s TIMESTAMP, h TIME, k BOOLEAN, c VARCHAR, cs VARCHAR[]"
)

_whole = st.one_of(
    st.sampled_from([0, 1, -1, 2, 3, 17, 18, 100, -45, 99_999, 100_000, 999_999_999_999_999, -999_999_999_999_999]),
    st.integers(-1000, 1000),
)
_money = st.one_of(
    st.sampled_from(["0", "0.01", "-0.01", "1000.10", "2.50", "-2.50", "999999999999.99", "-999999999999.99"]),
    st.integers(-100_000, 100_000).map(lambda cents: str(Decimal(cents).scaleb(-2))),
).map(Decimal)
_double = st.one_of(
    st.sampled_from(
        [
            0.1,
            0.2,
            0.1,
            0.3,
            0.0,
            -0.0,
            2.5,
            -2.5,
            1.005,
            1e-7,
            -1e-13,
            1e15,
            999999999999999.9,
            123456.789,
            1 / 3,
            1e17,
        ]
    ),
    st.floats(-1e6, 1e6, allow_nan=False),
)
_text = st.sampled_from(
    ["a", "b", "home", "a b", "  b  a ", "-3.5", "12", "2024-02-29", "2024-02-30", "1999-12-31T10:30", "%_x", "it's",
     "é😀", "\n", "true", "1", "TRUE", "10:30", "1e5", "+3", "3.", ".5", "x" * 60, "c", " "]
)  # fmt: skip
_date = st.one_of(
    st.sampled_from(
        ["1000-01-01", "8999-12-31", "2024-02-29", "2023-02-28", "2024-01-31", "1969-12-31", "1970-01-01", "2026-03-09"]
    ).map(datetime.date.fromisoformat),
    st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 12, 31)),
)
_moment = st.one_of(
    st.sampled_from(["1000-01-01T00:00:00.001", "8999-12-31T23:59:59.999999", "1969-12-31T23:59:59.5"]).map(
        datetime.datetime.fromisoformat
    ),
    st.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2030, 12, 31)),
)
_time = st.one_of(st.sampled_from([datetime.time(), datetime.time(10, 30)]), st.times())
_letters = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3, unique=True).map(tuple)


def _or_blank(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(st.none(), values, values, values)


row_values: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    {
        "a": _or_blank(_whole),
        "b": _or_blank(_whole),
        "m": _or_blank(_money),
        "n": _or_blank(_money),
        "w": _or_blank(_double),
        "x": _or_blank(_double),
        "t": _or_blank(_text),
        "u": _or_blank(_text),
        "d": _or_blank(_date),
        "e": _or_blank(_date),
        "s": _or_blank(_moment),
        "h": _or_blank(_time),
        "k": _or_blank(st.booleans()),
        "c": _or_blank(st.sampled_from(["a", "b", "c"])),
        "cs": _or_blank(_letters),
    }
)


@dataclass(frozen=True)
class Difference:
    """Where the walkers disagree: enough to write a test of its own."""

    expression: str
    row: Mapping[str, Value]
    python: Value
    sql: object
    compiled: str


def connect(rows: Sequence[Mapping[str, Value]]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE rows (place INTEGER, {_SQL_TYPES})")
    values = [[place, *(_stored(row[name]) for name in NAMES)] for place, row in enumerate(rows)]
    connection.executemany(f"INSERT INTO rows VALUES ({', '.join('?' * (len(NAMES) + 1))})", values)
    return connection


def accepted(written: Sequence[str], environment: Environment) -> list[TypedTree]:
    """The expressions that pass the check. A few cannot: a date moved by centuries, a code that is not in its set."""
    trees = []
    for text in written:
        with contextlib.suppress(ExpressionProblem):
            trees.append(check(parse(text), environment))
    return trees


def differences(
    trees: Sequence[TypedTree], rows: Sequence[Mapping[str, Value]], connection: duckdb.DuckDBPyConnection
) -> list[Difference]:
    """Every place at which a value, or a condition in a filter, is not the same in Python and in SQL."""
    asked = [(tree, to_sql(tree, COLUMNS, clock=CLOCK).sql("duckdb"), False) for tree in trees]
    asked += [
        (tree, f"coalesce({to_condition(tree, COLUMNS, clock=CLOCK).sql('duckdb')}, false)", True)
        for tree in trees
        if tree.type == BOOLEAN
    ]
    answers = connection.execute(f"SELECT {', '.join(sql for _, sql, _ in asked)} FROM rows ORDER BY place").fetchall()
    found = []
    for row, answered in zip(rows, answers, strict=True):
        for (tree, sql, as_condition), answer in zip(asked, answered, strict=True):
            expected = evaluate(tree, row, CLOCK)
            if as_condition:
                expected = expected is True
            if not same(expected, answer):
                found.append(Difference(tree.source.text, dict(row), expected, answer, sql))
    return found


def same(expected: Value, answer: object) -> bool:
    """Of one type and equal; doubles to the twelfth digit, since libraries of functions may differ in the last."""
    if isinstance(answer, list):
        answer = tuple(answer)
    if isinstance(expected, float) and isinstance(answer, float):
        return math.isclose(expected, answer, rel_tol=1e-12)
    return type(expected) is type(answer) and expected == answer


def _stored(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value
