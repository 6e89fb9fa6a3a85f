"""From columns as a database gives them to facts: typed, checked, written as Parquet.

The rule: the catalogue owns the types, and a value fits its type or the whole build is refused. A cast that would lose
something is a `Problem` that names table, column and record and shows the shape of the value, never the value. What is
blank (an empty text, an empty choice of several) is null, and only that.

Files are sorted by id, compressed with zstd, in row groups that let a reader skip what it does not need.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lineofsight.commands import command_here
from lineofsight.measures.tables import Column, ColumnType, Table
from lineofsight.problems import Problem

ARROW_TYPES: Mapping[ColumnType, pa.DataType] = {
    ColumnType.ID: pa.int64(),
    ColumnType.TEXT: pa.string(),
    ColumnType.INTEGER: pa.int64(),
    ColumnType.DECIMAL: pa.float64(),
    ColumnType.MONEY: pa.decimal128(14, 2),
    ColumnType.DATE: pa.date32(),
    ColumnType.DATETIME: pa.timestamp("us"),
    ColumnType.BOOLEAN: pa.bool_(),
    ColumnType.CODE: pa.string(),
    ColumnType.CODES: pa.list_(pa.string()),
}
KINDS: Mapping[ColumnType, str] = {
    ColumnType.ID: "the number of a record",
    ColumnType.TEXT: "text",
    ColumnType.INTEGER: "a whole number",
    ColumnType.DECIMAL: "a number",
    ColumnType.MONEY: "an amount of money with two decimals",
    ColumnType.DATE: "a day",
    ColumnType.DATETIME: "a day and a time",
    ColumnType.BOOLEAN: "yes or no",
    ColumnType.CODE: "a code",
    ColumnType.CODES: "a list of codes",
}
ROW_GROUP_ROWS = 122_880  # sixty of DuckDB's vectors
ROW_GROUP_BYTES = 16_000_000  # whichever comes first: wide tables of answers stay small in memory
_WORDS = (ColumnType.TEXT, ColumnType.CODE, ColumnType.CODES)
_CANNOT = (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFile:
    """A file of facts as the manifest names it. name: relative to the folder of the build."""

    name: str
    rows: int
    bytes: int
    sha256: str


def arrow_schema(table: Table) -> pa.Schema:
    """The schema of a table's files."""
    return pa.schema(
        [pa.field(each.name, ARROW_TYPES[each.type], nullable=not each.is_required) for each in table.columns]
    )


def typed_batch(table: Table, given: Mapping[str, pa.Array], *, zone: str = "UTC") -> pa.RecordBatch:
    """The columns of a table, by name, in its order and its types. zone: of the agency's clock. Raises W101 and W102.

    >>> from lineofsight.measures.tables import HOUSEHOLD
    >>> typed_batch(HOUSEHOLD, {"id": pa.array([3])}).to_pydict()
    {'id': [3]}
    """
    ids = given[table.key]
    columns = [typed(table.name, column, given[column.name], ids, zone=zone) for column in table.columns]
    for column, values in zip(table.columns, columns, strict=True):
        if column.is_required and values.null_count:
            row = pc.index(values.is_null(), True).as_py()
            raise Problem(
                "W102",
                f"Table {table.name}, record {ids[row].as_py()}: {column.spelling} is blank and must not be.",
                "Correct the record; until then the figures of before stay.",
            )
    return pa.RecordBatch.from_arrays(columns, schema=arrow_schema(table))


def typed(table: str, column: Column, values: pa.Array, ids: pa.Array, *, zone: str = "UTC") -> pa.Array:
    """One column in its type; blank is null. Raises W101 for the first record whose value does not fit."""
    try:
        return _cast(values, column.type, zone)
    except _CANNOT:
        row = _first_that_does_not_fit(values, column.type, zone)
        raise Problem(
            "W101",
            f"Table {table}, record {ids[row].as_py()}: the value of {column.spelling} is not {KINDS[column.type]} "
            f"(its shape is {shape(values[row].as_py())}).",
            "Correct the record; until then the figures of before stay.",
        ) from None


def shape(value: object) -> str:
    """What a value looks like, without saying it: each figure a 9, each letter an a.

    >>> shape("12.345"), shape("n/a"), shape(7.5)
    ('“99.999”', '“a/a”', 'number “9.9”')
    """
    text = re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", str(value)))
    short = text if len(text) <= 24 else f"{text[:20]}…"
    named = {bool: "yes or no ", int: "number ", float: "number ", list: "list ", dict: "object "}
    return f"{named.get(type(value), '')}“{short}”"


