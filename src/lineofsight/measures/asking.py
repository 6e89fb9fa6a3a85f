"""What is asked of an engine, and what it answers: figures as typed cells, and the people behind one of them.

No engine hands out raw rows. A cell of nobody is a cell: a share of nothing is `None`, a sum of nothing is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from lineofsight.measures.explaining import Explanation
from lineofsight.measures.periods import Period
from lineofsight.measures.problems import MeasureProblem, did_you_mean
from lineofsight.measures.quality import Flagged
from lineofsight.measures.query import Event, Query, TableQuery, Tally

GroupKey = tuple[tuple[str, str], ...]
"""Which group a cell is of: (name, value) pairs; empty for everybody. A value is a code, or `NOT_KNOWN`, `SEVERAL`."""
Amount = int | Decimal | float


@dataclass(frozen=True, slots=True)
class Place:
    """A program at a site, by their ids. None: any."""

    program: int | None = None
    site: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which rows are counted: those of one of the places; no places: all of them.

    Nothing of an excluded program is read at all, not even through a lookup: for somebody who may not know that a
    person is a client of a protected program. `places`, on the other hand, restrict the rows that are counted, not the
    records a row is judged by.

    >>> Scope.within(programs=(3,), sites=(1, 2)).places
    (Place(program=3, site=1), Place(program=3, site=2))
    """

    places: tuple[Place, ...] = ()
    excluded_programs: tuple[int, ...] = ()

    @classmethod
    def within(
        cls,
        *,
        programs: tuple[int, ...] = (),
        sites: tuple[int, ...] = (),
        excluded_programs: tuple[int, ...] = (),
    ) -> Scope:
        """Every one of the programs at every one of the sites; empty: any."""
        places = tuple(Place(program, site) for program in programs or (None,) for site in sites or (None,))
        return cls(places=() if places == (Place(),) else places, excluded_programs=excluded_programs)


