"""The tree of an expression after its check: few operations, each with one meaning, every conversion spelled out.

This is what the walkers walk. `selected(${needs}, 'a')` on a text, `${age} = '3'` or a date compared with a number are
ordinary here: the check has already put the conversion in as an operation of its own. A walker that knows every `Op`
knows the language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from lineofsight.expressions.syntax import Tree
from lineofsight.expressions.types import Type, Value

ROW = "row:"  # begins the names of the columns of a row that is looked up


class Op(Enum):
    """Everything a walker must be able to do. What each does with blank is in `blank.md`."""

    # logic
    AND = "and"
    OR = "or"
    NOT = "not"
    IF = "if"
    COALESCE = "coalesce"
    # comparing
    IS_BLANK = "is blank"
    EQUAL = "equal"  # two blanks are equal
    EQUAL_RESULTS = "equal results"  # a blank equals nothing: what was calculated is not an answer
    NEAR = "near"  # doubles within 1e-12; two blanks are equal
    NEAR_RESULTS = "near results"
    LESS = "less"
    LESS_OR_EQUAL = "less or equal"
    GREATER = "greater"
    GREATER_OR_EQUAL = "greater or equal"
    BETWEEN = "between"
    IS_ONE_OF = "is one of"
    HAS_ANY_OF = "has any of"
    # numbers
    ADD = "add"
    SUBTRACT = "subtract"
    MULTIPLY = "multiply"
    DIVIDE = "divide"
    MODULO = "modulo"
    NEGATE = "negate"
    ABSOLUTE = "absolute"
    CUT = "cut"
    ROUND = "round"
    POWER = "power"
    SQUARE_ROOT = "square root"
    EXPONENT = "exponent"
    LOGARITHM = "logarithm"
    LOGARITHM_10 = "logarithm to 10"
    SINE = "sine"
    COSINE = "cosine"
    TANGENT = "tangent"
    ARC_SINE = "arc sine"
    ARC_COSINE = "arc cosine"
    ARC_TANGENT = "arc tangent"
    ARC_TANGENT_2 = "arc tangent of two"
    SMALLEST = "smallest"
    LARGEST = "largest"
    # texts
    CONCAT = "concat"
    LENGTH = "length"
    SUBSTRING = "substring"
    CONTAINS = "contains"
    STARTS_WITH = "starts with"
    ENDS_WITH = "ends with"
    BEFORE = "before"
    AFTER = "after"
    TRANSLATE = "translate"
    NORMALIZE_SPACE = "normalize space"
    MATCHES = "matches"
    # choices
    HAS_CHOICE = "has choice"
    COUNT_CHOICES = "count choices"
    CHOICE_AT = "choice at"
    # dates and times
    TODAY = "today"
    NOW = "now"
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"
    WEEKDAY = "weekday"
    DAYS_LATER = "days later"
    DAYS_BETWEEN = "days between"
    MONTHS_BETWEEN = "months between"
    YEARS_BETWEEN = "years between"
    MONTHS_LATER = "months later"
    YEARS_LATER = "years later"
    LAST_WEEKDAY = "last weekday"
    FORMAT = "format"
    # conversions
    TO_DOUBLE = "to double"
    WIDEN = "widen"  # an exact number with more digits
    BOOLEAN_TO_NUMBER = "yes or no to number"
    NUMBER_TO_BOOLEAN = "number to yes or no"
    IS_FILLED = "is filled"
    TEXT_TO_BOOLEAN = "text to yes or no"
    TEXT_TO_NUMBER = "text to number"
    TEXT_TO_CHOICES = "text to choices"
    TEXT_TO_DATE = "text to date"
    TEXT_TO_DATETIME = "text to date and time"
    TEXT_TO_TIME = "text to time"
    TO_TEXT = "to text"
    DATE_TO_DAYS = "date to days"  # whole days since 1970-01-01
    DATETIME_TO_DAYS = "date and time to days"  # with the part of the day
    TIME_TO_DAYS = "time to days"
    DAYS_TO_DATE = "days to date"
    DAYS_TO_DATETIME = "days to date and time"
    DATE_TO_DATETIME = "date to date and time"
    TIME_TO_DATETIME = "time to date and time"  # of 1970-01-01
    DATETIME_TO_DATE = "date and time to date"
    # the rounds of a repeat
    ROUNDS_TO_NUMBERS = "rounds to numbers"
    COUNT_ROUNDS = "count rounds"
    COUNT_FILLED_ROUNDS = "count filled rounds"
    SUM_ROUNDS = "sum rounds"
    SMALLEST_ROUND = "smallest round"
    LARGEST_ROUND = "largest round"
    JOIN_ROUNDS = "join rounds"
    ROUND_AT = "round at"
    # by chance
    RANDOM = "random"
    UUID = "uuid"


@dataclass(frozen=True)
class Part:
    """A part of a checked expression, with its type and its place in the text."""

    type: Type
    start: int
    end: int

    @property
    def parts(self) -> tuple[Part, ...]:
        return ()


@dataclass(frozen=True)
class Constant(Part):
    value: Value


@dataclass(frozen=True)
class Reference(Part):
    """What the row or the form holds under this name."""

    name: str


@dataclass(frozen=True)
class Apply(Part):
    """An operation on its operands. What it needs to know beforehand (codes, a pattern, places) is a `Constant` too."""

    op: Op
    operands: tuple[Part, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.operands


@dataclass(frozen=True)
class Lookup(Part):
    """The values of a column in the rows for which every condition is true. A condition knows its row's columns as
    `row:name`. Without a column, the rows themselves, to be counted."""

    rows: tuple[Mapping[str, str], ...]
    column: str
    conditions: tuple[Part, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.conditions


@dataclass(frozen=True)
class TypedTree:
    """A checked expression. `source` is what was written."""

    root: Part
    source: Tree

    @property
    def type(self) -> Type:
        return self.root.type

    @property
    def names(self) -> tuple[str, ...]:
        """The names whose values its value depends on, each once."""
        found = dict.fromkeys(part.name for part in every_part(self.root) if isinstance(part, Reference))
        return tuple(name for name in found if not name.startswith(ROW))


def every_part(part: Part) -> Iterator[Part]:
    waiting = [part]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(found.parts))