class FactWriter:
    """Writes one file of facts, batch by batch. Rows must come in the order of their ids, each id once (W103)."""

    def __init__(self, path: Path, table: Table) -> None:
        self.table = table
        self.rows = 0
        self._path = path
        self._schema = arrow_schema(table)
        self._waiting: list[pa.RecordBatch] = []
        self._last_id: int | None = None
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
        self._writer = pq.ParquetWriter(
            path,
            self._schema,
            compression="zstd",
            use_dictionary=[_leaf(each) for each in table.columns if each.type in _WORDS] or False,
            store_decimal_as_integer=True,
        )

    def write(self, batch: pa.RecordBatch) -> None:
        """Take a batch from `typed_batch`."""
        if not batch.num_rows:
            return
        self._check_order(batch.column(self.table.key))
        self._waiting.append(batch)
        self.rows += batch.num_rows
        rows = sum(each.num_rows for each in self._waiting)
        if rows >= ROW_GROUP_ROWS or sum(each.nbytes for each in self._waiting) >= ROW_GROUP_BYTES:
            self._flush()

    def close(self) -> WrittenFile:
        """Finish the file, on disk."""
        self._flush()
        self._writer.close()
        with open(self._path, "rb") as written:
            os.fsync(written.fileno())
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        os.chmod(self._path, 0o400)
        return WrittenFile(name=self._path.name, rows=self.rows, bytes=self._path.stat().st_size, sha256=digest)

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting, self._schema), row_group_size=ROW_GROUP_ROWS)
            self._waiting = []

    def _check_order(self, ids: pa.Array) -> None:
        first, last = ids[0].as_py(), ids[-1].as_py()
        inside = len(ids) < 2 or pc.all(pc.greater(ids[1:], ids[:-1])).as_py()
        if not inside or (self._last_id is not None and first <= self._last_id):
            raise Problem(
                "W103",
                f"Table {self.table.name}: the records near number {first} came twice or out of order.",
                f"Check the database for damage: {command_here('backup')}, then {command_here('restore FILE --try')}.",
            )
        self._last_id = last


def _leaf(column: Column) -> str:
    """The name under which Parquet knows the values of a column."""
    return f"{column.name}.list.element" if column.type is ColumnType.CODES else column.name


def _cast(values: pa.Array, type_: ColumnType, zone: str) -> pa.Array:
    wanted = ARROW_TYPES[type_]
    if pa.types.is_string(values.type):
        values = pc.if_else(pc.equal(values, ""), pa.scalar(None, pa.string()), values)
    if type_ is ColumnType.CODES:
        made = values.cast(wanted)
        return pc.if_else(pc.equal(pc.list_value_length(made), 0), pa.scalar(None, wanted), made)
    if type_ is ColumnType.BOOLEAN and not pa.types.is_boolean(values.type):
        if not pc.all(pc.is_in(values, pa.array([0, 1, None], values.type))).as_py():
            raise pa.ArrowInvalid("neither 0 nor 1")
        return values.cast(wanted)
    if type_ is ColumnType.DATETIME and pa.types.is_string(values.type):
        return _on_the_clock(values, zone)
    if type_ in _WORDS and not pa.types.is_string(values.type) and values.null_count < len(values):
        raise pa.ArrowInvalid("not text")
    made = values.cast(wanted)
    if type_ is ColumnType.DECIMAL and not pc.all(pc.is_finite(made)).as_py() and len(made) > made.null_count:
        raise pa.ArrowInvalid("not finite")
    return made


def _on_the_clock(values: pa.Array, zone: str) -> pa.Array:
    """Moments as a clock in this zone shows them. What came without a zone (from an HMIS) is so already."""
    has_zone = pc.match_substring_regex(values, "(Z|[+-][0-9]{2}:[0-9]{2})$")
    nothing = pa.scalar(None, pa.string())
    shown = pc.if_else(has_zone, nothing, values).cast(pa.timestamp("us"))
    zoned = pc.if_else(has_zone, values, nothing).cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us", zone))
    return pc.coalesce(shown, pc.local_timestamp(zoned))


def _first_that_does_not_fit(values: pa.Array, type_: ColumnType, zone: str) -> int:
    """The place of the first value that cannot be cast, by halving."""
    low, high = 0, len(values)
    while high - low > 1:
        middle = (low + high) // 2
        try:
            _cast(values[low:middle], type_, zone)
            low = middle
        except _CANNOT:
            high = middle
    return low
