"""The board scorecard: are the people we serve better off? Goals and their outcomes; how much, and how well.

The rule: what stands under an outcome of the framework is an outcome, here and on every page; whatever else is shown
says how much or how well. What we cannot say is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.figures.selectors.door import sees_exact, series_of
from lineofsight.apps.figures.selectors.released import released_lengths
from lineofsight.apps.figures.values import Series
from lineofsight.apps.framework.models import Goal

from ..wording.lengths import lengths_in_words
from ..wording.missing import where_records_end
from ..wording.withheld import never_shown
from .outcomes_answer import first_sentence, further_sentences
from .questions import Question, questions
from .rows import MeasureRow, measure_row
from .uses import Use, uses_now

TILES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSection:
    """A goal with its outcomes; open_outcomes: those that no measure shows yet."""

    title: str
    href: str
    rows: tuple[MeasureRow, ...]
    open_outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """rows without a goal are not shown here; tiles: how much and how well. sees_exact: the viewer sees exact figures
    where they are not asked for as released. lengths: how long periods are, where others see other ones."""

    goals: tuple[GoalSection, ...]
    tiles: tuple[MeasureRow, ...]
    made_at: datetime | None
    counted_at: datetime | None
    left_out_protected: bool
    is_inside: bool
    sees_exact: bool = False
    lengths: str = ""

    @property
    def rows(self) -> tuple[MeasureRow, ...]:
        return tuple(row for goal in self.goals for row in goal.rows)

    @property
    def never_shown(self) -> str:
        return never_shown(row.judged.series for row in (*self.rows, *self.tiles))

    @property
    def answer(self) -> tuple[str, str]:
        """The first sentence in bold, then what really moved, what is out of reach, what cannot be judged yet."""
        return first_sentence(self.rows), " ".join([*self._ends(), *further_sentences(self.rows)])

    def _ends(self) -> list[str]:
        """That all records break off, and when; a program that ended alone is said on the pages of its measures."""
        counted = [row.judged.series for row in self.rows if row.judged.series.build is not None]
        if not counted or any(each.records_end is None for each in counted):
            return []
        return [where_records_end(max(counted, key=lambda each: each.records_end or date.min))]

    @property
    def as_of(self) -> str:
        """What stands over the card: the day of its figures, since every row has a period of its own and none of them
        is that of all. A figure typed in does not move it."""
        return _("as of %(day)s") % {"day": date_format(localtime(self.counted_at))} if self.counted_at else ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """What the board could ask, made from what the rows say."""
        unmeasured = [(outcome, goal.href) for goal in self.goals for outcome in goal.open_outcomes]
        return questions(self.rows, unmeasured)


def scorecard(viewer: StaffMember, today: date, *, as_released: bool = False) -> Scorecard:
    """The card as this viewer sees it; as_released: as the board does. About ten queries."""
    uses = on_the_card(uses_now(today))
    series = series_of(uses, viewer, as_released=as_released)
    return replace(
        lay_out(uses, series, Goal.objects.prefetch_related("outcomes")),
        sees_exact=sees_exact(uses, viewer),
        lengths=lengths_in_words(series, released_lengths(series)),
    )


def on_the_card(uses: Sequence[Use]) -> tuple[Use, ...]:
    """Every outcome; then how much and how well: of the whole agency, filled up with programs, what has a target first.

    Chosen by what they are and never by their figures, so that no tile comes or goes with a good or a bad month.
    """
    outcomes = _without_parts([use for use in uses if use.is_outcome])
    others = [use for use in uses if not use.is_outcome and use.asks in ("how_much", "how_well")]
    others.sort(key=_wider_and_with_a_target_first)
    tiles: dict[int, Use] = {}
    for use in others:
        tiles.setdefault(use.assignment.measure_id, use)
    chosen = list(tiles.values())[:TILES]
    return (*outcomes, *sorted(chosen, key=lambda use: use.asks != "how_much"))


def lay_out(uses: Sequence[Use], series: Mapping[int, Series], goals: Iterable[Goal]) -> Scorecard:
    """The card from uses, their figures and the goals in their order. Pure but for what the goals bring with them."""
    found = [measure_row(use, series[use.pk]) for use in uses]
    titles = Counter(row.title for row in found)
    rows = [replace(row, says_place=titles[row.title] > 1 or _is_of_a_program(row.use)) for row in found]
    sections = []
    for goal in goals:
        outcomes = list(goal.outcomes.all())
        shown = [row for outcome in outcomes for row in rows if row.use.assignment.outcome_id == outcome.pk]
        with_measure = {row.use.assignment.outcome_id for row in shown}
        sections.append(
            GoalSection(
                title=goal.title,
                href=f"{reverse('line')}?outcome={outcomes[0].pk}" if outcomes else reverse("line"),
                rows=tuple(shown),
                open_outcomes=tuple(each.title for each in outcomes if each.pk not in with_measure),
            )
        )
    made = [each.made_at for each in series.values() if each.made_at is not None]
    counted = [each.made_at for each in series.values() if each.made_at is not None and not each.is_reported]
    return Scorecard(
        goals=tuple(sections),
        tiles=tuple(row for row in rows if not row.use.is_outcome),
        made_at=max(made, default=None),
        counted_at=max(counted, default=None) or max(made, default=None),
        left_out_protected=any(each.left_out_protected for each in series.values()),
        is_inside=any(each.is_inside and not each.is_reported for each in series.values()),
    )


def _wider_and_with_a_target_first(use: Use) -> tuple[bool, bool, bool]:
    return use.assignment.program_id is not None, use.assignment.site_id is not None, use.target is None


def _without_parts(uses: Sequence[Use]) -> list[Use]:
    """Of a measure that shows an outcome for the whole agency, that use alone: its parts stand on the pages of
    programs."""
    whole = {_shows(use) for use in uses if use.assignment.program_id is None}
    return [use for use in uses if use.assignment.program_id is None or _shows(use) not in whole]


def _shows(use: Use) -> tuple[int, int | None]:
    return use.assignment.measure_id, use.assignment.outcome_id


def _is_of_a_program(use: Use) -> bool:
    """Whether it stands among figures of the whole agency without being of it."""
    return not use.is_outcome and use.assignment.program_id is not None
