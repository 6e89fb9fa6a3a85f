"""The DuckDB engine: one locked-down database in memory per build, which can read that build's files and nothing else.

The rule: what cannot be needed cannot be done. No network, no extension, no file but those of the build, a bound on
memory and threads, and then the configuration is locked. Statements come from the compiler as trees, never from text.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from types import TracebackType
from typing import Any, Self

import duckdb
from sqlglot import exp

from lineofsight.measures.asking import (
    Ask,
    Cell,
    GroupKey,
    Member,
    TableAsk,
    Tallied,
    Which,
    check_has_numerator,
    is_settled,
)
from lineofsight.measures.by_hand.explaining import explain
from lineofsight.measures.explaining import Explanation
from lineofsight.measures.periods import Period
from lineofsight.measures.quality import Flagged
from lineofsight.measures.query import Query
from lineofsight.measures.sql.statements import (
    figures_statement,
    flagged_statement,
    members_statement,
    units_of,
)
from lineofsight.measures.sql.tables import (
    CELL_COLUMNS,
    table_counts_statement,
    table_members_statement,
    table_statement,
)
from lineofsight.measures.tables import Table
from lineofsight.problems import Problem
from lineofsight.warehouse.builds import Build
from lineofsight.warehouse.engines.around import facts_around
from lineofsight.warehouse.engines.tallied import exact, tallied

BOUNDS: Mapping[str, str | bool | int] = {
    "memory_limit": "256MB",
    "threads": 2,
    "max_temp_directory_size": "4GB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
}


class DuckDBEngine:
    """Counts with DuckDB. Each question has a cursor of its own, so that several threads may ask at once."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self._spill = tempfile.mkdtemp(prefix="lineofsight-spill-")  # private; only while a question is too large
        self._database = duckdb.connect(":memory:", config={**BOUNDS, "temp_directory": self._spill})
        with _told(build):
            for statement in (*_locks(build), *(_view(build, table) for table in build.catalogue.tables.values())):
                self._database.execute(statement.sql(dialect="duckdb", copy=False))

    def figures(self, ask: Ask) -> tuple[Cell, ...]:
        statement = figures_statement(ask, self.build.catalogue, self.build.as_at)
        found: dict[tuple[int, int, tuple[str, ...]], tuple[Any, ...]] = {}
        for part, names, period, *figures in self._rows(statement):
            found[period, part, tuple(names) if part else ()] = tuple(figures)
        cells = []
        for number, period in enumerate(ask.periods):
            found.setdefault((number, 0, ()), (0, 0, 0, None, None, 0, 0))
            for key in sorted((key for key in found if key[0] == number), key=partial(_place_of, ask)):
                group = tuple(zip(ask.parts[key[1]], key[2], strict=True))
                cells.append(self._cell(ask.query, period, group, found[key]))
        return tuple(cells)

    def members(
        self, ask: Ask, period: Period, group: GroupKey = (), which: Which = Which.DENOMINATOR
    ) -> tuple[Member, ...]:
        check_has_numerator(ask.query.measure, ask.query.tally, which)
        statement = members_statement(ask, self.build.catalogue, self.build.as_at, period, group, which)
        return tuple(
            Member(unit, record, exact(ask.query.value, value)) for unit, record, value in self._rows(statement)
        )

    def table(self, ask: TableAsk) -> tuple[Cell, ...]:
        query = ask.query
        has_one_row = units_of(query.whom).have_one_row
        found = self._cells_in_a_row(ask) if has_one_row else self._cells_of_units(ask)
        cells = []
        for number, period in enumerate(ask.periods):
            for i, line in enumerate(query.lines):
                for j, column in enumerate(query.columns):
                    *amounts, too_early = found.get((number, i, j), (0, 0, 0, None, None, 0))
                    told = tallied(query.tally(i, j), *amounts)
                    group = (("line", line.name), ("column", column.name))
                    cells.append(self._told(query.whom, period, group, told, too_early=too_early))
        return tuple(cells)

    def _cells_in_a_row(self, ask: TableAsk) -> dict[tuple[int, int, int], Sequence[Any]]:
        width, height = len(ask.query.columns), len(CELL_COLUMNS)
        found: dict[tuple[int, int, int], Sequence[Any]] = {}
        for period, *figures in self._rows(table_statement(ask, self.build.catalogue, self.build.as_at)):
            for start in range(0, len(figures), height):
                found[(period, *divmod(start // height, width))] = figures[start : start + height]
        return found

    def _cells_of_units(self, ask: TableAsk) -> dict[tuple[int, int, int], Sequence[Any]]:
        rows = self._rows(table_counts_statement(ask, self.build.catalogue, self.build.as_at))
        return {(period, i, j): (count, None, None, None, None, early) for period, i, j, count, early in rows}

    def table_members(
        self, ask: TableAsk, period: Period, line: str, column: str, which: Which = Which.DENOMINATOR
    ) -> tuple[Member, ...]:
        place = ask.place(line, column)
        check_has_numerator(ask.query.table, ask.query.tally(*place), which)
        statement = table_members_statement(ask, self.build.catalogue, self.build.as_at, period, place, which)
        value = ask.query.tally(*place).value
        return tuple(Member(unit, record, exact(value, amount)) for unit, record, amount in self._rows(statement))

    def flagged(self, ask: Ask) -> tuple[Flagged, ...]:
        rows = sorted(self._rows(flagged_statement(ask, self.build.catalogue, self.build.as_at)), key=_record)
        places = sorted(range(len(ask.by)), key=ask.by.__getitem__)
        return tuple(
            Flagged(ask.by[place], unit, record) for place in places for unit, record, *says in rows if says[place]
        )

    def explain(self, ask: Ask, period: Period, units: Sequence[int]) -> tuple[Explanation, ...]:
        """Worked out by hand on the units' own records, and those of their clients and households."""
        return explain(ask, facts_around(self.build, ask.query, units, self._rows), period, units)

    def close(self) -> None:
        self._database.close()
        shutil.rmtree(self._spill, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _rows(self, statement: exp.Query) -> Sequence[tuple[Any, ...]]:
        with _told(self.build), self._database.cursor() as cursor:
            return cursor.execute(statement.sql(dialect="duckdb", copy=False)).fetchall()

    def _cell(self, query: Query, period: Period, group: GroupKey, figures: tuple[Any, ...]) -> Cell:
        *amounts, too_early, incomplete = figures
        told = tallied(query.tally, *amounts)
        return self._told(query, period, group, told, too_early=too_early, incomplete=incomplete)

    def _told(
        self, query: Query, period: Period, group: GroupKey, told: Tallied, *, too_early: int, incomplete: int = 0
    ) -> Cell:
        return Cell(
            measure=query.measure,
            period=period,
            group=group,
            numerator=told.numerator,
            denominator=told.denominator,
            value=told.value,
            n=told.n,
            too_early=too_early,
            is_settled=is_settled(query, period, self.build.as_at),
            incomplete=incomplete,
            sums=told.sums,
        )


def _place_of(ask: Ask, key: tuple[int, int, tuple[str, ...]]) -> tuple[int, list[tuple[int, str]]]:
    """Where a cell stands in its period: the total, then the values of each group in their order."""
    _, part, values = key
    return part, [ask.query.group(n).order_of(value) for n, value in zip(ask.parts[part], values, strict=True)]


@contextmanager
def _told(build: Build) -> Iterator[None]:
    """What can go wrong, told: W110 too little memory, W111 a file that cannot be read, W112 whatever the database will
    not count, which is a fault of ours."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise Problem(
            "W110", "Counting this needs more memory than it may take.", "Ask for fewer periods or fewer groups."
        ) from error
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        raise Problem(
            "W111", f"The facts of {build.name} cannot be read.", "Make them anew: lineofsight build."
        ) from error
    except duckdb.Error as error:
        raise Problem(
            "W112",
            f"This cannot be counted in {build.name}: the database refuses it ({type(error).__name__}).",
            "Nothing is lost. Report it with the definition and the line of the log.",
        ) from error


def _record(row: tuple[Any, ...]) -> int:
    return int(row[1])


def open_on(build: Build) -> DuckDBEngine:
    return DuckDBEngine(build)


def _locks(build: Build) -> Iterator[exp.Set]:
    """What is allowed, then every door closed, then the key thrown away."""
    files = [exp.Literal.string(str(path)) for paths in build.files.values() for path in paths]
    yield _set("allowed_paths", exp.Array(expressions=files))
    yield _set("enable_external_access", exp.false())
    yield _set("lock_configuration", exp.true())


def _set(name: str, value: exp.Expression) -> exp.Set:
    return exp.Set(expressions=[exp.SetItem(this=exp.EQ(this=exp.to_identifier(name), expression=value))])


def _view(build: Build, table: Table) -> exp.Create:
    """The files of a table under its name, with the columns of the catalogue."""
    files = exp.Array(expressions=[exp.Literal.string(str(path)) for path in build.files[table.name]])
    by_name = exp.PropertyEQ(this=exp.to_identifier("union_by_name"), expression=exp.true())
    columns = [exp.column(exp.to_identifier(column.name, quoted=True)) for column in table.columns]
    selection = exp.select(*columns).from_(exp.Anonymous(this="read_parquet", expressions=[files, by_name]))
    return exp.Create(
        this=exp.Table(this=exp.to_identifier(table.name, quoted=True)), kind="VIEW", expression=selection
    )
