"""Casts that lose nothing, or a problem that says where."""

from __future__ import annotations

import datetime
import os
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lineofsight.measures.tables import Column, ColumnType, Table
from lineofsight.problems import Problem
from lineofsight.warehouse.facts import FactWriter, arrow_schema, typed, typed_batch

IDS = pa.array([11, 12, 13])


def column(type_: ColumnType, *, is_required: bool = False) -> Column:
    return Column(name="value", type=type_, description="", is_required=is_required)


def table(type_: ColumnType, *, is_required: bool = False) -> Table:
    return Table(
        name="service",
        grain=None,
        columns=(
            Column(name="id", type=ColumnType.ID, description="", is_required=True),
            column(type_, is_required=is_required),
        ),
    )


@pytest.mark.parametrize(
    ("type_", "given", "fact"),
    [
        (ColumnType.MONEY, "1480.5", Decimal("1480.50")),
        (ColumnType.MONEY, "999999999999.99", Decimal("999999999999.99")),
        (ColumnType.DECIMAL, "0.1", 0.1),
        (ColumnType.DATE, "2026-02-28", datetime.date(2026, 2, 28)),
        (ColumnType.DATETIME, "2026-11-12T20:30:00", datetime.datetime(2026, 11, 12, 20, 30)),
        (ColumnType.TEXT, "Arabic", "Arabic"),
        (ColumnType.CODE, "woman", "woman"),
    ],
)
def test_takes_a_value_of_its_type(type_: ColumnType, given: str, fact: object) -> None:
    assert typed("service", column(type_), pa.array([given, "", None]), IDS).to_pylist() == [fact, None, None]


@pytest.mark.parametrize(
    ("type_", "bad"),
    [
        (ColumnType.MONEY, "12.345"),
        (ColumnType.MONEY, "8888888888888.88"),
        (ColumnType.MONEY, "about 12"),
        (ColumnType.DECIMAL, "nan"),
        (ColumnType.DECIMAL, "inf"),
        (ColumnType.DECIMAL, "1,5"),
        (ColumnType.INTEGER, "4.5"),
        (ColumnType.DATE, "2026-02-30"),
        (ColumnType.DATE, "2/28/2026"),
        (ColumnType.DATETIME, "2026-11-12 24:30:00"),
        (ColumnType.DATETIME, "2026-02-30T20:30:00+00:00"),
    ],
)
def test_refuses_a_value_that_would_lose_something(type_: ColumnType, bad: str) -> None:
    good = {ColumnType.DATE: "2026-01-01", ColumnType.DATETIME: "2026-01-01T00:00:00Z"}.get(type_, "4")

    with pytest.raises(Problem) as refused:
        typed("service", column(type_), pa.array([good, "", bad]), IDS)

    assert refused.value.code == "W101"
    assert "Table service, record 13: the value of value" in str(refused.value)
    assert bad not in str(refused.value)


@pytest.mark.parametrize(
    ("type_", "values"),
    [
        (ColumnType.BOOLEAN, pa.array([1, 0, 2])),
        (ColumnType.INTEGER, pa.array([1.0, 2.0, 2.5])),
        (ColumnType.CODE, pa.array([1, 2, 3])),
    ],
)
def test_refuses_numbers_that_are_something_else(type_: ColumnType, values: pa.Array) -> None:
    with pytest.raises(Problem):
        typed("service", column(type_), values, IDS)


def test_shows_a_moment_as_the_clock_of_the_agency_does() -> None:
    given = pa.array(["2026-07-01T02:30:00+00:00", "2026-06-30T22:30:00", "2026-12-01T02:30:00Z"])

    shown = typed("service", column(ColumnType.DATETIME), given, IDS, zone="America/New_York").to_pylist()

    assert shown == [datetime.datetime(2026, 6, 30, 22, 30)] * 2 + [datetime.datetime(2026, 11, 30, 21, 30)]


def test_takes_an_empty_choice_of_several_as_blank() -> None:
    given = pa.array([["black", "white"], [], None])

    assert typed("participant", column(ColumnType.CODES), given, IDS).to_pylist() == [["black", "white"], None, None]


def test_refuses_a_blank_where_there_must_be_a_value() -> None:
    with pytest.raises(Problem) as refused:
        typed_batch(table(ColumnType.DATE, is_required=True), {"id": IDS, "value": pa.array(["2026-01-01", "", ""])})

    assert refused.value.code == "W102"
    assert "record 12" in str(refused.value)


def test_writes_what_it_was_given(tmp_path: Path) -> None:
    of = table(ColumnType.MONEY)
    writer = FactWriter(tmp_path / "service.parquet", of)
    writer.write(typed_batch(of, {"id": pa.array([1, 2]), "value": pa.array(["1.10", ""])}))
    writer.write(typed_batch(of, {"id": pa.array([5]), "value": pa.array(["7"])}))

    written = writer.close()

    read = pq.read_table(tmp_path / "service.parquet")
    assert read.schema.equals(arrow_schema(of))
    assert read.to_pydict() == {"id": [1, 2, 5], "value": [Decimal("1.10"), None, Decimal("7.00")]}
    assert (written.rows, written.bytes) == (3, (tmp_path / "service.parquet").stat().st_size)


def test_writes_files_that_nobody_else_reads_and_nobody_writes(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        FactWriter(tmp_path / "service.parquet", table(ColumnType.DATE)).close()
    finally:
        os.umask(before)

    assert (tmp_path / "service.parquet").stat().st_mode & 0o777 == 0o400


@pytest.mark.parametrize("ids", [[3, 2], [2, 2]])
def test_refuses_records_out_of_order_or_twice(tmp_path: Path, ids: list[int]) -> None:
    of = table(ColumnType.TEXT)
    writer = FactWriter(tmp_path / "service.parquet", of)

    with pytest.raises(Problem) as refused:
        writer.write(typed_batch(of, {"id": pa.array(ids), "value": pa.array(["", ""])}))

    assert refused.value.code == "W103"


def test_refuses_a_record_that_came_in_an_earlier_batch(tmp_path: Path) -> None:
    of = table(ColumnType.TEXT)
    writer = FactWriter(tmp_path / "service.parquet", of)
    writer.write(typed_batch(of, {"id": pa.array([4]), "value": pa.array([""])}))

    with pytest.raises(Problem):
        writer.write(typed_batch(of, {"id": pa.array([4]), "value": pa.array([""])}))
