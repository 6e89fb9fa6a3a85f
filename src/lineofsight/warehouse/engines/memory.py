"""The memory engine: the whole build as plain rows, and every figure worked out by hand.

It is the judge of the other engines and holds for builds of some ten thousand records, no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

import pyarrow.parquet as pq

from lineofsight.expressions import Value
from lineofsight.measures.asking import Ask, Cell, GroupKey, Member, TableAsk, Which
from lineofsight.measures.by_hand import figures as by_hand
from lineofsight.measures.by_hand import tables as by_hand_tables
from lineofsight.measures.by_hand.explaining import explain
from lineofsight.measures.by_hand.facts import Facts, Row
from lineofsight.measures.explaining import Explanation
from lineofsight.measures.periods import Period
from lineofsight.measures.quality import Flagged
from lineofsight.measures.tables import ColumnType, Table
from lineofsight.warehouse.builds import Build


class MemoryEngine:
    """Works out figures row by row."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.facts = Facts(
            build.catalogue, build.as_at, {name: _rows(build, table) for name, table in build.catalogue.tables.items()}
        )

    def figures(self, ask: Ask) -> tuple[Cell, ...]:
        return by_hand.figures(ask, self.facts)

    def members(
        self, ask: Ask, period: Period, group: GroupKey = (), which: Which = Which.DENOMINATOR
    ) -> tuple[Member, ...]:
        return by_hand.members(ask, self.facts, period, group, which)

    def table(self, ask: TableAsk) -> tuple[Cell, ...]:
        return by_hand_tables.table(ask, self.facts)

    def table_members(
        self, ask: TableAsk, period: Period, line: str, column: str, which: Which = Which.DENOMINATOR
    ) -> tuple[Member, ...]:
        return by_hand_tables.table_members(ask, self.facts, period, line, column, which)

    def flagged(self, ask: Ask) -> tuple[Flagged, ...]:
        return by_hand.flagged(ask, self.facts)

    def explain(self, ask: Ask, period: Period, units: Sequence[int]) -> tuple[Explanation, ...]:
        return explain(ask, self.facts, period, units)

    def close(self) -> None:
        """Nothing is held open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_on(build: Build) -> MemoryEngine:
    return MemoryEngine(build)


def _rows(build: Build, table: Table) -> dict[int, Row]:
    """The rows of a table by id, with several codes as a tuple."""
    rows: dict[int, Row] = {}
    several = [column.name for column in table.columns if column.type is ColumnType.CODES]
    for path in build.files[table.name]:
        for record in pq.read_table(path).to_pylist():
            row: dict[str, Value] = dict(record)
            for name in several:
                codes = record.get(name)
                row[name] = tuple(codes) if codes else None
            rows[record[table.key]] = row
    return rows
