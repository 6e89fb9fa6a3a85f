"""The types of the expression language and the values that belong to them.

The rule this module keeps: a blank answer is `None` and nothing else. There is no empty text, no empty choice of
several and no not-a-number: what would be one of these is blank.

Numbers are of two sorts. An **exact** number has a known count of digits and of digits after the point (whole numbers,
money, what somebody wrote out); sums and products of exact numbers stay exact while they provably fit 38 digits. Every
other number is a double, as in the XForms specification.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

# The most digits an exact number may have; what could grow longer is computed as a double.
MOST_DIGITS = 38
# Dates that an answer may hold. Far enough from the ends of every calendar that moving a date cannot fall off.
FIRST_DATE = datetime.date(1000, 1, 1)
LAST_DATE = datetime.date(8999, 12, 31)

Value = str | bool | int | float | Decimal | datetime.date | datetime.time | tuple[str, ...] | None
"""What one answer can be. `datetime` is a `date` here; choices of several are codes in the order they were chosen."""

Answer = Value | tuple[Value, ...]
"""A value, or for a question inside a repeat one value for each round."""


class Kind(Enum):
    """What sort of thing a value is. The text of a kind is the word that problems and documents use."""

    TEXT = "text"
    INTEGER = "whole number"
    DECIMAL = "number"
    DATE = "date"
    TIME = "time"
    DATETIME = "date and time"
    BOOLEAN = "yes or no"
    CHOICE = "choice"
    CHOICES = "choices"
    GEOPOINT = "place"
    BLANK = "blank"


@dataclass(frozen=True)
class Type:
    """The type of a name or of an expression.

    `digits` and `scale` are the size of an exact number (scale: digits after the point); a double has neither.
    `code_set` names the codes a choice can take. `many`: a question inside a repeat, seen from outside.
    """

    kind: Kind
    digits: int = 0
    scale: int | None = None
    code_set: str = ""
    many: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind in (Kind.INTEGER, Kind.DECIMAL)

    @property
    def is_exact(self) -> bool:
        return self.scale is not None

    def __str__(self) -> str:
        return f"several of: {self.kind.value}" if self.many else self.kind.value


TEXT = Type(Kind.TEXT)
INTEGER = Type(Kind.INTEGER, digits=15, scale=0)  # what a double holds exactly
DECIMAL = Type(Kind.DECIMAL)  # a double
MONEY = Type(Kind.DECIMAL, digits=14, scale=2)
DATE = Type(Kind.DATE)
TIME = Type(Kind.TIME)
DATETIME = Type(Kind.DATETIME)
BOOLEAN = Type(Kind.BOOLEAN)
CHOICE = Type(Kind.CHOICE)
CHOICES = Type(Kind.CHOICES)
GEOPOINT = Type(Kind.GEOPOINT)
BLANK = Type(Kind.BLANK)


def choice(code_set: str) -> Type:
    """One of the codes of a code set."""
    return replace(CHOICE, code_set=code_set)


def choices(code_set: str) -> Type:
    """Several of the codes of a code set."""
    return replace(CHOICES, code_set=code_set)


def many(type: Type) -> Type:
    """A question of this type inside a repeat; its answer is a tuple, one value for each round."""
    return replace(type, many=True)


@dataclass(frozen=True)
class Clock:
    """The moment at which an expression is evaluated, on the agency's own clock (no time zone).

    >>> Clock(datetime.datetime(2026, 3, 9, 14, 30)).today
    datetime.date(2026, 3, 9)
    """

    now: datetime.datetime

    @property
    def today(self) -> datetime.date:
        return self.now.date()
