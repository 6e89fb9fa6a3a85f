"""Values as SQL: each operation that gives a number, a text, a choice, a date or a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from sqlglot import exp

from lineofsight.expressions.python import dates, texts
from lineofsight.expressions.sql.blanks import may_overflow
from lineofsight.expressions.sql.dialects import DuckDB, Sql
from lineofsight.expressions.sql.walk import SqlWalk, ValueForm
from lineofsight.expressions.typed import Apply, Constant, Op, Part
from lineofsight.expressions.types import DATE, DECIMAL, FIRST_DATE, LAST_DATE, TIME, Kind, Type

SHORT = 18  # digits: the product of two short numbers is short to an engine, however long it may be
FIRST_DAY = (FIRST_DATE - dates.EPOCH).days
LAST_DAY = (LAST_DATE - dates.EPOCH).days


def _if(walk: SqlWalk, part: Apply) -> Sql:
    condition, then, otherwise = part.operands
    return walk.forms.case(walk.truth(condition, negated=False).sql, walk.value(then), walk.value(otherwise))


def _arithmetic(form: Callable[[DuckDB, Sql, Sql], Sql]) -> ValueForm:
    def lower(walk: SqlWalk, part: Apply) -> Sql:
        one, other = walk.values(part)
        if part.type.is_exact:
            left, right = part.operands
            one = _with_room(walk, one, left, part.type)
            other = _with_room(walk, other, right, part.type)
        sql = form(walk.forms, one, other)
        return walk.forms.finite(sql) if may_overflow(part) else sql

    return lower


def _with_room(walk: SqlWalk, sql: Sql, operand: Part, result: Type) -> Sql:
    """The operand in a type from which the engine's result has room for every value."""
    if result.scale == 0:
        needed = Type(Kind.INTEGER, result.digits, 0)
    elif result.digits > SHORT:
        needed = replace(operand.type, digits=max(operand.type.digits, SHORT + 1))
    else:
        needed = operand.type
    is_as_needed = walk.forms.type_name(operand.type) == walk.forms.type_name(needed)
    return sql if is_as_needed and not isinstance(operand, Constant) else walk.forms.cast(sql, needed)


def _modulo(walk: SqlWalk, part: Apply) -> Sql:
    one, other = walk.values(part)
    if part.type.is_exact:
        one, other = walk.forms.cast(one, part.type), walk.forms.cast(other, part.type)
    return walk.forms.modulo(one, other)


def _applied(name: str) -> ValueForm:
    """An operation that the engine knows under this name."""
    return lambda walk, part: walk.forms.call(name, *walk.values(part))


def _in_domain(name: str) -> ValueForm:
    """A function of doubles that has no finite value everywhere."""
    return lambda walk, part: walk.forms.finite(walk.forms.call(name, *walk.values(part)))


def _written(part: Apply, place: int) -> int:
    """A number that stands in the expression itself."""
    return cast(int, cast(Constant, part.operands[place]).value)


def _round(walk: SqlWalk, part: Apply) -> Sql:
    number = part.operands[0]
    return walk.forms.round(walk.value(number), number.type, _written(part, 1), part.type)


def _cut(walk: SqlWalk, part: Apply) -> Sql:
    return walk.forms.cut(walk.value(part.operands[0]), part.operands[0].type, part.type)


def _to_double(walk: SqlWalk, part: Apply) -> Sql:
    return walk.forms.to_double(walk.value(part.operands[0]), part.operands[0].type)


def _cast(walk: SqlWalk, part: Apply) -> Sql:
    return walk.forms.cast(walk.value(part.operands[0]), part.type)


def _of_texts(form: Callable[[DuckDB, list[Sql]], Sql]) -> ValueForm:
    """A text made of texts: blank is read as no characters, and no characters are blank."""
    return lambda walk, part: walk.forms.no_empty(
        form(walk.forms, [walk.characters(operand) for operand in part.operands])
    )


def _length(walk: SqlWalk, part: Apply) -> Sql:
    return walk.forms.call("length", walk.characters(part.operands[0]))


