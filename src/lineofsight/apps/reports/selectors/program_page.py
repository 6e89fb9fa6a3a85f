"""How one program is doing: its key figures, what really moved, and whether its figures can be trusted.

The rule: only real changes are listed; what did not move is one line with a link to all of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import Program, StaffMember
from lineofsight.apps.figures.selectors.door import sees_exact, series_of
from lineofsight.apps.figures.selectors.released import released_lengths
from lineofsight.apps.figures.values import Series

from ..wording.lengths import lengths_in_words
from ..wording.withheld import never_shown
from .judging import Standing
from .outcomes_answer import first_sentence
from .rows import MeasureRow, measure_row
from .uses import Use, uses_now

TILES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """lead: which of the three questions it answers."""

    lead: str
    row: MeasureRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramPage:
    """sees_exact: the viewer sees exact figures where they are not asked for as released. lengths: how long periods
    are, where others see other ones."""

    program: Program
    tiles: tuple[Tile, ...]
    moved: tuple[MeasureRow, ...]
    still: tuple[MeasureRow, ...]
    made_at: datetime | None
    is_inside: bool
    sees_exact: bool = False
    lengths: str = ""

    @property
    def never_shown(self) -> str:
        tiles = [tile.row for tile in self.tiles]
        return never_shown(row.judged.series for row in (*tiles, *self.moved, *self.still))

    @property
    def answer(self) -> tuple[str, str]:
        rows = [*self.moved, *self.still]
        outcomes = [row for row in rows if row.use.is_outcome]
        if not rows:
            return _("No measure is used here yet."), ""
        return first_sentence(outcomes), self.how_many_moved

    @property
    def how_many_moved(self) -> str:
        if self.moved:
            return ngettext("One measure really moved.", "%(number)s measures really moved.", len(self.moved)) % {
                "number": len(self.moved)
            }
        return _("Nothing has really changed.") if self.unmoved else _("It is too early to tell whether it changed.")

    @property
    def still_in_words(self) -> str:
        """One line for all that did not move: 12 measures: no real change. 3: no trend can be told yet."""
        early = len(self.still) - self.unmoved
        said = []
        if self.unmoved:
            said.append(
                ngettext("%(number)s measure: no real change.", "%(number)s measures: no real change.", self.unmoved)
                % {"number": self.unmoved}
            )
        if early:
            said.append(
                ngettext(
                    "%(number)s measure: no trend can be told yet.",
                    "%(number)s measures: no trend can be told yet.",
                    early,
                )
                % {"number": early}
            )
        return " ".join(said)

    @property
    def unmoved(self) -> int:
        """How many there are whose chart could say that something changed, and does not."""
        return sum(row.judged.reading is not None and row.judged.reading.can_be_silent for row in self.still)

    @property
    def out_of_reach(self) -> MeasureRow | None:
        """A target that harder work will not reach: the thing to think about next."""
        return next((row for row in self.still if row.judged.standing is Standing.OUT_OF_REACH), None)


def program_page(program: Program, viewer: StaffMember, today: date, *, as_released: bool) -> ProgramPage:
    """The page of one program; as_released: as the board sees it. About seven queries."""
    uses = uses_now(today, Q(program=program))
    series = series_of(uses, viewer, as_released=as_released)
    return replace(
        lay_out(program, uses, series),
        sees_exact=sees_exact(uses, viewer),
        lengths=lengths_in_words(series, released_lengths(series)),
    )


def lay_out(program: Program, uses: Sequence[Use], series: Mapping[int, Series]) -> ProgramPage:
    """The page from uses and their figures. Pure."""
    rows = [measure_row(use, series[use.pk]) for use in uses]
    made = [series[use.pk].made_at for use in uses]
    return ProgramPage(
        program=program,
        tiles=tuple(_tiles(rows)),
        moved=tuple(row for row in rows if row.judged.is_signal),
        still=tuple(row for row in rows if not row.judged.is_signal),
        made_at=max((each for each in made if each is not None), default=None),
        is_inside=any(series[use.pk].is_inside for use in uses),
    )


def _tiles(rows: Sequence[MeasureRow]) -> list[Tile]:
    """One figure of how much, one of how well, and of better off as many as there is room for."""
    leads = {"how_much": _("How much"), "how_well": _("How well"), "better_off": _("Better off")}
    by_question = {asks: [row for row in rows if row.use.asks == asks] for asks in leads}
    chosen = [*by_question["how_much"][:1], *by_question["how_well"][:1]]
    chosen += by_question["better_off"][: TILES - len(chosen)]
    return [Tile(lead=leads[row.use.asks], row=row) for row in chosen]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramLine:
    """A program on the list of all: the sentence on its outcomes."""

    program: Program
    sentence: str
    measures: int


def program_lines(viewer: StaffMember, today: date) -> tuple[ProgramLine, ...]:
    """Every program that measures something, by name. About seven queries."""
    uses = uses_now(today, Q(program__isnull=False))
    series = series_of(uses, viewer)
    found = []
    for program in Program.objects.filter(pk__in={use.assignment.program_id for use in uses}).order_by("name", "pk"):
        rows = [measure_row(use, series[use.pk]) for use in uses if use.assignment.program_id == program.pk]
        outcomes = [row for row in rows if row.use.is_outcome]
        found.append(ProgramLine(program=program, sentence=first_sentence(outcomes), measures=len(rows)))
    return tuple(found)
