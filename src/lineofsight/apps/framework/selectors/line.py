"""The line of sight from the database: mission, goals, programs, outcomes, measures in use, data elements, questions.

Everything is read in a fixed number of queries, whatever the size of the framework, and put together here. Nothing in
it is about a client; who may see which figure is decided where figures are shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from lineofsight.apps.agency.models import Program, Protection
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.forms.models import DataElement, InstrumentElement

from ..documents import Named, elements_named, is_only_words
from ..models import (
    Explanation,
    FidelityCheck,
    Goal,
    Measure,
    MeasureAssignment,
    MeasureVersion,
    Mission,
    PerformancePeriod,
    ProgramModel,
    ReportedValue,
)
from ..models.programs import ExpectedChange
from ..record_columns import RECORD_COLUMNS, column_in_words
from .arrivals import months_with_answers, silent_since
from .nodes import (
    AssignmentNode,
    ElementNode,
    GoalNode,
    Line,
    MeasureNode,
    MissionNode,
    OutcomeNode,
    PhraseNode,
    ProgramNode,
    QuestionNode,
    StrategyNode,
    TargetNode,
)


def line_of_sight(today: date) -> Line:
    """The whole line as it stands today. At most 22 queries."""
    explanations = _explanations()
    mission = _mission(explanations)
    assignments = _assignments(today)
    goals = _goals(mission, assignments)
    elements = {each.key: each for each in DataElement.objects.all()}
    questions = _questions()
    versions = newest_versions()
    named = {measure: elements_named(version.document) for measure, version in versions.items()}
    measures = _measures(versions, named, assignments, known=elements.keys() | RECORD_COLUMNS.keys(), today=today)
    return Line(
        mission=mission,
        goals=goals,
        programs=_programs(goals, mission, explanations, today),
        measures=measures,
        assignments=assignments,
        elements=_elements(elements, questions, measures),
    )


def newest_versions() -> dict[int, MeasureVersion]:
    """Measure id → its newest published version, or its draft while nothing of it is published. One query."""
    found: dict[int, MeasureVersion] = {}
    for version in MeasureVersion.objects.select_related("measure").order_by("measure_id", "number"):
        if version.published_at is not None or version.measure_id not in found:
            found[version.measure_id] = version
    return found


def present_target(periods: Iterable[PerformancePeriod], today: date) -> PerformancePeriod | None:
    """The period that holds today; else the last one that has begun, else the next to come. What is set for a later
    year leads over nothing that has begun."""
    earliest_first = sorted(periods, key=lambda each: each.starts_on)
    begun = [each for each in earliest_first if each.starts_on <= today]
    holding = [each for each in begun if today <= each.ends_on]
    return next(iter([*reversed(holding), *reversed(begun), *earliest_first]), None)


def _explanations() -> dict[tuple[str, int], str]:
    found = {}
    for each in Explanation.objects.all():
        found["phrase" if each.phrase_id else "program", each.phrase_id or each.program_id or 0] = each.text
    return found


def _mission(explanations: Mapping[tuple[str, int], str]) -> MissionNode | None:
    mission = Mission.objects.prefetch_related("phrases__goals").first()
    if mission is None:
        return None
    return MissionNode(
        id=mission.pk,
        number=mission.number,
        sentence=mission.sentence,
        adopted_on=mission.adopted_on,
        adopted_by=mission.adopted_by,
        phrases=tuple(
            PhraseNode(
                id=each.pk,
                text=each.text,
                starts_at=each.starts_at,
                goals=tuple(goal.pk for goal in each.goals.all()),
                explanation=explanations.get(("phrase", each.pk), ""),
            )
            for each in mission.phrases.all()
        ),
    )


def _goals(mission: MissionNode | None, assignments: Mapping[int, AssignmentNode]) -> tuple[GoalNode, ...]:
    serving: dict[int, list[int]] = defaultdict(list)
    for phrase in mission.phrases if mission else ():
        for goal in phrase.goals:
            serving[goal].append(phrase.id)
    showing: dict[int, list[int]] = defaultdict(list)
    for assignment in assignments.values():
        if assignment.outcome is not None:
            showing[assignment.outcome].append(assignment.id)
    found = Goal.objects.prefetch_related("strategies__programs", "outcomes__programs")
    return tuple(_goal(goal, tuple(serving[goal.pk]), showing) for goal in found)


def _goal(goal: Goal, phrases: tuple[int, ...], showing: Mapping[int, list[int]]) -> GoalNode:
    return GoalNode(
        id=goal.pk,
        title=goal.title,
        why=goal.why,
        is_draft=goal.is_draft,
        phrases=phrases,
        strategies=tuple(
            StrategyNode(
                id=each.pk,
                title=each.title,
                goal=goal.pk,
                programs=tuple(program.pk for program in each.programs.all()),
            )
            for each in goal.strategies.all()
        ),
        outcomes=tuple(
            OutcomeNode(
                id=each.pk,
                title=each.title,
                goal=goal.pk,
                programs=tuple(program.pk for program in each.programs.all()),
                assignments=tuple(showing.get(each.pk, ())),
            )
            for each in goal.outcomes.all()
        ),
        indicator=goal.indicator_id,
    )


def _programs(
    goals: tuple[GoalNode, ...],
    mission: MissionNode | None,
    explanations: Mapping[tuple[str, int], str],
    today: date,
) -> tuple[ProgramNode, ...]:
    phrases_of_goal = {goal.id: goal.phrases for goal in goals}
    models = {each.program_id: each for each in ProgramModel.objects.filter(starts_on__lte=today).order_by("starts_on")}
    found = []
    for program in Program.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today)):
        strategies = [each for goal in goals for each in goal.strategies if program.pk in each.programs]
        outcomes = [each for goal in goals for each in goal.outcomes if program.pk in each.programs]
        served = tuple(dict.fromkeys([each.goal for each in strategies] + [each.goal for each in outcomes]))
        model = models.get(program.pk)
        found.append(
            ProgramNode(
                id=program.pk,
                name=program.name,
                field=program.field,
                is_protected=program.protection != Protection.NONE,
                has_model=model is not None and bool(model.for_whom),
                size=model.size if model else "",
                goals=served,
                strategies=tuple(each.id for each in strategies),
                outcomes=tuple(each.id for each in outcomes),
                phrases=tuple(dict.fromkeys(phrase for goal in served for phrase in phrases_of_goal[goal])),
                explanation=explanations.get(("program", program.pk), ""),
            )
        )
    return tuple(found)


def _assignments(today: date) -> dict[int, AssignmentNode]:
    rows = (
        MeasureAssignment.objects.filter(ended_on__isnull=True)
        .select_related("owner", "site")
        .prefetch_related("periods")
    )
    return {
        each.pk: AssignmentNode(
            id=each.pk,
            measure=each.measure_id,
            program=each.program_id,
            site=each.site_id,
            site_name=each.site.name if each.site else "",
            outcome=each.outcome_id,
            owner=each.owner.name if each.owner else "",
            asks=each.asks,
            target=_target(present_target(each.periods.all(), today)),
        )
        for each in rows
    }


def _target(period: PerformancePeriod | None) -> TargetNode | None:
    if period is None:
        return None
    return TargetNode(
        id=period.pk,
        name=period.name,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        target=period.target,
        reason=period.reason,
    )


def _measures(
    versions: Mapping[int, MeasureVersion],
    named: Mapping[int, frozenset[Named]],
    assignments: Mapping[int, AssignmentNode],
    *,
    known: Iterable[str],
    today: date,
) -> dict[int, MeasureNode]:
    used: dict[int, list[int]] = defaultdict(list)
    for assignment in assignments.values():
        used[assignment.measure].append(assignment.id)
    forms = {each.instrument for measure in used for each in named.get(measure, ()) if each.instrument}
    months = months_with_answers(forms, today) if forms else {}
    reported = set(ReportedValue.objects.values_list("measure", flat=True).distinct())
    in_models = set(ExpectedChange.measures.through.objects.values_list("measure", flat=True).distinct())
    in_models |= set(FidelityCheck.objects.values_list("measure", flat=True).distinct())
    everything = frozenset(known)
    return {
        measure: _measure(
            version,
            named[measure],
            used.get(measure, []),
            known=everything,
            silent=[
                silent_since(months[each.instrument], today) for each in named[measure] if each.instrument in months
            ],
            has_reported_values=measure in reported,
            shown_in_models=measure in in_models,
        )
        for measure, version in sorted(versions.items(), key=lambda pair: pair[1].title.casefold())
    }


def _measure(
    version: MeasureVersion,
    named: frozenset[Named],
    assignments: list[int],
    *,
    known: frozenset[str],
    silent: list[date | None],
    has_reported_values: bool,
    shown_in_models: bool,
) -> MeasureNode:
    measure: Measure = version.measure
    is_reported = version.source == "reported"
    elements = tuple(sorted({each.element for each in named}))
    since = [each for each in silent if each is not None]
    return MeasureNode(
        id=measure.pk,
        key=measure.key,
        pack=measure.pack,
        title=version.title,
        question=version.question,
        asks=version.asks,
        is_reported=is_reported,
        is_only_words=is_only_words(version.document),
        is_draft=version.published_at is None,
        is_share=version.is_share,
        unit=version.unit,
        version=version.number,
        elements=() if is_reported else elements,
        unknown=() if is_reported else tuple(each for each in elements if each not in known),
        silent_since=max(since) if since else None,
        has_reported_values=has_reported_values,
        assignments=tuple(assignments),
        shown_in_models=shown_in_models,
    )


def _questions() -> dict[str, list[QuestionNode]]:
    found: dict[str, list[QuestionNode]] = defaultdict(list)
    rows = InstrumentElement.objects.select_related("instrument", "element").order_by("instrument__title", "position")
    for each in rows:
        found[each.element.key].append(
            QuestionNode(
                instrument=each.instrument_id,
                instrument_key=each.instrument.key,
                instrument_title=each.instrument.title,
                position=each.position + 1,
            )
        )
    return found


def _elements(
    elements: Mapping[str, DataElement],
    questions: Mapping[str, list[QuestionNode]],
    measures: Mapping[int, MeasureNode],
) -> dict[str, ElementNode]:
    """The elements that somebody asks or some measure in use names."""
    readers: dict[str, list[int]] = defaultdict(list)
    for measure in measures.values():
        if measure.assignments and not measure.is_reported:
            for key in measure.elements:
                readers[key].append(measure.id)
    found = {}
    words = the_words()
    for key in sorted({*questions, *readers}):
        element, column = elements.get(key), column_in_words(key, words)
        if element is None and column is None:
            continue
        found[key] = ElementNode(
            key=key,
            label=element.label if element else column[0] if column else key,
            unit=element.unit if element else "",
            pack=element.pack if element else "",
            kept_on="" if element or not column else column[1],
            questions=tuple(questions.get(key, ())),
            measures=tuple(readers.get(key, ())),
        )
    return found
