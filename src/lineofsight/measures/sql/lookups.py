"""Lookups in SQL: the records looked at, what is found in them for each row, and the row with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from lineofsight.measures.definition import ONE_RECORD, Pick
from lineofsight.measures.query import Calculation, Derived, Formula, Lookup, Place, Stored, read_of_records
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
    from lineofsight.measures.sql.chain import Chain


class Lookups:
    """Adds the parts of one lookup to a chain. In them, `b` is the row, `t` the record looked at, and `o` the same
    record among the others like the row, where a derive of it is read."""

    def __init__(self, chain: Chain, others: Chain) -> None:
        self._chain = chain
        self._others = others
        self._setting = chain.setting
        self._stored: dict[Stored, str] = {}

    def add(self, step: Lookup) -> None:
        chain = self._chain
        before = chain.last
        keys = ["id", "period"] if chain.is_in_periods else ["id"]
        of_others = read_of_records(self._setting.query, step)
        is_by_period = bool(of_others) and self._others.is_in_periods
        looked_at, found = f"{chain.prefix}of_{step.name}", f"{chain.prefix}found_{step.name}"
        self._setting.parts.append((looked_at, self._records(step, of_others, is_by_period=is_by_period)))
        on = [equal(column("key", "t"), chain.of_row(step.row_key, "b"))]
        if is_by_period:
            on.append(equal(column("period", "t"), column("period", "b")))
        if step.where is not None:
            on.append(self._setting.condition(step.where, self._places(step.where)))
        of_row = [column(key, "b") for key in keys]
        picked = selection(
            [*of_row, named(self._picked(step), "found")],
            table(before, "b"),
            joins=[joined(table(looked_at, "t"), all_of(on), may_be_missing=False)],
            group_by=of_row,
        )
        self._setting.parts.append((found, picked))
        same = all_of([equal(column(key, "f"), column(key, "b")) for key in keys])
        value = named(self._or_nothing(step, column("found", "f")), f"d_{step.name}")
        there = joined(table(found, "f"), same, may_be_missing=True)
        chain.add(f"with_{step.name}", selection([everything("b"), value], table(before, "b"), joins=[there]))

    def _records(self, step: Lookup, of_others: tuple[str, ...], *, is_by_period: bool) -> exp.Select:
        """The records with their key and every value that is read of them."""
        relation = Relation(self._setting.catalogue, step.source, step.forms)
        columns: list[Sql] = [named(relation.id, "id"), named(relation.value(step.record_key), "key")]
        formulas = [each for each in (step.where, *step.by, step.value) if each is not None]
        for place in self._read(formulas):
            if place not in self._stored:
                self._stored[place] = f"w{len(self._stored)}"
                columns.append(named(relation.value(place), self._stored[place]))
        columns += [column(f"d_{name}", "o") for name in of_others]
        columns += [column("period", "o")] if is_by_period else []
        same = equal(column("id", "o"), relation.id)
        joins = [joined(table(self._others.last, "o"), same, may_be_missing=False)] if of_others else []
        return relation.select(columns, self._setting.is_readable(relation, step.source), joins)

    def _read(self, formulas: list[Formula]) -> list[Stored]:
        """The places of the records that the formulas read, also through calculations."""
        found: list[Stored] = []
        for formula in formulas:
            for _, place in formula.places:
                if isinstance(place, Stored):
                    found.append(place)
                if isinstance(place, Derived) and isinstance(step := self._setting.query.step(place.name), Calculation):
                    found += self._read([step.value])
        return found

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
        return self._setting.dialect.cast(aggregates[step.pick], step.type)

    def _or_nothing(self, step: Lookup, found: Sql) -> Sql:
        """Of no records the count and the sum are 0, and there is none."""
        if step.pick is Pick.EXISTS:
            return exp.Coalesce(this=found, expressions=[exp.Boolean(this=False)])
        if step.pick in (Pick.COUNT, Pick.COUNT_DISTINCT, Pick.SUM):
            nothing = self._setting.dialect.cast(number(0), step.type)
            return exp.Coalesce(this=found, expressions=[nothing])
        return found

    def _value(self, formula: Formula) -> Sql:
        return self._setting.sql(formula, self._places(formula))

    def _places(self, formula: Formula) -> dict[str, Sql]:
        return {name: self._place(place) for name, place in formula.places}

    def _place(self, place: Place) -> Sql:
        if isinstance(place, Stored):
            return column(self._stored[place], "t")
        if isinstance(place, Derived):
            step = self._setting.query.step(place.name)
            if isinstance(step, Calculation):
                return exp.Paren(this=self._value(step.value))
            return column(f"d_{place.name}", "t")
        return self._chain.of_row(place, "b")
