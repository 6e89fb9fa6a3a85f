"""The door through which pages of results get their figures.

The rule: no page counts anything or asks a table of records for a figure; it asks here, for a viewer, and shows what
comes back. Counts from elsewhere come from the framework, the newest version of each period.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from lineofsight.apps.framework.models import ReportedValue
from lineofsight.statistics import Every

from .uses import Use
from .values import Figure, GroupFigure, PeriodFigure, Series

LENGTHS = {Every.MONTH: (28, 31), Every.QUARTER: (89, 92), Every.YEAR: (365, 366)}  # days


def series_of(uses: Iterable[Use]) -> Mapping[int, Series]:
    """Use → its figures, for every use asked for. Of reported measures one query."""
    asked = list(uses)
    reported = _reported([each for each in asked if each.version.source == "reported"])
    return {each.pk: reported.get(each.pk, Series(every=Every.MONTH)) for each in asked}


def _reported(uses: Sequence[Use]) -> dict[int, Series]:
    values: dict[int, list[ReportedValue]] = defaultdict(list)
    for value in ReportedValue.objects.filter(measure__in=[each.assignment.measure_id for each in uses]):
        values[value.measure_id].append(value)
    return {each.pk: reported_series(each, values[each.assignment.measure_id]) for each in uses}


def reported_series(use: Use, values: Iterable[ReportedValue]) -> Series:
    """The newest version of each period in the place of a use; the groups of its latest period. Pure."""
    place = (use.assignment.program_id, use.assignment.site_id)
    newest: dict[tuple[object, ...], ReportedValue] = {}
    for value in sorted(values, key=lambda each: each.version):
        if (value.program_id, value.site_id) == place:
            newest[value.starts_on, value.ends_on, value.group_by, value.group] = value
    whole = sorted((each for each in newest.values() if not each.group_by), key=lambda each: each.starts_on)
    groups: dict[str, list[GroupFigure]] = defaultdict(list)
    for each in sorted(newest.values(), key=lambda each: each.group):
        if whole and each.group_by and each.starts_on == whole[-1].starts_on:
            groups[each.group_by].append(GroupFigure(code=each.group, label=each.group, figure=_figure(each)))
    return Series(
        every=_every(whole),
        periods=tuple(
            PeriodFigure(start=each.starts_on, end=each.ends_on, figure=_figure(each), is_restated=each.version > 1)
            for each in whole
        ),
        groups={name: tuple(found) for name, found in groups.items()},
        is_reported=True,
        made_at=max((each.written_at for each in whole), default=None),
    )


def _figure(value: ReportedValue) -> Figure:
    if value.count is not None:
        return Figure(value=float(value.count), denominator=value.count)
    numerator, denominator = value.numerator or 0, value.denominator or 0
    share = numerator / denominator if denominator else None
    return Figure(value=share, numerator=numerator, denominator=denominator)


def _every(values: Sequence[ReportedValue]) -> Every:
    """The length that all periods have, when they follow on one another; else periods of no fixed length."""
    days = [(each.ends_on - each.starts_on + timedelta(days=1)).days for each in values]
    for every, (least, most) in LENGTHS.items():
        if days and all(least <= each <= most for each in days) and all(each.starts_on.day == 1 for each in values):
            return every
    return Every.PERIOD
