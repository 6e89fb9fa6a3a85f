"""A figure of a measure, written in its unit and in the reader's language: 58%, $410, 61 days, 1,146.

The rule: rounding happens here and nowhere else, half up, so that a page, a chart, a PDF and a sheet show one number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lineofsight.apps.framework.models import MeasureVersion

Value = int | float | Decimal


class UnitKind(StrEnum):
    SHARE = "share"  # 0 to 1, written as a percentage
    COUNT = "count"  # whole things
    MONEY = "money"
    NUMBER = "number"  # days, points, hours


@dataclass(frozen=True, slots=True)
class Unit:
    """name: of the things, as in "days", or what money is counted for, as in "a month"; empty when the figure stands
    alone. is_change: a plus is written."""

    kind: UnitKind
    name: str = ""
    is_change: bool = False


SHARE = Unit(UnitKind.SHARE)
COUNT = Unit(UnitKind.COUNT)
DOLLARS = "US dollars"
TWICE = re.compile(r"\$\{([^}]+)\} - \$\{([^}]+)\}")  # one value less another


def unit_of(version: MeasureVersion) -> Unit:
    """The unit of a measure's figures."""
    if version.is_share:
        return SHARE
    if version.unit.startswith(DOLLARS):
        return Unit(UnitKind.MONEY, version.unit.removeprefix(DOLLARS).strip(), is_change=_is_change(version))
    if version.unit:
        return Unit(UnitKind.NUMBER, version.unit, is_change=_is_change(version))
    return COUNT if version.statistic in ("count", "count_distinct", "sum") else Unit(UnitKind.NUMBER)


def write_amount(value: Value, unit: Unit) -> str:
    """The figure with its sign of percent or money, without the name of its unit.

    >>> write_amount(0.585, SHARE), write_amount(1146, COUNT)
    ('59%', '1,146')
    """
    if unit.kind is UnitKind.SHARE:
        return pgettext("a percentage", "%(number)s%%") % {"number": _digits(Decimal(str(value)) * 100, 0)}
    exact = Decimal(str(value))
    sign = "−" if exact < 0 else "+" if unit.is_change and exact > 0 else ""
    if unit.kind is UnitKind.MONEY:
        places = 0 if abs(exact) >= 100 or exact == exact.to_integral_value() else 2
        return sign + pgettext("an amount of money", "$%(number)s") % {"number": _digits(abs(exact), places)}
    return sign + _digits(abs(exact), 0 if unit.kind is UnitKind.COUNT else _places(abs(exact)))


def write_with_unit(value: Value, unit: Unit) -> str:
    """The figure with the name of its unit: 61 days."""
    written = write_amount(value, unit)
    return _("%(number)s %(unit)s") % {"number": written, "unit": unit.name} if unit.name else written


def write_count(number: int) -> str:
    return _digits(Decimal(number), 0)


def write_points(value: float) -> str:
    """A difference of shares in percentage points, without the word: 14, −3."""
    points = Decimal(str(value)) * 100
    return ("−" if points.quantize(Decimal(1), ROUND_HALF_UP) < 0 else "") + _digits(abs(points), 0)


def points_in_words(value: float) -> str:
    """
    >>> points_in_words(0.14), points_in_words(-0.01)
    ('14 points', '−1 point')
    """
    number = abs(int((Decimal(str(value)) * 100).quantize(Decimal(1), ROUND_HALF_UP)))
    return ngettext("%(number)s point", "%(number)s points", number) % {"number": write_points(value)}


def _is_change(version: MeasureVersion) -> bool:
    """Whether it says by how much something grew: one thing taken twice, as at start and exit, and subtracted."""
    if version.statistic == "paired_change":
        return True
    derived = version.document.get("derive") or {}
    difference = TWICE.fullmatch(str(version.document.get("value") or "").strip())
    if difference is None or any(name not in derived for name in difference.groups()):
        return False
    later, earlier = (derived[name] for name in difference.groups())
    return bool((later.get("from"), later.get("value")) == (earlier.get("from"), earlier.get("value")))


def _places(value: Decimal) -> int:
    """One decimal below ten, unless there is nothing behind the point."""
    return 0 if value >= 10 or value == value.to_integral_value() else 1


def _digits(value: Decimal, places: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return str(number_format(rounded, decimal_pos=places, use_l10n=True, force_grouping=True))
