"""What a row said before. Written by database triggers (`triggers.py`), so that no way of writing can forget it.

Two promises a model can make: the rows of a `KeptRecord` leave every earlier version behind, and a model that names a
column in `frozen_once` refuses every change of a row in which that column is filled.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models


class KeptRecord(models.Model):
    """A row whose earlier versions are kept, and who made this one."""

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        abstract = True


class RowVersion(models.Model):
    """A row as it was before a change. The present version is the row itself; a new row has none."""

    table = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    ended_at = models.DateTimeField()
    ended_by_id = models.BigIntegerField(null=True)  # the staff member who made the next version
    ended_by_import_id = models.BigIntegerField(null=True)
    was_removed = models.BooleanField()
    before = models.JSONField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["table", "row_id"], name="rowversion_of_row")]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id} until {self.ended_at}"
