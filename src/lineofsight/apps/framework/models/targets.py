"""A measure used in a place: who answers for it, what it is meant to reach by when and why, and what its owner notes.

The rule: no target, and no missing target, without its reason.
"""

from __future__ import annotations

from typing import TypeAlias

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lineofsight.apps.agency.models import KeptRecord, Program, Site, TypedEntry

from .goals import Outcome
from .measures import Asks, Measure

PlaceKey: TypeAlias = tuple[int, int | None, int | None]
"""Measure, program, site, by their ids."""


class MeasureAssignment(TypedEntry, KeptRecord):
    """A measure used in a place: the whole agency, a program, or a program at one site; for which outcome, if any."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="assignments")
    program = models.ForeignKey(
        Program, on_delete=models.PROTECT, null=True, blank=True, related_name="measure_assignments"
    )
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="measure_assignments")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="measures_owned"
    )
    asks = models.CharField(max_length=12, choices=Asks.choices)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("measure in a place")
        constraints = [
            *TypedEntry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(site__isnull=True) | Q(program__isnull=False), name="measure_assignment_site_has_program"
            ),
            models.CheckConstraint(
                condition=Q(asks__in=["how_much", "how_well", "better_off"]), name="measure_assignment_asks_known"
            ),
            models.UniqueConstraint(
                F("measure"),
                Coalesce("program", 0),
                Coalesce("site", 0),
                condition=Q(ended_on__isnull=True),
                name="measure_once_in_a_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.program_id} {self.site_id}"

    @property
    def place_key(self) -> PlaceKey:
        """The same whenever the measure was used in this place: whoever saw its figures has not forgotten them."""
        return self.measure_id, self.program_id, self.site_id


class PerformancePeriod(TypedEntry, KeptRecord):
    """What a measure should reach in a place between two days. A share is kept as 0 to 1. No target: the reason says
    why not yet."""

    assignment = models.ForeignKey(MeasureAssignment, on_delete=models.PROTECT, related_name="periods")
    name = models.CharField(max_length=80, blank=True)  # of the named year; empty: own days
    starts_on = models.DateField()
    ends_on = models.DateField()
    baseline_numerator = models.PositiveBigIntegerField(null=True, blank=True)
    baseline_denominator = models.PositiveBigIntegerField(null=True, blank=True)
    baseline_value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    baseline_count = models.PositiveBigIntegerField(null=True, blank=True)  # how many people the value speaks of
    baseline_when = models.CharField(max_length=120, blank=True)
    target = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    reason = models.TextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_on = models.DateField()

    class Meta:
        ordering = ["assignment_id", "-starts_on"]
        verbose_name = _("performance period")
        constraints = [
            *TypedEntry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="performance_period_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="performance_period_has_reason"),
            models.CheckConstraint(
                condition=Q(baseline_numerator__isnull=True, baseline_denominator__isnull=True)
                | Q(baseline_numerator__isnull=False, baseline_denominator__isnull=False),
                name="performance_period_baseline_has_two_counts",
            ),
            models.UniqueConstraint(fields=["assignment", "starts_on"], name="performance_period_once"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.starts_on} {self.ends_on}"


class OwnerNote(TypedEntry, KeptRecord):
    """What is behind the figures of a time, and what will be tried: dated, by whom it was written."""

    assignment = models.ForeignKey(MeasureAssignment, on_delete=models.PROTECT, related_name="notes")
    about_from = models.DateField()
    about_to = models.DateField()
    behind = models.TextField()
    trying = models.TextField(blank=True)
    written_on = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-written_on", "-id"]
        verbose_name = _("note on a measure")
        constraints = [
            *TypedEntry.Meta.constraints,
            models.CheckConstraint(condition=Q(about_to__gte=F("about_from")), name="owner_note_ends_after_start"),
            models.CheckConstraint(condition=~Q(behind=""), name="owner_note_says_something"),
        ]

    def __str__(self) -> str:
        return self.behind
