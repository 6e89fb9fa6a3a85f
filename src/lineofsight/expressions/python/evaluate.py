"""The Python walker: the value of a checked expression for one row or one form. Its word is final.

The rule: a blank is `None`; logic knows only true and false, so a blank condition is false; an operation that says
nothing of blank is blank as soon as one of its operands is.
"""

from __future__ import annotations

import datetime
import math
import random
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import cast

from lineofsight.expressions.python import dates, numbers, texts
from lineofsight.expressions.typed import ROW, Apply, Constant, Lookup, Op, Part, Reference, TypedTree, every_part
from lineofsight.expressions.types import DECIMAL, Answer, Clock, Kind, Type, Value


def evaluate(tree: TypedTree, values: Mapping[str, Answer], clock: Clock) -> Value:
    """The value of the expression. A name that is missing among the values is blank.

    Values are canonical: `str`, `int`, `Decimal` for exact numbers, `float`, `date`, `time`, `datetime`, `bool`, a
    tuple of codes, a tuple of values for a question inside a repeat. Numbers are taken in any of their forms.
    """
    return cast(Value, _Row(values, clock).value(tree.root))


class _Row:
    """The values around one evaluation."""

    def __init__(self, values: Mapping[str, Answer], clock: Clock) -> None:
        self.values = values
        self.clock = clock

    def value(self, part: Part) -> Answer:
        if isinstance(part, Constant):
            return part.value
        if isinstance(part, Reference):
            return canonical(self.values.get(part.name), part.type)
        if isinstance(part, Lookup):
            return self._found(part)
        apply = cast(Apply, part)
        lazy = _LAZY.get(apply.op)
        if lazy is not None:
            return lazy(self, apply)
        operands = [self.value(operand) for operand in apply.operands]
        return operate(apply.op, apply.type, operands)

    def _found(self, part: Lookup) -> tuple[Value, ...]:
        asked = {each.name for each in every_part(part) if isinstance(each, Reference) and each.name.startswith(ROW)}
        values, found = dict(self.values), list[Value]()
        inner = _Row(values, self.clock)
        for row in part.rows:
            values.update({name: row.get(name.removeprefix(ROW)) for name in asked})
            if all(inner.value(condition) is True for condition in part.conditions):
                found.append(row.get(part.column) or None)
        return tuple(found)


def operate(op: Op, type: Type, operands: list[Answer]) -> Answer:
    """The value of one operation that needs no clock and no chance."""
    function = _SPREADING.get(op)
    if function is not None:
        return None if any(operand is None for operand in operands) else function(type, *operands)
    return _DECIDING[op](type, *operands)


def canonical(answer: Answer, type: Type) -> Answer:
    """The answer in the form of its type. An empty text and an empty tuple of codes are blank."""
    if type.many:
        one = Type(type.kind, type.digits, type.scale, type.code_set)
        rounds = answer if isinstance(answer, tuple) else () if answer is None else (answer,)
        return tuple(cast(Value, canonical(each, one)) for each in rounds)
    if answer is None or answer == "" or answer == ():
        return None
    if type.is_number and isinstance(answer, int | float | Decimal):
        return numbers.fitted(answer, type)
    if type.kind is Kind.DATETIME and not isinstance(answer, datetime.datetime):
        return dates.date_to_datetime(type, cast(datetime.date, answer))
    if type.kind is Kind.DATE and isinstance(answer, datetime.datetime):
        return answer.date()
    return answer


def _and(row: _Row, part: Apply) -> bool:
    return all(row.value(operand) is True for operand in part.operands)


def _or(row: _Row, part: Apply) -> bool:
    return any(row.value(operand) is True for operand in part.operands)


def _if(row: _Row, part: Apply) -> Answer:
    condition, then, otherwise = part.operands
    return row.value(then if row.value(condition) is True else otherwise)


def _coalesce(row: _Row, part: Apply) -> Answer:
    for operand in part.operands:
        found = row.value(operand)
        if found is not None:
            return found
    return None


