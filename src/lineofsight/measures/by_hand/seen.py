"""Working out a measure by hand: row by row, as somebody with a pencil would. Slow, obvious, and the judge of engines.

It walks the query model and shares nothing with the compiler. The memory engine, the explanations and the made-up cases
of a definition are all this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from lineofsight.expressions import Clock, Value, evaluate
from lineofsight.measures.asking import Ask, Scope, last_mature_day
from lineofsight.measures.by_hand.facts import Facts, Row
from lineofsight.measures.by_hand.picking import chosen, picked
from lineofsight.measures.checks.grouping import age_band
from lineofsight.measures.definition import Among
from lineofsight.measures.periods import Period
from lineofsight.measures.query import (
    NO,
    NOT_KNOWN,
    SEVERAL,
    YES,
    Calculation,
    Derived,
    Event,
    Formula,
    Group,
    GroupKind,
    Lookup,
    OfRow,
    PeriodDay,
    Place,
    Query,
    Representative,
    Stored,
)
from lineofsight.measures.tables import ColumnType, Grain

_PROGRAM = Stored((), ("enrollment",), "program_id", ColumnType.ID)
_SITE = Stored((), ("enrollment",), "site_id", ColumnType.ID)


@dataclass(slots=True)
class Seen:
    """One row of a query, seen in one period; None: where no period is needed. derived: by step and row, kept."""

    query: Query
    facts: Facts
    scope: Scope
    row: Row
    period: Period | None
    derived: dict[tuple[str, int], Value] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return _whole(self.row["id"])

    @property
    def unit(self) -> int | None:
        found = self.value(self.query.unit_key)
        return None if found is None else _whole(found)

    def value(self, place: Place) -> Value:
        return self._of(self.query.rows, self.row, place)

    def works_out(self, formula: Formula) -> Value:
        return self._works_out(self.query.rows, self.row, formula)

    def holds(self, condition: Formula | None) -> bool:
        """Whether the condition holds; none always does."""
        return condition is None or self.works_out(condition) is True

    def group(self, group: Group) -> str:
        """The value of the group to which the row belongs."""
        found = self.value(group.place)
        if group.kind is GroupKind.AGE and group.quality and group.entry and self.period:
            quality, entry = self.value(group.quality), self.value(group.entry)
            return age_band(_day(found), str(quality), _day(entry), self.period.start)
        if found is None:
            return NOT_KNOWN
        if isinstance(found, tuple):
            return SEVERAL if len(found) > 1 else found[0]
        return (YES if found else NO) if isinstance(found, bool) else str(found)

    def is_excluded(self) -> bool:
        """Whether it is of a program of which nothing may be read."""
        return self._program_and_site(self.query.rows, self.row)[0] in self.scope.excluded_programs

    def is_in_scope(self) -> bool:
        program, site = self._program_and_site(self.query.rows, self.row)
        if self.is_excluded():
            return False
        return not self.scope.places or any(
            place.program in (None, program) and place.site in (None, site) for place in self.scope.places
        )

    def is_in_period(self, period: Period) -> bool:
        rule = self.query.period
        if isinstance(rule, Event):
            day = _day(self.works_out(rule.day))
            return day is not None and period.holds(day)
        start = _day(self.works_out(rule.start))
        end = _day(self.works_out(rule.end)) if rule.end else None
        if start is None or start > period.end:
            return False
        return end is None or (end > period.end if rule.is_on_last_day else end >= period.start)

    def is_too_early(self) -> bool:
        last = last_mature_day(self.query, self.facts.as_at)
        day = _day(self.works_out(self.query.period.day)) if isinstance(self.query.period, Event) else None
        return last is not None and day is not None and day > last

    def _program_and_site(self, grain: Grain, row: Row) -> tuple[Value, Value]:
        links = () if grain is Grain.ENROLLMENT else ("enrollment_id",)
        return tuple(  # type: ignore[return-value]
            self.facts.value(grain, row, Stored(links, place.tables, place.column, place.type))
            for place in (_PROGRAM, _SITE)
        )

    def _works_out(self, grain: Grain, record: Row, formula: Formula) -> Value:
        values = {name: self._of(grain, record, place) for name, place in formula.places}
        return evaluate(formula.tree, values, Clock(datetime.combine(self.facts.as_at, time.min)))

    def _of(self, grain: Grain, record: Row, place: Place) -> Value:
        if isinstance(place, PeriodDay):
            if self.period is None:
                return None
            return self.period.start if place is PeriodDay.START else self.period.end
        if isinstance(place, OfRow):
            return self.value(place.place)
        if isinstance(place, Derived):
            return replace(self, row=record)._step(place.name)  # a derive is of any record like the row
        return self.facts.value(grain, record, place)

    def _step(self, name: str) -> Value:
        step = self.query.step(name)
        if isinstance(step, Calculation):
            return self.works_out(step.value)
        if (name, self.id) not in self.derived:
            self.derived[name, self.id] = self._looked_up(step)
        return self.derived[name, self.id]

    def _looked_up(self, step: Lookup) -> Value:
        kin = self.facts.kin(step.source, step.record_key, step.forms, self.value(step.row_key))
        found = []
        for record in kin:
            if self._program_and_site(step.source, record)[0] in self.scope.excluded_programs:
                continue
            if step.where is None or self._works_out(step.source, record, step.where) is True:
                order = tuple(self._works_out(step.source, record, formula) for formula in step.by)
                value = self._works_out(step.source, record, step.value) if step.value else None
                found.append((order, _whole(record["id"]), value))
        return picked(step.pick, step.type, found)


def rows_in_period(ask: Ask, facts: Facts, period: Period) -> list[Seen]:
    """Every row of the query that has a unit, lies in the scope and belongs to the period, by id."""
    query = ask.query
    found = []
    derived: dict[tuple[str, int], Value] = {}
    for row in facts.rows(query.rows, query.forms):
        seen = Seen(query, facts, ask.scope, row, period, derived)
        if seen.unit is not None and seen.is_in_scope() and seen.is_in_period(period):
            found.append(seen)
    return found


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows of one cell: those that speak for the units included, those left out because it is too early, and those
    that speak for units of whom nothing can be said."""

    included: tuple[Seen, ...]
    too_early: tuple[Seen, ...]
    incomplete: tuple[Seen, ...]


