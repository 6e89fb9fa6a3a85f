"""Figures of ours that were handed in to somebody, and what their author says about the difference to those of now.

The rule: both are evidence. Neither is ever changed: a figure typed wrongly gets its next version with the reason, and
another explanation stands beside the one before.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lineofsight.apps.agency.models import Program, Site

from .measures import Measure
from .reported import Attachment


class SubmittedFigure(models.Model):
    """What a report to somebody said of a measure in a place for some days. The highest version counts.

    numerator and denominator: of a share; count: of a number of people or things; amount: of anything else.
    """

    frozen_once: ClassVar[str] = "written_at"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="submitted_figures")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    to_whom = models.CharField(max_length=200)
    report = models.CharField(max_length=200)
    submitted_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    numerator = models.PositiveBigIntegerField(null=True, blank=True)
    denominator = models.PositiveBigIntegerField(null=True, blank=True)
    count = models.PositiveBigIntegerField(null=True, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    source = models.CharField(max_length=300)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="submitted_figures"
    )
    why = models.CharField(max_length=300, blank=True)  # of a correction
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-starts_on", "-ends_on", "to_whom", "report", "-version"]
        verbose_name = _("figure that was handed in")
        constraints = [
            models.UniqueConstraint(
                F("measure"),
                Coalesce("program", 0),
                Coalesce("site", 0),
                F("starts_on"),
                F("ends_on"),
                F("to_whom"),
                F("report"),
                F("version"),
                name="submitted_figure_version_once",
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=False, denominator__isnull=False, count__isnull=True, amount__isnull=True)
                | Q(numerator__isnull=True, denominator__isnull=True, count__isnull=False, amount__isnull=True)
                | Q(numerator__isnull=True, denominator__isnull=True, count__isnull=True, amount__isnull=False),
                name="submitted_figure_is_counts_or_amount",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="submitted_figure_ends_after_start"),
            models.CheckConstraint(
                condition=Q(site__isnull=True) | Q(program__isnull=False), name="submitted_figure_site_has_program"
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(to_whom="") & ~Q(report=""), name="submitted_figure_has_source"
            ),
            models.CheckConstraint(condition=Q(version=1) | ~Q(why=""), name="submitted_figure_correction_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.starts_on} {self.ends_on} {self.report}"


class DifferenceExplanation(models.Model):
    """Why what is counted now differs from what was handed in, in the author's words. The newest stands.

    our_numerator and so on: what was counted when it was written, by which version and on which build, so that it is
    seen later whether it still speaks of the same figure.
    """

    frozen_once: ClassVar[str] = "written_at"

    figure = models.ForeignKey(SubmittedFigure, on_delete=models.PROTECT, related_name="explanations")
    text = models.TextField()
    our_numerator = models.BigIntegerField(null=True, blank=True)
    our_denominator = models.BigIntegerField(null=True, blank=True)
    our_value = models.FloatField(null=True, blank=True)
    our_version = models.PositiveIntegerField()
    our_build = models.BigIntegerField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("explanation of a difference")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="difference_explanation_says_something")]

    def __str__(self) -> str:
        return self.text
