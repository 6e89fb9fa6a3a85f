"""What a participant takes part in: enrollments, services, assessments, and who on the staff looks after it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from lineofsight.apps.agency.models import Grant, Program, Site, SourcedRecord, Standing, TypedEntry
from lineofsight.apps.forms.models import Instrument

from .codes import CollectionPoint, Relationship, Stage
from .people import Household, Participant

ENDED = [Stage.COMPLETED.value, Stage.WITHDRAWN.value]
BEGUN = [Stage.ENROLLED.value, Stage.ACTIVE.value, *ENDED]


class Enrollment(TypedEntry, SourcedRecord):
    """One person's stay in one program. It has begun from stage `enrolled` on; ended when it has an exit date.

    stage_since: the day on which the present stage began, as it was written down here; empty when a source did not say.
    household, relationship: with whom they take part, and as what. joined_household_on, left_household_on: where that
    began later than the stay, or ended before it; the household of the stay remains, as an HMIS has it.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="enrollments")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="enrollments")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="enrollments")
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="enrollments"
    )
    relationship = models.CharField(max_length=16, choices=Relationship.choices, default=Relationship.NOT_ASKED)
    joined_household_on = models.DateField(null=True, blank=True)
    left_household_on = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=12, choices=Stage.choices)
    stage_since = models.DateField(null=True, blank=True)
    applied_on = models.DateField(null=True, blank=True)
    entry_date = models.DateField(null=True, blank=True)
    exit_date = models.DateField(null=True, blank=True)
    paid_by = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="enrollments")
    answers = models.JSONField(default=dict, blank=True)

    class Meta(SourcedRecord.Meta):
        constraints = [
            *TypedEntry.Meta.constraints,
            *SourcedRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(stage__in=[choice.value for choice in Stage]), name="enrollment_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(relationship__in=[choice.value for choice in Relationship]),
                name="enrollment_relationship_known",
            ),
            models.CheckConstraint(
                condition=Q(entry_date__isnull=True) | Q(exit_date__isnull=True) | Q(exit_date__gte=F("entry_date")),
                name="enrollment_exit_not_before_entry",
            ),
            models.CheckConstraint(
                condition=Q(entry_date__isnull=False) | ~Q(stage__in=BEGUN),
                name="enrollment_begun_has_entry_date",
            ),
            models.CheckConstraint(
                condition=(Q(exit_date__isnull=False) & Q(stage__in=ENDED))
                | (Q(exit_date__isnull=True) & ~Q(stage__in=ENDED)),
                name="enrollment_ended_has_exit_date",
            ),
            models.CheckConstraint(
                condition=Q(household__isnull=False)
                | Q(joined_household_on__isnull=True, left_household_on__isnull=True),
                name="enrollment_household_days_have_household",
            ),
            models.CheckConstraint(
                condition=Q(joined_household_on__isnull=True)
                | Q(left_household_on__isnull=True)
                | Q(left_household_on__gte=F("joined_household_on")),
                name="enrollment_leaves_household_after_joining",
            ),
            models.CheckConstraint(
                condition=Q(joined_household_on__isnull=True)
                | Q(entry_date__isnull=True)
                | Q(joined_household_on__gte=F("entry_date")),
                name="enrollment_joins_household_after_entry",
            ),
            # By site, because who works at one may not know of the other (decision 0021); a source may say otherwise.
            models.UniqueConstraint(
                F("participant"),
                F("program"),
                Coalesce("site", 0),
                condition=Q(source__isnull=True, exit_date__isnull=True)
                & ~Q(stage=Stage.DENIED)
                & ~Q(standing=Standing.WITHDRAWN),
                name="enrollment_under_way_once",
            ),
        ]
        indexes = [models.Index(fields=["program", "entry_date"], name="enrollment_program_entry")]

    def __str__(self) -> str:
        return f"enrollment {self.pk}"


class ServiceType(TypedEntry, SourcedRecord):
    """What can be delivered, with the unit in which it is counted.

    No program: all of them. What an import brought is then offered where it is in use, until somebody opens it to all.
    """

    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=40, blank=True)  # visits, hours, nights, dollars
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="service_types")
    is_open_to_all = models.BooleanField(default=False)  # of one that an import brought
    is_contact = models.BooleanField(default=True)  # somebody saw or spoke with the client

    class Meta(SourcedRecord.Meta):
        ordering = ["name", "id"]
        constraints = [*TypedEntry.Meta.constraints, *SourcedRecord.Meta.constraints]

    def __str__(self) -> str:
        return self.name

    @property
    def is_offered_where_used(self) -> bool:
        """Whether it is offered in the programs that use it alone."""
        return self.program_id is None and self.source_id is not None and not self.is_open_to_all


class Service(TypedEntry, SourcedRecord):
    """Something delivered to a client on a day. quantity is in the unit of its type; amount is money, in dollars."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="services", db_index=False)
    type = models.ForeignKey(ServiceType, on_delete=models.PROTECT, related_name="services", db_index=False)
    date = models.DateField()
    quantity = models.DecimalField(max_digits=12, decimal_places=2, default=1)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    paid_by = models.ForeignKey(
        Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="services", db_index=False
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
        db_index=False,
    )
    note = models.TextField(blank=True)
    answers = models.JSONField(default=dict, blank=True)

    class Meta(SourcedRecord.Meta):
        constraints = [
            *TypedEntry.Meta.constraints,
            *SourcedRecord.Meta.constraints,
            models.CheckConstraint(condition=Q(quantity__gte=0), name="service_quantity_not_negative"),
        ]
        indexes = [models.Index(fields=["enrollment", "date"], name="service_of_enrollment")]

    def __str__(self) -> str:
        return f"service {self.pk}"


class Assessment(TypedEntry, SourcedRecord):
    """An instrument filled at a collection point. answers were checked on arrival and no app queries them."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="assessments", db_index=False)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="assessments", db_index=False)
    point = models.CharField(max_length=12, choices=CollectionPoint.choices)
    date = models.DateField()
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    answers = models.JSONField(default=dict)

    class Meta(SourcedRecord.Meta):
        constraints = [
            *TypedEntry.Meta.constraints,
            *SourcedRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(point__in=[choice.value for choice in CollectionPoint]),
                name="assessment_point_known",
            ),
        ]
        indexes = [
            models.Index(fields=["enrollment", "date"], name="assessment_of_enrollment"),
            models.Index(fields=["instrument", "date"], name="assessment_of_instrument"),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class StaffAssignment(models.Model):
    """Who looks after an enrollment, from when to when. Open while `ended_on` is empty; once open per person."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="assignments")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-started_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "staff"],
                condition=Q(ended_on__isnull=True),
                name="assignment_open_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="assignment_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}"


class Task(TypedEntry):
    """Something somebody promised to do by a day."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tasks")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks")
    what = models.CharField(max_length=200)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(TypedEntry.Meta):
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"task {self.pk}"
