"""The agency, its sites and programs, and who pays for them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .provenance import Source, SourcedRecord


def default_words() -> dict[str, list[str]]:
    """The words an agency may rename, each as [one, many]."""
    return {
        "client": ["client", "clients"],
        "program": ["program", "programs"],
        "enrollment": ["enrollment", "enrollments"],
    }


class Agency(models.Model):
    """This installation's agency. There is exactly one row; `selectors.the_agency()` gives it."""

    name = models.CharField(max_length=200)
    words = models.JSONField(default=default_words)
    words_confirmed_on = models.DateField(null=True, blank=True)
    year_first_month = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    language = models.CharField(max_length=10, default="en-us")
    language_confirmed_on = models.DateField(null=True, blank=True)
    mail_tried_on = models.DateField(null=True, blank=True)
    backup_tried_on = models.DateField(null=True, blank=True)
    is_made_up = models.BooleanField(default=False)  # the demo agency says so on every page

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="agency_is_one"),
            models.CheckConstraint(
                condition=Q(year_first_month__isnull=True) | Q(year_first_month__range=(1, 12)),
                name="agency_year_first_month_is_a_month",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Site(SourcedRecord):
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)

    class Meta(SourcedRecord.Meta):
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Protection(models.TextChoices):
    """Programs whose clients the law protects from being known as such."""

    NONE = "none", _("None")
    VICTIM_SERVICES = "victim_services", _("Victim services (VAWA, FVPSA, VOCA)")
    SUBSTANCE_USE = "substance_use", _("Substance-use treatment (42 CFR Part 2)")


class Program(SourcedRecord):
    """A program of the agency. `mastered_in` names the system in which its records are kept; empty means here."""

    name = models.CharField(max_length=200)
    field = models.CharField(max_length=60, blank=True)  # youth_mentoring, rapid_rehousing ...
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    protection = models.CharField(max_length=20, choices=Protection.choices, default=Protection.NONE)
    mastered_in = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="mastered_programs"
    )
    sites = models.ManyToManyField(Site, blank=True, related_name="programs")

    class Meta(SourcedRecord.Meta):
        ordering = ["name", "id"]
        constraints = [
            *SourcedRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="program_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(protection__in=[choice.value for choice in Protection]),
                name="program_protection_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Funder(SourcedRecord):
    name = models.CharField(max_length=200)

    class Meta(SourcedRecord.Meta):
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Grant(SourcedRecord):
    """A funder's promise for a time, and the programs it pays for."""

    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="grants")
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    programs = models.ManyToManyField(Program, blank=True, related_name="grants")

    class Meta(SourcedRecord.Meta):
        ordering = ["funder__name", "name", "id"]
        constraints = [
            *SourcedRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="grant_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name
