"""What the figures keep in the operational database: which builds there were, what has changed since, lasting codes.

The facts themselves stand in files (`lineofsight.warehouse.builds`); they can always be made again from the records.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Build(models.Model):
    """One making of the facts, from its beginning on. Its id is the number of the build; a number never comes again.

    name: the folder of the build. newest_ids: of the watched tables, on SQLite, before its snapshot. refusal: why the
    facts could not be made; then those of before stayed.
    """

    class State(models.TextChoices):
        MAKING = "making", _("Being made")
        MADE = "made", _("Made")
        REFUSED = "refused", _("Could not be made")

    state = models.CharField(max_length=8, choices=State.choices, default=State.MAKING)
    name = models.CharField(max_length=40, blank=True)
    as_at = models.DateField()
    made_by = models.CharField(max_length=40)  # the version of the program
    began_at = models.DateTimeField()
    newest_ids = models.JSONField(default=dict)
    seconds = models.FloatField(null=True, blank=True)
    rows = models.BigIntegerField(null=True, blank=True)
    refusal = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["making", "made", "refused"]), name="build_state_known"),
        ]

    def __str__(self) -> str:
        return f"build {self.pk}"


class ChangeMark(models.Model):
    """A table of records or meanings that changed since the facts were made. Written by triggers (`triggers.py`).

    is_taken: a build that began after the change is being made.
    """

    table = models.CharField(max_length=60)
    is_taken = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.table


class LastingCode(models.Model):
    """The word by which definitions name a program, site, grant or service type, whatever its name becomes."""

    table = models.CharField(max_length=20)  # of the warehouse
    row_id = models.BigIntegerField()
    code = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "row_id"], name="lasting_code_of_row_once"),
            models.UniqueConstraint(fields=["table", "code"], name="lasting_code_once"),
        ]

    def __str__(self) -> str:
        return self.code
