"""Answers become columns, each of them, or a problem says which record is at fault."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lineofsight.measures.catalogue import ElementColumn, answers_table
from lineofsight.measures.tables import ENROLLMENT, ColumnType, Table
from lineofsight.problems import Problem
from lineofsight.warehouse.answers import AnswersWriter, read_lists, read_objects


def element(key: str, type_: ColumnType) -> ElementColumn:
    return ElementColumn(key=key, label=key, type=type_)


ELEMENTS: dict[str, ElementColumn | None] = {
    "monthly_income": element("monthly_income", ColumnType.MONEY),
    "hmis.exit.Destination": element("hmis.exit.Destination", ColumnType.CODE),
    "contacts": element("contacts", ColumnType.INTEGER),
    "consent": element("consent", ColumnType.BOOLEAN),
    "parts": element("parts", ColumnType.CODES),
    "wish": None,
}


@pytest.fixture
def writer(tmp_path: Path) -> AnswersWriter:
    return AnswersWriter(tmp_path, partial(answers_table, ENROLLMENT), ELEMENTS)


def give(writer: AnswersWriter, first: int, *answers: object) -> None:
    texts = [each if isinstance(each, str) else json.dumps(each) for each in answers]
    writer.write(pa.array(range(first, first + len(texts))), pa.array(texts))


def finish(writer: AnswersWriter, folder: Path) -> tuple[Table, list[dict[str, object]]]:
    table, written = writer.close()
    rows = pq.read_table(folder / written.name).to_pylist()
    assert sorted(path.name for path in folder.iterdir()) == [written.name]
    assert written.rows == len(rows)
    return table, rows


def test_makes_a_column_of_each_data_element_that_is_answered(writer: AnswersWriter, tmp_path: Path) -> None:
    give(writer, 1, {"monthly_income": "840.00", "consent": True}, {}, {"hmis.exit.Destination": "410"})

    table, rows = finish(writer, tmp_path)

    assert [column.spelling for column in table.columns] == ["id", "consent", "hmis.exit.Destination", "monthly_income"]
    assert rows == [
        {"id": 1, "consent": True, "hmis__exit__Destination": None, "monthly_income": Decimal("840.00")},
        {"id": 3, "consent": None, "hmis__exit__Destination": "410", "monthly_income": None},
    ]


def test_adds_a_column_that_comes_late(writer: AnswersWriter, tmp_path: Path) -> None:
    give(writer, 1, {"contacts": 4})
    give(writer, 2, {"parts": ["habit", "next_step"]})
    give(writer, 3, {"contacts": 5})

    _table, rows = finish(writer, tmp_path)

    assert rows == [
        {"id": 1, "contacts": 4, "parts": None},
        {"id": 2, "contacts": None, "parts": ["habit", "next_step"]},
        {"id": 3, "contacts": 5, "parts": None},
    ]


def test_leaves_free_text_out(writer: AnswersWriter, tmp_path: Path) -> None:
    give(writer, 1, {"wish": "Ask Maria Novak", "contacts": 4})

    table, rows = finish(writer, tmp_path)

    assert rows == [{"id": 1, "contacts": 4}]
    assert b"Novak" not in (tmp_path / f"{table.name}.parquet").read_bytes()


def test_has_columns_for_what_is_asked_and_not_answered_yet(tmp_path: Path) -> None:
    writer = AnswersWriter(tmp_path, partial(answers_table, ENROLLMENT), ELEMENTS, asked=("contacts", "wish"))

    table, rows = finish(writer, tmp_path)

    assert [column.name for column in table.columns] == ["id", "contacts"]
    assert rows == []


@pytest.mark.parametrize(
    "text", ['{"contacts": 4,\n "consent": true}', '{"contacts": 4, "contacts": 4, "consent": true}']
)
def test_takes_any_way_of_writing_an_object(writer: AnswersWriter, tmp_path: Path, text: str) -> None:
    give(writer, 1, text)

    assert finish(writer, tmp_path)[1] == [{"id": 1, "contacts": 4, "consent": True}]


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("contacts", "4"),
        ("contacts", 4.5),
        ("contacts", True),
        ("contacts", 2**63),
        ("consent", "yes"),
        ("consent", 1),
        ("monthly_income", 840),
        ("monthly_income", "840.005"),
        ("parts", "habit"),
        ("parts", ["habit", 3]),
        ("hmis.exit.Destination", {"code": "410"}),
    ],
)
def test_refuses_an_answer_of_another_kind(writer: AnswersWriter, key: str, bad: object) -> None:
    with pytest.raises(Problem) as refused:
        give(writer, 1, {"consent": True}, {}, {key: bad})

    assert refused.value.code == "W101"
    assert "enrollment_answers, record 3" in str(refused.value)
    assert key in str(refused.value)
    assert json.dumps(bad) not in str(refused.value)


def test_refuses_an_answer_to_what_nobody_defined(writer: AnswersWriter) -> None:
    with pytest.raises(Problem) as refused:
        give(writer, 1, {"contacts": 4}, {"shoe_size": 43})

    assert refused.value.code == "W104"
    assert "record 2" in str(refused.value)


@pytest.mark.parametrize("text", ["null", "[]", "[1]", "7"])
def test_refuses_answers_that_are_not_kept_by_data_element(writer: AnswersWriter, text: str) -> None:
    with pytest.raises(Problem) as refused:
        give(writer, 1, {"contacts": 4}, text)

    assert refused.value.code == "W105"


def test_takes_an_answer_of_null_as_blank(writer: AnswersWriter, tmp_path: Path) -> None:
    give(writer, 1, {"contacts": None, "consent": False})

    assert finish(writer, tmp_path)[1] == [{"id": 1, "contacts": None, "consent": False}]


def test_reads_lists_and_leaves_what_is_none() -> None:
    assert read_lists(pa.array(['["woman"]', "", "[]"])).to_pylist() == [["woman"], None, []]
    assert read_lists(pa.array(['{"a": 1}', '["woman"]'])).to_pylist() == ['{"a": 1}', '["woman"]']


def test_hands_nothing_to_the_quick_reader_that_would_end_the_process() -> None:
    assert read_objects(pa.array(["null"]), {"a": pa.int64()}) is None
