"""The mission: one sentence, and the phrases in it that promise something.

The rule: new words are a new version; the earlier one stays, with its phrases and what they led to.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lineofsight.apps.agency.models import KeptRecord


class Mission(KeptRecord):
    """One version of the sentence. The one with the highest number counts."""

    number = models.PositiveIntegerField(unique=True)
    sentence = models.CharField(max_length=500)
    adopted_on = models.DateField(null=True, blank=True)
    adopted_by = models.CharField(max_length=200, blank=True)  # the board, the members' meeting

    class Meta:
        ordering = ["-number"]
        verbose_name = _("mission")
        constraints = [models.CheckConstraint(condition=~Q(sentence=""), name="mission_says_something")]

    def __str__(self) -> str:
        return self.sentence


class Phrase(KeptRecord):
    """Words of the sentence that promise something; `starts_at` is where they begin, counted in characters."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="phrases")
    starts_at = models.PositiveIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        ordering = ["mission_id", "starts_at"]
        verbose_name = _("phrase of the mission")
        constraints = [
            models.UniqueConstraint(fields=["mission", "text"], name="phrase_once_in_a_mission"),
            models.CheckConstraint(condition=~Q(text=""), name="phrase_says_something"),
        ]

    def __str__(self) -> str:
        return self.text
