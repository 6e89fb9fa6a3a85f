"""Program models: whom a program is for, why it should work, what must not be left out, how much, what should change.

A model has versions by day: what was intended last year can be held against what happened last year.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lineofsight.apps.agency.models import KeptRecord, Program

from .measures import Measure


class ProgramModel(KeptRecord):
    """A program as it is meant, from a day on."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="models")
    starts_on = models.DateField()
    size = models.CharField(max_length=200, blank=True)  # in words: 214 youth, four sites
    for_whom = models.TextField(blank=True)
    why_it_should_work = models.TextField(blank=True)
    contacts = models.PositiveIntegerField(null=True, blank=True)  # intended, for one person
    contact_unit = models.CharField(max_length=60, blank=True)  # meetings a year
    each_minutes = models.PositiveIntegerField(null=True, blank=True)
    duration_months = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["program_id", "-starts_on"]
        verbose_name = _("program model")
        constraints = [models.UniqueConstraint(fields=["program", "starts_on"], name="program_model_once_a_day")]

    def __str__(self) -> str:
        return f"{self.program_id} {self.starts_on}"


class CoreComponent(KeptRecord):
    """Something without which it would be another program."""

    model = models.ForeignKey(ProgramModel, on_delete=models.CASCADE, related_name="components")
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["model_id", "position", "id"]
        verbose_name = _("core component")

    def __str__(self) -> str:
        return self.text


class Term(models.TextChoices):
    SHORT = "short", _("First")
    INTERMEDIATE = "intermediate", _("Then")
    LONG = "long", _("In the end")


class ExpectedChange(KeptRecord):
    """What should be different for people, soon, later and in the end; and the measures that would show it."""

    model = models.ForeignKey(ProgramModel, on_delete=models.CASCADE, related_name="changes")
    term = models.CharField(max_length=12, choices=Term.choices)
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=300)
    measures = models.ManyToManyField(Measure, blank=True, related_name="shown_changes")

    class Meta:
        ordering = ["model_id", "position", "id"]
        verbose_name = _("expected change")
        constraints = [
            models.CheckConstraint(
                condition=Q(term__in=["short", "intermediate", "long"]), name="expected_change_term_known"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Assumption(KeptRecord):
    """What must hold for the model to work, and is not in the agency's hands."""

    model = models.ForeignKey(ProgramModel, on_delete=models.CASCADE, related_name="assumptions")
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["model_id", "position", "id"]
        verbose_name = _("assumption")

    def __str__(self) -> str:
        return self.text


class FidelityCheck(KeptRecord):
    """A measure that watches whether a core component, or the whole model, is carried out as it is meant."""

    model = models.ForeignKey(ProgramModel, on_delete=models.CASCADE, related_name="checks")
    component = models.ForeignKey(
        CoreComponent, on_delete=models.CASCADE, null=True, blank=True, related_name="checks"
    )  # empty: the whole model
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="checks")
    expected = models.CharField(max_length=200)  # in words: 85% of youth in every month

    class Meta:
        ordering = ["model_id", "id"]
        verbose_name = _("check of a model")

    def __str__(self) -> str:
        return self.expected
