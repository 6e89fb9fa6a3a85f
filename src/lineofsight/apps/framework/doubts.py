"""What looks like a slip in a target or in counts from elsewhere, in words. Pure; None where nothing does."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from .known_figures import Range
from .reported_counts import Counts, in_counts

SLIP = Decimal(1)  # percent, from which on down a share was probably typed as 0 to 1
FAR = 30  # points from every figure so far
TIMES = 3  # larger or smaller than every figure so far


def doubt_of_percent(percent: Decimal, seen: Range | None) -> str | None:
    """Of a target for a share.

    >>> doubt_of_percent(Decimal("0.7"), None)
    '0.7%, or 70%? If 0.7% is meant, save again.'
    >>> doubt_of_percent(Decimal("70"), None) is None
    True
    """
    if seen is not None and seen.low * 100 / TIMES <= percent <= seen.high * 100 * TIMES and percent <= SLIP:
        return None
    if 0 < percent <= SLIP:
        told = {"written": _percent(percent), "meant": _percent(percent * 100)}
        return _("%(written)s, or %(meant)s? If %(written)s is meant, save again.") % told
    if seen is not None and not seen.low * 100 - FAR <= percent <= seen.high * 100 + FAR:
        return _far(_percent(percent), _percent(seen.low * 100), _percent(seen.high * 100), seen)
    return None


def doubt_of_amount(amount: Decimal, seen: Range | None) -> str | None:
    """Of a target that is no share."""
    if seen is None or seen.low <= 0 or seen.low / TIMES <= amount <= seen.high * TIMES:
        return None
    return _far(_number(amount), _number(seen.low), _number(seen.high), seen)


def doubt_of_counts(counts: Counts) -> str | None:
    """Of exactly 100 people: a percentage that was written as two counts.

    >>> doubt_of_counts(Counts(numerator=83, denominator=1100)) is None
    True
    """
    if counts.denominator != 100:
        return None
    return _("%(counts)s: of exactly 100 people, or is it a percentage? If there were 100, save again.") % {
        "counts": in_counts(counts)
    }


def _far(written: str, low: str, high: str, seen: Range) -> str:
    told = {"written": written, "low": low, "high": high, "month": date_format(seen.since, "F Y")}
    sentence = _(
        "%(written)s is far from every figure so far: between %(low)s and %(high)s since %(month)s. "
        "If it is meant, save again."
    )
    return sentence % told


def _percent(percent: Decimal | float) -> str:
    return f"{_number(percent)}%"


def _number(number: Decimal | float) -> str:
    rounded = round(float(number), 1)
    return str(number_format(int(rounded) if rounded == int(rounded) else rounded, force_grouping=True))
