"""The SQL forms: the fixed list of things that a compiled expression may say to an engine.

The rule: where engines differ, they differ here and nowhere else. Every form takes finished SQL and gives SQL; what
guards a blank is the business of `lowering`, except where an engine would stop with an error. Nothing here is read from
text: every node of the SQL is built.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import cast

from sqlglot import exp

from lineofsight.expressions.python import dates, numbers, texts
from lineofsight.expressions.types import INTEGER, Kind, Type, Value

Sql = exp.Expression

_SQL_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.CHOICE: "VARCHAR",
    Kind.GEOPOINT: "VARCHAR",
    Kind.BLANK: "VARCHAR",
    Kind.CHOICES: "VARCHAR[]",
    Kind.DATE: "DATE",
    Kind.TIME: "TIME",
    Kind.DATETIME: "TIMESTAMP",
    Kind.BOOLEAN: "BOOLEAN",
}
_MOST_DIGITS_OF_BIGINT = 18
_LONGEST_TEXT = 1_000_000_000  # characters; beyond, an engine refuses to count
_STRFTIME = {"%n": "%-m", "%e": "%-d", "%h": "%-H", "%3": "%g"}


class DuckDB:
    """DuckDB 2. Columns are VARCHAR, BIGINT, DECIMAL with the size of their type, DOUBLE, DATE, TIME, TIMESTAMP,
    BOOLEAN and VARCHAR[]; blank is NULL, and no column holds an empty text or an empty list."""

    name = "duckdb"

    def text(self, sql: Sql) -> str:
        """The SQL as the engine reads it."""
        return sql.sql(dialect=self.name)

    # constants

    def constant(self, value: Value, type: Type) -> Sql:
        if value is None:
            return self.null(type)
        if isinstance(value, bool):
            return exp.Boolean(this=value)
        if isinstance(value, int):
            return self.number(str(value))
        if isinstance(value, Decimal):
            return self.number(format(value, "f"))
        if isinstance(value, float):
            written = repr(value)
            return self.number(written if "e" in written else f"{written}e0")
        if isinstance(value, datetime.datetime):
            return self._cast(exp.Literal.string(value.isoformat(sep=" ")), "TIMESTAMP")
        if isinstance(value, datetime.date):
            return self._cast(exp.Literal.string(value.isoformat()), "DATE")
        if isinstance(value, datetime.time):
            return self._cast(exp.Literal.string(value.isoformat()), "TIME")
        if isinstance(value, tuple):
            return exp.Array(expressions=[exp.Literal.string(code) for code in value])
        return exp.Literal.string(value)

    def null(self, type: Type) -> Sql:
        return self._cast(exp.Null(), self.type_name(type))

    def number(self, written: str) -> Sql:
        if written.startswith("-"):
            return exp.Paren(this=exp.Neg(this=exp.Literal.number(written[1:])))
        return exp.Literal.number(written)

    def type_name(self, type: Type) -> str:
        if not type.is_number:
            return _SQL_TYPES[type.kind]
        if type.scale is None:
            return "DOUBLE"
        if type.scale == 0:
            return "BIGINT" if type.digits <= _MOST_DIGITS_OF_BIGINT else "HUGEINT"
        return f"DECIMAL({type.digits}, {type.scale})"

    # logic and comparing

    def all_of(self, sides: Sequence[Sql]) -> Sql:
        return self._chain(exp.And, sides)

    def any_of(self, sides: Sequence[Sql]) -> Sql:
        return self._chain(exp.Or, sides)

    def opposite(self, sql: Sql) -> Sql:
        """The opposite of what is never NULL."""
        return exp.Not(this=exp.Paren(this=sql))

    def is_not_true(self, sql: Sql) -> Sql:
        """The opposite, where NULL counts as false."""
        return exp.Not(this=exp.Is(this=exp.Paren(this=sql), expression=exp.Boolean(this=True)))

    def is_true(self, sql: Sql) -> Sql:
        """Never NULL."""
        return self.call("coalesce", sql, exp.Boolean(this=False))

    def is_null(self, sql: Sql) -> Sql:
        return exp.Is(this=_closed(sql), expression=exp.Null())

    def is_not_null(self, sql: Sql) -> Sql:
        return exp.Not(this=exp.Is(this=_closed(sql), expression=exp.Null()))

    def equals(self, left: Sql, right: Sql) -> Sql:
        return exp.EQ(this=_closed(left), expression=_closed(right))

    def same(self, left: Sql, right: Sql) -> Sql:
        """Equal, where NULL equals NULL. Never NULL."""
        return exp.NullSafeEQ(this=_closed(left), expression=_closed(right))

    def different(self, left: Sql, right: Sql) -> Sql:
        """The opposite of `same`."""
        return exp.NullSafeNEQ(this=_closed(left), expression=_closed(right))

    def compare(self, operator: str, left: Sql, right: Sql) -> Sql:
        return _COMPARISONS[operator](this=_closed(left), expression=_closed(right))

    def near(self, left: Sql, right: Sql) -> Sql:
        apart = self.call("abs", exp.Sub(this=_closed(left), expression=_closed(right)))
        return exp.LT(this=apart, expression=self.constant(numbers.NEAR, INTEGER))

    def between(self, value: Sql, low: Sql, high: Sql) -> Sql:
        return exp.Between(this=_closed(value), low=_closed(low), high=_closed(high))

    def is_one_of(self, value: Sql, codes: Sequence[str]) -> Sql:
        if not codes:
            return exp.Boolean(this=False)
        return exp.In(this=_closed(value), expressions=[exp.Literal.string(code) for code in codes])

    def case(self, condition: Sql, then: Sql, otherwise: Sql | None = None) -> Sql:
        return exp.Case(ifs=[exp.If(this=condition, true=then)], default=otherwise)

    def coalesce(self, *values: Sql) -> Sql:
        return self.call("coalesce", *values)

    # numbers

    def add(self, left: Sql, right: Sql) -> Sql:
        return exp.Add(this=_first(left), expression=_closed(right))

    def subtract(self, left: Sql, right: Sql) -> Sql:
        return exp.Sub(this=_first(left), expression=_closed(right))

    def multiply(self, left: Sql, right: Sql) -> Sql:
        return exp.Mul(this=_closed(left), expression=_closed(right))

    def divide(self, left: Sql, right: Sql) -> Sql:
        """NULL by zero, where the engine would give an infinity."""
        return exp.Div(this=_closed(left), expression=self._no_zero(right))

    def modulo(self, left: Sql, right: Sql) -> Sql:
        """NULL by zero, where the engine would stop."""
        return exp.Mod(this=_closed(left), expression=self._no_zero(right))

    def _no_zero(self, value: Sql) -> Sql:
        if isinstance(value, exp.Literal) and float(value.name) != 0:
            return value
        return self.null_if(value, exp.Literal.number(0))

    def negate(self, value: Sql) -> Sql:
        return exp.Neg(this=exp.Paren(this=value))

    def finite(self, value: Sql) -> Sql:
        """NULL for the infinities and for what is no number. The value is written once, so that nesting adds little."""
        for name in ("Infinity", "-Infinity", "NaN"):
            value = self.null_if(value, self._cast(exp.Literal.string(name), "DOUBLE"))
        return value

    def cut(self, value: Sql, type: Type, result: Type) -> Sql:
        """Toward zero. A double from 10^15 on is NULL."""
        whole = self.call("trunc", value)
        if not type.is_exact:
            whole = self._try_cast(whole, "DECIMAL(15, 0)")
        return self.cast(whole, result)

    def round(self, value: Sql, type: Type, places: int, result: Type) -> Sql:
        """Half up. The number is lifted above zero, where half up is what every engine does."""
        scale = type.scale
        if scale is None:
            scale = numbers.PLACES_IN_TEXT
            value = self._try_cast(self._cast(value, "VARCHAR"), f"DECIMAL({15 + scale}, {scale})")
            whole_digits = 15
        else:
            whole_digits = type.digits - scale
        lift = self._cast(self.number(str(10 ** (whole_digits + 1))), f"DECIMAL({whole_digits + 2}, 0)")
        lifted = self.add(self._cast(value, f"DECIMAL({whole_digits + 2 + scale}, {scale})"), lift)
        if places >= 0:
            rounded = self._cast(lifted, f"DECIMAL({whole_digits + 2 + places}, {places})")
            return self.cast(self.subtract(rounded, lift), result)
        unit = 10**-places
        half = self._cast(self.number(str(unit // 2)), f"DECIMAL({len(str(unit))}, 0)")
        floor = self._cast(self.call("floor", self.add(lifted, half)), "HUGEINT")
        steps = exp.IntDiv(this=_closed(floor), expression=self._cast(self.number(str(unit)), "HUGEINT"))
        whole = self.multiply(steps, self._cast(self.number(str(unit)), "HUGEINT"))
        return self.cast(self.subtract(whole, self._cast(lift, "HUGEINT")), result)

    def to_double(self, value: Sql, type: Type) -> Sql:
        """The nearest double. Long exact numbers go through their digits, where a cast would round twice."""
        if (type.scale != 0 and type.digits > 15) or type.digits > _MOST_DIGITS_OF_BIGINT:
            value = self._cast(value, "VARCHAR")
        return self._cast(value, "DOUBLE")

    # texts and choices

    def joined(self, pieces: Sequence[Sql]) -> Sql:
        """One text of many, where NULL is no characters."""
        return self.call("concat", *pieces)

    def characters(self, value: Sql) -> Sql:
        """A text without NULL."""
        return value if isinstance(value, exp.Literal) else self.call("coalesce", value, exp.Literal.string(""))

    def no_empty(self, value: Sql) -> Sql:
        """NULL for an empty text."""
        return self.null_if(value, exp.Literal.string(""))

    def written_substring(self, value: Sql, start: int, end: int | None) -> Sql:
        """With positions that are not negative."""
        first = min(start, _LONGEST_TEXT)
        length = [] if end is None else [self.number(str(max(0, min(end, _LONGEST_TEXT) - first)))]
        return self.call("substring", value, self.number(str(first + 1)), *length)

    def substring(self, value: Sql, start: Sql, end: Sql | None) -> Sql:
        first = self._position(value, start)
        until = self.call("length", value) if end is None else self._position(value, end)
        length = self.call("greatest", self.subtract(until, first), exp.Literal.number(0))
        return self.call("substring", value, self.add(first, exp.Literal.number(1)), length)

    def _position(self, value: Sql, position: Sql) -> Sql:
        """A position counted from 0, within the text; negative ones count from its end."""
        length, zero = self.call("length", value), exp.Literal.number(0)
        from_end = self.call("greatest", self.add(length, position), zero)
        from_start = self.case(self.compare(">=", position, zero), self.call("least", position, length))
        return self._cast(self.case(self.compare("<", position, zero), from_end, from_start), "BIGINT")

    def before(self, value: Sql, part: Sql) -> Sql:
        found = self.call("strpos", value, part)
        return self.case(
            self.compare(">", found, exp.Literal.number(0)),
            self.call("left", value, self.subtract(found, exp.Literal.number(1))),
        )

    def after(self, value: Sql, part: Sql) -> Sql:
        found = self.call("strpos", value, part)
        return self.case(
            self.compare(">", found, exp.Literal.number(0)),
            self.call("substring", value, self.add(found, self.call("length", part))),
        )

    def normalize_space(self, value: Sql) -> Sql:
        single = self.call(
            "regexp_replace", value, exp.Literal.string(texts.SPACE), exp.Literal.string(" "), exp.Literal.string("g")
        )
        return self.call("trim", single, exp.Literal.string(" "))

    def matches(self, value: Sql, pattern: str) -> Sql:
        return self.call("regexp_full_match", value, exp.Literal.string(pattern))

    def read(self, value: Sql, pattern: str, type: Type) -> Sql:
        """What the first group of the pattern finds, as a value; NULL where it finds nothing or no such value is."""
        found = self.call("regexp_extract", value, exp.Literal.string(pattern), exp.Literal.number(1))
        return self._try_cast(found, self.type_name(type))

    def split(self, value: Sql) -> Sql:
        found = self.call("regexp_extract_all", value, exp.Literal.string(texts.NOT_SPACE))
        return self.null_if(found, self._cast(exp.Array(expressions=[]), "VARCHAR[]"))

    def has(self, values: Sql, code: Sql) -> Sql:
        return self.call("list_contains", values, code)

    def has_any(self, values: Sql, codes: Sequence[str]) -> Sql:
        known = self._cast(exp.Array(expressions=[exp.Literal.string(code) for code in codes]), "VARCHAR[]")
        return self.call("list_has_any", values, known)

    def element(self, values: Sql, position: Sql) -> Sql:
        """Counted from 0; NULL before the first and behind the last."""
        place = self._try_cast(self.add(position, exp.Literal.number(1)), "BIGINT")
        found = self.call("list_extract", values, place)
        if isinstance(position, exp.Literal):
            return found
        return self.case(self.compare(">=", position, exp.Literal.number(0)), found)

    # dates

    def days_later(self, date: Sql, days: Sql) -> Sql:
        """NULL for more than 99,999 days."""
        return self.add(date, self._cast(self._try_cast(days, "DECIMAL(5, 0)"), "INTEGER"))

    def written_days_later(self, date: Sql, days: int) -> Sql:
        if days < 0:
            return self.subtract(date, self.number(str(-days)))
        return self.add(date, self.number(str(days)))

    def months_later(self, date: Sql, months: int) -> Sql:
        return self._cast(self.add(date, self.call("to_months", self.number(str(months)))), "DATE")

    def complete(self, unit: str, first: Sql, last: Sql) -> Sql:
        return self.call("date_sub", exp.Literal.string(unit), first, last)

    def last_weekday(self, date: Sql, weekday: int) -> Sql:
        end = self.call("last_day", date)
        back = exp.Mod(
            this=exp.Paren(this=self.add(self.call("isodow", end), exp.Literal.number(7 - weekday))),
            expression=exp.Literal.number(7),
        )
        return self.subtract(end, self._cast(back, "INTEGER"))

    def written(self, value: Sql, pattern: str) -> Sql:
        parts = dates.format_parts(pattern)
        codes = "".join(_STRFTIME.get(code, code) if code else text.replace("%", "%%") for code, text in parts)
        return self.call("strftime", value, exp.Literal.string(codes))

    def time_to_datetime(self, value: Sql) -> Sql:
        return self.add(self.constant(dates.EPOCH, INTEGER), value)

    def part_of_day(self, value: Sql) -> Sql:
        """Of a time, as a double."""
        microseconds = self._cast(self.call("epoch_us", value), "DOUBLE")
        return exp.Div(this=microseconds, expression=self.constant(float(dates.DAY_MICROSECONDS), INTEGER))

    def days_to_date(self, days: Sql, low: int, high: int) -> Sql:
        whole = self.call("trunc", days)
        within = self.between(whole, self.number(str(low)), self.number(str(high)))
        moved = self.add(self.constant(dates.EPOCH, INTEGER), self._try_cast(whole, "INTEGER"))
        return self.case(within, moved)

    def days_to_datetime(self, days: Sql, low: int, high: int) -> Sql:
        within = self.all_of(
            [self.compare(">=", days, self.number(str(low))), self.compare("<", days, self.number(str(high + 1)))]
        )
        thousandths = self.call("trunc", self.multiply(days, self.constant(86_400_000.0, INTEGER)))
        microseconds = self.multiply(self._try_cast(thousandths, "BIGINT"), self.number("1000"))
        span = self.call("to_microseconds", microseconds)
        return self.case(within, self.add(self.constant(dates.EPOCH_DATETIME, INTEGER), span))

    # texts of values

    def text_of_number(self, value: Sql, type: Type) -> Sql:
        if type.scale == 0:
            return self._cast(value, "VARCHAR")
        if type.scale is None:
            places = numbers.PLACES_IN_TEXT
            value = self._try_cast(self._cast(value, "VARCHAR"), f"DECIMAL(38, {places})")
        written = self._cast(value, "VARCHAR")
        for end in ("0", "."):
            written = self.call("rtrim", written, exp.Literal.string(end))
        return written

    def text_of_boolean(self, value: Sql) -> Sql:
        return self._cast(value, "VARCHAR")

    def text_of_date(self, value: Sql, kind: Kind) -> Sql:
        if kind is Kind.DATE:
            return self._cast(value, "VARCHAR")
        if kind is Kind.TIME:
            return self.call("strftime", self.time_to_datetime(value), exp.Literal.string("%H:%M:%S.%g"))
        return self.call("strftime", value, exp.Literal.string("%Y-%m-%dT%H:%M:%S.%g"))

    def text_of_list(self, values: Sql) -> Sql:
        return self.call("array_to_string", values, exp.Literal.string(" "))

    # what all forms are made of

    def call(self, name: str, *arguments: Sql) -> Sql:
        return exp.Anonymous(this=name, expressions=list(arguments))

    def null_if(self, value: Sql, other: Sql) -> Sql:
        return self.call("nullif", value, other)

    def cast(self, value: Sql, type: Type) -> Sql:
        return self._cast(value, self.type_name(type))

    def _cast(self, value: Sql, type_name: str) -> Sql:
        return exp.Cast(this=value, to=exp.DataType.build(type_name, dialect=self.name))

    def _try_cast(self, value: Sql, type_name: str) -> Sql:
        return exp.TryCast(this=value, to=exp.DataType.build(type_name, dialect=self.name))

    def _chain(self, operator: type[exp.Connector], sides: Sequence[Sql]) -> Sql:
        result: Sql = _closed(sides[0]) if len(sides) > 1 else sides[0]
        for side in sides[1:]:
            result = cast(Sql, operator(this=result, expression=_closed(side)))
        return result


DUCKDB = DuckDB()

_COMPARISONS: dict[str, Callable[..., Sql]] = {"<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE}
_CLOSED = (exp.Literal, exp.Column, exp.Anonymous, exp.Cast, exp.Paren, exp.Boolean, exp.Null, exp.Array, exp.Case)


def _first(sql: Sql) -> Sql:
    """The left side of a sum: sums in a row need no parentheses, so that long ones stay flat."""
    return sql if isinstance(sql, exp.Add | exp.Sub) else _closed(sql)


def _closed(sql: Sql) -> Sql:
    """In parentheses, unless no operator could take it apart."""
    return sql if isinstance(sql, _CLOSED) else exp.Paren(this=sql)
