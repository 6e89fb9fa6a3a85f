"""The trail: every change, and every view or export of a person. Append-only; sealed afterwards in batches.

A seal holds the hash of its batch and of the seal before, so that a row taken away or altered is found by anyone who
kept one seal. Sealing happens outside the transactions that write (chaining inside them costs most of the throughput).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TrailEntry(models.Model):
    """Who did what to which row, when. Ids only: no answers, no names of clients."""

    class Action(models.TextChoices):
        VIEWED = "viewed", _("Opened")
        EXPORTED = "exported", _("Exported")
        ADDED = "added", _("Added")
        CHANGED = "changed", _("Changed")
        ENDED = "ended", _("Ended")
        REMOVED = "removed", _("Removed")
        IMPORTED = "imported", _("Imported")
        SIGNED_IN = "signed_in", _("Signed in")
        REFUSED = "refused", _("Was refused")

    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # empty: a command on the server
    action = models.CharField(max_length=12, choices=Action.choices)
    subject = models.CharField(max_length=60)  # the table
    subject_id = models.BigIntegerField(null=True, blank=True)
    participant_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    detail = models.JSONField(default=dict, blank=True)  # names of fields, counts, ids; never values

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    action__in=[
                        "viewed",
                        "exported",
                        "added",
                        "changed",
                        "ended",
                        "removed",
                        "imported",
                        "signed_in",
                        "refused",
                    ]
                ),
                name="trail_entry_action_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject} {self.subject_id}"


class TrailSeal(models.Model):
    first_entry = models.BigIntegerField()
    last_entry = models.BigIntegerField(unique=True)
    entries = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256 of the previous digest and the batch
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.first_entry}-{self.last_entry} {self.digest[:12]}"
