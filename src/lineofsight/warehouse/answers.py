"""Answers, kept as JSON with each record, become typed columns here, once, so that no JSON is parsed at query time.

The rule: every key of every answer is a column, or a data element that is no fact (free text), or a `Problem`: nothing
is dropped because nobody knows it. Arrow's reader takes a batch at a time; where it stumbles, the batch is read again
answer by answer, which finds the record at fault or takes what Arrow was too strict for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json
import pyarrow.parquet as pq

from lineofsight.measures.catalogue import ElementColumn, answer_column
from lineofsight.measures.tables import KEY, Column, ColumnType, Table
from lineofsight.problems import Problem

from .facts import ARROW_TYPES, KINDS, FactWriter, WrittenFile, shape, typed_batch

Document = Mapping[str, object]
SOME = 1_000
_RAW: Mapping[ColumnType, pa.DataType] = {
    ColumnType.INTEGER: pa.int64(),
    ColumnType.BOOLEAN: pa.bool_(),
    ColumnType.CODES: pa.list_(pa.string()),
}


class AnswersWriter:
    """Writes the answers to the records of one table, a column for each data element asked or answered.

    make: the table of these columns. elements: every data element, None for one that is no fact. zone: of the
    agency's clock. asked: the keys of those that have a column in any case. Which others are answered is known only at
    the end: when a batch brings a new one, a further file is begun, and in the end all become one.
    """

    def __init__(
        self,
        folder: Path,
        make: Callable[[Iterable[Column]], Table],
        elements: Mapping[str, ElementColumn | None],
        *,
        zone: str = "UTC",
        asked: Iterable[str] = (),
    ) -> None:
        self._folder = folder
        self._make = make
        self._elements = elements
        self._zone = zone
        self._keys = {key for key in asked if elements.get(key)}
        self._left_out: set[str] = set()
        self._parts: list[FactWriter] = []
        self._name = make(()).name

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self._parts)

    def write(self, ids: pa.Array, texts: pa.Array) -> None:
        """Take the answers of a batch of records: the JSON text of an object, or blank."""
        is_answered = pc.and_(pc.not_equal(texts, "{}"), pc.not_equal(texts, ""))
        ids, texts = ids.filter(is_answered), texts.filter(is_answered)
        if not len(ids):
            return
        raw = self._raw_columns(ids, texts)
        table = self._table()
        if not self._parts or self._parts[-1].table != table:
            self._begin_part(table)
        given = {column.name: raw[column.element] for column in table.columns if column.element}
        self._parts[-1].write(typed_batch(table, {KEY.name: ids, **given}, zone=self._zone))

    def close(self) -> tuple[Table, WrittenFile]:
        """The table as it came to be, and its one file."""
        table = self._table()
        target = self._folder / f"{table.name}.parquet"
        if not self._parts:
            return table, FactWriter(target, table).close()
        written = [part.close() for part in self._parts]
        paths = [self._part_path(number) for number in range(len(self._parts))]
        if len(paths) == 1:
            paths[0].rename(target)
            return table, replace(written[0], name=target.name)
        whole = FactWriter(target, table)
        for batch in _as_one(paths, table):
            whole.write(batch)
        for path in paths:
            path.unlink()
        return table, whole.close()

    def _table(self) -> Table:
        return self._make([answer_column(element) for key in sorted(self._keys) if (element := self._elements[key])])

    def _begin_part(self, table: Table) -> None:
        self._parts.append(FactWriter(self._part_path(len(self._parts)), table))

    def _part_path(self, number: int) -> Path:
        return self._folder / f"{self._name}.part{number}"

    def _raw_columns(self, ids: pa.Array, texts: pa.Array) -> Mapping[str, pa.Array]:
        """Answers by key, as JSON has them, with every key of this batch among the columns."""
        types = {key: self._raw_type(key) for key in (*self._keys, *self._left_out)}
        read = read_objects(texts, types)
        if read is not None:
            return read
        documents: list[Document] = []
        for some in (SOME, len(texts)):  # the first ones have all keys, as a rule
            documents = _documents(self._name, ids, texts[:some])
            for key in {key for document in documents for key in document} - types.keys():
                (self._keys if self._element(key, ids, documents) else self._left_out).add(key)
            types = {key: self._raw_type(key) for key in (*self._keys, *self._left_out)}
            read = read_objects(texts, types)
            if read is not None:
                return read
        return self._one_by_one(ids, documents)

    def _raw_type(self, key: str) -> pa.DataType:
        element = self._elements[key]
        return _RAW.get(element.type, pa.string()) if element else pa.string()

    def _element(self, key: str, ids: pa.Array, documents: list[Document]) -> ElementColumn | None:
        if key in self._elements:
            return self._elements[key]
        row = next(row for row, document in enumerate(documents) if key in document)
        raise Problem(
            "W104",
            f"Table {self._name}, record {ids[row].as_py()}: nobody has defined the data element “{key}”.",
            "Define it, or correct the record; until then the figures of before stay.",
        )

    def _one_by_one(self, ids: pa.Array, documents: list[Document]) -> Mapping[str, pa.Array]:
        made = {}
        for key in self._keys:
            element = self._elements[key]
            if element is None:
                continue
            values = [document.get(key) for document in documents]
            row = next((row for row, value in enumerate(values) if not _is_raw(value, element.type)), None)
            if row is not None:
                raise Problem(
                    "W101",
                    f"Table {self._name}, record {ids[row].as_py()}: the answer to {key} is not {KINDS[element.type]} "
                    f"(its shape is {shape(values[row])}).",
                    "Correct the record; until then the figures of before stay.",
                )
            made[key] = pa.array(values, self._raw_type(key))
        return made


def read_objects(texts: pa.Array, types: Mapping[str, pa.DataType]) -> Mapping[str, pa.Array] | None:
    """Columns by key out of JSON objects, one a text; None where some text is not just an object of these types.

    >>> read_objects(pa.array(['{"a": 1}', '{}']), {"a": pa.int64()})["a"].to_pylist()
    [1, None]
    """
    # Arrow's reader ends the process at a text that is no object, and takes a line break for the end of one.
    if not pc.all(pc.starts_with(texts, "{")).as_py() or pc.any(pc.match_substring(texts, "\n")).as_py():
        return None
    one = pa.ListArray.from_arrays(pa.array([0, len(texts)], pa.int32()), texts)
    lines = pc.binary_join(one, "\n")[0].as_buffer()
    try:
        read = pyarrow.json.read_json(
            pa.BufferReader(lines),
            read_options=pyarrow.json.ReadOptions(use_threads=False, block_size=lines.size + 1),
            parse_options=pyarrow.json.ParseOptions(
                explicit_schema=pa.schema(list(types.items())), unexpected_field_behavior="error"
            ),
        )
    except pa.ArrowInvalid:
        return None
    if read.num_rows != len(texts):
        return None
    return {key: read.column(key).combine_chunks() for key in types}


def read_lists(texts: pa.Array) -> pa.Array:
    """Lists of codes out of JSON lists, one a text; a blank text is blank. Text that is no list stays text.

    >>> read_lists(pa.array(['["woman"]', '[]'])).to_pylist()
    [['woman'], []]
    """
    wrapped = pc.binary_join_element_wise('{"list":', pc.if_else(pc.equal(texts, ""), "null", texts), "}", "")
    read = read_objects(wrapped, {"list": pa.list_(pa.string())})
    return texts if read is None else read["list"]


def _documents(table: str, ids: pa.Array, texts: pa.Array) -> list[Document]:
    made: list[Document] = []
    for row, text in enumerate(texts.to_pylist()):
        document = json.loads(text)
        if not isinstance(document, dict):
            raise Problem(
                "W105",
                f"Table {table}, record {ids[row].as_py()}: the answers are not kept by data element.",
                "Correct the record; until then the figures of before stay.",
            )
        made.append(document)
    return made


def _is_raw(value: object, type_: ColumnType) -> bool:
    """Is it of the JSON type in which answers of this type are kept?"""
    if value is None:
        return True
    if type_ is ColumnType.BOOLEAN:
        return isinstance(value, bool)
    if type_ is ColumnType.INTEGER:
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
    if type_ is ColumnType.CODES:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return isinstance(value, str)


def _as_one(paths: list[Path], table: Table) -> Iterator[pa.RecordBatch]:
    """The rows of several files as rows of one table; a column that a file has not is blank there."""
    for path in paths:
        with pq.ParquetFile(path) as part:
            there = set(part.schema_arrow.names)
            for batch in part.iter_batches():
                given = {
                    column.name: batch.column(column.name) if column.name in there else _blank(column, batch.num_rows)
                    for column in table.columns
                }
                yield typed_batch(table, given)


def _blank(column: Column, rows: int) -> pa.Array:
    return pa.nulls(rows, ARROW_TYPES[column.type])