_LAZY: Mapping[Op, Callable[[_Row, Apply], Answer]] = {
    Op.AND: _and,
    Op.OR: _or,
    Op.IF: _if,
    Op.COALESCE: _coalesce,
    Op.TODAY: lambda row, part: row.clock.today,
    Op.NOW: lambda row, part: row.clock.now,
    Op.RANDOM: lambda row, part: random.random(),
    Op.UUID: lambda row, part: str(uuid.uuid4()),
}


def _near(type: Type, left: float, right: float) -> bool:
    return abs(left - right) < numbers.NEAR


def _text_of(type: Type, value: Value) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return numbers.text_of(value)
    if isinstance(value, datetime.date | datetime.time):
        return dates.text_of(value)
    return " ".join(value) if isinstance(value, tuple) else value


# Blank as soon as one operand is.
_SPREADING: Mapping[Op, Callable[..., Answer]] = {
    Op.ADD: numbers.add,
    Op.SUBTRACT: numbers.subtract,
    Op.MULTIPLY: numbers.multiply,
    Op.DIVIDE: numbers.divide,
    Op.MODULO: numbers.modulo,
    Op.NEGATE: numbers.negate,
    Op.ABSOLUTE: numbers.absolute,
    Op.CUT: numbers.cut,
    Op.ROUND: numbers.rounded,
    Op.POWER: numbers.of_double(math.pow),
    Op.SQUARE_ROOT: numbers.of_double(math.sqrt),
    Op.EXPONENT: numbers.of_double(math.exp),
    Op.LOGARITHM: numbers.of_double(math.log),
    Op.LOGARITHM_10: numbers.of_double(math.log10),
    Op.SINE: numbers.of_double(math.sin),
    Op.COSINE: numbers.of_double(math.cos),
    Op.TANGENT: numbers.of_double(math.tan),
    Op.ARC_SINE: numbers.of_double(math.asin),
    Op.ARC_COSINE: numbers.of_double(math.acos),
    Op.ARC_TANGENT: numbers.of_double(math.atan),
    Op.ARC_TANGENT_2: numbers.of_double(math.atan2),
    Op.YEAR: lambda type, date: date.year,
    Op.QUARTER: dates.quarter,
    Op.MONTH: lambda type, date: date.month,
    Op.DAY: lambda type, date: date.day,
    Op.WEEKDAY: lambda type, date: date.isoweekday(),
    Op.DAYS_LATER: dates.days_later,
    Op.DAYS_BETWEEN: dates.days_between,
    Op.MONTHS_BETWEEN: dates.months_between,
    Op.YEARS_BETWEEN: dates.years_between,
    Op.MONTHS_LATER: dates.months_later,
    Op.YEARS_LATER: dates.years_later,
    Op.LAST_WEEKDAY: dates.last_weekday,
    Op.FORMAT: dates.written,
    Op.TO_DOUBLE: numbers.fitted_to,
    Op.WIDEN: numbers.fitted_to,
    Op.BOOLEAN_TO_NUMBER: lambda type, value: int(value),
    Op.TEXT_TO_NUMBER: texts.number_of,
    Op.TEXT_TO_CHOICES: texts.choices_of,
    Op.TEXT_TO_DATE: dates.date_of,
    Op.TEXT_TO_DATETIME: dates.datetime_of,
    Op.TEXT_TO_TIME: dates.time_of,
    Op.TO_TEXT: _text_of,
    Op.DATE_TO_DAYS: dates.date_to_days,
    Op.DATETIME_TO_DAYS: dates.datetime_to_days,
    Op.TIME_TO_DAYS: dates.time_to_days,
    Op.DAYS_TO_DATE: dates.days_to_date,
    Op.DAYS_TO_DATETIME: dates.days_to_datetime,
    Op.DATE_TO_DATETIME: dates.date_to_datetime,
    Op.TIME_TO_DATETIME: dates.time_to_datetime,
    Op.DATETIME_TO_DATE: lambda type, moment: moment.date(),
}


def _no_blank(function: Callable[..., bool]) -> Callable[..., bool]:
    """A comparison that is false as soon as one side is blank."""
    return lambda type, *sides: None not in sides and function(type, *sides)


