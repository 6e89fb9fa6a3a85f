"""Who changed certain fields last, and when, as one reader may know it.

History comes from database triggers, so no way of writing is missing in it, an import included; what is not a column of
a record with history is told by the trail.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from ..discretion import name_shown_to, sources_are_named_to
from ..models import ImportRun, KeptRecord, RowVersion, StaffMember, TrailEntry

AT_MOST = 100


@dataclass(frozen=True)
class LastChange:
    """at: None when nothing tells. is_own: the reader made it."""

    at: datetime | None
    who: str
    is_own: bool


@dataclass(frozen=True)
class _Found:
    at: datetime
    staff_id: int | None
    import_id: int | None


def last_change(rows: Sequence[models.Model], names: Collection[str], *, reader: StaffMember | None) -> LastChange:
    """The newest change of one of these fields in one of these rows. names: fields, or `answers.` and a key."""
    fields = frozenset(name.partition(".")[0] for name in names)
    found = [each for row in rows if (each := _from_history(row, fields))]
    found += [each for row in rows if (each := _from_trail(row, fields))]
    if not found:
        return LastChange(None, _("somebody"), is_own=False)
    newest = max(found, key=lambda each: each.at)
    is_own = reader is not None and newest.staff_id == reader.pk
    return LastChange(newest.at, _who(newest, reader), is_own)


def _who(found: _Found, reader: StaffMember | None) -> str:
    if found.staff_id is not None:
        return name_shown_to(reader, found.staff_id)
    run = None
    if found.import_id is not None:
        run = ImportRun.objects.filter(pk=found.import_id).select_related("source").first()
    if run is None:
        return _("a command on the server")
    if not sources_are_named_to(reader):
        return _("an import")
    return _("an import from %(source)s") % {"source": run.source.title if run.source else run.file_name}


def _from_history(row: models.Model, fields: frozenset[str]) -> _Found | None:
    """The newest version of the row that ended because one of the columns changed."""
    if not isinstance(row, KeptRecord):
        return None
    columns = [column for name in fields if (column := _column(row, name)) is not None]
    after = {str(column.column): column.to_python(getattr(row, column.attname)) for column in columns}
    for version in RowVersion.objects.filter(table=row._meta.db_table, row_id=row.pk).order_by("-id")[:AT_MOST]:
        before = {str(column.column): _read(column, version.before.get(str(column.column))) for column in columns}
        if before != after:
            by_import = version.ended_by_id is None
            return _Found(version.ended_at, version.ended_by_id, version.ended_by_import_id if by_import else None)
    return None


def _from_trail(row: models.Model, fields: frozenset[str]) -> _Found | None:
    """The newest entry about the row that names one of the fields, or none at all (it was added, or ended)."""
    entries = TrailEntry.objects.filter(subject=row._meta.label_lower, subject_id=row.pk)
    for entry in entries.exclude(action=TrailEntry.Action.VIEWED).order_by("-id")[:AT_MOST]:
        named = entry.detail.get("fields")
        if not named or not fields.isdisjoint(named):
            return _Found(entry.at, entry.actor_id, None)
    return None


def _column(row: models.Model, name: str) -> models.Field[Any, Any] | None:
    try:
        field = row._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) and field.concrete and not field.many_to_many else None


def _read(column: models.Field[Any, Any], raw: Any) -> Any:
    """A value of an image: SQLite keeps JSON inside it as text, and numbers as they come."""
    if isinstance(column, models.JSONField):
        return json.loads(raw) if isinstance(raw, str) else raw
    if raw is None or isinstance(column, models.ForeignKey):
        return raw
    return column.to_python(str(raw) if isinstance(column, models.DecimalField) else raw)