def check_periods(measure: str, periods: tuple[Period, ...]) -> None:
    """Raises the Problem of periods that cannot be asked for."""
    if not periods:
        raise MeasureProblem("M143", measure, "No period is asked for.", "Name at least one.")
    if len({period.name for period in periods}) < len(periods):
        raise MeasureProblem("M144", measure, "Two periods have one name.", "Give each its own.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One measure over periods, in a scope: a total for each period, and the groups of each name in `by` beside it.

    cross: names of groups told within each other, each combination a group.
    """

    query: Query
    periods: tuple[Period, ...]
    by: tuple[str, ...] = ()
    cross: tuple[tuple[str, ...], ...] = ()
    scope: Scope = Scope()

    def __post_init__(self) -> None:
        known = [group.name for group in self.query.groups]
        for name in (*self.by, *(name for names in self.cross for name in names)):
            if name not in known:
                remedy = did_you_mean(name, known) if known else "Add it to the measure's by."
                raise MeasureProblem("M142", self.query.measure, f'It is not told apart by "{name}".', remedy)
        for names in self.cross:
            if len(set(names)) < len(names) or len(names) < 2:
                trouble = f"A cross of {', '.join(names) or 'nothing'} is none."
                raise MeasureProblem("M147", self.query.measure, trouble, "Name two groups or more, each once.")
        check_periods(self.query.measure, self.periods)

    @property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """By which groups the figures are told, one after the other; by none: the total."""
        return ((), *((name,) for name in self.by), *self.cross)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAsk:
    """One table over periods, in a scope."""

    query: TableQuery
    periods: tuple[Period, ...]
    scope: Scope = Scope()

    @property
    def whom(self) -> Ask:
        """Who is told of, as an ask of its own."""
        return Ask(query=self.query.whom, periods=self.periods, scope=self.scope)

    def __post_init__(self) -> None:
        check_periods(self.query.table, self.periods)

    def place(self, line: str, column: str) -> tuple[int, int]:
        """Where the cell of this line and column stands."""
        places = []
        for key, name, parts in (("line", line, self.query.lines), ("column", column, self.query.columns)):
            names = [part.name for part in parts]
            if name not in names:
                trouble = f'It has no {key} "{name}".'
                raise MeasureProblem("M148", self.query.table, trouble, did_you_mean(name, names))
            places.append(names.index(name))
        return places[0], places[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One figure.

    `denominator`: the units included. `numerator`: those of them that are counted; None where there is no numerator.
    `n`: the units the value rests on; fewer than the denominator where some have no value. `value`: of a count the
    number, of a proportion 0 to 1, else in the unit of the value; None where nothing can be said of nobody. A sum of
    money or whole numbers is exact. `sums`: the two sums of a ratio. Left out are `too_early`, units whose outcome
    cannot be known yet, and `incomplete`, units of which a pair of answers or an intended amount is missing.
    """

    measure: str
    period: Period
    group: GroupKey = ()
    numerator: int | None
    denominator: int
    value: Amount | None
    n: int
    too_early: int
    is_settled: bool
    incomplete: int = 0
    sums: tuple[Amount, Amount] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallied:
    """What is said of some units; as in `Cell`."""

    denominator: int
    numerator: int | None = None
    n: int
    value: Amount | None
    sums: tuple[Amount, Amount] | None = None


class Which(StrEnum):
    """Which of the units behind a cell."""

    DENOMINATOR = "denominator"
    NUMERATOR = "numerator"
    NOT_NUMERATOR = "not_numerator"
    TOO_EARLY = "too_early"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Member:
    """One unit behind a figure: its id, the id of the row that speaks for it, and its value if there is one.

    Without a representative the row is that of the lowest id among those for which the unit is listed.
    """

    unit: int
    record: int
    value: Amount | None = None


def check_has_numerator(measure: str, tally: Tally, which: Which) -> None:
    """Raises M146 where a cell without a numerator is asked who is in it."""
    if tally.numerator is None and which in (Which.NUMERATOR, Which.NOT_NUMERATOR):
        raise MeasureProblem("M146", measure, "It has no numerator.", "Ask for its denominator.")


class Engine(Protocol):
    """Answers questions about one build. Every engine gives the same answers."""

    def figures(self, ask: Ask) -> tuple[Cell, ...]:
        """For each period the total, then the groups of each name in `by`, by value. Empty groups are not there."""

    def members(
        self, ask: Ask, period: Period, group: GroupKey = (), which: Which = Which.DENOMINATOR
    ) -> tuple[Member, ...]:
        """Who is behind one cell of the ask, by id of the unit."""

    def table(self, ask: TableAsk) -> tuple[Cell, ...]:
        """For each period every cell, line by line; also those of nobody. Its group: its line and its column."""

    def table_members(
        self, ask: TableAsk, period: Period, line: str, column: str, which: Which = Which.DENOMINATOR
    ) -> tuple[Member, ...]:
        """Who is behind one cell of a table, by id of the unit."""

    def flagged(self, ask: Ask) -> tuple[Flagged, ...]:
        """Of yes-or-no groups: the rows in each whose answer is yes, in the last period; by name of the group, id."""

    def explain(self, ask: Ask, period: Period, units: Sequence[int]) -> tuple[Explanation, ...]:
        """Why each of these units is counted in the total of the period, or not; in their order."""


def is_settled(query: Query, period: Period, as_at: date) -> bool:
    """Nothing that is still to come can change the figure: the period is over and its youngest outcome can be known.

    On its last day a period goes on: it is over the day after, and the outcome of an event is known the day after its
    last day of waiting.
    """
    return period.end + timedelta(days=query.matures_after) < as_at


def last_mature_day(query: Query, as_at: date) -> date | None:
    """The last day of an event whose outcome can be known; None where the rows have no day of their own. What need not
    be waited for is known on its own day."""
    if not isinstance(query.period, Event):
        return None
    return as_at - timedelta(days=query.matures_after + 1) if query.matures_after else as_at
