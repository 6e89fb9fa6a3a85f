"""The template workbook as one table: its sheets, their columns, and what each column holds.

Everything follows from it: the template, the reader, the checks and the page that documents the columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lineofsight.packs.rows import Table, Weight

from . import words
from .words import WordList

LAYOUT = "template 1"
ROWS_MOST = 100_000  # filled rows on one sheet
CELLS_MOST = 5_000_000  # cells that the sheets span together: rows times columns
READ_ME = "Read me"
LISTS = "Lists"
NAME_LABEL = "Workbook name"
COMPLETE_LABEL = "This workbook holds everything"


class Holds(StrEnum):
    """What a cell of a column holds."""

    NUMBER = "number"  # the agency's own number of a row: digits, letters, both
    LINE = "line"
    TEXT = "text"
    WORD = "word"
    WORDS = "words"
    YES_NO = "yes_no"
    DATE = "date"
    QUANTITY = "quantity"
    MONEY = "money"
    EMAIL = "email"
    ZIP = "zip"


class Future(StrEnum):
    """What a date after today means."""

    REFUSED = "refused"
    NOTED = "noted"
    ALLOWED = "allowed"


@dataclass(frozen=True, slots=True)
class Column:
    """title: the header. field: its name in `SourceRow.values`. longest: in characters. width: on the sheet.

    wrong: what a value that cannot be read costs. words: the allowed words of WORD and WORDS.
    """

    title: str
    field: str
    holds: Holds
    hint: str
    width: int
    required: bool = False
    longest: int = 0
    words: WordList | None = None
    future: Future = Future.REFUSED
    wrong: Weight = Weight.VALUE


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the workbook. needs: titles of sheets its rows refer to. asks: further columns are questions."""

    title: str
    table: Table
    about: str
    columns: tuple[Column, ...]
    needs: tuple[str, ...] = ()
    asks: bool = False


def _number(title: str, field: str, hint: str, *, required: bool = False, wrong: Weight = Weight.ROW) -> Column:
    return Column(title, field, Holds.NUMBER, hint, 17, required=required, longest=60, wrong=wrong)


def _line(title: str, field: str, longest: int, hint: str, width: int = 18, *, required: bool = False) -> Column:
    return Column(title, field, Holds.LINE, hint, width, required=required, longest=longest)


def _date(title: str, field: str, hint: str, future: Future, wrong: Weight, *, required: bool = False) -> Column:
    return Column(title, field, Holds.DATE, hint, 14, required=required, future=future, wrong=wrong)


_PERSON = "The person's number on the sheet People."
_ENROLLMENT = "The enrollment's number on the sheet Enrollments."

