"""The page of a program model: the version that holds, its sections, the measures in use, what serves what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import Funder, Grant, Program, Site, StaffMember
from lineofsight.apps.agency.permissions import SEE_PEOPLE
from lineofsight.apps.records.selectors.visibility import places_of

from ..models import Asks, Assumption, CoreComponent, ExpectedChange, FidelityCheck, ProgramModel, Term
from .gaps import has_data
from .line import line_of_sight
from .nodes import AssignmentNode, GoalNode, Line, MeasureNode, PhraseNode, StrategyNode
from .values import target_in_words


@dataclass(frozen=True, kw_only=True)
class UseOfMeasure:
    """target: in words, empty when there is none. silent: no data comes for it."""

    assignment: AssignmentNode
    measure: MeasureNode
    target: str
    period: str
    silent: bool


@dataclass(frozen=True, kw_only=True)
class UsesOfQuestion:
    """The measures in use for one of the three questions."""

    question: str
    uses: tuple[UseOfMeasure, ...]


@dataclass(frozen=True, kw_only=True)
class ChangeShown:
    change: ExpectedChange
    measures: tuple[MeasureNode, ...]


@dataclass(frozen=True, kw_only=True)
class ChangesOfTerm:
    term: Term
    changes: tuple[ChangeShown, ...]


@dataclass(frozen=True, kw_only=True)
class CheckShown:
    check: FidelityCheck
    measure: MeasureNode


@dataclass(frozen=True, kw_only=True)
class ComponentShown:
    component: CoreComponent
    checks: tuple[CheckShown, ...]


@dataclass(frozen=True, kw_only=True)
class ProgramPage:
    """model: None while nobody wrote one. is_present: not an earlier version."""

    program: Program
    model: ProgramModel | None
    is_present: bool
    versions: tuple[ProgramModel, ...]
    components: tuple[ComponentShown, ...]
    whole_model_checks: tuple[CheckShown, ...]
    terms: tuple[ChangesOfTerm, ...]
    uses: tuple[UsesOfQuestion, ...]
    phrases: tuple[PhraseNode, ...]
    goals: tuple[tuple[GoalNode, tuple[StrategyNode, ...]], ...]
    explanation: str
    funders: tuple[Funder, ...]
    sites: tuple[Site, ...]

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        return tuple(self.model.assumptions.all()) if self.model else ()

    @property
    def has_uses(self) -> bool:
        return any(each.uses for each in self.uses)

    @property
    def amount(self) -> str:
        return amount_in_words(self.model) if self.model else ""


def program_page(program: Program, viewer: StaffMember, today: date, version: int | None = None) -> ProgramPage:
    """A program as its model says it is meant: the version that holds today, or the one asked for."""
    line = line_of_sight(today)
    versions = tuple(_versions(program))
    holding = next((each for each in versions if each.starts_on <= today), versions[-1] if versions else None)
    model = next((each for each in versions if each.pk == version), holding)
    node = line.program(program.pk)
    strategies = node.strategies if node else ()
    return ProgramPage(
        program=program,
        model=model,
        is_present=model is holding,
        versions=versions,
        components=_components(model, line),
        whole_model_checks=_checks(model, None, line),
        terms=_terms(model, line),
        uses=_uses(program, viewer, line),
        phrases=tuple(each for each in line.mission.phrases if node and each.id in node.phrases)
        if line.mission
        else (),
        goals=tuple(
            (goal, tuple(each for each in goal.strategies if each.id in strategies))
            for goal in line.goals
            if node and goal.id in node.goals
        ),
        explanation=node.explanation if node else "",
        funders=_funders(program, today),
        sites=tuple(program.sites.all()) if may_know_sites(viewer, program) else (),
    )


def newest_model(program: Program) -> ProgramModel | None:
    """The version that is written on: the newest."""
    return ProgramModel.objects.filter(program=program).order_by("-starts_on").first()


def may_know_sites(viewer: StaffMember, program: Program) -> bool:
    """The place of a shelter is not for everybody: only for those whose role names a program under protection."""
    if program.protection == "none":
        return True
    return any(place.program_id == program.pk for place in places_of(viewer, SEE_PEOPLE))


def amount_in_words(model: ProgramModel) -> str:
    """
    >>> amount_in_words(ProgramModel(contacts=48, contact_unit="meetings a year", each_minutes=60))
    '48 meetings a year, 60 minutes each'
    """
    said = []
    if model.contacts:
        said.append(f"{model.contacts} {model.contact_unit}".strip())
    if model.each_minutes:
        each = ngettext("%(minutes)d minute each", "%(minutes)d minutes each", model.each_minutes)
        said.append(each % {"minutes": model.each_minutes})
    if model.duration_months:
        over = ngettext("over %(months)d month", "over %(months)d months", model.duration_months)
        said.append(over % {"months": model.duration_months})
    return ", ".join(said)


def _versions(program: Program) -> QuerySet[ProgramModel]:
    return (
        ProgramModel.objects.filter(program=program)
        .prefetch_related(
            "components",
            "assumptions",
            "checks",
            Prefetch("changes", queryset=ExpectedChange.objects.prefetch_related("measures")),
        )
        .order_by("-starts_on")
    )


def _components(model: ProgramModel | None, line: Line) -> tuple[ComponentShown, ...]:
    found = model.components.all() if model else ()
    return tuple(ComponentShown(component=each, checks=_checks(model, each.pk, line)) for each in found)


def _checks(model: ProgramModel | None, component: int | None, line: Line) -> tuple[CheckShown, ...]:
    found = model.checks.all() if model else ()
    return tuple(
        CheckShown(check=each, measure=line.measures[each.measure_id])
        for each in found
        if each.component_id == component
    )


def _terms(model: ProgramModel | None, line: Line) -> tuple[ChangesOfTerm, ...]:
    changes = list(model.changes.all()) if model else []
    return tuple(
        ChangesOfTerm(
            term=term,
            changes=tuple(
                ChangeShown(change=each, measures=tuple(line.measures[measure.pk] for measure in each.measures.all()))
                for each in changes
                if each.term == term
            ),
        )
        for term in Term
    )


def _uses(program: Program, viewer: StaffMember, line: Line) -> tuple[UsesOfQuestion, ...]:
    knows_sites = may_know_sites(viewer, program)
    here = [
        _use(each, line.measures[each.measure])
        for each in line.assignments.values()
        if each.program == program.pk and (each.site is None or knows_sites)
    ]
    return tuple(
        UsesOfQuestion(question=str(asks.label), uses=tuple(each for each in here if each.assignment.asks == asks))
        for asks in Asks
    )


def _use(assignment: AssignmentNode, measure: MeasureNode) -> UseOfMeasure:
    target = assignment.target
    return UseOfMeasure(
        assignment=assignment,
        measure=measure,
        target=target_in_words(target.target, is_share=measure.is_share, unit=measure.unit) if target else "",
        period=target.name or f"{target.starts_on} – {target.ends_on}" if target else "",
        silent=not has_data(measure),
    )


def _funders(program: Program, today: date) -> tuple[Funder, ...]:
    paying = Grant.objects.filter(programs=program, ends_on__gte=today, starts_on__lte=today).select_related("funder")
    return tuple({grant.funder_id: grant.funder for grant in paying}.values())
