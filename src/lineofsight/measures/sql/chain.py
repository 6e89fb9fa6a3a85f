"""A chain of named parts: records, and the steps worked out on them one after the other, each on the part before it.

There are two chains of one statement: the rows that are counted, and, where a lookup reads a derive of the records it
looks at, all records like the rows (`others`). Both are made of the same parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlglot import exp

from lineofsight.expressions import Clock, DuckDB, to_condition, to_sql
from lineofsight.measures.asking import Scope
from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.periods import Period
from lineofsight.measures.query import Calculation, Derived, Formula, OfRow, PeriodDay, Place, Query, Step, Stored
from lineofsight.measures.sql.lookups import Lookups
from lineofsight.measures.sql.needs import needs_period, read_of_row
from lineofsight.measures.sql.parts import (
    Sql,
    column,
    day,
    everything,
    joined,
    named,
    number,
    opposite,
    selection,
    table,
    table_alias,
)
from lineofsight.measures.sql.relation import Relation
from lineofsight.measures.tables import ColumnType, Grain

_PERIOD_COLUMNS = {PeriodDay.START: "first", PeriodDay.END: "last"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a statement is made for. parts: those made so far, by name, in their order."""

    query: Query
    periods: Sequence[Period]
    scope: Scope
    catalogue: Catalogue
    as_at: date
    dialect: DuckDB
    parts: list[tuple[str, exp.Query]] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        return Clock(datetime.combine(self.as_at, time.min))

    def sql(self, formula: Formula, places: Mapping[str, Sql]) -> Sql:
        return to_sql(formula.tree, places, clock=self.clock, dialect=self.dialect)

    def condition(self, formula: Formula, places: Mapping[str, Sql]) -> Sql:
        return to_condition(formula.tree, places, clock=self.clock, dialect=self.dialect)

    def is_readable(self, relation: Relation, grain: Grain) -> Sql | None:
        """That a record is of no excluded program."""
        excluded = self.scope.excluded_programs
        if not excluded:
            return None
        program = relation.value(of_enrollment("program_id", grain))
        return opposite(exp.In(this=program, expressions=[number(each) for each in excluded]))


class Chain:
    """The parts of some records; their names begin with `prefix`."""

    def __init__(self, setting: Setting, prefix: str, steps: Sequence[Step]) -> None:
        self.setting = setting
        self.prefix = prefix
        self.stored: dict[Stored, str] = {}
        self.last = ""
        self.is_in_periods = False  # whether rows stand once for each period by now
        self._free = [step for step in steps if not needs_period(setting.query, step)]
        self._waiting = [step for step in steps if needs_period(setting.query, step)]

    def add(self, name: str, part: exp.Query) -> None:
        """One more part, on which the next one stands."""
        self.last = f"{self.prefix}{name}"
        self.setting.parts.append((self.last, part))

    def columns_of(self, relation: Relation, places: Iterable[Place]) -> list[Sql]:
        """The columns of the first part: the id, what is read at these places, and what the steps read of the row."""
        columns: list[Sql] = [named(relation.id, "id")]
        for place in (*places, *(place for step in (*self._free, *self._waiting) for place in read_of_row(step))):
            if isinstance(place, Stored) and place not in self.stored:
                self.stored[place] = f"v{len(self.stored)}"
                columns.append(named(relation.value(place), self.stored[place]))
        return columns

    def work_out_free(self, others: Chain) -> None:
        """The steps that are the same in every period."""
        for step in self._free:
            self._work_out(step, others)

    def work_out_in_periods(self, others: Chain) -> None:
        """The steps that need the period."""
        for step in self._waiting:
            self._work_out(step, others)

    def spread_over_periods(self, is_in_period: Sql | None) -> None:
        """Each row once for each period to which it belongs; None: for every period."""
        rows = [
            exp.Tuple(expressions=[number(place), day(period.start), day(period.end)])
            for place, period in enumerate(self.setting.periods)
        ]
        periods = exp.Values(expressions=rows, alias=table_alias("p", ("period", "first", "last")))
        condition = is_in_period or exp.Boolean(this=True)
        in_period = joined(periods, condition, may_be_missing=False)
        self.add("seen", selection([everything()], table(self.last), joins=[in_period]))
        self.is_in_periods = True

    @property
    def is_waiting(self) -> bool:
        """Whether any of its steps needs the period."""
        return bool(self._waiting)

    def of_row(self, place: Place, source: str = "") -> Sql:
        """The SQL of a place, in a part that stands on the last one."""
        if isinstance(place, Stored):
            return column(self.stored[place], source)
        if isinstance(place, Derived):
            return column(f"d_{place.name}", source)
        if isinstance(place, OfRow):
            return self.of_row(place.place, source)
        return column(_PERIOD_COLUMNS[place], source)

    def value(self, formula: Formula) -> Sql:
        return self.setting.sql(formula, {name: self.of_row(place) for name, place in formula.places})

    def truth(self, formula: Formula | None) -> Sql:
        """Never NULL: a condition that is blank, as a yes-or-no that was not answered, does not hold."""
        if formula is None:
            return exp.Boolean(this=True)
        condition = self.setting.condition(formula, {name: self.of_row(place) for name, place in formula.places})
        return exp.Coalesce(this=condition, expressions=[exp.Boolean(this=False)])

    def _work_out(self, step: Step, others: Chain) -> None:
        if isinstance(step, Calculation):
            made = named(self.value(step.value), f"d_{step.name}")
            self.add(f"with_{step.name}", selection([everything(), made], table(self.last)))
        else:
            Lookups(self, others).add(step)


def of_enrollment(name: str, grain: Grain) -> Stored:
    """A column of the enrollment to which a record belongs."""
    return Stored(() if grain is Grain.ENROLLMENT else ("enrollment_id",), ("enrollment",), name, ColumnType.ID)
