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
from lineofsight.measures.query import Event, Query

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One measure over periods, in a scope: a total for each period, and the groups of each name in `by` beside it."""

    query: Query
    periods: tuple[Period, ...]
    by: tuple[str, ...] = ()
    scope: Scope = Scope()

    def __post_init__(self) -> None:
        known = [group.name for group in self.query.groups]
        for name in self.by:
            if name not in known:
                remedy = did_you_mean(name, known) if known else "Add it to the measure's by."
                raise MeasureProblem("M142", self.query.measure, f'It is not told apart by "{name}".', remedy)
        if not self.periods:
            raise MeasureProblem("M143", self.query.measure, "No period is asked for.", "Name at least one.")
        if len({period.name for period in self.periods}) < len(self.periods):
            raise MeasureProblem("M144", self.query.measure, "Two periods have one name.", "Give each its own.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One figure.

    `denominator`: the units included. `numerator`: those of them that are counted; None where there is no numerator.
    `n`: the units the value rests on; fewer than the denominator where some have no value. `value`: of a count the
    number, of a proportion 0 to 1, else in the unit of the value; None where nothing can be said of nobody. A sum of
    money or whole numbers is exact. `too_early`: units left out because their outcome cannot be known yet.
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


class Which(StrEnum):
    """Which of the units behind a cell."""

    DENOMINATOR = "denominator"
    NUMERATOR = "numerator"
    NOT_NUMERATOR = "not_numerator"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class Member:
    """One unit behind a figure: its id, the id of the row that speaks for it, and its value if there is one.

    Without a representative the row is that of the lowest id among those for which the unit is listed.
    """

    unit: int
    record: int
    value: Amount | None = None


class Engine(Protocol):
    """Answers questions about one build. Every engine gives the same answers."""

    def figures(self, ask: Ask) -> tuple[Cell, ...]:
        """For each period the total, then the groups of each name in `by`, by value. Empty groups are not there."""

    def members(
        self, ask: Ask, period: Period, group: GroupKey = (), which: Which = Which.DENOMINATOR
    ) -> tuple[Member, ...]:
        """Who is behind one cell of the ask, by id of the unit."""

    def flagged(self, ask: Ask) -> tuple[Flagged, ...]:
        """Of yes-or-no groups: the rows in each whose answer is yes, in the last period; by name of the group, id."""

    def explain(self, ask: Ask, period: Period, units: Sequence[int]) -> tuple[Explanation, ...]:
        """Why each of these units is counted in the total of the period, or not; in their order."""


def is_settled(query: Query, period: Period, as_at: date) -> bool:
    """Nothing that is still to come can change the figure: the period is over and its youngest outcome can be known."""
    return period.end + timedelta(days=query.matures_after) <= as_at


def last_mature_day(query: Query, as_at: date) -> date | None:
    """The last day of an event whose outcome can be known; None where the rows have no day of their own."""
    return as_at - timedelta(days=query.matures_after) if isinstance(query.period, Event) else None
