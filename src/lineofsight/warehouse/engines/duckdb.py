"""The DuckDB engine: one locked-down database in memory per build, which can read that build's files and nothing else.

The rule: what cannot be needed cannot be done. No network, no extension, no file but those of the build, a bound on
memory and threads, and then the configuration is locked. Statements come from the compiler as trees, never from text.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

import duckdb
from sqlglot import exp

from lineofsight.measures.asking import Amount, Ask, Cell, GroupKey, Member, Which, is_settled
from lineofsight.measures.by_hand.explaining import explain
from lineofsight.measures.definition import Statistic
from lineofsight.measures.explaining import Explanation
from lineofsight.measures.periods import Period
from lineofsight.measures.problems import MeasureProblem
from lineofsight.measures.quality import Flagged
from lineofsight.measures.query import Query
from lineofsight.measures.sql.statements import figures_statement, flagged_statement, members_statement
from lineofsight.measures.tables import Table
from lineofsight.problems import Problem
from lineofsight.warehouse.builds import Build
from lineofsight.warehouse.engines.around import facts_around

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
        found: dict[tuple[int, int, str], tuple[Any, ...]] = {}
        for part, name, period, *figures in self._rows(statement):
            found[period, part, name] = tuple(figures)
        cells = []
        for number, period in enumerate(ask.periods):
            found.setdefault((number, 0, ""), (0, 0, 0, None, 0))
            for key in sorted(key for key in found if key[0] == number):
                group = ((ask.by[key[1] - 1], key[2]),) if key[1] else ()
                cells.append(self._cell(ask.query, period, group, found[key]))
        return tuple(cells)

    def members(
        self, ask: Ask, period: Period, group: GroupKey = (), which: Which = Which.DENOMINATOR
    ) -> tuple[Member, ...]:
        if ask.query.numerator is None and which in (Which.NUMERATOR, Which.NOT_NUMERATOR):
            raise MeasureProblem("M146", ask.query.measure, "It has no numerator.", "Ask for its denominator.")
        statement = members_statement(ask, self.build.catalogue, self.build.as_at, period, group, which)
        return tuple(Member(unit, record, _exact(ask.query, value)) for unit, record, value in self._rows(statement))

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
        denominator, numerator, n, value, too_early = figures
        is_share = query.statistic is Statistic.PROPORTION
        amount: Amount | None = denominator
        if is_share:
            amount = numerator / denominator if denominator else None
        elif query.statistic.is_of_a_value:
            amount = _exact(query, value)
            if amount is None and query.statistic is Statistic.SUM:
                amount = _exact(query, 0)
        return Cell(
            measure=query.measure,
            period=period,
            group=group,
            numerator=numerator if is_share else None,
            denominator=denominator,
            value=amount,
            n=n if query.statistic.is_of_a_value else denominator,
            too_early=too_early,
            is_settled=is_settled(query, period, self.build.as_at),
        )


@contextmanager
def _told(build: Build) -> Iterator[None]:
    """What can go wrong without anybody's fault, told: W110 too little memory, W111 a file that cannot be read."""
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


def _exact(query: Query, value: int | Decimal | float | None) -> Amount | None:
    """The amount in the type of the measure: money to the cent, whole numbers whole, means as doubles."""
    if value is None or query.value is None:
        return None
    type = query.value.type
    if query.statistic in (Statistic.MEAN, Statistic.MEDIAN):
        return float(value) if not isinstance(value, Decimal) else value
    if type.scale == 0:
        return int(value)
    return Decimal(value).quantize(Decimal(1).scaleb(-type.scale)) if type.scale is not None else float(value)
