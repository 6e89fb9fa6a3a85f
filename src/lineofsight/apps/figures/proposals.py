"""What could be released: for every measure in use the tables of its closed periods, already withheld as they must be.

The rules. One length of period for a measure and its places, for ever: were months and quarters both released, a
withheld month would be the quarter less the other two. It is the shortest with which most figures can be shown. Of a
measure that is used in a whole and in its parts everything is decided together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from lineofsight.apps.agency.models import Program
from lineofsight.apps.framework.models import MeasureAssignment, MeasureVersion, PlaceKey
from lineofsight.disclosure import Policy
from lineofsight.measures import Ask, Cell, Period, Query, Scope, is_settled
from lineofsight.statistics import Every
from lineofsight.warehouse.builds import Build

from .beginnings import records_begin, records_end, since_records_begin
from .counting import Counting
from .definitions import people_queries
from .incomplete import with_incomplete
from .periods import periods_of
from .scopes import is_protected, leaves_programs_out, outside_scope
from .selectors.computed import figure_of
from .selectors.labels import Labels
from .suppression import PEOPLE, Exact, ExactTable, ToldTable, exact, may_be_shown, parts_withheld, policy_of
from .suppression import told_table as withhold
from .values import Used

MOST = 0.75  # of the figures of everybody must be fit to be shown
LOOKED_AT = {Every.MONTH: 24, Every.QUARTER: 8}  # newest periods

Group = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A table that is due to be released. labels: (disaggregation, code) → how it is called.

    exact: the same table as it is, which goes no farther than the audit.
    is_open: about the whole community, counted elsewhere and public already, so that nothing is withheld or compared.
    protected: programs that are under protection, by their ids.
    """

    assignment: MeasureAssignment
    version: MeasureVersion
    every: Every
    starts_on: date
    ends_on: date
    table: ToldTable
    exact: ExactTable
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    build: int | None = None
    is_open: bool = False
    leaves_programs_out: bool = False
    protected: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A measure in a place, with the places inside it in which it is used as well, or was and something is released."""

    use: Used
    parts: tuple[Place, ...] = ()

    @property
    def key(self) -> PlaceKey:
        return self.use.assignment.place_key

    @property
    def is_ended(self) -> bool:
        return self.use.assignment.ended_on is not None

    def all(self) -> Iterator[Place]:
        yield self
        for part in self.parts:
            yield from part.all()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """The exact tables of one place, by the name of their period; since: periods from the first with anybody in it."""

    tables: Mapping[str, ExactTable]
    since: frozenset[str]
    labels: Mapping[tuple[str, str], str]


def places(uses: Sequence[Used]) -> tuple[Place, ...]:
    """The uses of one measure, each inside the smallest use around it. A protected program is part of no whole."""

    def is_inside(one: MeasureAssignment, other: MeasureAssignment) -> bool:
        if other.program_id is None:
            return one.program is not None and not is_protected(one)
        return other.site_id is None and one.program_id == other.program_id and one.site_id is not None

    def around(use: Used) -> Used | None:
        found = [each for each in uses if is_inside(use.assignment, each.assignment)]
        return max(found, key=lambda each: each.assignment.program_id is not None, default=None)

    def place(use: Used) -> Place:
        return Place(use=use, parts=tuple(place(each) for each in uses if around(each) is use))

    return tuple(place(each) for each in uses if around(each) is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposing:
    """One pass over the facts for everybody outside. wait: days from the end of a period, and of its youngest outcome,
    until it is released. released: place → the days of which something is released."""

    build: Build
    counting: Counting
    labels: Labels
    protected: tuple[Program, ...]
    first_month: int
    wait: timedelta
    released: Mapping[PlaceKey, Collection[tuple[date, date]]] = field(default_factory=dict)

    def tables(self, place: Place, query: Query, *, every: Every | None) -> list[list[Proposal]]:
        """Of each closed period, oldest first, the tables of the place and of its parts. every: the length of periods
        with which the measure was released before."""
        every = every or self._length(place.use, query)
        until = self._until(self._scope(place.use))
        closed = tuple(
            period
            for period in periods_of(every, until, self.first_month)
            if period.end <= until and is_settled(query, period, self.build.as_at - self.wait)
        )
        if not closed:
            return []
        counted = {
            each.use.assignment.pk: self._counted(
                each.use, query, closed, with_groups=all(part.is_ended for part in each.parts)
            )
            for each in place.all()
        }
        policy = policy_of(query, is_protected=is_protected(place.use.assignment))
        found = []
        for period in closed:
            together: list[Proposal] = []
            for then in self._as_released(place, period):
                told = _told(then, period, counted, policy, counts_people=query.unit in PEOPLE)
                is_alone = not then.parts
                together += [
                    self._proposal(
                        each.use,
                        period,
                        every,
                        with_incomplete(told[pk], counted[pk].tables[period.name].total, stands_alone=is_alone),
                        counted[pk],
                    )
                    for each in then.all()
                    if period.name in counted[pk := each.use.assignment.pk].since
                ]
            found.append(together)
        return [together for together in found if together]

    def _as_released(self, place: Place, period: Period) -> tuple[Place, ...]:
        """The place without those in which the measure is not used any more and of which nothing is released for the
        period; what lies in those lies in what is around them."""
        parts = tuple(then for part in place.parts for then in self._as_released(part, period))
        if place.is_ended and (period.start, period.end) not in self.released.get(place.key, ()):
            return parts
        return (replace(place, parts=parts),)

    def _proposal(
        self,
        use: Used,
        period: Period,
        every: Every,
        table: ToldTable,
        counted: _Counted,
    ) -> Proposal:
        return Proposal(
            assignment=use.assignment,
            version=use.version,
            every=every,
            starts_on=period.start,
            ends_on=period.end,
            table=table,
            exact=counted.tables[period.name],
            labels=counted.labels,
            build=self.build.number,
            leaves_programs_out=leaves_programs_out(use.assignment, self._scope(use)),
            protected=tuple(sorted(program.pk for program in self.protected)),
        )

    def _length(self, use: Used, query: Query) -> Every:
        """The shortest with which most of the newest figures can be shown."""
        policy = policy_of(query, is_protected=is_protected(use.assignment))
        until = self._until(self._scope(use))
        for every, newest in LOOKED_AT.items():
            periods = periods_of(every, until, self.first_month)
            tables = self._counted(use, query, periods, with_groups=False)
            closed = [each.name for each in periods if each.end <= until and each.name in tables.since]
            totals = [tables.tables[name].total for name in closed[-newest:]]
            somebody = [total for total in totals if total.figure.denominator]
            shown = sum(may_be_shown(total, policy) for total in somebody)
            if somebody and shown >= MOST * len(somebody):
                return every
        return Every.YEAR

    def _counted(self, use: Used, query: Query, periods: Sequence[Period], *, with_groups: bool) -> _Counted:
        by = tuple(group.name for group in query.groups) if with_groups else ()
        if is_protected(use.assignment):
            by = tuple(name for name in by if name != "site")  # where a shelter is, nobody outside is told
        scope = self._scope(use)
        cells = self.counting.figures(Ask(query=query, periods=tuple(periods), by=by, scope=scope))
        behind = self._people(use, query, periods, by, scope)
        totals: dict[str, Exact] = {}
        groups: dict[str, dict[str, dict[str, Exact]]] = {period.name: {} for period in periods}
        labels: dict[tuple[str, str], str] = {}
        for cell in cells:
            sides = [each.get((cell.period.name, cell.group), 0) for each in behind]
            one = exact(query, cell, figure_of(cell), sides)
            if not cell.group:
                totals[cell.period.name] = one
            for name, code in cell.group:
                groups[cell.period.name].setdefault(name, {})[code] = one
                labels[name, code] = self.labels.of(query, name, code)
        totals_alone = [cell for cell in cells if not cell.group]
        since = since_records_begin(totals_alone, records_begin(query, scope, self.counting, self._until(scope)))
        return _Counted(
            tables={name: ExactTable(total=total, groups=groups[name]) for name, total in totals.items()},
            since=frozenset(cell.period.name for cell in since),
            labels=labels,
        )

    def _people(
        self, use: Used, query: Query, periods: Sequence[Period], by: tuple[str, ...], scope: Scope
    ) -> list[dict[tuple[str, Group], int]]:
        """People behind each cell, where something else than people is counted; of a share on either side as well."""
        if query.unit in PEOPLE:
            return []
        found = []
        for people in people_queries(use.version, self.build.catalogue):
            ask = Ask(query=people, periods=tuple(periods), by=by, scope=scope)
            found.append({_key(cell): cell.denominator for cell in self.counting.figures(ask)})
        return found

    def _until(self, scope: Scope) -> date:
        """The day back from which periods are released: yesterday, or the last of the records where they come no
        more."""
        return records_end(scope, self.counting) or self.build.as_at - timedelta(days=1)

    def _scope(self, use: Used) -> Scope:
        return outside_scope(use.assignment, self.protected)


def _key(cell: Cell) -> tuple[str, Group]:
    return cell.period.name, cell.group


def _told(
    place: Place,
    period: Period,
    counted: Mapping[int, _Counted],
    policy: Policy,
    *,
    counts_people: bool,
    is_withheld: bool = False,
) -> dict[int, ToldTable]:
    """The place and its parts in one period, from the whole down."""
    table = counted[place.use.assignment.pk].tables[period.name]
    if place.parts:
        table = replace(table, groups={})
    told = withhold(table, policy, counts_people=counts_people, is_part_withheld=is_withheld)
    parts = {part.use.assignment.pk: counted[part.use.assignment.pk].tables[period.name].total for part in place.parts}
    hidden = frozenset(parts)
    if parts and told.total.figure.withheld is None:
        hidden, is_whole_withheld = parts_withheld(table.total, parts, policy)
        if is_whole_withheld:
            hidden = frozenset(parts)
            told = withhold(table, policy, counts_people=counts_people, is_part_withheld=True)
    found = {place.use.assignment.pk: told}
    for part in place.parts:
        found |= _told(
            part,
            period,
            counted,
            policy,
            counts_people=counts_people,
            is_withheld=part.use.assignment.pk in hidden,
        )
    return found
