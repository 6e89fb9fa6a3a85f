"""Figures as the pages take them, whoever looks: one series for a measure in a place, and its latest groups.

The rule: a period has a value, or is withheld with its rule, or has nothing in it; the three are never mixed up. Which
of them somebody sees is decided by the door (`selectors/door.py`); here nothing is decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from lineofsight.apps.framework.models import MeasureAssignment, MeasureVersion
from lineofsight.disclosure import MINIMUM_COUNT, Rule
from lineofsight.statistics import Every


class Used(Protocol):
    """A measure in a place, with the definition that counts there now."""

    @property
    def assignment(self) -> MeasureAssignment: ...
    @property
    def version(self) -> MeasureVersion: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """value: a share is 0 to 1; None of nobody, or when withheld. numerator, denominator: of a share; denominator alone
    of everything else: whom it rests on. sums: of a ratio, what is divided by what. Left out are those of whom it is
    too_early to know the outcome, and the incomplete, of whom nothing can be said since something is missing."""

    value: float | None
    numerator: int | None = None
    denominator: int | None = None
    withheld: Rule | None = None
    too_early: int = 0
    incomplete: int = 0
    sums: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFigure:
    """is_settled: nothing still to come can change it. is_restated: it was published before with another value.
    version: the number of the definition by which it is counted; where that changes, the series breaks."""

    start: date
    end: date
    figure: Figure
    is_settled: bool = True
    is_restated: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigure:
    """One group of the latest period. code: as the definition names it; label: as people read it."""

    code: str
    label: str
    figure: Figure


class WhyNone(StrEnum):
    """Why a series holds no period at all."""

    NO_BUILD = "no_build"  # nothing has been counted yet
    NOT_RELEASED = "not_released"  # nothing is shown to people outside yet
    NOTHING_HAPPENED = "nothing_happened"  # no service, assessment or end of a stay that it could count
    NOBODY = "nobody"  # records there are, and nobody in them is one whom it counts
    NOT_REPORTED = "not_reported"  # counted elsewhere, and nobody has written down a figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The figures of a measure in a place, oldest first. groups: name of a disaggregation → its groups.

    is_inside: the viewer may open every file behind the figures, which are exact and fresh; else they are the ones
    released to everybody. made_at: of the build behind them, or when they were published. left_out_protected: figures
    of the whole agency without programs this viewer may not look into. of_targets: the periods of its targets as a
    whole, for those inside. refusal: why the measure cannot be counted yet. minimum: the fewest people behind
    a figure that is released. records_end: the last day of records that come no more, for those inside; None where they
    come. why_none: of a series without a period. audited_tables: with how many tables the newest release was audited.
    """

    every: Every
    periods: tuple[PeriodFigure, ...] = ()
    groups: Mapping[str, tuple[GroupFigure, ...]] = field(default_factory=dict)
    is_inside: bool = False
    is_reported: bool = False
    made_at: datetime | None = None
    build: int | None = None
    left_out_protected: bool = False
    of_targets: tuple[PeriodFigure, ...] = ()
    refusal: str = ""
    minimum: int = MINIMUM_COUNT
    records_end: date | None = None
    why_none: WhyNone | None = None
    audited_tables: int | None = None

    @property
    def latest(self) -> PeriodFigure | None:
        """The newest period that is over and has a figure, or a withheld one. The month under way is never judged."""
        settled = (each for each in reversed(self.periods) if each.is_settled)
        return next((each for each in settled if each.figure.value is not None or each.figure.withheld), None)