def _substring(walk: SqlWalk, part: Apply) -> Sql:
    text, *positions = part.operands
    written = [position.value for position in positions if isinstance(position, Constant)]
    if len(written) == len(positions) and all(isinstance(place, int) and place >= 0 for place in written):
        places = cast(list[int], written)
        end = places[1] if len(places) > 1 else None
        return walk.forms.no_empty(walk.forms.written_substring(walk.characters(text), places[0], end))
    start, *until = (walk.value(position) for position in positions)
    return walk.forms.no_empty(walk.forms.substring(walk.characters(text), start, until[0] if until else None))


def _count_choices(walk: SqlWalk, part: Apply) -> Sql:
    return walk.forms.coalesce(walk.forms.call("len", *walk.values(part)), exp.Literal.number(0))


def _days_later(walk: SqlWalk, part: Apply) -> Sql:
    date, days = part.operands
    if isinstance(days, Constant) and days.value is not None:
        return walk.forms.written_days_later(walk.value(date), _written(part, 1))
    return walk.forms.days_later(walk.value(date), walk.value(days))


def _months_later(walk: SqlWalk, part: Apply) -> Sql:
    months = _written(part, 1) * (12 if part.op is Op.YEARS_LATER else 1)
    return walk.forms.months_later(walk.value(part.operands[0]), months)


def _complete(unit: str) -> ValueForm:
    return lambda walk, part: walk.forms.complete(unit, *walk.values(part))


def _last_weekday(walk: SqlWalk, part: Apply) -> Sql:
    return walk.forms.last_weekday(walk.value(part.operands[0]), _written(part, 1))


def _days_between(walk: SqlWalk, part: Apply) -> Sql:
    first, last = walk.values(part)
    return walk.forms.subtract(last, first)


def _datetime_to_days(walk: SqlWalk, part: Apply) -> Sql:
    (moment,) = walk.values(part)
    day = walk.forms.subtract(walk.forms.cast(moment, DATE), walk.forms.constant(dates.EPOCH, DATE))
    return walk.forms.add(walk.forms.cast(day, DECIMAL), walk.forms.part_of_day(walk.forms.cast(moment, TIME)))


def _date_to_days(walk: SqlWalk, part: Apply) -> Sql:
    return walk.forms.subtract(walk.value(part.operands[0]), walk.forms.constant(dates.EPOCH, DATE))


def _days_to_date(walk: SqlWalk, part: Apply) -> Sql:
    return walk.forms.days_to_date(walk.value(part.operands[0]), FIRST_DAY, LAST_DAY)


def _days_to_datetime(walk: SqlWalk, part: Apply) -> Sql:
    days = walk.forms.cast(walk.value(part.operands[0]), DECIMAL)
    return walk.forms.days_to_datetime(days, FIRST_DAY, LAST_DAY)


def _format(walk: SqlWalk, part: Apply) -> Sql:
    pattern = cast(str, cast(Constant, part.operands[1]).value)
    return walk.forms.no_empty(walk.forms.written(walk.value(part.operands[0]), pattern))


def _to_text(walk: SqlWalk, part: Apply) -> Sql:
    (operand,) = part.operands
    value, kind = walk.value(operand), operand.type.kind
    if operand.type.is_number:
        return walk.forms.text_of_number(value, operand.type)
    if kind is Kind.CHOICES:
        return walk.forms.text_of_list(value)
    if kind is Kind.BOOLEAN:
        return walk.forms.text_of_boolean(value)
    return walk.forms.text_of_date(value, kind)


def _read(pattern: str) -> ValueForm:
    return lambda walk, part: walk.forms.read(walk.value(part.operands[0]), pattern, part.type)


