"""Dates and times."""

from __future__ import annotations

from dataclasses import replace

from lineofsight.expressions.checks import conversions
from lineofsight.expressions.checks.moving import check_moves
from lineofsight.expressions.functions.catalogue import Called, function
from lineofsight.expressions.python import dates
from lineofsight.expressions.typed import Apply, Op, Part
from lineofsight.expressions.types import BOOLEAN, DATE, DATETIME, DECIMAL, INTEGER, TEXT, Kind

DAYS = replace(INTEGER, digits=7)
SMALL = replace(INTEGER, digits=4)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@function("today()", "The day on which the expression is evaluated.", "today() >= date('2000-01-01')", "yes")
def _today(call: Called) -> Part:
    return conversions.apply(Op.TODAY, DATE, at=call.at)


@function("now()", "The moment at which the expression is evaluated.", "now() >= today()", "yes")
def _now(call: Called) -> Part:
    return conversions.apply(Op.NOW, DATETIME, at=call.at)


@function("date(value)", "A text such as '2026-03-09', a moment or a number of days since 1970-01-01 as a date.",
          "date('2026-03-09')", "2026-03-09")  # fmt: skip
def _date(call: Called) -> Part:
    return conversions.to_date(call.checking.single(call.arguments[0]))


@function(
    "date-time(value)", "The same with the time of day.", "date-time('2026-03-09T14:30')", "2026-03-09T14:30:00.000"
)
def _date_time(call: Called) -> Part:
    return conversions.to_datetime(call.checking.single(call.arguments[0]))


@function("decimal-date-time(value)", "Days since 1970-01-01, with the part of the day.",
          "decimal-date-time('1970-01-02T12:00')", "1.5")  # fmt: skip
def _decimal_date_time(call: Called) -> Part:
    return conversions.to_number(conversions.to_datetime(call.checking.single(call.arguments[0])))


@function("decimal-time(value)", "The part of the day that has gone by.", "decimal-time('06:00')", "0.25")
def _decimal_time(call: Called) -> Part:
    part = call.checking.single(call.arguments[0])
    if part.type.kind is Kind.DATETIME:
        whole = conversions.to_double(conversions.to_date(part))
        return call.apply(Op.SUBTRACT, DECIMAL, conversions.to_number(part), whole)
    return conversions.to_number(conversions.to_time(part))


@function("format-date(date, format)", "A date as a text: %Y %y year, %m %n month, %b its name, %d %e day, %a weekday.",
          "format-date(date('2026-03-09'), '%e %b %Y')", "9 Mar 2026")  # fmt: skip
def _format_date(call: Called) -> Part:
    return _format(call)


@function("format-date-time(moment, format)", "The same with %H %h hour, %M minute, %S second, %3 thousandths.",
          "format-date-time(date-time('2026-03-09T14:05'), '%h:%M')", "14:05")  # fmt: skip
def _format_date_time(call: Called) -> Part:
    return _format(call)


def _format(call: Called) -> Part:
    pattern = call.written(1, "The format")
    unknown = [code for code, _ in dates.format_parts(pattern) if code and code not in dates.FORMAT_CODES]
    if unknown:
        raise call.problem(
            "X207",
            call.arguments[1],
            f"{unknown[0]} is not a code of a format.",
            "Use %Y %y %m %n %b %d %e %a %H %h %M %S %3.",
        )
    part = call.checking.single(call.arguments[0])
    is_taken_as_it_is = call.checking.environment.converts or part.type.kind in (Kind.DATETIME, Kind.TIME)
    moment = part if is_taken_as_it_is else call.date(0)
    if moment.type.kind is not Kind.DATE or any(code in pattern for code in dates.TIME_CODES):
        moment = conversions.to_datetime(moment)
    return call.apply(Op.FORMAT, TEXT, moment, call.constant(TEXT, pattern))


def _part_of_date(name: str, op: Op, says: str, gives: str) -> None:
    function(f"{name}(date)", says, f"{name}(date('2026-03-09'))", gives)(
        lambda call: call.apply(op, SMALL, call.date(0))
    )


_part_of_date("year", Op.YEAR, "The year of a date.", "2026")
_part_of_date("quarter", Op.QUARTER, "The quarter of the calendar year, 1 to 4.", "1")
_part_of_date("month", Op.MONTH, "The month, 1 to 12.", "3")
_part_of_date("day", Op.DAY, "The day of the month, 1 to 31.", "9")
_part_of_date("weekday", Op.WEEKDAY, "The day of the week, 1 for Monday to 7 for Sunday.", "1")


@function("age-at(birth_date, date)", "Completed years of life on a day; blank before birth.",
          "age-at(date('2000-05-20'), date('2026-03-09'))", "25")  # fmt: skip
def _age_at(call: Called) -> Part:
    birth, date = call.date(0), call.date(1)
    born = call.apply(Op.LESS_OR_EQUAL, BOOLEAN, birth, date)
    age = call.apply(Op.YEARS_BETWEEN, SMALL, birth, date)
    return call.apply(Op.IF, SMALL, born, age, call.constant(SMALL, None))


@function("years-between(first, last)", "Complete years from one day to another; negative when the last comes first.",
          "years-between(date('2024-02-29'), date('2025-02-28'))", "1")  # fmt: skip
def _years_between(call: Called) -> Part:
    return call.apply(Op.YEARS_BETWEEN, SMALL, call.date(0), call.date(1))


@function("months-between(first, last)", "Complete months from one day to another.",
          "months-between(date('2026-01-31'), date('2026-02-28'))", "1")  # fmt: skip
def _months_between(call: Called) -> Part:
    return call.apply(Op.MONTHS_BETWEEN, DAYS, call.date(0), call.date(1))


@function("days-between(first, last)", "Days from one day to another.",
          "days-between(date('2026-03-09'), date('2026-03-16'))", "7")  # fmt: skip
def _days_between(call: Called) -> Part:
    return call.apply(Op.DAYS_BETWEEN, DAYS, call.date(0), call.date(1))


@function("anniversary(date, years)", "The same day so many years later; 28 February where there is no 29th.",
          "anniversary(date('2024-02-29'), 1)", "2025-02-28")  # fmt: skip
def _anniversary(call: Called) -> Part:
    return _moved(call, Op.YEARS_LATER, call.written_integer(1, "The number of years"))


@function("months-later(date, months)", "The same day so many months later, or the last day of that month.",
          "months-later(date('2026-01-31'), 1)", "2026-02-28")  # fmt: skip
def _months_later(call: Called) -> Part:
    return _moved(call, Op.MONTHS_LATER, call.written_integer(1, "The number of months"))


def _moved(call: Called, op: Op, by: int) -> Part:
    moved = Apply(DATE, call.node.start, call.node.end, op, (call.date(0), call.constant(INTEGER, by)))
    check_moves(call.checking, moved, call.node)
    return call.apply(op, DATE, *moved.operands)


@function("last-weekday(date, weekday)", "The last such weekday of the month in which the date lies.",
          "last-weekday(date('2026-01-10'), 'wednesday')", "2026-01-28")  # fmt: skip
def _last_weekday(call: Called) -> Part:
    name = call.written(1, "The weekday")
    if name.lower() not in WEEKDAYS:
        raise call.problem(
            "X207", call.arguments[1], f'"{name}" is not a weekday.', "Write monday, tuesday, ... or sunday."
        )
    return call.apply(Op.LAST_WEEKDAY, DATE, call.date(0), call.constant(INTEGER, WEEKDAYS.index(name.lower()) + 1))
