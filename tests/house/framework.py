"""One of everything in the framework, and the use of a measure in each program, for the access matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from lineofsight.apps.agency.models import Program, StaffMember
from lineofsight.apps.framework.documents import Document
from lineofsight.apps.framework.models import (
    Attachment,
    ExpectedChange,
    FidelityCheck,
    Goal,
    Measure,
    MeasureAssignment,
    MeasureLook,
    MeasureVersion,
    Mission,
    Outcome,
    PerformancePeriod,
    Phrase,
    ProgramModel,
    ReportedValue,
    Strategy,
    SubmittedFigure,
)
from lineofsight.apps.framework.readiness import hash_of_document
from lineofsight.apps.framework.services.measures import columns_of

GRADUATES = {
    "measure": "graduates",
    "title": "Students who graduate",
    "asks": "better_off",
    "source": "reported",
    "statistic": "proportion",
}
LEFT = {
    "measure": "people_who_left",
    "title": "People who left",
    "asks": "how_much",
    "count": "participant",
    "period": "${exit_date}",
}


LEAVERS: Document = {
    "measure": "leavers",
    "title": "People who leave",
    "asks": "how_much",
    "source": "computed",
    "count": "enrollment",
    "period": "${exit_date}",
    "cases": [
        {
            "name": "Left in March",
            "period": ["2026-03-01", "2026-03-31"],
            "given": {"enrollment": {"entry_date": "2026-01-05", "exit_date": "2026-03-10"}},
            "expect": {"population": True},
        }
    ],
}


@dataclass(frozen=True)
class Uses:
    """What belongs to one program: the measure used in it, its target, a figure, and its model; and a measure that is
    computed, with a figure of it that was handed in."""

    assignment: MeasureAssignment
    period: PerformancePeriod
    value: ReportedValue
    attachment: Attachment
    model: ProgramModel
    check: FidelityCheck
    change: ExpectedChange
    computed: MeasureAssignment
    figure: SubmittedFigure


@dataclass(frozen=True)
class Framework:
    """goal, strategy and outcome: with nothing under them. measure: published, with a draft of its next version.
    unasked, in_words: drafts at which nobody is asked to look, of a computed measure and of
    one that others count."""

    mission: Mission
    phrase: Phrase
    goal: Goal
    strategy: Strategy
    outcome: Outcome
    measure: Measure
    unasked: Measure
    in_words: Measure
    uses: Mapping[str, Uses]


def build_framework(programs: Mapping[str, Program], lead: StaffMember, *, author: StaffMember) -> Framework:
    """author: of a draft, who may not look at it nor at any other."""
    mission = Mission.objects.create(number=1, sentence="Every child has a home.")
    other = Goal.objects.create(title="Children learn", position=2)
    measure = published_measure(GRADUATES, lead)
    left = published_measure(LEFT, lead)
    _looked_at_draft(measure, author, lead)
    return Framework(
        mission=mission,
        phrase=Phrase.objects.create(mission=mission, starts_at=16, text="a home"),
        goal=Goal.objects.create(title="Children have a home", position=1),
        strategy=Strategy.objects.create(goal=other, title="Home first", position=1),
        outcome=Outcome.objects.create(goal=other, title="Children move in", position=1),
        measure=measure,
        unasked=_draft_alone(LEAVERS),
        in_words=_draft_alone({**GRADUATES, "measure": "pupils", "title": "Pupils who stay"}),
        uses={whose: _use(measure, left, program, lead) for whose, program in programs.items()},
    )


def _looked_at_draft(measure: Measure, author: StaffMember, second: StaffMember) -> None:
    """A draft of its next version, by somebody else: found right once, and waiting for another look."""
    document = {**GRADUATES, "title": "Students who graduate in four years"}
    draft = MeasureVersion.objects.create(measure=measure, number=2, document=document, **columns_of(document))
    draft.writers.add(author)
    asked = {"document_hash": hash_of_document(document), "asked_by": author, "asked_at": timezone.now()}
    MeasureLook.objects.create(version=draft, verdict="approved", looked_by=second, looked_at=timezone.now(), **asked)
    MeasureLook.objects.create(version=draft, **asked)


def _draft_alone(document: Document) -> Measure:
    measure = Measure.objects.create(key=document["measure"])
    MeasureVersion.objects.create(measure=measure, number=1, document=document, **columns_of(document))
    return measure


def published_measure(document: dict[str, str], lead: StaffMember) -> Measure:
    measure = Measure.objects.create(key=document["measure"])
    MeasureVersion.objects.create(
        measure=measure,
        number=1,
        document=document,
        published_at=timezone.now(),
        published_by=lead,
        **columns_of(document),
    )
    return measure


def _use(measure: Measure, left: Measure, program: Program, lead: StaffMember) -> Uses:
    year = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
    assignment = MeasureAssignment.objects.create(measure=measure, program=program, asks="better_off")
    attachment = Attachment.objects.create(
        file_name="table.csv", content=b"2025,1,2", size=8, sha256="0" * 64, added_at=timezone.now(), added_by=lead
    )
    model = ProgramModel.objects.create(program=program, starts_on=date(2024, 1, 1), for_whom="Children")
    return Uses(
        assignment=assignment,
        period=PerformancePeriod.objects.create(
            assignment=assignment, reason="Our own level", set_by=lead, set_on=date(2025, 1, 2), **year
        ),
        value=ReportedValue.objects.create(
            measure=measure,
            program=program,
            numerator=8,
            denominator=10,
            source="The school",
            attachment=attachment,
            written_at=timezone.now(),
            written_by=lead,
            **year,
        ),
        attachment=attachment,
        model=model,
        check=FidelityCheck.objects.create(model=model, measure=measure, expected="Most of them"),
        change=ExpectedChange.objects.create(model=model, term="short", position=1, text="Children feel safe"),
        computed=MeasureAssignment.objects.create(measure=left, program=program, asks="how_much"),
        figure=SubmittedFigure.objects.create(
            measure=left,
            program=program,
            count=8,
            to_whom="The county",
            report="Annual report",
            submitted_on=date(2026, 1, 20),
            source="Table 1",
            written_at=timezone.now(),
            written_by=lead,
            **year,
        ),
    )
