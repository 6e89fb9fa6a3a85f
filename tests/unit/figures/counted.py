"""A small agency whose figures can be counted by hand: definitions, stays that ended, and the facts made of them.

Each test has a database in a file (`conftest.py`), because facts are read by a second library.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import Program, Site, StaffMember
from lineofsight.apps.figures.extract import make_build
from lineofsight.apps.figures.releasing import InUse
from lineofsight.apps.framework.models import Measure, MeasureAssignment, MeasureVersion, ReportedValue
from lineofsight.apps.framework.services.measures import columns_of
from lineofsight.apps.records.models import Enrollment, Participant, Stage

TODAY = date(2026, 11, 12)
LEFT = {
    "measure": "people_who_left",
    "title": "People who left",
    "asks": "how_much",
    "count": "participant",
    "period": "${exit_date}",
    "by": ["program", "gender"],
}
COMPLETED = {
    "measure": "completed",
    "title": "People who completed",
    "asks": "better_off",
    "count": "participant",
    "over": "enrollment",
    "period": "${exit_date}",
    "numerator": "${enrollment_stage} = 'completed'",
    "represented_by": {"pick": "latest", "by": ["${exit_date}"]},
    "by": ["gender"],
    "direction": "increase",
}
STAYS = {**COMPLETED, "measure": "stays", "title": "Stays completed", "count": "enrollment"}
del STAYS["represented_by"]
DAYS = {
    "measure": "days",
    "title": "Days until completion",
    "asks": "how_well",
    "count": "enrollment",
    "period": "${exit_date}",
    "statistic": "mean",
    "value": "if(${enrollment_stage} = 'completed', days-between(${entry_date}, ${exit_date}), number(''))",
    "by": ["gender"],
}
GRADUATES = {
    "measure": "graduates",
    "title": "Students who graduate",
    "asks": "better_off",
    "source": "reported",
    "statistic": "proportion",
}


def published(document: dict[str, Any]) -> MeasureVersion:
    """A measure with this definition, published."""
    measure, _new = Measure.objects.get_or_create(key=document["measure"])
    number = measure.versions.count() + 1
    return MeasureVersion.objects.create(
        measure=measure, number=number, document=document, published_at=now(), **columns_of(document)
    )


def used(version: MeasureVersion, program: Program | None = None, site: Site | None = None) -> InUse:
    """The measure used in a place."""
    assignment = MeasureAssignment.objects.create(
        measure=version.measure, program=program, site=site, asks=version.asks
    )
    return InUse(assignment, version)


def leave(
    program: Program,
    on: date,
    *,
    completed: int = 0,
    withdrawn: int = 0,
    genders: list[str] | None = None,
    site: Site | None = None,
) -> list[Enrollment]:
    """So many people whose stay of 60 days ended on a day."""
    stays = []
    for stage in [Stage.COMPLETED] * completed + [Stage.WITHDRAWN] * withdrawn:
        person = Participant.objects.create(
            first_name="Ana", last_name="Reyes", birth_date=date(2010, 5, 1), genders=genders or ["woman"]
        )
        stays.append(stay(person, program, on, stage, site=site))
    return stays


def stay(person: Participant, program: Program, on: date, stage: Stage, *, site: Site | None = None) -> Enrollment:
    """One more stay of a person."""
    return Enrollment.objects.create(
        participant=person,
        program=program,
        site=site,
        stage=stage,
        entry_date=on - timedelta(days=60),
        exit_date=on,
    )


def report(use: InUse, numerator: int, denominator: int, *, on: date = date(2026, 10, 1)) -> None:
    """What somebody else counted for the month that begins on a day."""
    ReportedValue.objects.create(
        measure=use.assignment.measure,
        program=use.assignment.program,
        site=use.assignment.site,
        starts_on=on,
        ends_on=(on + timedelta(days=31)).replace(day=1) - timedelta(days=1),
        numerator=numerator,
        denominator=denominator,
        source="The school",
        written_at=now(),
        written_by=StaffMember.objects.all()[0],
    )


def count() -> None:
    """Make the facts of now."""
    make_build()
