"""Checks of single values: text as it stands in a cell, to its canonical form or a fault.

A check is made once per column. It returns the canonical value (whole numbers as int, money as text with two decimals,
days and times in ISO 8601), None for a cell of blanks, or a `Fault`. Canonical values are remembered in a bounded
dictionary, because a file repeats its dates and codes.
"""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from lineofsight.packs.rows import Value

from .layout import SPOKEN, Column, ColumnType, code_lists

REMEMBERED = 50_000  # values per dictionary; then it starts anew
LONGEST_KEY = 80  # a source key of ours adds the file's name and holds 120
EARLIEST_BIRTH = "1875-01-01"
EARLIEST_DAY = "1900-01-01"
CODES_SHOWN = 12
LARGEST_INTEGER = 2_147_483_647

_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?")
_MONEY = re.compile(r"(-?)([0-9]+)(?:\.([0-9]{1,2})0*)?")  # not \d: a database sums no digits of another script
_INTEGER = re.compile(r"-?[0-9]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value is not taken; or, with `kept`, why it is taken with a remark."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)
    kept: str | None = None


Outcome = Value | Fault
Check = Callable[[str], Outcome]


@dataclass(slots=True)
class Checks:
    """Makes the checks of an export. edition: its format; made_on: the day it was made."""

    edition: str
    made_on: date
    _days: dict[str, Value] = field(default_factory=dict)
    _times: dict[str, Value] = field(default_factory=dict)
    _amounts: dict[str, Value] = field(default_factory=dict)
    _integers: dict[str, Value] = field(default_factory=dict)
    _ids: dict[str, Value] = field(default_factory=dict)

    def of(self, column: Column, *, any_length: bool = False) -> tuple[dict[str, Value], Check]:
        """The values known to be good, and the check of all others. any_length: hashed text is longer than names."""
        match column.type:
            case ColumnType.CODE:
                return self._codes(column.codes)
            case ColumnType.DATE if column.name == "DOB":
                return {}, self._birth_date
            case ColumnType.DATE if column.past:
                known: dict[str, Value] = {}
                return known, self._remember(known, self._past_day)
            case ColumnType.DATE:
                return self._days, self._remember(self._days, self._day)
            case ColumnType.TIME:
                return self._times, self._remember(self._times, _time)
            case ColumnType.MONEY:
                return self._amounts, self._remember(self._amounts, _amount)
            case ColumnType.INTEGER:
                return self._integers, self._remember(self._integers, _integer)
            case ColumnType.TEXT:
                return {}, _text_up_to(0 if any_length else column.longest)
            case _:
                return self._ids, self._remember(self._ids, _id)

    @staticmethod
    def _remember(known: dict[str, Value], check: Check) -> Check:
        def remembering(text: str) -> Outcome:
            outcome = check(text)
            if not isinstance(outcome, Fault) and outcome is not None:
                if len(known) >= REMEMBERED:
                    known.clear()
                known[text] = outcome
            return outcome

        return remembering

    def _codes(self, name: str) -> tuple[dict[str, Value], Check]:
        listed = code_lists()[name]
        here = listed.of_edition(self.edition)
        shown = f" ({', '.join(here)})" if len(here) <= CODES_SHOWN else ""

        def check(text: str) -> Outcome:
            code = text.strip()
            if not code or code in here:
                return code or None
            if code in listed.only_in:
                return Fault("H207", {"other": SPOKEN[listed.only_in[code]], "edition": self.edition})
            return Fault("H206", {"title": listed.title, "codes": shown})

        return {code: code for code in here}, check

    def _day(self, text: str) -> Outcome:
        text = text.strip()
        if not text:
            return None
        day = _MIDNIGHT.sub("", text) if len(text) > 10 else text
        if len(day) == 10 and day[4] == day[7] == "-":
            try:
                return date.fromisoformat(day).isoformat()
            except ValueError:
                pass
        return _fault_of_day(day)

    def _past_day(self, text: str) -> Outcome:
        day = self._day(text)
        if not isinstance(day, str):
            return day
        if day < EARLIEST_DAY:
            return Fault("H213", {"perhaps": perhaps(date.fromisoformat(day), self.made_on)})
        if day <= self.made_on.isoformat():
            return day
        if (date.fromisoformat(day) - self.made_on).days <= 366:
            return Fault("H311", kept=day)
        return Fault("H204", {"perhaps": perhaps(date.fromisoformat(day), self.made_on)})

    def _birth_date(self, text: str) -> Outcome:
        day = self._day(text)
        if not isinstance(day, str):
            return day
        if day < EARLIEST_BIRTH:
            return Fault("H205")
        if day > self.made_on.isoformat():
            return Fault("H204", {"perhaps": perhaps(date.fromisoformat(day), self.made_on)})
        return day


