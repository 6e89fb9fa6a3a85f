"""Rows whose past is kept. Database triggers write it (`triggers.py`, `versions.py`): no way of writing can forget it.

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
