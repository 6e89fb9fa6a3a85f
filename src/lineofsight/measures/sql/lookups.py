"""Lookups in SQL: the records looked at, what is found in them for each row, and the row with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from lineofsight.expressions import to_condition, to_sql
from lineofsight.measures.definition import ONE_RECORD, Pick
from lineofsight.measures.query import Calculation, Derived, Formula, Lookup, Place, Stored
from lineofsight.measures.sql.parts import (
    Sql,
    all_of,
    column,
    double,
    equal,
    everything,
    first_of,
    joined,
    named,
    number,
    selection,
    table,
)
from lineofsight.measures.sql.relation import Relation

if TYPE_CHECKING:
    from lineofsight.measures.sql.judging import Judging


class Lookups:
    """Adds the parts of one lookup to a statement. In them, `b` is the row and `t` the record looked at."""

    def __init__(self, judging: Judging) -> None:
        self._judging = judging
        self._stored: dict[Stored, str] = {}

    def add(self, step: Lookup) -> None:
        judging = self._judging
        before = judging.last
        keys = ["id", "period"] if judging.is_seen else ["id"]
        judging.parts.append((f"of_{step.name}", self._records(step)))
        on = [equal(column("key", "t"), judging.of_row(step.row_key, "b"))]
        if step.where is not None:
            places = self._places(step.where)
            on.append(to_condition(step.where.tree, places, clock=judging.clock, dialect=judging.dialect))
        of_row = [column(key, "b") for key in keys]
        found = selection(
            [*of_row, named(self._picked(step), "found")],
            table(before, "b"),
            joins=[joined(table(f"of_{step.name}", "t"), all_of(on), may_be_missing=False)],
            group_by=of_row,
        )
        judging.parts.append((f"found_{step.name}", found))
        same = all_of([equal(column(key, "f"), column(key, "b")) for key in keys])
        value = named(self._or_nothing(step, column("found", "f")), f"d_{step.name}")
        there = joined(table(f"found_{step.name}", "f"), same, may_be_missing=True)
        judging.parts.append(
            (f"with_{step.name}", selection([everything("b"), value], table(before, "b"), joins=[there]))
        )

    def _records(self, step: Lookup) -> exp.Select:
        """The records with their key and every value that is read of them."""
        relation = Relation(self._judging.catalogue, step.source, step.forms)
        columns: list[Sql] = [named(relation.id, "id"), named(relation.value(step.record_key), "key")]
        formulas = [each for each in (step.where, *step.by, step.value) if each is not None]
        for place in self._read(formulas):
            if place not in self._stored:
                self._stored[place] = f"w{len(self._stored)}"
                columns.append(named(relation.value(place), self._stored[place]))
        return relation.select(columns, self._judging.is_readable(relation, step.source))

    def _read(self, formulas: list[Formula]) -> list[Stored]:
        """The places of the records that the formulas read, also through calculations."""
        found: list[Stored] = []
        for formula in formulas:
            for _, place in formula.places:
                if isinstance(place, Stored):
                    found.append(place)
                if isinstance(place, Derived):
                    found += self._read([self._calculation(place)])
        return found

    def _calculation(self, place: Derived) -> Formula:
        step = self._judging.query.step(place.name)
        if not isinstance(step, Calculation):
            raise TypeError(f"{place.name} is not a calculation")  # checking has seen to it
        return step.value

    def _picked(self, step: Lookup) -> Sql:
        if step.pick is Pick.EXISTS:
            return exp.GT(this=exp.Count(this=exp.Star()), expression=number(0))
        if step.pick is Pick.COUNT or step.value is None:
            return exp.Count(this=exp.Star())
        value = self._value(step.value)
        if step.pick in ONE_RECORD:
            order = [*(self._value(each) for each in step.by), column("id", "t")]
            return first_of(value, order, descending=step.pick is Pick.LATEST)
        if step.pick is Pick.COUNT_DISTINCT:
            return exp.Count(this=exp.Distinct(expressions=[value]))
        if step.pick is Pick.MEAN:
            return exp.Avg(this=double(value))
        aggregates: dict[Pick, Sql] = {
            Pick.SUM: exp.Sum(this=value),
            Pick.MINIMUM: exp.Min(this=value),
            Pick.MAXIMUM: exp.Max(this=value),
        }
        return self._judging.dialect.cast(aggregates[step.pick], step.type)

    def _or_nothing(self, step: Lookup, found: Sql) -> Sql:
        """Of no records the count and the sum are 0, and there is none."""
        if step.pick is Pick.EXISTS:
            return exp.Coalesce(this=found, expressions=[exp.Boolean(this=False)])
        if step.pick in (Pick.COUNT, Pick.COUNT_DISTINCT, Pick.SUM):
            nothing = self._judging.dialect.cast(number(0), step.type)
            return exp.Coalesce(this=found, expressions=[nothing])
        return found

    def _value(self, formula: Formula) -> Sql:
        judging = self._judging
        return to_sql(formula.tree, self._places(formula), clock=judging.clock, dialect=judging.dialect)

    def _places(self, formula: Formula) -> dict[str, Sql]:
        return {name: self._place(place) for name, place in formula.places}

    def _place(self, place: Place) -> Sql:
        if isinstance(place, Stored):
            return column(self._stored[place], "t")
        if isinstance(place, Derived):
            return exp.Paren(this=self._value(self._calculation(place)))
        return self._judging.of_row(place, "b")
