"""The checked model of a measure: no text is left to understand, every name knows where its value stands.

What an engine needs and nothing else. All nodes are frozen and can be compared and hashed. An engine that gives the
figures of every `Query` knows the language; two engines that differ on one have found a fault.

What a query means, in the order in which it is worked out for one period and one scope:

1. The **rows** are the records of its grain inside the scope that belong to the period.
2. Rows whose day is so near to the day of the figures that their outcome cannot be known are **too early**, left out.
3. Rows for which the population holds are included. Of a unit with several, one row speaks when the query says which.
4. Units are counted once; the numerator is counted only among those included.

The figure of a group is the figure of the same measure on the group's rows alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lineofsight.expressions import Type, TypedTree
from lineofsight.measures.definition import Among, Kinship, Pick, Statistic
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
    """What the rows are told apart by. AGE: from the day of birth, its quality, and the day of entry."""

    name: str
    kind: GroupKind
    place: Place
    quality: Stored | None = None
    entry: Stored | None = None


@dataclass(frozen=True, slots=True)
class Representative:
    pick: Pick
    by: tuple[Formula, ...]
    among: Among


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A measure ready to be counted. unit_key: the id of the unit, seen from the row. steps: in their order."""

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
    statistic: Statistic
    representative: Representative | None = None
    matures_after: int = 0
    groups: tuple[Group, ...] = ()

    def step(self, name: str) -> Step:
        return next(step for step in self.steps if step.name == name)

    def group(self, name: str) -> Group:
        return next(group for group in self.groups if group.name == name)


def formulas_of(step: Step) -> tuple[Formula, ...]:
    """Every formula of a step."""
    if isinstance(step, Calculation):
        return (step.value,)
    return tuple(formula for formula in (step.where, *step.by, step.value) if formula is not None)


def looks_elsewhere(query: Query, place: Place) -> bool:
    """Whether the place holds what other enrollments of the person, or of the household, say."""
    inner = place.place if isinstance(place, OfRow) else place
    if not isinstance(inner, Derived):
        return False
    step = query.step(inner.name)
    if isinstance(step, Lookup) and step.link is not Kinship.ENROLLMENT:
        return True
    return any(looks_elsewhere(query, each) for formula in formulas_of(step) for _name, each in formula.places)
