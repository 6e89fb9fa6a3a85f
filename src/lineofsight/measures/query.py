"""The checked model of a measure: no text is left to understand, every name knows where its value stands.

What an engine needs and nothing else. All nodes are frozen and can be compared and hashed. An engine that gives the
figures of every `Query` knows the language; two engines that differ on one have found a fault.

What a query means, in the order in which it is worked out for one period and one scope:

1. The **rows** are the records of its grain inside the scope that belong to the period.
2. Rows whose day is so near to the day of the figures that their outcome cannot be known are **too early**, left out.
3. Rows for which the population holds are included. Of a unit with several, one row speaks when the query says which.
4. Units of whom nothing can be said, since a pair of answers or an intended amount is missing, are **incomplete**: they
   are told beside the figure, and not in it.
5. Units are counted once; the numerator is counted only among those included.

The figure of a group is the figure of the same measure on the group's rows alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lineofsight.expressions import Type, TypedTree
from lineofsight.measures.definition import Among, Kinship, Pick, Statistic
from lineofsight.measures.problems import MeasureProblem
from lineofsight.measures.tables import ColumnType, Grain

NOT_KNOWN = "not_known"
"""The group of those of whom it is not known; also the code of a person who does not know."""
SEVERAL = "several"
"""The group of those of whom several codes are true, so that the groups add up."""
YES, NO = "yes", "no"
"""The groups of a yes-or-no."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A value of a record: follow `links` (columns of ids) from it, then take `column` in that of `tables` which has
    the id reached. Several tables: the forms in which a data element is asked."""

    links: tuple[str, ...]
    tables: tuple[str, ...]
    column: str
    type: ColumnType


@dataclass(frozen=True, slots=True)
class Derived:
    """The value of the step of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class OfRow:
    """Inside a lookup: a value of the row itself (`${self.exit_date}`), not of the record looked at."""

    place: Stored | Derived


class PeriodDay(StrEnum):
    START = "start"
    END = "end"


Place = Stored | OfRow | Derived | PeriodDay


@dataclass(frozen=True, slots=True)
class Formula:
    """A checked expression, and where the value of each of its names stands."""

    tree: TypedTree
    places: tuple[tuple[str, Place], ...] = ()

    @property
    def type(self) -> Type:
        return self.tree.type


@dataclass(frozen=True, slots=True)
class Calculation:
    """A step: a value worked out from the row."""

    name: str
    value: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """A step: a value picked from the records that share a key with the row.

    In `where`, `by` and `value` a place is of the record looked at; `OfRow` is of the row. Records of assessments are
    those whose instrument is one of `forms`, when there are any.
    """

    name: str
    source: Grain
    link: Kinship
    row_key: Stored
    record_key: Stored
    forms: tuple[str, ...] = ()
    where: Formula | None
    pick: Pick
    by: tuple[Formula, ...]
    value: Formula | None
    type: Type


Step = Calculation | Lookup


@dataclass(frozen=True, slots=True)
class Event:
    """The row belongs to the period that holds this day."""

    day: Formula


@dataclass(frozen=True, slots=True)
class Open:
    """The row belongs to each period in which it was open on some day. `is_on_last_day`: open on the period's last."""

    start: Formula
    end: Formula | None
    is_on_last_day: bool


