"""Conditions as filters: bare where NULL counts as false, guarded under not, and pushed into the scan."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from lineofsight.expressions import to_condition, to_sql
from tests.unit.expressions.world import CLOCK, COLUMNS, checked


def condition(text: str) -> str:
    return to_condition(checked(text), COLUMNS, clock=CLOCK).sql("duckdb")


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("${age} >= 18", "age >= 18"),
        ("not(${age} >= 18)", "NOT (age >= 18) IS TRUE"),
        ("not(not(${age} >= 18))", "age >= 18"),
        ("${age} = 18", "age = 18"),
        ("${age} != 18", "age IS DISTINCT FROM 18"),
        ("not(${age} != 18)", "age = 18"),
        ("${age} = ${visits}", "age IS NOT DISTINCT FROM visits"),
        ("${age} = ''", "age IS NULL"),
        ("${age} != ''", "NOT age IS NULL"),
        ("${income} >= 1000", "income >= 1000.00"),
        ("1000.5 < ${income}", "1000.50 < income"),
        ("${weight} >= 2.5", "weight >= 2.5e0"),
        ("${destination} = 410", "destination = '410'"),
        ("code-in(${destination}, 'permanent')", "destination IN ('410', '435')"),
        ("selected(${destination}, '410')", "destination = '410'"),
        ("selected(${needs}, 'food')", "LIST_CONTAINS(needs, 'food')"),
        ("${entry_date} >= '2026-01-01'", "entry_date >= CAST('2026-01-01' AS DATE)"),
        ("${entry_date} <= ${exit_date} - 90", "entry_date <= (exit_date - 90)"),
        ("between(${age}, 18, 24)", "age BETWEEN 18 AND 24"),
        ("${consented}", "consented"),
        ("not(${consented})", "NOT (consented) IS TRUE"),
        ("${age} > 5 and ${age} < 9 and ${name} = 'a'", "(age > 5) AND (age < 9) AND (name = 'a')"),
        ("not(${age} > 5 or ${name} = 'a')", "(NOT (age > 5) IS TRUE) AND (name IS DISTINCT FROM 'a')"),
        ("${enrollment.entry_date} = today()", "enrollment_entry_date = CAST('2026-03-09' AS DATE)"),
        ("contains(${name}, 'x')", "CONTAINS(name, 'x')"),
        ("${name} = 'it''s' or true()".replace("''", '"').replace("'it\"s'", '"it\'s"'), "(name = 'it''s') OR TRUE"),
    ],
)
def test_says_no_more_than_it_must(text: str, sql: str) -> None:
    assert condition(text) == sql


def test_guards_a_condition_once_as_a_value() -> None:
    sql = to_sql(checked("${age} >= 18 and ${name} = 'a'"), COLUMNS, clock=CLOCK).sql("duckdb")

    assert sql == "COALESCE((age >= 18) AND (name = 'a'), FALSE)"


def test_leaves_the_callers_columns_as_they_were() -> None:
    column = COLUMNS["age"]

    to_condition(checked("${age} > 3 and ${age} < 9"), COLUMNS, clock=CLOCK)

    assert column.parent is None


@pytest.mark.parametrize(
    ("text", "pushed"),
    [
        ("${age} >= 18 and ${name} = 'a'", ("age>=18", "name='a'")),
        ("${income} >= 1000", ("income>=1000.00",)),
        ("${entry_date} >= '2026-01-01'", ("entry_date>=",)),
        ("code-in(${destination}, 'permanent')", ("destination",)),
    ],
)
def test_is_pushed_into_the_scan(text: str, pushed: tuple[str, ...], tmp_path: Path) -> None:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE stays AS SELECT i AS age, chr(97 + i % 20) AS name, ['410', '435', '116', '99'][1 + i % 4] AS "
        "destination, DATE '2025-01-01' + i AS entry_date, CAST(i * 10 AS DECIMAL(14, 2)) AS income "
        "FROM (SELECT CAST(range AS INTEGER) AS i FROM range(1000))"
    )
    connection.execute(f"COPY stays TO '{tmp_path}/stays.parquet'")

    plan = connection.execute(
        f"EXPLAIN SELECT count(*) FROM '{tmp_path}/stays.parquet' WHERE {condition(text)}"
    ).fetchall()[0][1]
    filters = plan.replace(" ", "").replace("│", "").replace("\n", "").partition("Filters:")[2]

    assert [part for part in pushed if part not in filters] == []
