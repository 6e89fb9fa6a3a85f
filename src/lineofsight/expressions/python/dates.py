"""What the operations on dates and times do, in Python.

The rule: dates run from 1000-01-01 to 8999-12-31, and dates and times are what the agency's clock shows, without a time
zone. A month or a year later is the same day of the month, or the last one where there is no such day; how many months
or years lie between two days is counted with the same rule, so the two never disagree.
"""

from __future__ import annotations

import calendar
import datetime
import math
import re

from lineofsight.expressions.types import FIRST_DATE, LAST_DATE, Type

EPOCH = datetime.date(1970, 1, 1)
EPOCH_DATETIME = datetime.datetime(1970, 1, 1)
DAY_MICROSECONDS = 86_400_000_000

# How texts say dates and times; both walkers read the first group. An offset at the end is left out.
_DAY_WRITTEN = r"[1-8][0-9]{3}-[0-9]{2}-[0-9]{2}"
_TIME_WRITTEN = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
_OFFSET_WRITTEN = r"(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
DATE_WRITTEN = rf"^({_DAY_WRITTEN})(?:T.*)?$"
DATETIME_WRITTEN = rf"^({_DAY_WRITTEN}(?:T{_TIME_WRITTEN})?){_OFFSET_WRITTEN}$"
TIME_WRITTEN = rf"^({_TIME_WRITTEN}){_OFFSET_WRITTEN}$"


def days_later(type: Type, date: datetime.date, days: int) -> datetime.date | None:
    """Blank for more than 99,999 days, which no calendar of an agency needs."""
    return None if abs(days) > 99_999 else date + datetime.timedelta(days=days)


def days_between(type: Type, first: datetime.date, last: datetime.date) -> int:
    return (last - first).days


def months_later(type: Type, date: datetime.date, months: int) -> datetime.date:
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    last_day = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(date.day, last_day))


def years_later(type: Type, date: datetime.date, years: int) -> datetime.date:
    return months_later(type, date, 12 * years)


def months_between(type: Type, first: datetime.date, last: datetime.date) -> int:
    """Complete months; negative where the last day comes first."""
    if last < first:
        return -months_between(type, last, first)
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if months_later(type, first, months) <= last else months - 1


def years_between(type: Type, first: datetime.date, last: datetime.date) -> int:
    return int(months_between(type, first, last) / 12)


def quarter(type: Type, date: datetime.date) -> int:
    return (date.month + 2) // 3


def last_weekday(type: Type, date: datetime.date, weekday: int) -> datetime.date:
    """The last such day (1 is Monday) of the month in which the date lies."""
    end = date.replace(day=calendar.monthrange(date.year, date.month)[1])
    return end - datetime.timedelta(days=(end.isoweekday() - weekday) % 7)


def _read(pattern: str, text: str) -> str | None:
    found = re.fullmatch(pattern, text)
    return found.group(1) if found else None


def date_of(type: Type, text: str) -> datetime.date | None:
    found = _read(DATE_WRITTEN, text)
    try:
        return datetime.date.fromisoformat(found) if found else None
    except ValueError:
        return None


def datetime_of(type: Type, text: str) -> datetime.datetime | None:
    """What the text's clock shows."""
    found = _read(DATETIME_WRITTEN, text)
    try:
        return datetime.datetime.fromisoformat(found) if found else None
    except ValueError:
        return None


def time_of(type: Type, text: str) -> datetime.time | None:
    found = _read(TIME_WRITTEN, text)
    return datetime.time.fromisoformat(found) if found else None


def date_to_days(type: Type, date: datetime.date) -> int:
    return (date - EPOCH).days


def datetime_to_days(type: Type, moment: datetime.datetime) -> float:
    return float((moment.date() - EPOCH).days) + time_to_days(type, moment.time())


def time_to_days(type: Type, time: datetime.time) -> float:
    seconds = (time.hour * 60 + time.minute) * 60 + time.second
    return (seconds * 1_000_000 + time.microsecond) / DAY_MICROSECONDS


def days_to_date(type: Type, days: int | float) -> datetime.date | None:
    """The part of the day is cut off, toward 1970-01-01."""
    whole = math.trunc(days)
    if not (FIRST_DATE - EPOCH).days <= whole <= (LAST_DATE - EPOCH).days:
        return None
    return EPOCH + datetime.timedelta(days=whole)


def days_to_datetime(type: Type, days: int | float) -> datetime.datetime | None:
    """To the millisecond, cut toward 1970-01-01."""
    if not (FIRST_DATE - EPOCH).days <= days < (LAST_DATE - EPOCH).days + 1:
        return None
    return EPOCH_DATETIME + datetime.timedelta(milliseconds=math.trunc(float(days) * 86_400_000))


def time_to_datetime(type: Type, time: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(EPOCH, time)


def date_to_datetime(type: Type, date: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(date, datetime.time())


def text_of(value: datetime.date | datetime.time) -> str:
    """As XForms writes it: 2026-03-09, 14:30:00.000, 2026-03-09T14:30:00.000."""
    if isinstance(value, datetime.datetime | datetime.time):
        return value.isoformat(timespec="milliseconds")
    return value.isoformat()


def written(type: Type, value: datetime.date | datetime.time, pattern: str) -> str | None:
    """The date or time in the format of XForms, with the names of months and days in English."""
    return "".join(_FORMATS[code](value) if code else text for code, text in format_parts(pattern)) or None


def format_parts(pattern: str) -> list[tuple[str, str]]:
    """A format as parts: (`%Y`, "") for a code, ("", "-") for what stands as it is.

    >>> format_parts("%e %b")
    [('%e', ''), ('', ' '), ('%b', '')]
    """
    found = re.findall(r"(%.)|([^%]+|%$)", pattern, re.DOTALL)
    return [("", "%") if code == "%%" else (code, text) for code, text in found]


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FORMATS = {
    "%Y": lambda value: f"{value.year:04}",
    "%y": lambda value: f"{value.year % 100:02}",
    "%m": lambda value: f"{value.month:02}",
    "%n": lambda value: f"{value.month}",
    "%b": lambda value: _MONTHS[value.month - 1],
    "%d": lambda value: f"{value.day:02}",
    "%e": lambda value: f"{value.day}",
    "%a": lambda value: _WEEKDAYS[value.isoweekday() - 1],
    "%H": lambda value: f"{value.hour:02}",
    "%h": lambda value: f"{value.hour}",
    "%M": lambda value: f"{value.minute:02}",
    "%S": lambda value: f"{value.second:02}",
    "%3": lambda value: f"{value.microsecond // 1000:03}",
}
TIME_CODES = frozenset({"%H", "%h", "%M", "%S", "%3"})
FORMAT_CODES = frozenset(_FORMATS)
