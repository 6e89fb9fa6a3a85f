"""What an author says a measure is: the document, read and well formed, with its expressions still as text.

A definition is immutable. Whether its words mean something in an agency's records is another question, which `check`
answers with the catalogue of those records. The questions a measure can ask of a program (how much, how well, is anyone
better off) are those of Results-Based Accountability (Friedman, 2005).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lineofsight.measures.tables import Grain


class Asks(StrEnum):
    HOW_MUCH = "how_much"
    HOW_WELL = "how_well"
    BETTER_OFF = "better_off"


class Direction(StrEnum):
    """Which way is good. none: neither; read it beside another measure."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NONE = "none"


class Source(StrEnum):
    COMPUTED = "computed"  # from the agency's records
    REPORTED = "reported"  # typed or imported counts, with their source


class About(StrEnum):
    """Whom reported counts are about: decides what people outside may see of them, and nothing else."""

    CLIENTS = "clients"  # somebody's: few of them are withheld like few of our own
    COMMUNITY = "community"  # everybody in a county or a state: published already


class Statistic(StrEnum):
    """count: units, each once. proportion: the share of them in the numerator. The next are of the value.

    The last three are of a `change` or of what was `received`, and are counted as one of those before.
    """

    COUNT = "count"
    PROPORTION = "proportion"
    COUNT_DISTINCT = "count_distinct"  # different values
    SUM = "sum"
    RATIO = "ratio"  # of two sums over the same units; or of two reported counts, where none is a part of the other
    MEAN = "mean"
    MEDIAN = "median"
    PERCENTILE = "percentile"
    PAIRED_CHANGE = "paired_change"
    SHARE_IMPROVED = "share_improved"
    SHARE_RECEIVED = "share_received"

    @property
    def is_of_a_value(self) -> bool:
        return self in _OF_A_VALUE

    @property
    def parts(self) -> tuple[str, ...]:
        """What a definition must say beside it, by the names of the keys.

        >>> Statistic.RATIO.parts, Statistic.COUNT.parts
        (('value', 'for_each'), ())
        """
        return _PARTS.get(self, ())


_PARTS: Mapping[Statistic, tuple[str, ...]] = {
    Statistic.PROPORTION: ("numerator",),
    Statistic.COUNT_DISTINCT: ("value",),
    Statistic.SUM: ("value",),
    Statistic.MEAN: ("value",),
    Statistic.MEDIAN: ("value",),
    Statistic.RATIO: ("value", "for_each"),
    Statistic.PERCENTILE: ("value", "percentile"),
    Statistic.PAIRED_CHANGE: ("change",),
    Statistic.SHARE_IMPROVED: ("change",),
    Statistic.SHARE_RECEIVED: ("received",),
}
_OF_A_VALUE = (
    Statistic.COUNT_DISTINCT,
    Statistic.SUM,
    Statistic.RATIO,
    Statistic.MEAN,
    Statistic.MEDIAN,
    Statistic.PERCENTILE,
)


class Pick(StrEnum):
    """How many records become one answer."""

    LATEST = "latest"
    EARLIEST = "earliest"
    EXISTS = "exists"
    COUNT = "count"
    COUNT_DISTINCT = "count_distinct"  # different values
    SUM = "sum"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    MEAN = "mean"


ONE_RECORD = (Pick.LATEST, Pick.EARLIEST)


class Kinship(StrEnum):
    """Through whom the records of a derive are linked to the row: what `link:` says."""

    ENROLLMENT = "enrollment"
    PARTICIPANT = "participant"
    HOUSEHOLD = "household"


class Among(StrEnum):
    """From which of a unit's rows the one is picked that speaks for it."""

    POPULATION = "population"  # the rows that are included
    PERIOD = "period"  # all its rows of the period; who is included is asked of the one picked


@dataclass(frozen=True, slots=True)
class OnDate:
    """A row belongs to the period in which this day falls."""

    date: str


