"""What a row said before. Written by database triggers (`triggers.py`), so that no way of writing can forget it."""

from __future__ import annotations

from django.db import models


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