def _fault_of_day(text: str) -> Fault:
    if match := _YEAR_FIRST.fullmatch(text):
        return _fault_of_numbers(*(int(part) for part in match.groups()))
    if match := _MONTH_FIRST.fullmatch(text):
        month, day, year = (int(part) for part in match.groups())
        if month > 12:
            month, day = day, month
        return _fault_of_numbers(year, month, day)
    return Fault("H203")


def _fault_of_numbers(year: int, month: int, day: int) -> Fault:
    if not 1 <= month <= 12:
        return Fault("H201", {"why": "a year has 12 months."})
    if not 1 <= year <= 9999:
        return Fault("H201", {"why": f"there is no year {year}."})
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        return Fault("H201", {"why": f"{month_name[month]} {year} has {days} days."})
    return Fault("H202", {"perhaps": date(year, month, day).isoformat()})


def perhaps(day: date, made_on: date) -> str:
    """The day somebody may have meant who mistyped the year: swapped digits first, else the last such day.

    >>> perhaps(date(2062, 3, 11), date(2026, 10, 1))
    '2026-03-11'
    """
    digits = f"{day.year:04d}"
    swapped = [digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(3)]
    swapped += [digits[i:] + digits[:i] for i in range(1, 4)]
    years = [int(year) for year in swapped if made_on.year - 10 <= int(year) <= made_on.year]
    for year in [*sorted(years, reverse=True), made_on.year, made_on.year - 1]:
        meant = _in_year(day, year)
        if meant <= made_on:
            return meant.isoformat()
    return made_on.isoformat()


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def _time(text: str) -> Outcome:
    text = text.strip()
    if not text:
        return None
    if len(text) >= 10 and text[4] == text[7] == "-":
        try:
            return datetime.fromisoformat(text).replace(microsecond=0).isoformat()
        except ValueError:
            pass
    return Fault("H212")


def _amount(text: str) -> Outcome:
    text = text.strip()
    if not text:
        return None
    match = _MONEY.fullmatch(text)
    if match is None:
        return Fault("H208")
    sign, dollars, cents = match.groups()
    dollars = dollars.lstrip("0") or "0"
    if len(dollars) > 12:
        return Fault("H214")
    return f"{sign}{dollars}.{(cents or ''):0<2}"


def _integer(text: str) -> Outcome:
    text = text.strip()
    if not text:
        return None
    if _INTEGER.fullmatch(text) is None:
        return Fault("H209")
    if len(text) > 11 or abs(int(text)) > LARGEST_INTEGER:
        return Fault("H214")
    return int(text)


def _text_up_to(longest: int) -> Check:
    """A check of text. 0: any length."""

    def check(text: str) -> Outcome:
        text = text.strip()
        if longest and len(text) > longest:
            return Fault("H210", {"longest": str(longest)})
        return text or None

    return check


def _id(text: str) -> Outcome:
    text = text.strip()
    if len(text) > LONGEST_KEY:
        return Fault("H111", {"longest": str(LONGEST_KEY)})
    return text or None