def counted(query: Query, rows: Sequence[Seen]) -> Counted:
    """Steps 2 to 4 of what a query means, for the rows of one period and one group."""
    ripe = [row for row in rows if not row.is_too_early()]
    early = [row for row in rows if row.is_too_early() and row.holds(query.population)]
    representative = query.representative
    if representative is not None and representative.among is Among.PERIOD:
        ripe = speakers(ripe, representative)
    included = [row for row in ripe if row.holds(query.population)]
    if representative is not None and representative.among is Among.POPULATION:
        included = speakers(included, representative)
    return Counted(
        included=tuple(row for row in included if row.holds(query.complete)),
        too_early=tuple(early),
        incomplete=tuple(row for row in included if not row.holds(query.complete)),
    )


def by_unit(rows: Iterable[Seen]) -> dict[int, Seen]:
    """One row for each unit: that of the lowest id."""
    found: dict[int, Seen] = {}
    for row in sorted(rows, key=lambda row: row.id, reverse=True):
        if row.unit is not None:
            found[row.unit] = row
    return dict(sorted(found.items()))


def speakers(rows: Sequence[Seen], representative: Representative) -> list[Seen]:
    """The one row of each unit that speaks for it."""
    several: dict[int | None, list[Seen]] = {}
    for row in rows:
        several.setdefault(row.unit, []).append(row)
    return [
        chosen(representative.pick, [(tuple(map(row.works_out, representative.by)), row.id, row) for row in each])
        for each in several.values()
    ]


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else None


def _whole(value: Value) -> int:
    return int(str(value))
