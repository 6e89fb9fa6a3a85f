"""What a row said before a change, and when that is history.

Triggers write a version in the moment of the change. An import that changes many rows writes their versions ahead of
its one transaction, since others would wait meanwhile (`imports/history_ahead.py`). These are history once the import
is written, and until then they are not: the rule of that is here, in the manager, so that no reader can forget it.
"""

from __future__ import annotations

from django.db import models

from .provenance import ImportRun


class _True(models.Manager["RowVersion"]):
    """All but what was written ahead of an import that is not written, or never was."""

    def get_queryset(self) -> models.QuerySet[RowVersion]:
        unwritten = ImportRun.objects.exclude(state=ImportRun.State.WRITTEN).filter(history_after__isnull=False)
        return super().get_queryset().exclude(ended_by_import_id__in=unwritten.values("pk"))


class RowVersion(models.Model):
    """A row as it was before a change. The present version is the row itself; a new row has none."""

    table = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    ended_at = models.DateTimeField()
    ended_by_id = models.BigIntegerField(null=True)  # the staff member who made the next version
    ended_by_import_id = models.BigIntegerField(null=True)
    was_removed = models.BooleanField()
    before = models.JSONField()

    objects = _True()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["table", "row_id"], name="rowversion_of_row")]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id} until {self.ended_at}"
