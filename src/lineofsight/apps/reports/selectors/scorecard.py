"""The board scorecard: are the people we serve better off? Goals and their outcomes; how much, and how well.

The rule: the answer counts only what has a figure and a target; what we cannot say is said. "Too few to say" speaks of
the trend alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.figures.selectors.door import series_of
from lineofsight.apps.figures.values import Series
from lineofsight.apps.framework.models import Goal
from lineofsight.statistics import say_reading

from ..wording.missing import where_records_end
from ..wording.sentences import said
from .judging import Standing
from .rows import MeasureRow, measure_row
from .uses import Use, uses_now

JUDGED = (Standing.MET, Standing.NOT_MET, Standing.OUT_OF_REACH)
TOLD_AT_MOST = 3  # sentences after the first


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSection:
    """A goal with its outcomes; open_outcomes: those that no measure shows yet; indicator: of the whole community."""

    title: str
    href: str
    rows: tuple[MeasureRow, ...]
    open_outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """rows without a goal are not shown here; tiles: how much and how well, of the whole agency first."""

    goals: tuple[GoalSection, ...]
    tiles: tuple[MeasureRow, ...]
    period: str
    made_at: datetime | None
    left_out_protected: bool
    is_inside: bool

    @property
    def rows(self) -> tuple[MeasureRow, ...]:
        return tuple(row for goal in self.goals for row in goal.rows)

    @property
    def answer(self) -> tuple[str, str]:
        """The first sentence in bold, then what really moved, what is out of reach, what cannot be judged yet."""
        return first_sentence(self.rows), " ".join([*self._ends(), *_more(self.rows)])

    def _ends(self) -> list[str]:
        """That all records break off, and when; a program that ended alone is said on the pages of its measures."""
        counted = [row.judged.series for row in self.rows if row.judged.series.build is not None]
        if not counted or any(each.records_end is None for each in counted):
            return []
        return [where_records_end(max(counted, key=lambda each: each.records_end or date.min))]


def scorecard(viewer: StaffMember, today: date, *, as_released: bool = False) -> Scorecard:
    """The card as this viewer sees it; as_released: as the board does. About ten queries."""
    uses = uses_now(today, Q(outcome__isnull=False) | Q(program__isnull=True))
    return lay_out(uses, series_of(uses, viewer, as_released=as_released), Goal.objects.prefetch_related("outcomes"))


def lay_out(uses: Sequence[Use], series: Mapping[int, Series], goals: Iterable[Goal]) -> Scorecard:
    """The card from uses, their figures and the goals in their order. Pure but for what the goals bring with them."""
    rows = {use.pk: measure_row(use, series[use.pk]) for use in uses}
    sections = []
    for goal in goals:
        outcomes = list(goal.outcomes.all())
        shown = [rows[use.pk] for outcome in outcomes for use in uses_of_the_card(uses, outcome.pk)]
        titles = Counter(row.title for row in shown)
        with_measure = {row.use.assignment.outcome_id for row in shown}
        sections.append(
            GoalSection(
                title=goal.title,
                href=f"{reverse('line')}?outcome={outcomes[0].pk}" if outcomes else reverse("line"),
                rows=tuple(replace(row, says_place=titles[row.title] > 1) for row in shown),
                open_outcomes=tuple(each.title for each in outcomes if each.pk not in with_measure),
            )
        )
    tiles = [
        rows[use.pk]
        for use in uses
        if use.assignment.program_id is None and use.assignment.asks in ("how_much", "how_well")
    ]
    latest = [row.judged.latest for row in rows.values() if row.judged.latest is not None]
    newest = max(latest, key=lambda each: each.end, default=None)
    period = next((row.period for row in rows.values() if row.judged.latest == newest and newest), "")
    made = [each.made_at for each in series.values() if each.made_at is not None]
    return Scorecard(
        goals=tuple(sections),
        tiles=tuple(tiles[:4]),
        period=period,
        made_at=max(made, default=None),
        left_out_protected=any(each.left_out_protected for each in series.values()),
        is_inside=any(each.is_inside and not each.is_reported for each in series.values()),
    )


def uses_of_the_card(uses: Sequence[Use], outcome: int) -> list[Use]:
    """The uses that show an outcome. Of a measure that shows it for the whole agency, that one alone: its parts stand
    on the pages of programs."""
    its = [use for use in uses if use.assignment.outcome_id == outcome]
    of_the_whole = {use.assignment.measure_id for use in its if use.assignment.program_id is None}
    return [use for use in its if use.assignment.program_id is None or use.assignment.measure_id not in of_the_whole]


def first_sentence(rows: Sequence[MeasureRow]) -> str:
    """How many outcomes meet their target."""
    judged = [row for row in rows if row.judged.standing in JUDGED]
    met = sum(row.judged.standing is Standing.MET for row in judged)
    if not judged:
        return _("We cannot say yet: no outcome has both a figure and a target.")
    numbers = {"met": met, "all": len(judged)}
    if met == len(judged):
        return (
            ngettext(
                "Yes: the one outcome with a target meets it.", "Yes: all %(all)s outcomes with a target meet it.", met
            )
            % numbers
        )
    if 2 * met > len(judged):
        return _("Mostly yes: %(met)s of %(all)s outcomes meet their target.") % numbers
    if met:
        return _("Partly: %(met)s of %(all)s outcomes meet their target.") % numbers
    return (
        ngettext(
            "Not as we mean to: the one outcome with a target misses it.",
            "Not as we mean to: none of %(all)s outcomes meets its target.",
            len(judged),
        )
        % numbers
    )


def _more(rows: Sequence[MeasureRow]) -> list[str]:
    """What really moved, for the worse first; then what is out of reach; then how many cannot be judged."""
    moved = sorted((row for row in rows if row.judged.is_signal), key=lambda row: not row.judged.is_worsening)
    sentences = [
        said(say_reading(reading, good=row.judged.good, measure=row.title).first, row.judged.unit)
        for row in moved
        if (reading := row.judged.reading) is not None
    ]
    sentences += [
        _("%(outcome)s: harder work will not reach the target; the way of working must change.")
        % {"outcome": row.title}
        for row in rows
        if row.judged.standing is Standing.OUT_OF_REACH
    ]
    sentences = sentences[:TOLD_AT_MOST]
    without = sum(row.judged.standing in (Standing.NOTHING, Standing.WITHHELD) for row in rows)
    few = sum(row.judged.standing is Standing.TOO_FEW for row in rows)
    if few:
        sentences.append(
            ngettext("One outcome is too new to judge.", "%(number)s outcomes are too new to judge.", few)
            % {"number": few}
        )
    if without:
        sentences.append(
            ngettext("One has no figure to show.", "%(number)s have no figure to show.", without) % {"number": without}
        )
    return sentences
