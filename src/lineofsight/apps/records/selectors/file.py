"""One person's file, as one viewer may see it.

The rule: everything on the file hangs on the enrollments this viewer may see. An enrollment they may not see leaves no
trace: not in counts, the time line, the household, the notes or the history.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import StaffMember, Standing
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.forms.answers import answers_in_words
from lineofsight.apps.forms.selectors import asked_as
from lineofsight.packs.hmis.elements import not_for_reading

from ..dates_in_words import day_in_words, days_in_words, due_in_words
from ..models import (
    Assessment,
    Enrollment,
    Participant,
    Service,
    StaffAssignment,
    Stage,
    Task,
)
from ..timeline import Chart, Stay, charts, sentence
from .mastering import Closed, closed_on_enrollment, closed_on_participant
from .standing import NEWEST_FIRST, UNSEEN_AFTER_DAYS, services_standing, standing
from .tasks import open_tasks_about
from .visibility import enrollments_led_by, enrollments_visible_to, enrollments_workable_by, participants_visible_to

LATEST_SERVICES = 5
LATEST_NOTES = 5


@dataclass(frozen=True)
class EnrollmentOnFile:
    """workers: who looks after it, by name. can_work, can_lead: what this viewer may do with it."""

    enrollment: Enrollment
    services: int
    workers: tuple[StaffMember, ...]
    can_work: bool
    can_lead: bool
    closed: Closed

    @property
    def is_withdrawn(self) -> bool:
        return self.enrollment.standing == Standing.WITHDRAWN

    @property
    def is_under_way(self) -> bool:
        return not self.is_withdrawn and self.enrollment.stage in (Stage.ENROLLED, Stage.ACTIVE)

    @property
    def stage_since(self) -> date | None:
        """The day of the stage, where it is not told by the days beside it."""
        stay = self.enrollment
        told = (stay.exit_date, stay.entry_date or stay.applied_on)
        return stay.stage_since if stay.stage_since not in told else None


@dataclass(frozen=True)
class AssessmentOnFile:
    assessment: Assessment
    answers: tuple[tuple[str, str], ...]  # (label, words)
    can_work: bool


@dataclass(frozen=True)
class ClientFile:
    participant: Participant
    closed: Closed
    today: date
    enrollments: tuple[EnrollmentOnFile, ...]
    services: tuple[tuple[int, date, bool], ...]  # (enrollment id, day, was it a contact) of all that stand
    assessments: tuple[AssessmentOnFile, ...]
    tasks: tuple[Task, ...]
    household: tuple[Enrollment, ...]
    latest_services: tuple[tuple[Service, bool], ...]  # with: may this viewer correct it?
    notes: tuple[Service, ...]

    @property
    def standing(self) -> tuple[EnrollmentOnFile, ...]:
        return tuple(each for each in self.enrollments if not each.is_withdrawn)

    @property
    def can_work(self) -> bool:
        return any(each.can_work for each in self.enrollments)

    @property
    def can_serve(self) -> bool:
        return any(each.can_work and each.enrollment.entry_date for each in self.standing)

    @property
    def is_under_way(self) -> bool:
        return any(each.is_under_way for each in self.enrollments)

    @property
    def has_notes_of_others(self) -> bool:
        """Whether an enrollment this viewer sees belongs to people they do not work with."""
        return any(not each.can_work for each in self.standing)

    @property
    def last_seen(self) -> date | None:
        return max((day for _enrollment, day, is_contact in self.services if is_contact), default=None)

    @property
    def services_count(self) -> int:
        return len(self.services)

    @cached_property
    def stays(self) -> list[Stay]:
        return [
            self._stay(each.enrollment)
            for each in sorted(
                self.standing, key=lambda each: (each.enrollment.entry_date or self.today, each.enrollment.pk)
            )
        ]

    @cached_property
    def charts(self) -> list[Chart]:
        return charts(self.stays, today=self.today)

    @property
    def chart_sentence(self) -> str:
        return sentence(self.stays)

    @property
    def answer(self) -> tuple[str, str]:
        """The page's answer: its first clause, and the rest."""
        if not self.is_under_way:
            return self._answer_of_someone_not_in_a_program()
        seen = self._seen_in_words()
        if not self.tasks:
            return f"{seen}.", _("Nothing is promised.") if self.can_work else ""
        first = self.tasks[0]
        due = due_in_words(first.due_on, today=self.today)
        return f"{seen}; “{first.what}” {_is(due)}.", ""

    def _seen_in_words(self) -> str:
        if self.last_seen is None:
            return _("Not seen yet")
        words = {"day": day_in_words(self.last_seen, today=self.today)}
        days = (self.today - self.last_seen).days
        if days < UNSEEN_AFTER_DAYS:
            return _("Last seen %(day)s") % words
        return _("Last seen %(day)s, %(days)s ago") % {**words, "days": days_in_words(days)}

    def _answer_of_someone_not_in_a_program(self) -> tuple[str, str]:
        left = [each.enrollment for each in self.standing if each.enrollment.exit_date]
        waits = [
            each.enrollment for each in self.standing if each.enrollment.stage in (Stage.APPLIED, Stage.WAITLISTED)
        ]
        if waits:
            return (_("Waiting for %(program)s.") % {"program": waits[0].program.name}, "")
        if left:
            newest = max(left, key=lambda each: (each.exit_date, each.pk))
            return (
                _("Left %(program)s %(day)s.")
                % {
                    "program": newest.program.name,
                    "day": day_in_words(newest.exit_date, today=self.today) if newest.exit_date else "",
                },
                _("In no %(program)s now.") % vars(the_words()),
            )
        return (_("In no %(program)s now.") % vars(the_words()), "")

    def _stay(self, enrollment: Enrollment) -> Stay:
        begins = enrollment.entry_date or enrollment.applied_on or self.today
        return Stay(
            name=enrollment.program.name,
            stage=str(Stage(enrollment.stage).label).lower(),
            begins=min(begins, self.today),
            ends=enrollment.exit_date or (begins if enrollment.stage == Stage.DENIED else None),
            has_begun=enrollment.entry_date is not None,
            services=[day for owner, day, _contact in self.services if owner == enrollment.pk],
            assessments=[
                each.assessment.date for each in self.assessments if each.assessment.enrollment_id == enrollment.pk
            ],
        )


