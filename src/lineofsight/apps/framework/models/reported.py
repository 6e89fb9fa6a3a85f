"""Figures that somebody else counted, or that are counted elsewhere: always counts, never a bare percentage.

The rule: a value is never changed. A correction is the next version of it and says why; both stay.
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


class Attachment(models.Model):
    """A file beside a figure: the letter, the table, the page it was read from."""

    frozen_once: ClassVar[str] = "added_at"

    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("attachment")

    def __str__(self) -> str:
        return self.file_name


class ReportedValue(models.Model):
    """The counts of one measure for one time, place and group. The highest version counts."""

    frozen_once: ClassVar[str] = "written_at"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="reported_values")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    group_by = models.CharField(max_length=40, blank=True)  # race; empty: everybody
    group = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)
    numerator = models.PositiveBigIntegerField(null=True, blank=True)
    denominator = models.PositiveBigIntegerField(null=True, blank=True)
    count = models.PositiveBigIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="values")
    why = models.CharField(max_length=300, blank=True)  # of a correction
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["measure_id", "-starts_on", "group_by", "group", "-version"]
        verbose_name = _("reported value")
        constraints = [
            models.UniqueConstraint(
                F("measure"),
                Coalesce("program", 0),
                Coalesce("site", 0),
                F("starts_on"),
                F("ends_on"),
                F("group_by"),
                F("group"),
                F("version"),
                name="reported_value_version_once",
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=False, denominator__isnull=False, count__isnull=True)
                | Q(numerator__isnull=True, denominator__isnull=True, count__isnull=False),
                name="reported_value_is_two_counts_or_one",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="reported_value_ends_after_start"),
            models.CheckConstraint(
                condition=Q(site__isnull=True) | Q(program__isnull=False), name="reported_value_site_has_program"
            ),
            models.CheckConstraint(
                condition=Q(group_by="", group="") | (~Q(group_by="") & ~Q(group="")),
                name="reported_value_group_is_whole",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="reported_value_has_source"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(why=""), name="reported_value_correction_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.starts_on} {self.ends_on}"