@dataclass(frozen=True, slots=True)
class WhileActive:
    """A row belongs to every period in which it was open for a day: started by its end, not ended before its start."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class AsOfEnd:
    """A row belongs to the periods on whose last day it was there: an enrollment if it was open on that day."""


PeriodRule = OnDate | WhileActive | AsOfEnd


@dataclass(frozen=True, slots=True)
class Rule:
    """When this holds, that is the value. when: empty in the last rule of a list, which then holds for all others."""

    when: str
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Derive:
    """A named value of the row, for the other expressions.

    With `source` it is picked from the records linked to the row: those for which `where` holds, ordered by `by` (their
    date when empty). Without one it is worked out from the row itself: `value`; or that of the `first` rule that holds;
    or the band into which the number `value` falls, between `cuts`; or the first of the code `sets` that holds it.
    """

    name: str
    value: str = ""
    source: Grain | None = None
    where: str = ""
    pick: Pick = Pick.LATEST
    by: tuple[str, ...] = ()
    link: Kinship = Kinship.ENROLLMENT
    instrument: str = ""
    first: tuple[Rule, ...] = ()
    cuts: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RepresentedBy:
    """The one row that speaks for a unit with several; ties end in the record's id."""

    pick: Pick
    by: tuple[str, ...]
    among: Among = Among.POPULATION


@dataclass(frozen=True, slots=True)
class CollectionPoint:
    """One side of a change: the answers at this stage. within: so many days before or after `day` at the most."""

    stage: str
    day: str = ""
    within: int | None = None


COLLECTION_DAYS = {"start": "${entry_date}", "exit": "${exit_date}"}
"""The day around which a collection point lies, where none is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Each unit compared with itself: `value` at one collection point and at a later one.

    summary: what is said of the changes. improved_by: from which change on somebody has improved, the way that is good.
    """

    value: str
    start: CollectionPoint
    end: CollectionPoint
    instrument: str = ""
    summary: Statistic = Statistic.MEDIAN
    improved_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What an enrollment received, against what was intended for it.

    where: the services that count. amount: what is summed of them; their number when empty. at_least: the share of the
    intended amount from which on enough was received.
    """

    where: str
    intended: str
    amount: str = ""
    at_least: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """The two counts of a reported measure in words, and whose they are. No denominator: a plain count."""

    numerator: str
    denominator: str
    taken_from: str


@dataclass(frozen=True, slots=True)
class InWords:
    """The author's own plain words; the page puts them beside what the expressions say."""

    population: str = ""
    numerator: str = ""
    value: str = ""


Scalar = str | int | float | bool | date | None
Written = Scalar | tuple[str, ...]
"""An answer as a document writes it."""


@dataclass(frozen=True, slots=True)
class Given:
    """A made-up record: the table it stands in, and its columns and answers by name."""

    table: str
    values: tuple[tuple[str, Written], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A made-up person, and what the author says the measure must answer. What is None is not looked at.

    The records of a case belong to one person: one `participant`, one `household`, and the enrollments, services and
    assessments in the order in which they are linked (a service belongs to the enrollment above it).
    """

    name: str
    first_day: date
    last_day: date
    given: tuple[Given, ...]
    population: bool | None = None
    numerator: bool | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDefinition:
    """One version of a measure. Texts are as the author wrote them; empty means left out.

    complete: what must be there so that anything can be said of a unit; no author writes it, a change or an amount
    received says so. cross: groups told within each other.
    """

    measure: str
    title: str
    asks: Asks
    count: Grain
    version: int = 1
    question: str = ""
    field: str = ""
    source: Source = Source.COMPUTED
    about: About = About.CLIENTS
    over: Grain | None = None
    instrument: str = ""
    period: PeriodRule = AsOfEnd()
    population: str = ""
    numerator: str = ""
    value: str = ""
    for_each: str = ""
    percentile: float | None = None
    change: Change | None = None
    received: Received | None = None
    complete: str = ""
    statistic: Statistic
    per: int = 100
    matures_after: int = 0
    by: tuple[str, ...] = ()
    cross: tuple[tuple[str, ...], ...] = ()
    direction: Direction = Direction.NONE
    unit: str = ""
    derive: tuple[Derive, ...] = ()
    represented_by: RepresentedBy | None = None
    reported: Reported | None = None
    in_words: InWords = InWords()
    cases: tuple[Case, ...] = ()
    rationale: str = ""
    information_use: str = ""
    limits: str = ""

    @property
    def is_reported(self) -> bool:
        return self.source is Source.REPORTED