class GroupKind(StrEnum):
    CODE = "code"  # a code or a text
    YES_NO = "yes_no"
    CODES = "codes"  # one of several codes, or `SEVERAL`
    AGE = "age"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What the rows are told apart by. AGE: from the day of birth, its quality, and the day of entry.

    codes: the values in the order in which they are told, where they have one; others follow by their letters.
    """

    name: str
    kind: GroupKind
    place: Place
    quality: Stored | None = None
    entry: Stored | None = None
    codes: tuple[str, ...] = ()

    def order_of(self, value: str) -> tuple[int, str]:
        return (self.codes.index(value) if value in self.codes else len(self.codes), value)


@dataclass(frozen=True, slots=True)
class Representative:
    pick: Pick
    by: tuple[Formula, ...]
    among: Among


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What is said of the units of a cell. for_each: the lower value of a ratio. percentile: 0 to 100.

    Nothing is said of a statistic that lacks a part: a mean of no value would be a number of rows.
    """

    statistic: Statistic
    numerator: Formula | None = None
    value: Formula | None = None
    for_each: Formula | None = None
    percentile: float | None = None

    def __post_init__(self) -> None:
        for part in self.statistic.parts:
            if getattr(self, part, None) is None:
                words = self.statistic.replace("_", " ")
                raise MeasureProblem("M103", part, f"A cell of a {words} needs one.", "Say it beside statistic.")

    @property
    def formulas(self) -> tuple[Formula, ...]:
        return tuple(each for each in (self.numerator, self.value, self.for_each) if each is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A measure ready to be counted. unit_key: the id of the unit, seen from the row. steps: in their order.

    complete: what must hold so that anything can be said of a unit. crosses: names of groups told within each other.
    """

    measure: str
    version: int
    unit: Grain
    rows: Grain
    forms: tuple[str, ...] = ()
    unit_key: Stored
    period: Event | Open
    steps: tuple[Step, ...] = ()
    population: Formula | None = None
    numerator: Formula | None = None
    value: Formula | None = None
    for_each: Formula | None = None
    percentile: float | None = None
    complete: Formula | None = None
    statistic: Statistic
    representative: Representative | None = None
    matures_after: int = 0
    groups: tuple[Group, ...] = ()
    crosses: tuple[tuple[str, ...], ...] = ()

    @property
    def tally(self) -> Tally:
        return Tally(
            statistic=self.statistic,
            numerator=self.numerator,
            value=self.value,
            for_each=self.for_each,
            percentile=self.percentile,
        )

    def step(self, name: str) -> Step:
        return next(step for step in self.steps if step.name == name)

    def group(self, name: str) -> Group:
        return next(group for group in self.groups if group.name == name)


@dataclass(frozen=True, slots=True)
class Part:
    """A line or a column of a table: the units for which `when` holds; all without it."""

    name: str
    title: str
    when: Formula | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableQuery:
    """A table ready to be counted. whom: a count of the units, whose rows the cells tell of.

    A unit is in a cell when the row that speaks for it meets the line and the column; where no row speaks for a unit
    with several, when any of its rows meets both. tallies: what is told; cells: which of them, by line and column.
    """

    whom: Query
    lines: tuple[Part, ...]
    columns: tuple[Part, ...]
    tallies: tuple[Tally, ...]
    cells: tuple[tuple[int, ...], ...]

    @property
    def table(self) -> str:
        return self.whom.measure

    def tally(self, line: int, column: int) -> Tally:
        return self.tallies[self.cells[line][column]]


def formulas_of(step: Step) -> tuple[Formula, ...]:
    """Every formula of a step."""
    if isinstance(step, Calculation):
        return (step.value,)
    return tuple(formula for formula in (step.where, *step.by, step.value) if formula is not None)


def read_of_records(query: Query, step: Step) -> tuple[str, ...]:
    """The lookups whose values a lookup reads of the records it looks at, not of the row."""
    found: dict[str, None] = {}
    waiting = [place for formula in formulas_of(step) for _, place in formula.places] if _looks(step) else []
    while waiting:
        place = waiting.pop(0)
        if isinstance(place, Derived):
            inner = query.step(place.name)
            if isinstance(inner, Lookup):
                found[inner.name] = None
            else:
                waiting += [each for _, each in inner.value.places]
    return tuple(found)


def _looks(step: Step) -> bool:
    return isinstance(step, Lookup)


def looks_elsewhere(query: Query, place: Place) -> bool:
    """Whether the place holds what other enrollments of the person, or of the household, say."""
    inner = place.place if isinstance(place, OfRow) else place
    if not isinstance(inner, Derived):
        return False
    step = query.step(inner.name)
    if isinstance(step, Lookup) and step.link is not Kinship.ENROLLMENT:
        return True
    return any(looks_elsewhere(query, each) for formula in formulas_of(step) for _name, each in formula.places)
