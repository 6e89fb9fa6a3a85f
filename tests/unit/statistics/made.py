"""Series for the tests: months from January 2025, and what a chart says in English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lineofsight.statistics import (
    Direction,
    Every,
    Kind,
    Mark,
    Phase,
    Point,
    Reading,
    Rule,
    Series,
    Share,
    in_english,
    say_reading,
)

# Reference values of the methods: see docs/explanation/signals.md.
STABLE = [52, 55, 49, 58, 50, 54, 53, 47, 56, 51, 57, 54]
COUNTED = [18, 22, 15, 30, 21, 19, 27, 16, 25, 20, 23, 17]
OF = [60, 64, 58, 72, 60, 61, 70, 55, 68, 59, 66, 57]


def month(number: int) -> date:
    """The first day of the month so many months after January 2025."""
    return date(2025 + number // 12, number % 12 + 1, 1)


def numbers(
    values: Sequence[float | None],
    *,
    kind: Kind = Kind.NUMBER,
    phases: Sequence[Phase] = (),
    possible: tuple[float | None, float | None] | None = None,
    left_out: Sequence[int] = (),
    marked: Sequence[int] = (),
) -> Series:
    points = [
        Point(
            month(i),
            value,
            left_out="typing error" if i in left_out else "",
            mark=Mark("Dana", "the flood") if i in marked else None,
        )
        for i, value in enumerate(values)
    ]
    return Series(kind, Every.MONTH, points, possible=possible, phases=phases)


def shares(counted: Sequence[int], of: Sequence[int], *, phases: Sequence[Phase] = ()) -> Series:
    points = [Point(month(i), Share(x, n)) for i, (x, n) in enumerate(zip(counted, of, strict=True))]
    return Series(Kind.SHARE, Every.MONTH, points, phases=phases)


def fired(reading: Reading) -> list[tuple[Rule, int, int, int]]:
    """The signals of the present phase: rule, first and last position, count."""
    return [(s.rule, s.first, s.last, s.count) for s in reading.present.signals]


def said(reading: Reading, *, good: Direction | None = None, measure: str | None = None) -> list[str]:
    """All sentences of a chart, the first one first, with whole numbers."""
    whole = say_reading(reading, good=good, measure=measure)
    return [
        in_english(sentence, amount=lambda value: f"{value:.0f}")
        for sentence in (whole.first, *whole.others, *whole.notes)
    ]
