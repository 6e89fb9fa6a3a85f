"""What a database counted, as the amounts that are told: money to the cent, whole numbers whole, all others doubles."""

from __future__ import annotations

from decimal import Decimal

from lineofsight.measures.asking import Amount, Tallied
from lineofsight.measures.definition import Statistic
from lineofsight.measures.query import Formula, Tally

_EXACT = (Statistic.SUM, Statistic.RATIO)


def tallied(
    tally: Tally, denominator: int, numerator: int | None, n: int | None, value: Amount | None, lower: Amount | None
) -> Tallied:
    """The figures of one cell from the columns of a statement: `lineofsight.measures.sql.tallies.TALLIED`."""
    if tally.statistic is Statistic.PROPORTION:
        share = (numerator or 0) / denominator if denominator else None
        return Tallied(denominator=denominator, numerator=numerator, n=denominator, value=share)
    if tally.value is None or n is None:
        return Tallied(denominator=denominator, n=denominator, value=denominator)
    if tally.statistic is Statistic.COUNT_DISTINCT:
        return Tallied(denominator=denominator, n=n, value=int(value or 0))
    if tally.statistic not in _EXACT:
        return Tallied(denominator=denominator, n=n, value=None if value is None else float(value))
    above = _sum(tally.value, value)
    if tally.statistic is Statistic.SUM:
        return Tallied(denominator=denominator, n=n, value=above)
    below = _sum(tally.for_each or tally.value, lower)
    ratio = float(above) / float(below) if below else None
    return Tallied(denominator=denominator, n=n, value=ratio, sums=(above, below))


def exact(formula: Formula | None, value: Amount | None) -> Amount | None:
    """The amount in the type of the formula."""
    return None if value is None or formula is None else _sum(formula, value)


def _sum(formula: Formula, value: Amount | None) -> Amount:
    type, value = formula.type, value or 0
    if type.scale == 0:
        return int(value)
    return Decimal(value).quantize(Decimal(1).scaleb(-type.scale)) if type.scale is not None else float(value)
