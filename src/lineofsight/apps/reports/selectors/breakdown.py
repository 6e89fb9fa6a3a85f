"""Where does it differ? The groups of the latest period, each with how far off it could be by chance.

The rule: groups are in the order of their names, never by how well they do; all comparisons of a page are judged
together; a withheld group is named and not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from lineofsight.apps.agency.words import Words
from lineofsight.apps.figures.values import Figure, GroupFigure
from lineofsight.statistics import Group, Share, compare_groups, say_groups, wilson

from ..charts.sparkline import IntervalBar, interval_bar
from ..wording.amounts import UnitKind, write_amount, write_count
from ..wording.beside import sums_in_words
from ..wording.sentences import said
from .judging import Judged
from .people_address import Asked, people_address
from .standings import withheld_words
from .uses import Use


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """people: whom it rests on; counted: of a share; interval: in words; withheld: why it is not shown.
    href: to its people. beside: sums of a ratio, and who is left out since something is missing."""

    label: str
    people: str
    counted: str
    value: str
    interval: str
    bar: IntervalBar | None
    bar_name: str
    withheld: str
    href: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """One way of telling the people apart. sentences: what differs, the first in bold."""

    name: str
    title: str
    rows: tuple[GroupRow, ...]
    total: GroupRow
    sentences: tuple[str, ...]
    is_share: bool


def breakdowns(judged: Judged, words: Words, *, use: Use | None, counted: str) -> tuple[Breakdown, ...]:
    """Every disaggregation of the latest period, in the order of the definition. use: to whose people each group leads;
    None: to nobody. Pure."""
    latest = judged.latest
    if latest is None:
        return ()
    groups = judged.series.groups
    return tuple(
        Breakdown(
            name=name,
            title=group_title(name, words),
            rows=tuple(
                replace(
                    _row(each.label, each.figure, judged),
                    href=people_address(use, Asked(first=latest.start, last=latest.end, group=((name, each.code),)))
                    if use and each.figure.denominator
                    else "",
                )
                for each in members
            ),
            total=_row(_("Everybody"), latest.figure, judged),
            sentences=_sentences(name, members, judged, counted),
            is_share=judged.unit.kind is UnitKind.SHARE,
        )
        for name, members in groups.items()
        if members
    )


def group_title(name: str, words: Words) -> str:
    """How a page calls what the people are told apart by."""
    known = {
        "program": words.Program,
        "site": _("Site"),
        "age_band": _("Age"),
        "race": _("Race and ethnicity"),
        "gender": _("Gender"),
        "paid_by": _("Grant"),
    }
    return str(known.get(name) or name.replace("_", " ").capitalize())


def _row(label: str, figure: Figure, judged: Judged) -> GroupRow:
    if figure.withheld is not None:
        return GroupRow(
            label=label,
            people="",
            counted="",
            value="",
            interval="",
            bar=None,
            bar_name="",
            withheld=withheld_words(figure.withheld, judged.series.minimum),
        )
    share = Share(figure.numerator, figure.denominator) if figure.numerator is not None and figure.denominator else None
    interval = wilson(share) if share else None
    low_high = (
        f"{write_amount(interval.low, judged.unit)}–{write_amount(interval.high, judged.unit)}" if interval else ""
    )
    value = write_amount(figure.value, judged.unit) if figure.value is not None else ""
    return GroupRow(
        label=label,
        people=write_count(figure.denominator) if figure.denominator is not None else "",
        counted=write_count(figure.numerator) if figure.numerator is not None else "",
        value=value,
        interval=low_high,
        bar=interval_bar(figure.value, interval, judged.target) if interval and figure.value is not None else None,
        bar_name=_("%(value)s, by chance %(interval)s") % {"value": value, "interval": low_high},
        withheld="",
        beside=_beside(figure, judged),
    )


def _beside(figure: Figure, judged: Judged) -> str:
    said = [sums_in_words(figure.sums, judged.unit)] if figure.sums and any(figure.sums) else []
    if figure.incomplete:
        said.append(_("%(number)s cannot be compared") % {"number": write_count(figure.incomplete)})
    return ", ".join(said)


def _hidden_together(name: str, shown: Sequence[Group], judged: Judged) -> list[Group]:
    """The people of the withheld groups, who still belong to "elsewhere": the total less what is shown, as every reader
    can work it out. None where groups overlap, so that the difference means nothing."""
    whole = judged.latest.figure if judged.latest else None
    figures = [each.figure for each in shown if isinstance(each.figure, Share)]
    if whole is None or whole.numerator is None or whole.denominator is None:
        return []
    numerator = whole.numerator - sum(each.numerator for each in figures)
    denominator = whole.denominator - sum(each.denominator for each in figures)
    return [Group(name, "", Share(numerator, denominator), hidden=True)] if 0 <= numerator <= denominator else []


def _sentences(name: str, members: Sequence[GroupFigure], judged: Judged, counted: str) -> tuple[str, ...]:
    """What differs by more than chance; nothing about figures that are no shares."""
    if judged.unit.kind is not UnitKind.SHARE:
        return ()
    groups = [
        Group(name, each.label, Share(each.figure.numerator or 0, each.figure.denominator))
        for each in members
        if each.figure.withheld is None and each.figure.denominator
    ]
    if any(each.figure.withheld is not None for each in members):
        groups += _hidden_together(name, groups, judged)
    return tuple(said(each, judged.unit) for each in say_groups(compare_groups(groups), people=counted))
