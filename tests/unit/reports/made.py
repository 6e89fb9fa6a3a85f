"""Series of figures for tests, drawn as short lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from lineofsight.apps.agency.models import Program
from lineofsight.apps.figures.values import Figure, PeriodFigure, Series
from lineofsight.apps.framework.models import Measure, MeasureAssignment, MeasureVersion, Outcome, PerformancePeriod
from lineofsight.apps.reports.selectors.uses import Use
from lineofsight.disclosure import Rule
from lineofsight.statistics import Every

FIRST = date(2025, 1, 1)


def month(number: int) -> date:
    """The first day of the month so many months after January 2025."""
    return date(FIRST.year + number // 12, number % 12 + 1, 1)


def period(number: int, figure: Figure, *, is_settled: bool = True) -> PeriodFigure:
    end = month(number + 1) - timedelta(days=1)
    return PeriodFigure(start=month(number), end=end, figure=figure, is_settled=is_settled)


def shares(percents: Sequence[int | None], *, of: int = 100) -> Series:
    """Months of shares; None is a withheld month."""
    return Series(
        every=Every.MONTH,
        periods=tuple(
            period(number, withheld() if percent is None else share(round(of * percent / 100), of))
            for number, percent in enumerate(percents)
        ),
    )


def numbers(values: Sequence[float]) -> Series:
    return Series(
        every=Every.MONTH,
        periods=tuple(period(number, Figure(value=value, denominator=40)) for number, value in enumerate(values)),
    )


def share(numerator: int, denominator: int) -> Figure:
    return Figure(value=numerator / denominator, numerator=numerator, denominator=denominator)


def withheld(rule: Rule = Rule.FEW_PEOPLE) -> Figure:
    return Figure(value=None, withheld=rule)


STEADY = [70, 72, 69, 71, 73, 68, 70, 72, 71, 69, 70, 73, 72, 70, 68, 71, 69, 72, 70, 71, 70]
"""Twenty-one months of ups and downs and nothing else."""
FALLEN = [*STEADY[:13], 55, 54, 56, 53, 55, 54, 52, 53]
"""The last eight months far below."""


def used(
    number: int,
    *,
    outcome: str = "",
    title: str = "",
    program: str = "",
    asks: str = "better_off",
    target: float | None = None,
    unit: str = "",
    **document: object,
) -> Use:
    """A measure in a place, as the pages take it, without a database. outcome: what it shows, if anything."""
    assignment = MeasureAssignment(
        pk=number,
        measure=Measure(pk=number),
        outcome=Outcome(pk=number, title=outcome) if outcome else None,
        program=Program(pk=number, name=program) if program else None,
        asks=asks,
    )
    statistic = "median" if unit else "proportion"
    version = MeasureVersion(
        title=title or outcome, direction="increase", statistic=statistic, unit=unit, document=document
    )
    period = PerformancePeriod(target=Decimal(str(target))) if target is not None else None
    return Use(assignment=assignment, version=version, period=period, note=None)
