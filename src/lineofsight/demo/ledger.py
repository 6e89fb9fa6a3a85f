"""The pad on which the story is written before any of it is in a database: rows as unsaved model instances.

The rule: whatever is told has a day and a day of writing; what is written down after today is left out, as in life.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from lineofsight.apps.agency.models import Grant, SourcedRecord, StaffMember
from lineofsight.apps.records.models import (
    Assessment,
    CollectionPoint,
    Enrollment,
    Household,
    Participant,
    Relationship,
    Service,
    ServiceType,
    StaffAssignment,
    Stage,
    Task,
)

from .instruments import Questions
from .moments import RECORDS_BEGIN, TYPED_IN_FROM_PAPER, days_until_written, moment_on, share_in_time
from .programs import Structure
from .staff import Team

Answers = Mapping[str, str | int | bool | list[str]]


@dataclass(slots=True)
class Told:
    """A service as it is told. There are so many that they become model instances only when they are written."""

    enrollment: Enrollment
    type: ServiceType
    date: date
    staff: StaffMember
    written_at: datetime
    quantity: int | Decimal = 1
    amount: Decimal | None = None
    paid_by: Grant | None = None
    note: str = ""
    answers: Answers = field(default_factory=dict)

    def as_row(self) -> Service:
        """For the database; what it refers to must be there already."""
        return Service(
            enrollment_id=self.enrollment.pk,
            type_id=self.type.pk,
            date=self.date,
            quantity=self.quantity,
            amount=self.amount,
            paid_by_id=self.paid_by.pk if self.paid_by else None,
            staff_id=self.staff.pk,
            changed_by_id=self.staff.pk,
            note=self.note,
            answers=self.answers,
            created_at=self.written_at,
            updated_at=self.written_at,
        )


@dataclass
class Ledger:
    """What the story knows so far. `program_of` and `site_of` answer by key for an enrollment made here."""

    today: date
    rng: Random
    minutes: Random  # for the time of day at which things are written, which changes nothing else
    structure: Structure
    questions: Questions
    team: Team
    households: list[Household] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    enrollments: list[Enrollment] = field(default_factory=list)
    services: list[Told] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    assignments: list[StaffAssignment] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    kept_elsewhere: int = 0

    def staff(self, key: str) -> StaffMember:
        return self.team.members[key]

    def write_on(self, row: SourcedRecord, day: date) -> None:
        """Give the row the moment of its writing; people known on paper before were typed in on one day."""
        written = moment_on(self.minutes, max(min(day, self.today), TYPED_IN_FROM_PAPER))
        row.created_at = row.updated_at = written

    def enroll(
        self,
        participant: Participant,
        program: str,
        site: str,
        *,
        stage: Stage,
        applied_on: date,
        entry_date: date | None = None,
        exit_date: date | None = None,
        household: Household | None = None,
        relationship: Relationship = Relationship.NOT_ASKED,
        answers: Answers | None = None,
    ) -> Enrollment:
        """An enrollment, written down a day or two after it began (or after the application)."""
        enrollment = Enrollment(
            participant=participant,
            program=self.structure.programs[program],
            site=self.structure.sites[site],
            household=household,
            relationship=relationship,
            stage=stage,
            applied_on=applied_on,
            entry_date=entry_date,
            exit_date=exit_date,
            paid_by=self.structure.grant_for(program, entry_date) if entry_date else None,
            answers=dict(answers or {}),
        )
        self.write_on(enrollment, (entry_date or applied_on) + timedelta(days=self.rng.randint(0, 3)))
        if exit_date and exit_date > RECORDS_BEGIN:
            ended = exit_date + timedelta(days=self.rng.randint(0, 9))
            enrollment.updated_at = moment_on(self.minutes, min(ended, self.today))
        self.enrollments.append(enrollment)
        return enrollment

    def keep_in_housing_system(self, person: Participant, enrollment: Enrollment) -> None:
        """Mark the person and the stay as rows that the county's housing system keeps, and the last import wrote."""
        self.kept_elsewhere += 1
        for row, prefix in ((person, "P"), (enrollment, "E")):
            row.source, row.last_import = self.structure.housing_system, self.structure.housing_import
            row.source_key = f"{prefix}{self.kept_elsewhere:05d}"

    def assign(self, enrollment: Enrollment, staff: StaffMember, start: date, end: date | None) -> None:
        self.assignments.append(StaffAssignment(enrollment=enrollment, staff=staff, started_on=start, ended_on=end))
        for row in (enrollment, enrollment.participant):
            row.changed_by = row.changed_by or staff

    def serve(
        self,
        enrollment: Enrollment,
        kind: str,
        day: date,
        staff: StaffMember,
        *,
        quantity: int | Decimal = 1,
        amount: Decimal | None = None,
        paid_by: Grant | None = None,
        note: str = "",
        answers: Answers | None = None,
    ) -> None:
        """A service, if it lies in the time of records and is written down by today."""
        if not RECORDS_BEGIN <= day <= self.today:
            return
        in_time = share_in_time(enrollment.program.name, enrollment.site.name if enrollment.site else "", day)
        written = day + timedelta(days=days_until_written(self.rng, in_time))
        if written > self.today:
            return
        self.services.append(
            Told(
                enrollment,
                self.structure.service_types[kind],
                day,
                staff,
                moment_on(self.minutes, written),
                quantity,
                amount,
                paid_by,
                note,
                answers or {},
            )
        )

    def serve_surely(self, enrollment: Enrollment, kind: str, day: date, staff: StaffMember, **more: Any) -> None:
        """A service that is there whatever chance says: written down on the day itself."""
        kind_of = self.structure.service_types[kind]
        self.services.append(Told(enrollment, kind_of, day, staff, moment_on(self.minutes, day), **more))

    def worker_of(self, enrollment: Enrollment) -> StaffMember:
        """Who looks after it, or did last."""
        return next(each.staff for each in reversed(self.assignments) if each.enrollment is enrollment)

    def drop_contacts_after(self, last_days: Mapping[int, date]) -> None:
        """Nobody saw these people after their day. last_days: id() of the enrollment → last day of a contact."""
        self.services = [
            service
            for service in self.services
            if service.date <= last_days.get(id(service.enrollment), service.date) or not service.type.is_contact
        ]

    def ask(
        self,
        enrollment: Enrollment,
        instrument: str,
        point: CollectionPoint,
        day: date,
        staff: StaffMember,
        answers: Answers,
        *,
        days_to_write: int = 0,
    ) -> None:
        """An assessment, if it lies in the time of records and is written down by today; always at start."""
        if point == CollectionPoint.START and day < RECORDS_BEGIN:
            written = TYPED_IN_FROM_PAPER
        else:
            written = day + timedelta(days=days_to_write)
            if not day >= RECORDS_BEGIN or written > self.today:
                return
        at = moment_on(self.minutes, written)
        self.assessments.append(
            Assessment(
                enrollment=enrollment,
                instrument=self.questions.instruments[instrument],
                point=point,
                date=day,
                staff=staff,
                changed_by=staff,
                answers=dict(answers),
                created_at=at,
                updated_at=at,
            )
        )


def money(amount: float) -> str:
    """Canonical: text with two decimals.

    >>> money(1480)
    '1480.00'
    """
    return f"{amount:.2f}"
