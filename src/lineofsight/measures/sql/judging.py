"""The parts of a statement up to `judged`: each row in each of its periods, with all that is asked about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from sqlglot import exp

from lineofsight.expressions import Clock, DuckDB, to_condition, to_sql
from lineofsight.measures.asking import Ask, last_mature_day
from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.query import (
    Calculation,
    Derived,
    Event,
    Formula,
    OfRow,
    PeriodDay,
    Place,
    Query,
    Step,
    Stored,
    formulas_of,
)
from lineofsight.measures.sql.groups import group_value
from lineofsight.measures.sql.lookups import Lookups
from lineofsight.measures.sql.parts import (
    Sql,
    all_of,
    any_of,
    column,
    day,
    equal,
    everything,
    is_not_null,
    is_null,
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


class Judging:
    """One ask on its way to SQL. `groups`: the names of the groups that are needed."""

    def __init__(self, ask: Ask, catalogue: Catalogue, as_at: date, groups: tuple[str, ...], dialect: DuckDB) -> None:
        self.ask = ask
        self.query: Query = ask.query
        self.catalogue = catalogue
        self.as_at = as_at
        self.dialect = dialect
        self.groups = [self.query.group(name) for name in groups]
        self.clock = Clock(datetime.combine(as_at, time.min))
        self.parts: list[tuple[str, exp.Query]] = []
        self.stored: dict[Stored, str] = {}
        self.steps = self._needed_steps()
        representative = self.query.representative
        self.order_columns = [f"o{number}" for number, _ in enumerate(representative.by if representative else ())]

    def build(self) -> None:
        """Fill `parts`; the last is `judged`."""
        self._rows()
        for step in self.steps:
            if not self._needs_period(step):
                self._step(step)
        self._seen()
        for step in self.steps:
            if self._needs_period(step):
                self._step(step)
        self._judged()

    @property
    def last(self) -> str:
        return self.parts[-1][0]

    @property
    def is_seen(self) -> bool:
        """Whether rows stand once for each period by now."""
        return any(name == "seen" for name, _ in self.parts)

    def of_row(self, place: Place, table: str = "") -> Sql:
        """The SQL of a place, in a part that stands on the last one."""
        if isinstance(place, Stored):
            return column(self.stored[place], table)
        if isinstance(place, Derived):
            return column(f"d_{place.name}", table)
        if isinstance(place, OfRow):
            return self.of_row(place.place, table)
        return column(_PERIOD_COLUMNS[place], table)

    def value(self, formula: Formula, table: str = "") -> Sql:
        places = {name: self.of_row(place, table) for name, place in formula.places}
        return to_sql(formula.tree, places, clock=self.clock, dialect=self.dialect)

    def truth(self, formula: Formula | None) -> Sql:
        """Never NULL: a condition that is blank, as a yes-or-no that was not answered, does not hold."""
        if formula is None:
            return exp.Boolean(this=True)
        places = {name: self.of_row(place) for name, place in formula.places}
        condition = to_condition(formula.tree, places, clock=self.clock, dialect=self.dialect)
        return exp.Coalesce(this=condition, expressions=[exp.Boolean(this=False)])

    def is_readable(self, relation: Relation, grain: Grain) -> Sql | None:
        """That a record is of no excluded program."""
        excluded = self.ask.scope.excluded_programs
        if not excluded:
            return None
        program = relation.value(_of_enrollment("program_id", grain))
        return opposite(exp.In(this=program, expressions=[number(each) for each in excluded]))

    # the parts

    def _rows(self) -> None:
        query = self.query
        relation = Relation(self.catalogue, query.rows, query.forms)
        unit = relation.value(query.unit_key)
        columns: list[Sql] = [named(relation.id, "id"), named(unit, "unit")]
        for place in self._places():
            if isinstance(place, Stored) and place not in self.stored:
                self.stored[place] = f"v{len(self.stored)}"
                columns.append(named(relation.value(place), self.stored[place]))
        restrictions = (
            self._is_in_scope(relation),
            self._is_near(relation),
            self.is_readable(relation, query.rows),
        )
        conditions = [is_not_null(unit), *(each for each in restrictions if each is not None)]
        self._add("rows", relation.select(columns, all_of(conditions)))

    def _step(self, step: Step) -> None:
        if isinstance(step, Calculation):
            made = named(self.value(step.value), f"d_{step.name}")
            self._add(f"with_{step.name}", selection([everything(), made], table(self.last)))
        else:
            Lookups(self).add(step)

    def _add(self, name: str, part: exp.Query) -> None:
        self.parts.append((name, part))

    def _seen(self) -> None:
        rows = [
            exp.Tuple(expressions=[number(place), day(period.start), day(period.end)])
            for place, period in enumerate(self.ask.periods)
        ]
        periods = exp.Values(expressions=rows, alias=table_alias("p", ("period", "first", "last")))
        in_period = joined(periods, self._is_in_period(), may_be_missing=False)
        self._add("seen", selection([everything()], table(self.last), joins=[in_period]))

    def _is_in_period(self) -> Sql:
        rule = self.query.period
        first, last = column("first"), column("last")
        if isinstance(rule, Event):
            return exp.Between(this=self.value(rule.day), low=first, high=last)
        started = exp.LTE(this=self.value(rule.start), expression=last)
        if rule.end is None:
            return started
        end = self.value(rule.end)
        until = exp.GT(this=end, expression=last) if rule.is_on_last_day else exp.GTE(this=end, expression=first)
        return all_of([started, any_of([is_null(end), until])])

    def _judged(self) -> None:
        query = self.query
        columns: list[Sql] = [
            column("id"),
            column("unit"),
            column("period"),
            named(self.truth(query.population), "included"),
            named(self.truth(query.numerator), "counted"),
            named(self.value(query.value) if query.value else exp.Null(), "amount"),
            named(self._is_early(), "is_early"),
        ]
        columns += [named(group_value(group, self), f"g_{group.name}") for group in self.groups]
        by = query.representative.by if query.representative else ()
        columns += [named(self.value(each), name) for each, name in zip(by, self.order_columns, strict=True)]
        self._add("judged", selection(columns, table(self.last)))

    def _is_early(self) -> Sql:
        """Included, but so near to the day of the figures that the outcome cannot be known."""
        last = last_mature_day(self.query, self.as_at)
        if last is None or not isinstance(self.query.period, Event):
            return exp.Boolean(this=False)
        return exp.GT(this=self.value(self.query.period.day), expression=day(last))

    # what restricts the rows

    def _is_in_scope(self, relation: Relation) -> Sql | None:
        if not self.ask.scope.places:
            return None
        program = relation.value(_of_enrollment("program_id", self.query.rows))
        site = relation.value(_of_enrollment("site_id", self.query.rows))
        allowed = []
        for place in self.ask.scope.places:
            wanted = [
                equal(where, number(id))
                for where, id in ((program, place.program), (site, place.site))
                if id is not None
            ]
            allowed.append(all_of(wanted))
        return any_of(allowed)

    def _is_near(self, relation: Relation) -> Sql | None:
        """That the day of an event lies between the first and the last day asked for, where it can be told at once."""
        rule = self.query.period
        if not isinstance(rule, Event) or not all(isinstance(place, Stored) for _, place in rule.day.places):
            return None
        places = {name: relation.value(place) for name, place in rule.day.places if isinstance(place, Stored)}
        moment = to_sql(rule.day.tree, places, clock=self.clock, dialect=self.dialect)
        first = min(period.start for period in self.ask.periods)
        last = max(period.end for period in self.ask.periods)
        return exp.Between(this=moment, low=day(first), high=day(last))

    # what is needed

    def _formulas(self) -> list[Formula]:
        """Those of the row, without the steps."""
        query = self.query
        rule = query.period
        found = [rule.day] if isinstance(rule, Event) else [rule.start, rule.end]
        found += [query.population, query.numerator, query.value]
        found += query.representative.by if query.representative else ()
        return [each for each in found if each is not None]

    def _group_places(self) -> list[Place]:
        return [
            place for group in self.groups for place in (group.place, group.quality, group.entry) if place is not None
        ]

    def _needed_steps(self) -> tuple[Step, ...]:
        """The steps that something uses, in their order."""
        waiting = [place for formula in self._formulas() for _, place in formula.places] + self._group_places()
        needed: set[str] = set()
        while waiting:
            place = waiting.pop()
            inner = place.place if isinstance(place, OfRow) else place
            if isinstance(inner, Derived) and inner.name not in needed:
                needed.add(inner.name)
                step = self.query.step(inner.name)
                waiting += [each for formula in formulas_of(step) for _, each in formula.places]
        return tuple(step for step in self.query.steps if step.name in needed)

    def _places(self) -> Iterable[Place]:
        """The places read of the rows."""
        for formula in self._formulas():
            yield from (place for _, place in formula.places)
        yield from self._group_places()
        for step in self.steps:
            if isinstance(step, Calculation):
                yield from (place for _, place in step.value.places)
            else:
                yield step.row_key
                for formula in formulas_of(step):
                    yield from (place.place for _, place in formula.places if isinstance(place, OfRow))

    def _needs_period(self, step: Step) -> bool:
        for formula in formulas_of(step):
            for _, place in formula.places:
                inner = place.place if isinstance(place, OfRow) else place
                if isinstance(inner, PeriodDay):
                    return True
                if isinstance(inner, Derived) and self._needs_period(self.query.step(inner.name)):
                    return True
        return False


def _of_enrollment(name: str, grain: Grain) -> Stored:
    return Stored(() if grain is Grain.ENROLLMENT else ("enrollment_id",), ("enrollment",), name, ColumnType.ID)
