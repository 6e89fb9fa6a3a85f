"""Participants (on screens: clients) and the households they live in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import SourcedRecord, TypedEntry

from .codes import BirthDateQuality


class Household(TypedEntry, SourcedRecord):
    """People who take part together. Who belongs to it, and how, stands on each enrollment."""

    class Meta(SourcedRecord.Meta):
        constraints = [*TypedEntry.Meta.constraints, *SourcedRecord.Meta.constraints]

    def __str__(self) -> str:
        return f"household {self.pk}"


class Participant(TypedEntry, SourcedRecord):
    """A person the agency serves.

    genders and race_ethnicities are lists of codes (`codes.Gender`, `codes.RaceEthnicity`); answers are canonical
    answers keyed by data element. search_name and search_sounds are written with the name (`names.py`).
    """

    first_name = models.CharField(max_length=120, blank=True)
    middle_name = models.CharField(max_length=120, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    name_suffix = models.CharField(max_length=30, blank=True)
    preferred_name = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    birth_date_quality = models.CharField(
        max_length=12, choices=BirthDateQuality.choices, default=BirthDateQuality.NOT_ASKED
    )
    genders = models.JSONField(default=list, blank=True)
    race_ethnicities = models.JSONField(default=list, blank=True)
    is_veteran = models.BooleanField(null=True, blank=True)
    language = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    zip_code = models.CharField(max_length=20, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    search_name = models.CharField(max_length=400, blank=True, editable=False)
    search_sounds = models.CharField(max_length=200, blank=True, editable=False)

    class Meta(SourcedRecord.Meta):
        constraints = [
            *TypedEntry.Meta.constraints,
            *SourcedRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(birth_date_quality__in=[choice.value for choice in BirthDateQuality]),
                name="participant_birth_date_quality_known",
            ),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True) | Q(birth_date__gte="1875-01-01"),
                name="participant_birth_date_possible",
            ),
        ]
        indexes = [
            models.Index(fields=["birth_date", "search_sounds"], name="participant_birth_date"),
            models.Index(fields=["search_name", "search_sounds"], name="participant_search"),
            models.Index(fields=["last_name", "first_name"], name="participant_name"),
        ]

    def __str__(self) -> str:
        return f"participant {self.pk}"

    @property
    def display_name(self) -> str:
        """The name as written on pages; a person whose name is kept elsewhere has a number."""
        name = " ".join(part for part in (self.first_name, self.last_name, self.name_suffix) if part)
        return name or _("No name, number %(number)s") % {"number": self.source_key or self.pk}
