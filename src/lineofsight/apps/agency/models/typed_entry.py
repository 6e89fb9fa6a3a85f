"""Rows that a page writes: each of them once, however often the page is sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class TypedEntry(models.Model):
    """A row that was typed on a page. Both columns are empty for rows that came otherwise.

    entry_id is made by the page, so that the same entry sent twice is one row. entry_hash is what the page said, so
    that the same entry is known again whatever became of the row since, and another one under its id is refused.
    was_here: of a row that a service returned, that the same entry had been sent before.
    """

    was_here = False

    entry_id = models.UUIDField(null=True, blank=True, editable=False)
    entry_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["entry_id"], condition=Q(entry_id__isnull=False), name="%(app_label)s_%(class)s_entry_once"
            ),
        ]