def visible_participant(staff: StaffMember, participant_id: int) -> Participant | None:
    """The person, or None when there is none or this viewer may not see them."""
    return participants_visible_to(staff).filter(pk=participant_id).select_related("source").first()


def client_file(staff: StaffMember, participant: Participant, *, today: date) -> ClientFile:
    """The file of someone this viewer may see. At most 17 queries, however long it is."""
    mine = enrollments_visible_to(staff).filter(participant=participant)
    enrollments = list(
        mine.select_related("program__mastered_in", "site", "source", "paid_by__funder").order_by(*NEWEST_FIRST)
    )
    workable = set(enrollments_workable_by(staff).filter(participant=participant).values_list("pk", flat=True))
    led = set(enrollments_led_by(staff).filter(participant=participant).values_list("pk", flat=True))
    ids = [enrollment.pk for enrollment in enrollments if enrollment.standing != Standing.WITHDRAWN]
    services = tuple(
        services_standing().filter(enrollment__in=ids).values_list("enrollment", "date", "type__is_contact")
    )
    counted = [enrollment for enrollment, _day, _contact in services]
    workers = _workers([enrollment.pk for enrollment in enrollments])
    latest = services_listed(staff, participant)
    return ClientFile(
        participant=participant,
        closed=closed_on_participant(participant, reader=staff),
        today=today,
        enrollments=tuple(
            EnrollmentOnFile(
                enrollment=enrollment,
                services=counted.count(enrollment.pk),
                workers=tuple(workers.get(enrollment.pk, ())),
                can_work=enrollment.pk in workable,
                can_lead=enrollment.pk in led,
                closed=closed_on_enrollment(enrollment),
            )
            for enrollment in enrollments
        ),
        services=services,
        assessments=_assessments(ids, workable),
        tasks=tuple(open_tasks_about(standing(mine), staff)),
        household=_household(staff, enrollments),
        latest_services=tuple((each, each.enrollment_id in workable) for each in latest[:LATEST_SERVICES]),
        notes=tuple(latest.filter(enrollment__in=workable).exclude(note="")[:LATEST_NOTES]),
    )


def services_listed(staff: StaffMember, participant: Participant) -> QuerySet[Service]:
    """The person's services that stand, of enrollments this viewer may see, newest first."""
    visible = standing(enrollments_visible_to(staff)).filter(participant=participant)
    return (
        services_standing()
        .filter(enrollment__in=visible)
        .select_related("type", "staff", "enrollment__program", "source")
        .order_by("-date", "-pk")
    )


def _assessments(enrollments: list[int], workable: set[int]) -> tuple[AssessmentOnFile, ...]:
    rows = list(
        Assessment.objects.filter(enrollment__in=enrollments)
        .exclude(standing=Standing.WITHDRAWN)
        .select_related("instrument", "staff", "enrollment__program", "source")
        .order_by("-date", "-pk")
    )
    asked = asked_as(key for row in rows for key in row.answers) if rows else []
    return tuple(
        AssessmentOnFile(row, tuple(answers_in_words(asked, _to_read(row.answers))), row.enrollment_id in workable)
        for row in rows
    )


def _to_read(answers: dict[str, object]) -> dict[str, object]:
    return {key: answer for key, answer in answers.items() if key not in not_for_reading()}


def _workers(enrollments: list[int]) -> dict[int, list[StaffMember]]:
    found: dict[int, list[StaffMember]] = {}
    for assignment in (
        StaffAssignment.objects.filter(enrollment__in=enrollments, ended_on__isnull=True)
        .select_related("staff")
        .order_by("started_on", "pk")
    ):
        found.setdefault(assignment.enrollment_id, []).append(assignment.staff)
    return found


def _household(staff: StaffMember, enrollments: list[Enrollment]) -> tuple[Enrollment, ...]:
    """One enrollment per other person of the households they belong to, as far as this viewer may see them. Somebody
    who has left with their stay is still named: they took part together; one who left the household is not."""
    households = {
        each.household_id
        for each in enrollments
        if each.household_id and not each.left_household_on and each.standing != Standing.WITHDRAWN
    }
    if not households:
        return ()
    others = (
        standing(enrollments_visible_to(staff))
        .filter(household__in=households, left_household_on__isnull=True)
        .exclude(participant__in=[each.participant_id for each in enrollments])
        .select_related("participant")
        .order_by("participant__birth_date", "participant", "-entry_date")
    )
    return tuple({each.participant_id: each for each in others}.values())


def _is(due: str) -> str:
    return _("is %(due)s") % {"due": due}