def _both_blank_or(function: Callable[..., bool]) -> Callable[..., bool]:
    """A comparison of answers: two blanks are equal."""
    return lambda type, left, right: left is right if left is None or right is None else function(type, left, right)


# What knows for itself what to do with blank.
_DECIDING: Mapping[Op, Callable[..., Answer]] = {
    Op.NOT: lambda type, value: value is not True,
    Op.IS_BLANK: lambda type, value: value is None,
    Op.IS_FILLED: lambda type, value: value is not None,
    Op.EQUAL: lambda type, left, right: left == right,
    Op.EQUAL_RESULTS: _no_blank(lambda type, left, right: left == right),
    Op.NEAR: _both_blank_or(_near),
    Op.NEAR_RESULTS: _no_blank(_near),
    Op.LESS: _no_blank(lambda type, left, right: left < right),
    Op.LESS_OR_EQUAL: _no_blank(lambda type, left, right: left <= right),
    Op.GREATER: _no_blank(lambda type, left, right: left > right),
    Op.GREATER_OR_EQUAL: _no_blank(lambda type, left, right: left >= right),
    Op.BETWEEN: _no_blank(lambda type, value, low, high: low <= value <= high),
    Op.IS_ONE_OF: _no_blank(lambda type, value, codes: value in codes),
    Op.HAS_ANY_OF: _no_blank(lambda type, values, codes: not set(codes).isdisjoint(values)),
    Op.NUMBER_TO_BOOLEAN: _no_blank(
        lambda type, value: abs(value) > numbers.NEAR if isinstance(value, float) else value != 0
    ),
    Op.SMALLEST: numbers.smallest,
    Op.LARGEST: numbers.largest,
    Op.CONCAT: texts.concat,
    Op.LENGTH: texts.length,
    Op.SUBSTRING: texts.substring,
    Op.CONTAINS: texts.contains,
    Op.STARTS_WITH: texts.starts_with,
    Op.ENDS_WITH: texts.ends_with,
    Op.BEFORE: texts.before,
    Op.AFTER: texts.after,
    Op.TRANSLATE: texts.translate,
    Op.NORMALIZE_SPACE: texts.normalize_space,
    Op.MATCHES: texts.matches,
    Op.TEXT_TO_BOOLEAN: texts.boolean_of,
    Op.HAS_CHOICE: texts.has_choice,
    Op.COUNT_CHOICES: texts.count_choices,
    Op.CHOICE_AT: texts.choice_at,
    Op.ROUNDS_TO_NUMBERS: lambda type, rounds: tuple(_number_in_form(each) for each in rounds),
    Op.COUNT_ROUNDS: lambda type, rounds: len(rounds),
    Op.COUNT_FILLED_ROUNDS: lambda type, rounds: sum(each is not None for each in rounds),
    Op.SUM_ROUNDS: numbers.sum_rounds,
    Op.SMALLEST_ROUND: lambda type, rounds: numbers.smallest(type, *rounds),
    Op.LARGEST_ROUND: lambda type, rounds: numbers.largest(type, *rounds),
    Op.JOIN_ROUNDS: lambda type, separator, rounds: texts.join_rounds(
        type, separator, tuple(_text_of(type, each) for each in rounds)
    ),
    Op.ROUND_AT: lambda type, rounds, position: _round_at(rounds, position),
}


def _number_in_form(value: Value) -> float | None:
    """An answer of a repeat as a number, as XForms converts it."""
    if isinstance(value, bool | int | float | Decimal):
        return float(value)
    if isinstance(value, datetime.datetime):
        return dates.datetime_to_days(DECIMAL, value)
    if isinstance(value, datetime.date):
        return float(dates.date_to_days(DECIMAL, value))
    return texts.number_of(DECIMAL, value) if isinstance(value, str) else None


def _round_at(rounds: tuple[Value, ...], position: int | None) -> Value:
    """Counted from 1; a position before the first is the first, as in JavaRosa."""
    found = max(1, position or 1)
    return rounds[found - 1] if found <= len(rounds) else None


KNOWN = frozenset({*_LAZY, *_SPREADING, *_DECIDING})
