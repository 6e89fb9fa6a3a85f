"""A sentence as a value: a template id and typed parameters. The room says; the web translates.

How the two halves meet. The functions of `saying.py` return `Sentence("shift.down.worsening", {"run": Counted(8,
Noun.MONTH)})`. The web side looks the template up in `TEMPLATES` by its id, translates that text with gettext
(`makemessages` finds the catalogue, see `templates.py`), formats each parameter by its type with the locale and the
unit of the measure, and fills it in. So plural forms, dates, "%" and money belong to the web; the choice of words and
of the true sentence belongs here; no sentence is ever glued together. `in_english` does the same for terminals.
The rule kept here: a parameter says what it is; nothing is formatted before its language is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lineofsight.problems import Problem

from .series import Every
from .templates import TEMPLATES


class Noun(StrEnum):
    """What is counted in a sentence."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    PERIOD = "period"
    COMPARISON = "comparison"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure of the measure, in the measure's own unit; of shares 0..1."""

    value: float


@dataclass(frozen=True, slots=True)
class Points:
    """A difference of shares, 0.14 for 14 percentage points. bare: the number alone, the word having been said."""

    value: float
    bare: bool = False


@dataclass(frozen=True, slots=True)
class PeriodName:
    """A period by its first day and length: March 2026."""

    start: date
    every: Every


@dataclass(frozen=True, slots=True)
class Counted:
    """So many of something: 8 months."""

    number: int
    noun: Noun


@dataclass(frozen=True, slots=True)
class Plural:
    """The something alone, in the plural: months."""

    noun: Noun


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number alone."""

    value: int


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a person or of the agency, as they are."""

    text: str


Parameter = Amount | Points | PeriodName | Counted | Plural | Number | Words


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template of the catalogue, with everything it needs."""

    template: str
    parameters: Mapping[str, Parameter]

    def __post_init__(self) -> None:
        if self.template not in TEMPLATES:
            raise Problem("T171", f'There is no sentence "{self.template}".', "Add it to the catalogue of templates.")


def in_english(sentence: Sentence, *, amount: Callable[[float], str]) -> str:
    """The sentence in US English. amount: how this measure writes its figures.

    >>> few = Sentence("too_few_points", {"have": Number(5), "needed": Number(12)})
    >>> in_english(few, amount=str)
    'Trend: too early to tell, 5 of 12 points.'
    """
    filled = {name: _in_english(parameter, amount) for name, parameter in sentence.parameters.items()}
    return TEMPLATES[sentence.template].format(**filled)


def _in_english(parameter: Parameter, amount: Callable[[float], str]) -> str:
    match parameter:
        case Amount(value):
            return amount(value)
        case Points(value, bare):
            points = round(value * 100)
            return str(points) if bare else f"{points} {'point' if abs(points) == 1 else 'points'}"
        case PeriodName(start, every):
            return _period_in_english(start, every)
        case Counted(number, noun):
            return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
        case Plural(noun):
            return f"{noun}s"
        case Number(whole):
            return str(whole)
        case Words(text):
            return text


def _period_in_english(start: date, every: Every) -> str:
    if every is Every.MONTH:
        return f"{start:%B %Y}"
    if every is Every.YEAR:
        return f"{start:%Y}" if (start.month, start.day) == (1, 1) else f"the year from {start:%B %Y}"
    if every is Every.QUARTER:
        return f"the quarter from {start:%B %Y}"
    return (
        f"{start:%B} {start.day}, {start.year}"
        if every is Every.PERIOD
        else f"the week of {start:%B} {start.day}, {start.year}"
    )
