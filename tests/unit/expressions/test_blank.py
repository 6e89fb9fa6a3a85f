"""Every row of `blank.md` holds in both walkers, and no place of an operator or a function is without a row."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import duckdb
import pytest
from sqlglot import exp

import lineofsight.expressions as room
from lineofsight.expressions import (
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    INTEGER,
    TEXT,
    TIME,
    Answer,
    Clock,
    Environment,
    Type,
    check,
    choice,
    choices,
    evaluate,
    many,
    parse,
    to_sql,
)
from lineofsight.expressions.functions.catalogue import CATALOGUE
from lineofsight.expressions.syntax import Binary, Call, Logic, Minus, Name, Node, every_node

TABLE = (Path(room.__file__).parent / "blank.md").read_text(encoding="utf-8")
IN_FORMS_ONLY = TABLE.index("## Repeats")
ROWS = [
    (found.group(1), found.group(2).strip(), found.start() < IN_FORMS_ONLY)
    for found in re.finditer(r"^\| `(.+?)` \| (.+?) \| .*\|$", TABLE, re.MULTILINE)
]

NAMES: dict[str, Type] = {
    "no_number": INTEGER,
    "three": INTEGER,
    "no_half": DECIMAL,
    "half": DECIMAL,
    "no_text": TEXT,
    "word": TEXT,
    "no_date": DATE,
    "day": DATE,
    "no_moment": DATETIME,
    "moment": DATETIME,
    "no_time": TIME,
    "no_flag": BOOLEAN,
    "no_choice": choice("letters"),
    "one": choice("letters"),
    "no_choices": choices("letters"),
    "both": choices("letters"),
    "rounds": many(INTEGER),
    "no_rounds": many(INTEGER),
    ".": TEXT,
}
FILLED: dict[str, Answer] = {
    "three": 3,
    "half": 2.5,
    "word": "home",
    "day": datetime.date(2026, 3, 9),
    "moment": datetime.datetime(2026, 3, 9, 14, 30),
    "one": "a",
    "both": ("a", "b"),
    "rounds": (1, None, 3),
    "no_rounds": (),
}
CODE_SETS = {"letters": ("a", "b", "c"), "some": ("a", "b")}
CLOCK = Clock(datetime.datetime(2026, 3, 9, 14, 30))

# Places of functions that take no answer: a pattern, a format, a number of places, a group.
WRITTEN_PLACES = {
    ("round", 1),
    ("code-in", 1),
    ("format-date", 1),
    ("format-date-time", 1),
    ("anniversary", 1),
    ("months-later", 1),
    ("last-weekday", 1),
    ("regex", 1),
    ("indexed-repeat", 0),
    ("indexed-repeat", 1),
}


def said(value: object) -> str:
    if value is None:
        return "blank"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}'" if isinstance(value, str) else str(value)


@pytest.mark.parametrize(("expression", "gives", "in_measures"), ROWS)
def test_holds_in_python(expression: str, gives: str, in_measures: bool) -> None:
    tree = check(parse(expression), Environment(NAMES, CODE_SETS))

    value = evaluate(tree, FILLED, CLOCK)

    assert said(value) == gives


@pytest.mark.parametrize(("expression", "gives", "in_measures"), ROWS)
def test_holds_where_forms_convert(expression: str, gives: str, in_measures: bool) -> None:
    tree = check(parse(expression), Environment(NAMES, CODE_SETS, converts=True))

    value = evaluate(tree, FILLED, CLOCK)

    assert said(value) == gives


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@pytest.mark.parametrize(("expression", "gives"), [(text, gives) for text, gives, in_measures in ROWS if in_measures])
def test_holds_in_sql(expression: str, gives: str, connection: duckdb.DuckDBPyConnection) -> None:
    tree = check(parse(expression), Environment(NAMES, CODE_SETS))
    columns = {name: exp.column(name) for name in NAMES}
    table = {name: type for name, type in NAMES.items() if not type.many and name != "."}
    values = ", ".join(f"CAST(? AS {room.DUCKDB.type_name(type)}) AS {name}" for name, type in table.items())

    sql = to_sql(tree, columns, clock=CLOCK).sql("duckdb")
    found = connection.execute(f"SELECT {sql} FROM (SELECT {values})", [_stored(name) for name in table]).fetchone()

    assert found is not None
    assert said(found[0]) == gives


def _stored(name: str) -> object:
    value = FILLED.get(name)
    return list(value) if isinstance(value, tuple) else value


def is_blank(node: Node) -> bool:
    """Whether a place is blank there, or holds a repeat with or without rounds."""
    return isinstance(node, Name) and (node.name.startswith("no_") or node.name == "rounds")


def blank_places() -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for expression, _, _ in ROWS:
        for node in every_node(parse(expression).root):
            if isinstance(node, Call):
                word = node.function
            elif isinstance(node, Binary | Logic):
                word = node.operator
            elif isinstance(node, Minus):
                word = "minus"
            else:
                continue
            found |= {(word, place) for place, part in enumerate(node.parts) if is_blank(part)}
    return found


def places_of_functions() -> set[tuple[str, int]]:
    places: set[tuple[str, int]] = set()
    for name, function in CATALOGUE.items():
        words = function.takes.partition("(")[2].removesuffix(")").split(",")
        count = len([word for word in words if word.strip()])
        places |= {(name, place) for place in range(count)}
    return places - WRITTEN_PLACES


def test_has_a_row_for_every_place_of_every_function() -> None:
    assert places_of_functions() - blank_places() == set()


def test_has_a_row_for_both_sides_of_every_operator() -> None:
    operators = ["=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "and", "or"]
    sides = {(operator, side) for operator in operators for side in (0, 1)} | {("minus", 0)}

    assert sides - blank_places() == set()


def test_reads_every_row_of_the_table() -> None:
    lines = [line for line in TABLE.splitlines() if line.startswith("| `")]

    assert len(ROWS) == len(lines) >= 170
