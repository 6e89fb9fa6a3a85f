"""What looks like a slip in a target or in counts from elsewhere, in words. Pure; None where nothing does."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from lineofsight.apps.agency.doubts import Doubt

from .known_figures import Range
from .reported_counts import Counts, in_counts

SLIP = Decimal(1)  # percent, from which on down a share was probably typed as 0 to 1
FAR = 30  # points from every figure so far
TIMES = 3  # larger or smaller than every figure so far


def doubt_of_percent(percent: Decimal, seen: Range | None) -> Doubt | None:
    """Of a target for a share.

    >>> doubt_of_percent(Decimal("0.7"), None)
    Doubt(about='target', answer='0.7%', reason='Perhaps 70% is meant.')
    >>> doubt_of_percent(Decimal("70"), None) is None
    True
    """
    if seen is not None and seen.low * 100 / TIMES <= percent <= seen.high * 100 * TIMES and percent <= SLIP:
        return None
    if 0 < percent <= SLIP:
        reason = _("Perhaps %(percent)s is meant.") % {"percent": _percent(percent * 100)}
        return Doubt("target", _percent(percent), reason)
    if seen is not None and not seen.low * 100 - FAR <= percent <= seen.high * 100 + FAR:
        return _far(_percent(percent), _percent(seen.low * 100), _percent(seen.high * 100), seen)
    return None


def doubt_of_amount(amount: Decimal, seen: Range | None) -> Doubt | None:
    """Of a target that is no share."""
    if seen is None or seen.low <= 0 or seen.low / TIMES <= amount <= seen.high * TIMES:
        return None
    return _far(_number(amount), _number(seen.low), _number(seen.high), seen)


def doubt_of_counts(counts: Counts) -> Doubt | None:
    """Of exactly 100 people: a percentage that was written as two counts.

    >>> doubt_of_counts(Counts(numerator=83, denominator=1100)) is None
    True
    """
    if counts.denominator != 100:
        return None
    return Doubt("denominator", in_counts(counts), _("Were there exactly 100 people, or is it a percentage?"))


def _far(written: str, low: str, high: str, seen: Range) -> Doubt:
    told = {"low": low, "high": high, "month": date_format(seen.since, "F Y")}
    reason = _("Every figure so far is between %(low)s and %(high)s, since %(month)s.") % told
    return Doubt("target", written, reason)


def _percent(percent: Decimal | float) -> str:
    return f"{_number(percent)}%"


def _number(number: Decimal | float) -> str:
    rounded = round(float(number), 1)
    return str(number_format(int(rounded) if rounded == int(rounded) else rounded, force_grouping=True))
