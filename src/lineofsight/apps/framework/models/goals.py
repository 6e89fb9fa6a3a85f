"""Goals, the strategies that lead there, the outcomes that show it; and why a gap in the line is all right."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lineofsight.apps.agency.models import KeptRecord, Program, TypedEntry

from .measures import Measure
from .mission import Phrase


class Goal(TypedEntry, KeptRecord):
    """What is to be true one day, and which phrases of the mission it serves. The indicator tells of the whole
    community; no program answers for it."""

    title = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    position = models.PositiveIntegerField()
    is_draft = models.BooleanField(default=False)  # not agreed on yet
    phrases = models.ManyToManyField(Phrase, blank=True, related_name="goals")
    indicator = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="indicates", verbose_name=_("indicator")
    )

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("goal")
        constraints = [
            *TypedEntry.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="goal_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Strategy(TypedEntry, KeptRecord):
    """A way towards a goal, and the programs that go it."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="strategies")
    title = models.CharField(max_length=200)
    position = models.PositiveIntegerField()
    programs = models.ManyToManyField(Program, blank=True, related_name="strategies")

    class Meta:
        ordering = ["goal_id", "position", "id"]
        verbose_name = _("strategy")
        constraints = [
            *TypedEntry.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="strategy_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Outcome(TypedEntry, KeptRecord):
    """A change for people that shows that a goal comes nearer, and the programs that bring it about."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="outcomes")
    title = models.CharField(max_length=200)
    position = models.PositiveIntegerField()
    programs = models.ManyToManyField(Program, blank=True, related_name="outcomes")

    class Meta:
        ordering = ["goal_id", "position", "id"]
        verbose_name = _("outcome")
        constraints = [
            *TypedEntry.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="outcome_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Explanation(KeptRecord):
    """Why a phrase needs no goal, or why a program goes on that serves no phrase: a gap that was looked at."""

    phrase = models.OneToOneField(Phrase, on_delete=models.PROTECT, null=True, blank=True, related_name="explanation")
    program = models.OneToOneField(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="explanation")
    text = models.TextField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("explanation of a gap")
        constraints = [
            models.CheckConstraint(
                condition=Q(phrase__isnull=False, program__isnull=True) | Q(phrase__isnull=True, program__isnull=False),
                name="explanation_is_about_one_thing",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="explanation_says_something"),
        ]

    def __str__(self) -> str:
        return self.text
