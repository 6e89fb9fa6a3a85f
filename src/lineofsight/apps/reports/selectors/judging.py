"""What the figures of one measure say: the reading of its series, the latest figure, its target, the year before.

The rule: everything that is said comes from `statistics`; a page adds its language and its links. "Too early"
speaks of the trend and never stands in the place of a value. Pure; asks no database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from django.utils.translation import gettext as _

from lineofsight.apps.figures.values import Figure, PeriodFigure, Series
from lineofsight.statistics import (
    SHOWN_BELOW,
    ChartReason,
    Direction,
    Every,
    Interval,
    Kind,
    Phase,
    PhaseCause,
    Point,
    Reach,
    Reading,
    Rule,
    Said,
    Sentence,
    Share,
    ShareChange,
    TargetReach,
    against_target,
    compare_shares,
    read_series,
    say_reach,
    say_reading,
    say_target,
    say_year_before,
    target_and_limits,
    wilson,
)
from lineofsight.statistics import Series as ReadSeries

from ..wording.amounts import Unit, UnitKind


class Standing(StrEnum):
    """How the latest figure stands against its target."""

    MET = "met"
    NOT_MET = "not_met"
    OUT_OF_REACH = "out_of_reach"
    NO_TARGET = "no_target"
    NO_DIRECTION = "no_direction"  # there is a target, and nobody said which way is good
    TOO_FEW = "too_few"  # of the trend, where there is no target
    WITHHELD = "withheld"
    NOTHING = "nothing"  # no figure yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One measure in one place, judged. latest None: there is no figure at all, not even a withheld one.

    interval: of a latest share below 200. against: the sentence on the target; is_near_target: the
    distance from it could be chance. year_before: the figure a year earlier, and what may be said of the change: with
    a verdict only where the chart has none, so that a row never gives two.
    """

    unit: Unit
    good: Direction | None
    series: Series
    reading: Reading | None
    said: Said | None
    latest: PeriodFigure | None
    interval: Interval | None
    target: float | None
    standing: Standing
    against: Sentence | None
    is_near_target: bool
    reach: Sentence | None
    year_before: PeriodFigure | None
    change: ShareChange | None
    year_before_said: Sentence | None

    @property
    def is_signal(self) -> bool:
        """Whether something real reaches the latest point."""
        return self.reading is not None and bool(self.reading.now)

    @property
    def moved(self) -> Direction | None:
        """Which way it has really gone; None where it has not, or where that may well be chance."""
        first = next(iter(self.reading.now), None) if self.reading else None
        return first.direction if first and first.rule in (Rule.OUTSIDE_LIMITS, Rule.SHIFT) else None

    @property
    def moved_since(self) -> date | None:
        """The first day of the signal that is told first; None where nothing really moved."""
        if self.reading is None or self.moved is None:
            return None
        return self.reading.series.points[self.reading.now[0].first].start

    @property
    def is_worsening(self) -> bool:
        return self.moved is not None and self.good not in (None, self.moved)

    @property
    def is_out_of_reach(self) -> bool:
        """Whether the target lies beyond the usual range; also where the latest figure is hidden."""
        return self.reach is not None and self.reach.template == f"reach.{Reach.OUT_OF_REACH}"

    @property
    def is_improvement(self) -> bool:
        return self.moved is not None and self.moved is self.good


