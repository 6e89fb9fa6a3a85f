"""The door through which pages of results get their figures.

The rule: no page counts anything or asks a table of records for a figure; it asks here, for a viewer, and shows what
comes back. Counts from elsewhere come from the framework, the newest version of each period.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.framework.models import ReportedValue
from lineofsight.disclosure import Policy, ShareCell, Withheld, protect_count, protect_share, release_table
from lineofsight.statistics import Every

from ..permissions import can_see_inside
from .uses import Use
from .values import Figure, GroupFigure, PeriodFigure, Series

DEFAULT_PER = 100  # of a ratio whose definition does not say
LENGTHS = {Every.MONTH: (28, 31), Every.QUARTER: (89, 92), Every.YEAR: (365, 366)}  # days


def series_of(uses: Iterable[Use], viewer: StaffMember) -> Mapping[int, Series]:
    """Use → its figures as this viewer sees them, for every use asked for. Of reported measures one query."""
    asked = list(uses)
    reported = _reported([each for each in asked if each.version.source == "reported"], viewer)
    return {each.pk: reported.get(each.pk, Series(every=Every.MONTH)) for each in asked}


def _reported(uses: Sequence[Use], viewer: StaffMember) -> dict[int, Series]:
    values: dict[int, list[ReportedValue]] = defaultdict(list)
    for value in ReportedValue.objects.filter(measure__in=[each.assignment.measure_id for each in uses]):
        values[value.measure_id].append(value)
    return {
        each.pk: reported_series(
            each,
            values[each.assignment.measure_id],
            is_inside=can_see_inside(viewer, each.assignment.program, each.assignment.site),
        )
        for each in uses
    }


def reported_series(use: Use, values: Iterable[ReportedValue], *, is_inside: bool) -> Series:
    """The newest version of each period in the place of a use; the groups of its latest period. Pure.

    Counts about a program are exact for those inside. To everybody else few people are withheld, and with groups what
    would show them. Counts about the whole community are public already.
    """
    is_open = is_inside or use.assignment.program_id is None
    place = (use.assignment.program_id, use.assignment.site_id)
    newest: dict[tuple[object, ...], ReportedValue] = {}
    for value in sorted(values, key=lambda each: each.version):
        if (value.program_id, value.site_id) == place:
            newest[value.starts_on, value.ends_on, value.group_by, value.group] = value
    whole = sorted((each for each in newest.values() if not each.group_by), key=lambda each: each.starts_on)
    groups: dict[str, dict[str, Figure]] = defaultdict(dict)
    for each in sorted(newest.values(), key=lambda each: each.group):
        if whole and each.group_by and each.starts_on == whole[-1].starts_on:
            groups[each.group_by][each.group] = _figure(each, use)
    return Series(
        every=_every(whole),
        periods=tuple(
            PeriodFigure(
                start=each.starts_on,
                end=each.ends_on,
                figure=_figure(each, use) if is_open else _told(_figure(each, use)),
                is_restated=each.version > 1,
            )
            for each in whole
        ),
        groups={name: _groups_told(figures, is_open=is_open) for name, figures in groups.items()},
        is_inside=is_inside,
        is_reported=True,
        made_at=max((each.written_at for each in whole), default=None),
    )


def _figure(value: ReportedValue, use: Use) -> Figure:
    if value.count is not None:
        return Figure(value=float(value.count), denominator=value.count)
    numerator, denominator = value.numerator or 0, value.denominator or 0
    if not denominator:
        return Figure(value=None, numerator=numerator if use.version.is_share else None, denominator=0)
    if use.version.is_share:
        return Figure(value=numerator / denominator, numerator=numerator, denominator=denominator)
    per = int(use.version.document.get("per") or DEFAULT_PER)
    return Figure(value=per * numerator / denominator, denominator=denominator)


def _told(figure: Figure) -> Figure:
    """The figure, or its rule when it is about too few people of a program."""
    cell = _cell(figure)
    if cell is None:
        return figure
    found = protect_share(cell, Policy()) if isinstance(cell, ShareCell) else protect_count(cell, Policy())
    return Figure(value=None, withheld=found.rule) if isinstance(found, Withheld) else figure


def _groups_told(figures: Mapping[str, Figure], *, is_open: bool) -> tuple[GroupFigure, ...]:
    """The groups of one table together, so that no withheld one can be worked out."""
    cells = {group: cell for group, figure in figures.items() if (cell := _cell(figure)) is not None}
    told = release_table(cells, Policy()).rows if cells and not is_open else {}
    found = []
    for group, figure in figures.items():
        shown = told.get(group)
        hidden = Figure(value=None, withheld=shown.rule) if isinstance(shown, Withheld) else figure
        found.append(GroupFigure(code=group, label=group, figure=hidden))
    return tuple(found)


def _cell(figure: Figure) -> int | ShareCell | None:
    if figure.denominator is None:
        return None
    return figure.denominator if figure.numerator is None else ShareCell(figure.numerator, figure.denominator)


def _every(values: Sequence[ReportedValue]) -> Every:
    """The length that all periods have, when they follow on one another; else periods of no fixed length."""
    days = [(each.ends_on - each.starts_on + timedelta(days=1)).days for each in values]
    for every, (least, most) in LENGTHS.items():
        if days and all(least <= each <= most for each in days) and all(each.starts_on.day == 1 for each in values):
            return every
    return Every.PERIOD
