"""The parts of a statement up to `judged`: each row in each of its periods, with all that is asked about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlglot import exp

from lineofsight.measures.asking import last_mature_day
from lineofsight.measures.query import Event, Formula, Group, Place, Query, Stored, Tally
from lineofsight.measures.sql.chain import Chain, Setting, of_enrollment
from lineofsight.measures.sql.groups import group_value
from lineofsight.measures.sql.needs import steps_of_others, steps_of_row
from lineofsight.measures.sql.parts import (
    Sql,
    all_of,
    any_of,
    column,
    day,
    equal,
    is_not_null,
    is_null,
    named,
    number,
    selection,
    table,
)
from lineofsight.measures.sql.relation import Relation
from lineofsight.measures.sql.tallies import tally_columns


class Judging:
    """One query on its way to SQL. groups: those that are needed. tallies: what is told, by the mark of its columns.
    conditions: what else is asked of each row, by the name of its column."""

    def __init__(
        self,
        setting: Setting,
        groups: Sequence[Group],
        tallies: Mapping[str, Tally],
        conditions: Mapping[str, Formula | None],
    ) -> None:
        self.setting = setting
        self.query: Query = setting.query
        self.groups = groups
        self.tallies = tallies
        self.conditions = conditions
        steps = steps_of_row(self.query, self._places())
        self.rows = Chain(setting, "", steps)
        self.others = Chain(setting, "other_", steps_of_others(self.query, steps))
        representative = self.query.representative
        self.order_columns = [f"o{number}" for number, _ in enumerate(representative.by if representative else ())]

    def build(self) -> None:
        """Make the parts; the last is `judged`."""
        rows, others = self.rows, self.others
        self._add_others()
        self._add_rows()
        rows.work_out_free(others)
        if others.is_waiting:
            others.spread_over_periods(None)
            others.work_out_in_periods(others)
        rows.spread_over_periods(self._is_in_period())
        rows.work_out_in_periods(others)
        self._judge()

    # the parts

    def _add_others(self) -> None:
        """Every record like the rows that may be read, whether it is counted or not."""
        others = self.others
        relation = Relation(self.setting.catalogue, self.query.rows)
        columns = others.columns_of(relation, ())
        if len(columns) > 1:
            others.add("rows", relation.select(columns, self.setting.is_readable(relation, self.query.rows)))
            others.work_out_free(others)

    def _add_rows(self) -> None:
        query = self.query
        relation = Relation(self.setting.catalogue, query.rows, query.forms)
        unit = relation.value(query.unit_key)
        columns = [named(unit, "unit"), *self.rows.columns_of(relation, self._places())]
        restrictions = (
            self._is_in_scope(relation),
            self._is_near(relation),
            self.setting.is_readable(relation, query.rows),
        )
        conditions = [is_not_null(unit), *(each for each in restrictions if each is not None)]
        self.rows.add("rows", relation.select(columns, all_of(conditions)))

    def _is_in_period(self) -> Sql:
        rule, rows = self.query.period, self.rows
        first, last = column("first"), column("last")
        if isinstance(rule, Event):
            return exp.Between(this=rows.value(rule.day), low=first, high=last)
        started = exp.LTE(this=rows.value(rule.start), expression=last)
        if rule.end is None:
            return started
        end = rows.value(rule.end)
        until = exp.GT(this=end, expression=last) if rule.is_on_last_day else exp.GTE(this=end, expression=first)
        return all_of([started, any_of([is_null(end), until])])

    def _judge(self) -> None:
        query, rows = self.query, self.rows
        columns: list[Sql] = [
            column("id"),
            column("unit"),
            column("period"),
            named(rows.truth(query.population), "included"),
            named(rows.truth(query.complete), "complete"),
            named(self._is_early(), "is_early"),
        ]
        for mark, tally in self.tallies.items():
            columns += tally_columns(rows, tally, mark)
        columns += [named(rows.truth(condition), name) for name, condition in self.conditions.items()]
        columns += [named(group_value(group, rows), f"g_{group.name}") for group in self.groups]
        by = query.representative.by if query.representative else ()
        columns += [named(rows.value(each), name) for each, name in zip(by, self.order_columns, strict=True)]
        rows.add("judged", selection(columns, table(rows.last)))

    def _is_early(self) -> Sql:
        """Included, but so near to the day of the figures that the outcome cannot be known."""
        last = last_mature_day(self.query, self.setting.as_at)
        if last is None or not isinstance(self.query.period, Event):
            return exp.Boolean(this=False)
        return exp.GT(this=self.rows.value(self.query.period.day), expression=day(last))

    # what restricts the rows

    def _is_in_scope(self, relation: Relation) -> Sql | None:
        places = self.setting.scope.places
        if not places:
            return None
        program = relation.value(of_enrollment("program_id", self.query.rows))
        site = relation.value(of_enrollment("site_id", self.query.rows))
        allowed = []
        for place in places:
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
        first = min(period.start for period in self.setting.periods)
        last = max(period.end for period in self.setting.periods)
        return exp.Between(this=self.setting.sql(rule.day, places), low=day(first), high=day(last))

    # what is needed

    def _places(self) -> list[Place]:
        """The places read of the rows, without the steps."""
        places = [place for formula in self._formulas() for _, place in formula.places]
        for group in self.groups:
            places += [place for place in (group.place, group.quality, group.entry) if place is not None]
        return places

    def _formulas(self) -> Iterator[Formula]:
        query = self.query
        rule = query.period
        days = (rule.day,) if isinstance(rule, Event) else (rule.start, rule.end)
        by = query.representative.by if query.representative else ()
        told = [formula for tally in self.tallies.values() for formula in tally.formulas]
        judged = (*days, query.population, query.complete, *told, *self.conditions.values(), *by)
        yield from (each for each in judged if each is not None)