def judge(series: Series, *, unit: Unit, good: Direction | None, target: float | None) -> Judged:
    """Everything that may be said of a series of figures. target: of a share 0 to 1, else in the unit."""
    reading = _reading(series, unit)
    latest = series.latest
    figure = latest.figure if latest else None
    share = _share(figure)
    met = _is_met(figure, target, good)
    compared = against_target(share, target, good=good) if share and target is not None and good else None
    reach = target_and_limits(reading, target, good=good) if reading and target is not None and good else None
    before = _a_year_before(series, latest)
    before_share = _share(before.figure) if before else None
    change = compare_shares(before_share, share) if before_share and share else None
    interval = wilson(share) if share and share.denominator < SHOWN_BELOW else None
    standing = _standing(figure, target, good, met=met, reach=reach, reading=reading)
    return Judged(
        unit=unit,
        good=good,
        series=series,
        reading=reading,
        said=say_reading(reading, good=good) if reading else None,
        latest=latest,
        interval=interval,
        target=target,
        standing=standing,
        against=say_target(compared) if compared else None,
        is_near_target=compared is not None and compared.could_be_chance,
        reach=say_reach(reach, series.every) if reach and reach.reach is not Reach.ALWAYS else None,
        year_before=before,
        change=change,
        year_before_said=say_year_before(change, is_judged=not reading or not reading.judges) if change else None,
    )


def breaks_of(series: Series) -> tuple[PeriodFigure, ...]:
    """The first period of each definition but the first: nothing before it may be compared with it."""
    return tuple(each for before, each in pairwise(series.periods) if each.version != before.version)


def _reading(series: Series, unit: Unit) -> Reading | None:
    points = [_point(each, unit) for each in series.periods]
    # What is not settled yet would bend the end of every line; it stands in the table and not in the chart.
    points = [point for point, each in zip(points, series.periods, strict=True) if each.is_settled]
    if all(point.figure is None for point in points):
        return None
    first = next(number for number, point in enumerate(points) if point.figure is not None)
    kind = {UnitKind.SHARE: Kind.SHARE, UnitKind.COUNT: Kind.COUNT}.get(unit.kind, Kind.NUMBER)
    bounds = None if unit.is_change or kind is not Kind.NUMBER else (0.0, None)
    begun = [
        Phase(each.start, PhaseCause.DEFINITION, _("Version %(number)s") % {"number": each.version})
        for each in breaks_of(series)
        if each.is_settled and each.start > points[first].start
    ]
    return read_series(ReadSeries(kind, series.every, points[first:], possible=bounds, phases=begun))


def _point(each: PeriodFigure, unit: Unit) -> Point:
    figure = each.figure
    if figure.withheld is not None or figure.value is None:
        return Point(each.start, None)
    return Point(each.start, _share(figure) if unit.kind is UnitKind.SHARE else float(figure.value))


def _share(figure: Figure | None) -> Share | None:
    if figure is None or figure.withheld is not None or figure.numerator is None or not figure.denominator:
        return None
    return Share(figure.numerator, figure.denominator)


def _is_met(figure: Figure | None, target: float | None, good: Direction | None) -> bool | None:
    """None where there is nothing to compare, or no direction is wanted."""
    if figure is None or figure.value is None or target is None or good is None:
        return None
    return figure.value >= target if good is Direction.UP else figure.value <= target


def _standing(
    figure: Figure | None,
    target: float | None,
    good: Direction | None,
    *,
    met: bool | None,
    reach: TargetReach | None,
    reading: Reading | None,
) -> Standing:
    if figure is None:
        return Standing.NOTHING
    if figure.withheld is not None:
        return Standing.WITHHELD
    if target is not None and good is None:
        return Standing.NO_DIRECTION
    if met is None:
        few = reading is None or reading.present.reason is ChartReason.TOO_FEW_POINTS
        return Standing.TOO_FEW if few else Standing.NO_TARGET
    if reach is not None and reach.reach is Reach.OUT_OF_REACH:
        return Standing.OUT_OF_REACH
    return Standing.MET if met else Standing.NOT_MET


def _a_year_before(series: Series, latest: PeriodFigure | None) -> PeriodFigure | None:
    """The same period a year earlier, when it has a figure that is shown and is counted by the same definition."""
    if latest is None or series.every in (Every.WEEK, Every.PERIOD):
        return None
    start = latest.start.replace(year=latest.start.year - 1)
    found = next((each for each in series.periods if each.start == start), None)
    is_alike = found is not None and found.version == latest.version
    return found if found and is_alike and found.figure.value is not None else None
