"""The tables of facts that measures are written on: their columns, types, units, and how they refer to each other.

Two rules. *One spelling*: what an author writes as `${exit_date}` is the name of one column here; aliases exist only
where the field has two words for the same column. *Nobody is named*: no name, phone number, address or note of a
person is a fact, nor is free text, because anybody may be named in it; and no member of staff is a fact, so that a
figure about one worker cannot be computed from the warehouse. Rows taken out of the figures are not facts either.

Columns that end in `_id` are whole numbers of the operational database and link rows. Where a definition speaks of a
program, a site, a grant, a service type or an instrument, it names its *code*: a lasting word, such as `home_visit`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class ColumnType(StrEnum):
    """What a column holds. decimal: a double; money: 14 digits, two of them after the point.

    datetime: on the agency's own clock, without a time zone, as people read it.
    """

    ID = "id"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    CODE = "code"
    CODES = "codes"  # several codes of one list


class Grain(StrEnum):
    """What one row of a table of facts is. What can be counted."""

    PARTICIPANT = "participant"
    HOUSEHOLD = "household"
    ENROLLMENT = "enrollment"
    SERVICE = "service"
    ASSESSMENT = "assessment"


ROWS = (Grain.ENROLLMENT, Grain.SERVICE, Grain.ASSESSMENT)
"""The grains whose records have a day and a program, so that they can be the rows of a measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. element: the key of the data element whose answers it holds, else empty.

    code_set: the list its codes are of. is_required: never blank. aliases: other spellings an author may use.
    """

    name: str
    type: ColumnType
    description: str
    unit: str = ""
    code_set: str = ""
    is_required: bool = False
    aliases: tuple[str, ...] = ()
    element: str = ""

    @property
    def spelling(self) -> str:
        """What an author writes between `${` and `}`."""
        return self.element or self.name


@dataclass(frozen=True, slots=True)
class Link:
    """A column that holds the id of one row of another table, or nothing. to: the name of that table."""

    column: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of facts, sorted by its key, which is unique.

    grain: what one row is; None for a table that facts refer to (programs, sites ...). extends: the table of which this
    one holds more columns, under the same ids and for some of the rows: answers. instrument: the key of the instrument
    whose answers these are.
    """

    name: str
    grain: Grain | None
    columns: tuple[Column, ...]
    links: tuple[Link, ...] = ()
    key: str = "id"
    extends: str = ""
    instrument: str = ""
    _by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {column.name: column for column in self.columns})

    def column(self, name: str) -> Column:
        """The column of this name. Raises KeyError."""
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name


def _id(name: str, description: str, *, is_required: bool = False) -> Column:
    return Column(name=name, type=ColumnType.ID, description=description, is_required=is_required)


def _code(
    name: str, description: str, code_set: str = "", *, is_required: bool = False, aliases: tuple[str, ...] = ()
) -> Column:
    return Column(
        name=name,
        type=ColumnType.CODE,
        description=description,
        code_set=code_set,
        is_required=is_required,
        aliases=aliases,
    )


def _date(name: str, description: str, *, is_required: bool = False, aliases: tuple[str, ...] = ()) -> Column:
    return Column(name=name, type=ColumnType.DATE, description=description, is_required=is_required, aliases=aliases)


KEY = _id("id", "The number of the record.", is_required=True)

PARTICIPANT = Table(
    name="participant",
    grain=Grain.PARTICIPANT,
    columns=(
        KEY,
        _date("birth_date", "The day of birth."),
        _code("birth_date_quality", "How well the day of birth is known.", "birth_date_quality", is_required=True),
        Column(
            name="genders",
            type=ColumnType.CODES,
            description="Genders, as the person says them.",
            code_set="gender",
            aliases=("gender",),
        ),
        Column(
            name="race_ethnicities",
            type=ColumnType.CODES,
            description="Races and ethnicities, as the person says them.",
            code_set="race_ethnicity",
            aliases=("race",),
        ),
        Column(name="is_veteran", type=ColumnType.BOOLEAN, description="Served in the armed forces."),
        Column(name="language", type=ColumnType.TEXT, description="The language spoken at home."),
        Column(name="zip_code", type=ColumnType.TEXT, description="The ZIP code of the home."),
    ),
)

HOUSEHOLD = Table(name="household", grain=Grain.HOUSEHOLD, columns=(KEY,))

