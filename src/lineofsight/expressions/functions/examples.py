"""The answers that the examples of the catalogue speak of: the reference page and its test read the same ones."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from lineofsight.expressions.environment import Environment
from lineofsight.expressions.types import INTEGER, TEXT, Answer, Clock, Value, many

NAMES = Environment({"amounts": many(INTEGER), ".": TEXT}, {"answers": ("yes", "no")}, converts=True)
ANSWERS: Mapping[str, Answer] = {"amounts": (1, None, 3)}
CLOCK = Clock(datetime.datetime(2026, 3, 9, 14, 30))


def said(value: Value) -> str:
    """A value as documents write it.

    >>> said(True), said(None), said(datetime.date(2026, 3, 9))
    ('yes', 'blank', '2026-03-09')
    """
    if value is None:
        return "blank"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