PEOPLE = Sheet(
    "People",
    Table.PARTICIPANT,
    "One row for each person you serve, even when they take part in several programs.",
    (
        _number("Person number", "number", "Your own number for the person. It never changes.", required=True),
        _line("First name", "first_name", 120, "As the person writes it."),
        _line("Last name", "last_name", 120, "As the person writes it."),
        _line("Preferred name", "preferred_name", 120, "What the person wants to be called, if different."),
        _date("Date of birth", "birth_date", "A date. Leave it empty when not known.", Future.REFUSED, Weight.VALUE),
        Column(
            "Gender",
            "genders",
            Holds.WORDS,
            "One or several words of the sheet Lists, with ; between them.",
            22,
            words=words.GENDERS,
        ),
        Column(
            "Race and ethnicity",
            "race_ethnicities",
            Holds.WORDS,
            "One or several words of the sheet Lists, with ; between them.",
            34,
            words=words.RACES,
        ),
        Column("Veteran", "is_veteran", Holds.YES_NO, "Yes or No. Empty: not known.", 10, words=words.YES_NO),
        _line("Language", "language", 60, "The language the person speaks best.", 14),
        _line("Phone", "phone", 60, "Any form.", 16),
        Column("Email", "email", Holds.EMAIL, "One address.", 28, longest=254),
        _line("Address", "address", 300, "Street and town on one line.", 34),
        Column("ZIP", "zip_code", Holds.ZIP, "Five digits. A zero lost at the front is put back.", 10, longest=20),
    ),
)
ENROLLMENTS = Sheet(
    "Enrollments",
    Table.ENROLLMENT,
    "One row for each time a person takes part in a program.",
    (
        _number("Enrollment number", "number", "Your own number. It never changes.", required=True),
        _number("Person number", "participant_key", _PERSON, required=True),
        _line("Program", "program", 200, "The name of the program, always written the same.", 26, required=True),
        _line("Site", "site", 200, "Where it takes place. May be empty.", 20),
        Column(
            "Stage",
            "stage",
            Holds.WORD,
            "Empty: Completed with an exit date, Active with an entry date, otherwise Applied.",
            14,
            words=words.STAGES,
            wrong=Weight.ROW,
        ),
        _date("Applied on", "applied_on", "A date. May be empty.", Future.REFUSED, Weight.VALUE),
        _date("Entry date", "entry_date", "The first day in the program.", Future.NOTED, Weight.ROW),
        _date("Exit date", "exit_date", "The last day. Empty while the person is there.", Future.NOTED, Weight.ROW),
        _number("Household number", "household_key", "The same number for people who take part together."),
        Column(
            "Relationship to head of household",
            "relationship",
            Holds.WORD,
            "A word of the sheet Lists.",
            24,
            words=words.RELATIONSHIPS,
        ),
        _line("Who pays", "pays", 200, "The funder, or the funder and the grant: City Youth Fund: Mentoring 2026", 36),
    ),
    needs=("People",),
)
SERVICES = Sheet(
    "Services",
    Table.SERVICE,
    "One row for each thing delivered on a day. Optional.",
    (
        _number("Service number", "number", "May be empty. With a number, a row can be corrected later."),
        _number("Enrollment number", "enrollment_key", _ENROLLMENT, required=True),
        _date("Date", "date", "The day of the service.", Future.REFUSED, Weight.ROW, required=True),
        _line("Service", "type", 200, "What was delivered, always written the same.", 28, required=True),
        Column("Quantity", "quantity", Holds.QUANTITY, "How much. Empty: 1.", 10, wrong=Weight.ROW),
        _line("Unit", "unit", 40, "What the quantity counts: visits, hours, rides.", 12),
        Column("Amount", "amount", Holds.MONEY, "Money spent, in dollars. May be empty.", 12, wrong=Weight.ROW),
        _number("Staff", "staff_key", "Work email or staff number. May be empty.", wrong=Weight.VALUE),
        Column("Note", "note", Holds.TEXT, "May be empty.", 44, longest=20_000),
    ),
    needs=("Enrollments",),
)
ASSESSMENTS = Sheet(
    "Assessments",
    Table.ASSESSMENT,
    "One row for each time somebody answered. Add a column for each question; the header is the question.",
    (
        _number("Assessment number", "number", "May be empty. With a number, a row can be corrected later."),
        _number("Enrollment number", "enrollment_key", _ENROLLMENT, required=True),
        _line("Instrument", "instrument", 200, "The name of the form or scale.", 26, required=True),
        Column(
            "When",
            "point",
            Holds.WORD,
            "A word of the sheet Lists.",
            12,
            required=True,
            words=words.POINTS,
            wrong=Weight.ROW,
        ),
        _date("Date", "date", "The day the answers were given.", Future.REFUSED, Weight.ROW, required=True),
    ),
    needs=("Enrollments",),
    asks=True,
)
STAFF = Sheet(
    "Staff",
    Table.STAFF,
    "One row for each person who works for you. Optional.",
    (
        _number("Staff number", "number", "Your own number. May be empty when there is a work email."),
        _line("Name", "name", 150, "First and last name.", 24, required=True),
        Column("Work email", "email", Holds.EMAIL, "May be empty when there is a number.", 30, longest=254),
        _line("Job title", "job_title", 150, "May be empty.", 24),
        Column("Role", "role", Holds.WORD, "What the person may do here. Empty: none yet.", 20, words=words.ROLES),
        _line("Program", "program", 200, "Empty: all programs.", 26),
        _line("Site", "site", 200, "Empty: all sites.", 20),
        _number("Supervisor", "supervisor_key", "Staff number or work email of the supervisor.", wrong=Weight.VALUE),
        _date("Joined on", "joined_on", "A date. May be empty.", Future.ALLOWED, Weight.VALUE),
    ),
)

SHEETS = (PEOPLE, ENROLLMENTS, SERVICES, ASSESSMENTS, STAFF)
