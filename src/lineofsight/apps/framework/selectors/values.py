"""Figures as pages say them: targets, baselines, and reported values with their earlier versions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import Protection, StaffMember
from lineofsight.apps.agency.selectors.agency import the_agency
from lineofsight.disclosure import (
    MINIMUM_COUNT,
    MINIMUM_FOR_VALUES,
    MINIMUM_IF_PROTECTED,
    Policy,
    ShareCell,
    Withheld,
    protect_count,
    protect_share,
)

from ..documents import Document
from ..models import Measure, MeasureVersion, PerformancePeriod, ReportedValue
from ..permissions import can_read_counts, can_report_for
from ..years import named_days
from .places import Place

COUNTED_OFTEN = ("service", "assessment")  # of which one person has many


@dataclass(frozen=True, kw_only=True)
class ValueRow:
    """One reported value that counts, its figure in words, and what stood there before, newest first. may_correct: the
    reader may."""

    value: ReportedValue
    time: str
    place: str
    counts: str
    figure: str
    earlier: tuple[tuple[ReportedValue, str], ...]
    may_correct: bool


@dataclass(frozen=True, kw_only=True)
class ValueRows:
    """rows: those the reader may read. hides: whether there are more."""

    rows: tuple[ValueRow, ...]
    hides: bool


def share_in_words(share: Decimal | float) -> str:
    """
    >>> share_in_words(Decimal("0.65")), share_in_words(0.8318)
    ('65%', '83.2%')
    """
    percent = round(float(share) * 100, 1)
    return f"{number_format(int(percent) if percent == int(percent) else percent)}%"


def amount_in_words(amount: Decimal, unit: str) -> str:
    """
    >>> amount_in_words(Decimal("350.0000"), "US dollars a month")
    '350 US dollars a month'
    """
    plain = amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()
    return f"{number_format(plain, force_grouping=True)} {unit}".strip()


def target_in_words(target: Decimal | None, *, is_share: bool, unit: str) -> str:
    """The target; empty when there is none."""
    if target is None:
        return ""
    return share_in_words(target) if is_share else amount_in_words(target, unit)


def baseline_in_words(period: PerformancePeriod, *, unit: str) -> str:
    """Where it stood before: "59%, 59 of 100, July 2023 to June 2024"; empty when nobody wrote it."""
    said = []
    if period.baseline_numerator is not None and period.baseline_denominator:
        share = share_in_words(period.baseline_numerator / period.baseline_denominator)
        counts = {"counted": f"{period.baseline_numerator:,}", "of": f"{period.baseline_denominator:,}"}
        said = [share, _("%(counted)s of %(of)s") % counts]
    elif period.baseline_value is not None:
        said = [amount_in_words(period.baseline_value, unit)]
        if period.baseline_count is not None:
            of = ngettext("of %(count)s person", "of %(count)s people", period.baseline_count)
            said.append(of % {"count": f"{period.baseline_count:,}"})
    return ", ".join([*said, period.baseline_when]) if said and period.baseline_when else ", ".join(said)


def baseline_outside(period: PerformancePeriod, version: MeasureVersion, *, is_protected: bool) -> str:
    """The same for those outside the place: withheld where its people are few, or where nobody wrote how many."""
    said = baseline_in_words(period, unit=version.unit)
    if not said or _can_be_shown(period, version, MINIMUM_IF_PROTECTED if is_protected else MINIMUM_COUNT):
        return said
    return ", ".join(filter(None, [_("withheld, because few people may be behind it"), period.baseline_when]))


def _can_be_shown(period: PerformancePeriod, version: MeasureVersion, minimum: int) -> bool:
    """A stay is taken for a person here; of services one person may have many, so that people must be written."""
    policy, is_of_people = Policy(minimum=minimum), version.document.get("count") not in COUNTED_OFTEN
    counted, of = period.baseline_numerator, period.baseline_denominator
    if counted is not None and of is not None:
        if not version.is_share:
            return is_of_people and protect_count(min(counted, of), policy) == min(counted, of)
        return is_of_people and not isinstance(protect_share(ShareCell(counted, of), policy), Withheld)
    if version.statistic != "count":
        return (period.baseline_count or 0) >= MINIMUM_FOR_VALUES
    people = int(period.baseline_value or 0) if is_of_people else period.baseline_count
    return people is not None and protect_count(people, policy) == people


def value_rows(measure: Measure, version: MeasureVersion, viewer: StaffMember) -> ValueRows:
    """The reported values of a measure that count and that the viewer may read, newest time first. Two queries, and
    those of the viewer's roles."""
    rows = ReportedValue.objects.filter(measure=measure).select_related("program", "site", "written_by", "attachment")
    first_month = the_agency().year_first_month
    found: dict[tuple[object, ...], list[ReportedValue]] = defaultdict(list)
    hides = False
    for row in rows.order_by("-ends_on", "-starts_on", "group_by", "group", "-version"):
        if not can_read_counts(viewer, version, row.program, row.site):
            hides = True
            continue
        found[row.program_id, row.site_id, row.starts_on, row.ends_on, row.group_by, row.group].append(row)
    shown = tuple(
        ValueRow(
            value=newest,
            time=time_in_words(newest.starts_on, newest.ends_on, first_month),
            place="" if newest.program is None else _place_of(newest),
            counts=counts_of(newest),
            figure=figure_of(newest, version.document, is_share=version.is_share),
            earlier=tuple((each, counts_of(each)) for each in earlier),
            may_correct=can_report_for(viewer, newest.program, newest.site),
        )
        for newest, *earlier in found.values()
    )
    return ValueRows(rows=shown, hides=hides)


def time_in_words(starts_on: date, ends_on: date, first_month: int | None) -> str:
    """
    >>> time_in_words(date(2026, 1, 28), date(2026, 1, 28), 7), time_in_words(date(2024, 7, 1), date(2025, 6, 30), 7)
    ('January 28, 2026', 'FY 2025')
    """
    named = named_days(starts_on, ends_on, first_month)
    if named or starts_on == ends_on:
        return named or date_format(starts_on, "F j, Y")
    if starts_on.day == 1 and (ends_on + timedelta(days=1)).day == 1 and starts_on.month == ends_on.month:
        return date_format(starts_on, "F Y")
    return f"{date_format(starts_on, 'M j, Y')} – {date_format(ends_on, 'M j, Y')}"


def counts_of(value: ReportedValue) -> str:
    if value.count is not None:
        return f"{value.count:,}"
    return _("%(counted)s of %(of)s") % {"counted": f"{value.numerator:,}", "of": f"{value.denominator:,}"}


def figure_of(value: ReportedValue, document: Document, *, is_share: bool) -> str:
    """The figure that the counts make: a share, a rate for each so many, or the count itself. Empty of nobody."""
    if value.count is not None:
        return f"{value.count:,}"
    if not value.denominator or value.numerator is None:
        return ""
    if is_share:
        return share_in_words(value.numerator / value.denominator)
    per = int(document.get("per") or 1)
    return number_format(round(value.numerator * per / value.denominator, 1))


def _place_of(value: ReportedValue) -> str:
    """The site of a program under protection is not named."""
    hidden = value.program is not None and value.program.protection != Protection.NONE
    return Place(value.program, None if hidden else value.site).title
