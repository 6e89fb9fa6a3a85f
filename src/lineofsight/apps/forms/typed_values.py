"""Reading what somebody typed: each function takes text and gives a value, or says in a sentence why it cannot.

People write dates and amounts in several ways; all that are clear are taken, the rest are asked for again. Months come
first in dates written with figures, as is the custom in the United States.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.problems import Problem

LARGEST = Decimal("999999999999.99")  # what decimal(14,2) holds
_DATE_PATTERNS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")
_YES = frozenset({"yes", "y", "true", "1", "on"})
_NO = frozenset({"no", "n", "false", "0", "off"})


class Unreadable(Problem):
    """The text is no value of this type. The sentence says what was written and what is possible."""


def read_integer(text: str) -> int:
    """A whole number; commas between thousands are taken.

    >>> read_integer("1,480")
    1480
    """
    plain = _without_thousands(text)
    if not re.fullmatch(r"[+-]?\d{1,15}", plain):
        raise Unreadable("F101", _wrote(text), _("Write a whole number, such as 4."))
    return int(plain)


def read_decimal(text: str) -> Decimal:
    """A number with or without decimals.

    >>> read_decimal("7.50")
    Decimal('7.50')
    """
    try:
        number = Decimal(_without_thousands(text))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > LARGEST:
        raise Unreadable("F102", _wrote(text), _("Write a number, such as 7.5."))
    return number


def read_money(text: str) -> Decimal:
    """An amount in dollars with two decimals; a dollar sign and commas are taken.

    >>> read_money("$1,480.5")
    Decimal('1480.50')
    """
    try:
        amount = Decimal(_without_thousands(text.replace("$", "", 1)))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) > LARGEST or amount != round(amount, 2):
        raise Unreadable("F103", _wrote(text), _("Write an amount in dollars and cents, such as 1,480.50."))
    return amount.quantize(Decimal("0.01"))


def read_date(text: str) -> date:
    """A day, written 2013-05-14, 5/14/2013, 5/14/13, May 14, 2013 or 14 May 2013.

    A year of two figures is the last such year that is not in the future.

    >>> read_date("May 14, 2013").isoformat()
    '2013-05-14'
    """
    plain = " ".join(text.replace(",", " ").replace(".", " ").split())
    for pattern in _DATE_PATTERNS:
        try:
            day = datetime.strptime(plain, pattern).date()
        except ValueError:
            continue
        if "%y" in pattern and day > timezone.localdate():
            return day.replace(year=day.year - 100)
        return day
    raise Unreadable("F104", _wrote(text), _("Write a day that exists, such as 05/14/2013 or 2013-05-14."))


def read_datetime(text: str) -> datetime:
    """A day and a time, 2026-11-12 15:30; without a time zone that of the agency is meant. Given in UTC."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise Unreadable("F105", _wrote(text), _("Write a day and a time, such as 2026-11-12 15:30.")) from error
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return moment.astimezone(UTC)


def read_boolean(text: str) -> bool:
    """Yes or no.

    >>> read_boolean("Yes"), read_boolean("0")
    (True, False)
    """
    plain = text.strip().casefold()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise Unreadable("F106", _wrote(text), _("Answer yes or no."))


def _without_thousands(text: str) -> str:
    plain = text.strip()
    return plain.replace(",", "") if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", plain) else plain


def _wrote(text: str) -> str:
    return _("You wrote “%(text)s”.") % {"text": text.strip()[:40]}