ENROLLMENT = Table(
    name="enrollment",
    grain=Grain.ENROLLMENT,
    columns=(
        KEY,
        _id("participant_id", "Whose stay it is.", is_required=True),
        _id("household_id", "The household in which the person takes part."),
        _id("program_id", "The number of the program.", is_required=True),
        _id("site_id", "The number of the site."),
        _id("paid_by_id", "The number of the grant."),
        _code("program", "The program.", "program", is_required=True),
        _code("site", "The site.", "site"),
        _code("paid_by", "The grant that pays.", "grant"),
        _code("relationship", "How the person stands to the head of the household.", "relationship", is_required=True),
        _code("enrollment_stage", "Where the enrollment stands.", "enrollment_stage", is_required=True),
        _date("applied_on", "The day of the application.", aliases=("application_date",)),
        _date("entry_date", "The first day."),
        _date("exit_date", "The last day; blank while the person takes part."),
    ),
    links=(
        Link("participant_id", "participant"),
        Link("household_id", "household"),
        Link("program_id", "program"),
        Link("site_id", "site"),
        Link("paid_by_id", "grant"),
    ),
)

SERVICE = Table(
    name="service",
    grain=Grain.SERVICE,
    columns=(
        KEY,
        _id("enrollment_id", "To whom, in which program.", is_required=True),
        _id("service_type_id", "The number of the service type.", is_required=True),
        _id("paid_by_id", "The number of the grant."),
        _code("service_type", "What was delivered.", "service_type", is_required=True),
        _code("paid_by", "The grant that pays.", "grant"),
        _date("date", "The day of the service.", is_required=True, aliases=("service_date",)),
        Column(
            name="quantity",
            type=ColumnType.DECIMAL,
            description="How much, in the unit of the service type.",
            is_required=True,
        ),
        Column(name="amount", type=ColumnType.MONEY, description="Money given.", unit="dollars"),
        _date("recorded_on", "The day it was written down.", is_required=True, aliases=("service_recorded_on",)),
    ),
    links=(
        Link("enrollment_id", "enrollment"),
        Link("service_type_id", "service_type"),
        Link("paid_by_id", "grant"),
    ),
)

ASSESSMENT = Table(
    name="assessment",
    grain=Grain.ASSESSMENT,
    columns=(
        KEY,
        _id("enrollment_id", "Of whom, in which program.", is_required=True),
        _id("instrument_id", "The number of the instrument.", is_required=True),
        _code("instrument", "What was filled in.", "instrument", is_required=True),
        _code("stage", "The collection point: start, update, annual, exit or follow_up.", "stage", is_required=True),
        _date("date", "The day of the assessment.", is_required=True, aliases=("assessment_date",)),
        _date("recorded_on", "The day it was written down.", is_required=True),
    ),
    links=(Link("enrollment_id", "enrollment"), Link("instrument_id", "instrument")),
)

_NAME = Column(name="name", type=ColumnType.TEXT, description="Its name today.", is_required=True)

PROGRAM = Table(
    name="program",
    grain=None,
    columns=(
        KEY,
        _code("code", "The lasting word for it in definitions.", "program", is_required=True),
        _NAME,
        _code("field", "The field of work: youth_mentoring, rapid_rehousing ..."),
        _code("protection", "The law that protects its clients from being known as such.", "protection"),
    ),
)

SITE = Table(
    name="site",
    grain=None,
    columns=(KEY, _code("code", "The lasting word for it in definitions.", "site", is_required=True), _NAME),
)

GRANT = Table(
    name="grant",
    grain=None,
    columns=(
        KEY,
        _code("code", "The lasting word for it in definitions.", "grant", is_required=True),
        _NAME,
        Column(name="funder", type=ColumnType.TEXT, description="The name of who pays.", is_required=True),
        _date("starts_on", "The first day of the grant."),
        _date("ends_on", "The last day of the grant."),
    ),
)

SERVICE_TYPE = Table(
    name="service_type",
    grain=None,
    columns=(
        KEY,
        _code("code", "The lasting word for it in definitions.", "service_type", is_required=True),
        _NAME,
        Column(name="unit", type=ColumnType.TEXT, description="The unit in which it is counted."),
        Column(
            name="is_contact",
            type=ColumnType.BOOLEAN,
            description="Somebody saw or spoke with the client.",
            is_required=True,
        ),
    ),
)

INSTRUMENT = Table(
    name="instrument",
    grain=None,
    columns=(
        KEY,
        _code("code", "The key of the instrument.", "instrument", is_required=True),
        Column(name="name", type=ColumnType.TEXT, description="Its title today.", is_required=True),
    ),
)

FACTS = (PARTICIPANT, HOUSEHOLD, ENROLLMENT, SERVICE, ASSESSMENT)
PLACES = (PROGRAM, SITE, GRANT, SERVICE_TYPE, INSTRUMENT)  # what facts refer to
CORE = (*FACTS, *PLACES)
