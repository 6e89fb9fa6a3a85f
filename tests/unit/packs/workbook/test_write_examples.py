"""The filled examples import without a single problem and are the same each time."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from lineofsight.packs.rows import Table
from lineofsight.packs.workbook import EXAMPLES, write_example

from .drawn import Outcome, read


def read_example(tmp_path: Path, name: str) -> Outcome:
    path = tmp_path / "example.xlsx"
    write_example(name, path)
    return read(path)


@pytest.mark.parametrize("name", EXAMPLES)
def test_imports_without_a_problem(tmp_path: Path, name: str) -> None:
    outcome = read_example(tmp_path, name)

    assert set(outcome.codes) == {"W064"}  # the notes that say how each question is read
    assert outcome.source.identity.complete is True


@pytest.mark.parametrize(
    "name, rows",
    [
        ("youth-mentoring", {"participant": 20, "enrollment": 20, "staff": 4, "program": 1, "site": 2, "grant": 2}),
        ("family-support", {"participant": 20, "enrollment": 20, "staff": 4, "program": 1, "site": 2, "grant": 2}),
        ("workforce", {"participant": 20, "enrollment": 22, "staff": 3, "program": 2, "site": 2, "grant": 3}),
    ],
)
def test_holds_an_agency_in_small(tmp_path: Path, name: str, rows: dict[str, int]) -> None:
    counts = Counter(row.table.value for row in read_example(tmp_path, name).rows)

    assert {table: counts[table] for table in rows} == rows
    assert counts["service"] > 200
    assert counts["assessment"] > 30


def test_shows_each_type_of_answer(tmp_path: Path) -> None:
    source = read_example(tmp_path, "workforce").source

    assert {element.type for element in source.data_elements()} == {"boolean", "integer", "decimal", "text"}


def test_keeps_numbers_with_zeros(tmp_path: Path) -> None:
    assert "00101" in read_example(tmp_path, "workforce").of(Table.PARTICIPANT)


def test_is_the_same_to_the_byte_each_time() -> None:
    first, second = BytesIO(), BytesIO()
    write_example("family-support", first)
    write_example("family-support", second)

    assert first.getvalue() == second.getvalue()


def test_refuses_a_name_that_is_no_example() -> None:
    with pytest.raises(KeyError):
        write_example("../secrets", BytesIO())
