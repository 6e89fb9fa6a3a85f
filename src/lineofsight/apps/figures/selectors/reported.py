"""Counts from elsewhere: the newest version of each period in the place of a measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from lineofsight.apps.framework.documents import days_until_known
from lineofsight.apps.framework.models import MeasureAssignment, MeasureVersion, ReportedValue
from lineofsight.statistics import Every

from ..values import Figure, GroupFigure, PeriodFigure, Series, Used, WhyNone

DEFAULT_PER = 100  # of a ratio whose definition does not say
LENGTHS = {Every.MONTH: (28, 31), Every.QUARTER: (89, 92), Every.YEAR: (365, 366)}  # days


def values_reported(uses: Sequence[Used]) -> Mapping[int, list[ReportedValue]]:
    """Use → what counts of the values reported for its measure in its place, by time. One query."""
    found: dict[int, list[ReportedValue]] = defaultdict(list)
    for value in ReportedValue.objects.filter(measure__in=[each.assignment.measure_id for each in uses]):
        found[value.measure_id].append(value)
    return {each.assignment.pk: _newest(each.assignment, found[each.assignment.measure_id]) for each in uses}


def reported_series(use: Used, values: Sequence[ReportedValue], today: date) -> Series:
    """The values of a place as a series, exact, with the groups of its latest period. What cannot be known yet stands
    there as so far. Pure."""
    known_by = today - timedelta(days=days_until_known(use.version.document))
    whole = [each for each in values if not each.group_by]
    groups: dict[str, list[GroupFigure]] = defaultdict(list)
    for each in sorted(values, key=lambda each: each.group):
        if whole and each.group_by and (each.starts_on, each.ends_on) == (whole[-1].starts_on, whole[-1].ends_on):
            figure = figure_reported(each, use.version)
            groups[each.group_by].append(GroupFigure(code=each.group, label=each.group, figure=figure))
    return Series(
        every=length_of([(each.starts_on, each.ends_on) for each in whole]),
        periods=tuple(
            PeriodFigure(
                start=each.starts_on,
                end=each.ends_on,
                figure=figure_reported(each, use.version),
                is_settled=each.ends_on < known_by,
                is_restated=each.version > 1,
            )
            for each in whole
        ),
        groups={name: tuple(members) for name, members in groups.items()},
        is_inside=True,
        is_reported=True,
        made_at=max((each.written_at for each in whole), default=None),
        why_none=None if whole else WhyNone.NOT_REPORTED,
    )


def figure_reported(value: ReportedValue, version: MeasureVersion) -> Figure:
    """The figure that the counts make."""
    if value.count is not None:
        return Figure(value=float(value.count), denominator=value.count)
    numerator, denominator = value.numerator or 0, value.denominator or 0
    if not denominator:
        return Figure(value=None, numerator=numerator if version.is_share else None, denominator=0)
    if version.is_share:
        return Figure(value=numerator / denominator, numerator=numerator, denominator=denominator)
    per = int(version.document.get("per") or DEFAULT_PER)
    return Figure(value=per * numerator / denominator, denominator=denominator)


def length_of(days: Sequence[tuple[date, date]]) -> Every:
    """The length that all periods have, when they begin on the first of a month; else periods of no fixed length."""
    stretches = [(end - start + timedelta(days=1)).days for start, end in days]
    for every, (least, most) in LENGTHS.items():
        if days and all(least <= each <= most for each in stretches) and all(start.day == 1 for start, _end in days):
            return every
    return Every.PERIOD


def _newest(assignment: MeasureAssignment, values: Iterable[ReportedValue]) -> list[ReportedValue]:
    place = (assignment.program_id, assignment.site_id)
    newest: dict[tuple[object, ...], ReportedValue] = {}
    for value in sorted(values, key=lambda each: each.version):
        if (value.program_id, value.site_id) == place:
            newest[value.starts_on, value.ends_on, value.group_by, value.group] = value
    return sorted(newest.values(), key=lambda each: (each.starts_on, each.ends_on))
