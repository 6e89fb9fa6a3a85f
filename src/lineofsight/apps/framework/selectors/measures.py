"""Pages of the library: all measures by the question they answer, and where one of them is used."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Program, Protection, StaffMember

from ..models import Asks, Measure, MeasureAssignment
from ..numbers_in_words import so_many, so_many_of
from .gaps import has_data
from .line import present_target
from .nodes import Line, MeasureNode
from .places import Place
from .programs import may_know_sites
from .values import target_in_words


@dataclass(frozen=True, kw_only=True)
class MeasureRow:
    """places: names of where it is used. state: a shape, and its word."""

    measure: MeasureNode
    places: tuple[str, ...]
    kind: str
    word: str


@dataclass(frozen=True, kw_only=True)
class MeasuresOfQuestion:
    question: str
    rows: tuple[MeasureRow, ...]


@dataclass(frozen=True, kw_only=True)
class LibraryPage:
    groups: tuple[MeasuresOfQuestion, ...]
    answer: tuple[str, str]

    @property
    def has_rows(self) -> bool:
        return any(group.rows for group in self.groups)


@dataclass(frozen=True, kw_only=True)
class Use:
    """A measure in one place, with its target in words; reason: of the target, or why there is none."""

    assignment: MeasureAssignment
    place: str
    target: str
    period: str
    reason: str


def library_page(line: Line) -> LibraryPage:
    """Every measure, by the question it answers. No query of its own."""
    rows = [_row(line, measure) for measure in line.measures.values()]
    used = sum(bool(row.places) for row in rows)
    told = ngettext(
        "%(count)s measure, %(used)s of them in use.", "%(count)s measures, %(used)s of them in use.", len(rows)
    )
    silent = [row.measure.title for row in rows if row.places and not has_data(row.measure)]
    second = ""
    if silent:
        said = ngettext("One has no data: %(titles)s.", "%(count)s have no data: %(titles)s.", len(silent))
        second = said % {"count": capfirst(so_many(len(silent))), "titles": ", ".join(silent)}
    groups = tuple(
        MeasuresOfQuestion(question=str(asks.label), rows=tuple(row for row in rows if row.measure.asks == asks))
        for asks in (Asks.BETTER_OFF, Asks.HOW_WELL, Asks.HOW_MUCH)
    )
    counts = {"count": so_many(len(rows)), "used": so_many_of(used)}
    return LibraryPage(groups=groups, answer=(capfirst(told % counts), second))


def uses_of(measure: Measure, line: Line, viewer: StaffMember) -> tuple[Use, ...]:
    """Where a measure is used now. Two queries."""
    node = line.measures[measure.pk]
    rows = (
        MeasureAssignment.objects.filter(measure=measure, ended_on__isnull=True)
        .select_related("program", "site", "owner", "outcome")
        .prefetch_related("periods")
        .order_by("program__name", "site__name", "id")
    )
    return tuple(use_of(each, node, viewer) for each in rows)


def use_of(assignment: MeasureAssignment, node: MeasureNode, viewer: StaffMember) -> Use:
    target = present_target(assignment.periods.all(), today())
    return Use(
        assignment=assignment,
        place=place_in_words(assignment.program, assignment, viewer),
        target=target_in_words(target.target, is_share=node.is_share, unit=node.unit) if target else "",
        period=str(target) if target else "",
        reason=target.reason if target else "",
    )


def place_in_words(program: Program | None, assignment: MeasureAssignment, viewer: StaffMember) -> str:
    """The place; the site of a shelter only for those who may know it."""
    knows = program is None or program.protection == Protection.NONE or may_know_sites(viewer, program)
    return Place(program, assignment.site if knows else None).title


def _row(line: Line, measure: MeasureNode) -> MeasureRow:
    programs = {program.id: program.name for program in line.programs}
    places = []
    for each in measure.assignments:
        program = line.assignments[each].program
        places.append(programs.get(program, "") if program else _("the whole agency"))
    indicates = any(goal.indicator == measure.id for goal in line.goals)
    if indicates:
        places.append(_("the whole community"))
    kind, word = _state(measure, is_used=bool(measure.assignments) or indicates)
    return MeasureRow(measure=measure, places=tuple(sorted({place for place in places if place})), kind=kind, word=word)


def _state(measure: MeasureNode, *, is_used: bool) -> tuple[str, str]:
    if measure.is_draft:
        return "half", _("Draft")
    if not is_used:
        return "open", _("Not used")
    if not has_data(measure):
        return "attention", _("No data")
    if measure.is_only_words:
        return "half", _("In words, not computed yet")
    return "check", _("In use")