VALUES: Mapping[Op, ValueForm] = {
    Op.IF: _if,
    Op.COALESCE: _applied("coalesce"),
    Op.TODAY: lambda walk, part: walk.forms.constant(walk.clock.today, part.type),
    Op.NOW: lambda walk, part: walk.forms.constant(walk.clock.now, part.type),
    Op.ADD: _arithmetic(lambda forms, one, other: forms.add(one, other)),
    Op.SUBTRACT: _arithmetic(lambda forms, one, other: forms.subtract(one, other)),
    Op.MULTIPLY: _arithmetic(lambda forms, one, other: forms.multiply(one, other)),
    Op.DIVIDE: _arithmetic(lambda forms, one, other: forms.divide(one, other)),
    Op.MODULO: _modulo,
    Op.NEGATE: lambda walk, part: walk.forms.negate(*walk.values(part)),
    Op.ABSOLUTE: _applied("abs"),
    Op.CUT: _cut,
    Op.ROUND: _round,
    Op.POWER: _in_domain("pow"),
    Op.SQUARE_ROOT: _in_domain("sqrt"),
    Op.EXPONENT: _in_domain("exp"),
    Op.LOGARITHM: _in_domain("ln"),
    Op.LOGARITHM_10: _in_domain("log10"),
    Op.SINE: _applied("sin"),
    Op.COSINE: _applied("cos"),
    Op.TANGENT: _applied("tan"),
    Op.ARC_SINE: _in_domain("asin"),
    Op.ARC_COSINE: _in_domain("acos"),
    Op.ARC_TANGENT: _applied("atan"),
    Op.ARC_TANGENT_2: _applied("atan2"),
    Op.SMALLEST: _applied("least"),
    Op.LARGEST: _applied("greatest"),
    Op.CONCAT: lambda walk, part: walk.forms.no_empty(walk.forms.joined(walk.values(part))),
    Op.LENGTH: _length,
    Op.SUBSTRING: _substring,
    Op.BEFORE: _of_texts(lambda forms, pieces: forms.before(pieces[0], pieces[1])),
    Op.AFTER: _of_texts(lambda forms, pieces: forms.after(pieces[0], pieces[1])),
    Op.TRANSLATE: _of_texts(lambda forms, pieces: forms.call("translate", *pieces)),
    Op.NORMALIZE_SPACE: _of_texts(lambda forms, pieces: forms.normalize_space(pieces[0])),
    Op.COUNT_CHOICES: _count_choices,
    Op.CHOICE_AT: lambda walk, part: walk.forms.element(*walk.values(part)),
    Op.YEAR: _applied("year"),
    Op.QUARTER: _applied("quarter"),
    Op.MONTH: _applied("month"),
    Op.DAY: _applied("day"),
    Op.WEEKDAY: _applied("isodow"),
    Op.DAYS_LATER: _days_later,
    Op.DAYS_BETWEEN: _days_between,
    Op.MONTHS_BETWEEN: _complete("month"),
    Op.YEARS_BETWEEN: _complete("year"),
    Op.MONTHS_LATER: _months_later,
    Op.YEARS_LATER: _months_later,
    Op.LAST_WEEKDAY: _last_weekday,
    Op.FORMAT: _format,
    Op.TO_DOUBLE: _to_double,
    Op.WIDEN: _cast,
    Op.BOOLEAN_TO_NUMBER: _cast,
    Op.TEXT_TO_NUMBER: lambda walk, part: walk.forms.finite(_read(texts.NUMBER_WRITTEN)(walk, part)),
    Op.TEXT_TO_CHOICES: lambda walk, part: walk.forms.split(*walk.values(part)),
    Op.TEXT_TO_DATE: _read(dates.DATE_WRITTEN),
    Op.TEXT_TO_DATETIME: _read(dates.DATETIME_WRITTEN),
    Op.TEXT_TO_TIME: _read(dates.TIME_WRITTEN),
    Op.TO_TEXT: _to_text,
    Op.DATE_TO_DAYS: _date_to_days,
    Op.DATETIME_TO_DAYS: _datetime_to_days,
    Op.TIME_TO_DAYS: lambda walk, part: walk.forms.part_of_day(*walk.values(part)),
    Op.DAYS_TO_DATE: _days_to_date,
    Op.DAYS_TO_DATETIME: _days_to_datetime,
    Op.DATE_TO_DATETIME: _cast,
    Op.TIME_TO_DATETIME: lambda walk, part: walk.forms.time_to_datetime(*walk.values(part)),
    Op.DATETIME_TO_DATE: _cast,
}
