"""One answer out of many records. Every pick ends in the id of the record, so that there are no ties; a record whose
order is blank is neither the latest nor the earliest while another has one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from lineofsight.expressions import Kind, Type, Value
from lineofsight.measures.definition import ONE_RECORD, Pick

Chosen = TypeVar("Chosen")
Ordered = tuple[tuple[Value, ...], int, Chosen]
"""What decides about the order, the id of the record, and what is chosen with it."""


def chosen(pick: Pick, records: Sequence[Ordered[Chosen]]) -> Chosen:
    """What belongs to the latest or the earliest of the records; there is at least one.

    >>> chosen(Pick.LATEST, [((3,), 1, "a"), ((None,), 2, "b"), ((3,), 9, "c")])
    'c'
    """
    if pick is Pick.LATEST:
        return max(records, key=lambda each: ([(order is not None, order) for order in each[0]], each[1]))[2]
    return min(records, key=lambda each: ([(order is None, order) for order in each[0]], each[1]))[2]


def picked(pick: Pick, type: Type, records: Sequence[Ordered[Value]]) -> Value:
    """One answer from the records, of this type. Of no records there is none; their count and their sum are 0."""
    if pick in ONE_RECORD:
        return chosen(pick, records) if records else None
    if pick is Pick.EXISTS:
        return bool(records)
    if pick is Pick.COUNT:
        return len(records)
    values = [value for _, _, value in records if value is not None]
    if pick is Pick.COUNT_DISTINCT:
        return len(set(values))
    if pick is Pick.SUM:
        return total(values, type)
    if not values:
        return None
    if pick is Pick.MEAN:
        return mean(values)
    return max(values) if pick is Pick.MAXIMUM else min(values)


def total(values: Sequence[Value], type: Type) -> int | Decimal | float:
    """The sum: exact for whole numbers and money.

    >>> from lineofsight.expressions import MONEY
    >>> total([Decimal("0.10"), Decimal("0.20")], MONEY)
    Decimal('0.30')
    """
    if not type.is_exact:
        return math.fsum(float(str(value)) for value in values)
    exact = sum((Decimal(str(value)) for value in values), Decimal(0))
    return int(exact) if type.kind is Kind.INTEGER else exact.quantize(Decimal(1).scaleb(-(type.scale or 0)))


def mean(values: Sequence[Value]) -> float:
    """The arithmetic mean of at least one number."""
    return math.fsum(float(str(value)) for value in values) / len(values)


def percentile(values: Sequence[Value], percent: float) -> float:
    """The number below which so many of a hundred lie, in between where it falls between two; of at least one number.

    The continuous kind: the first of n numbers is the 0th, the last the 100th, the others evenly between (Hyndman and
    Fan, 1996, definition 7).

    >>> percentile([10, 20, 90, 100], 50), percentile([10, 20, 90, 100], 100)
    (55.0, 100.0)
    """
    ordered = sorted(float(str(value)) for value in values)
    place = (len(ordered) - 1) * percent / 100
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    return low + (high - low) * (place - math.floor(place))
