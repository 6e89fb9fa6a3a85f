"""Steps of the services here, inside their transactions, after they have asked: save what differs, tell the trail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from lineofsight.apps.agency.models import Agency, KeptRecord, StaffMember, TrailEntry
from lineofsight.apps.agency.seen import check_seen
from lineofsight.apps.agency.services import trail

Row = TypeVar("Row", bound=KeptRecord)


def keep_row(row: Row, *, actor: StaffMember, seen: str | None = None, **said: Any) -> Row:
    """Save the fields that differ, then the lists (many-to-many); one trail entry with their names, none when nothing
    differs. The row as it is in the database now counts, not the caller's copy.

    seen: what the writer saw of these fields; raises `ChangedMeanwhile` when somebody changed them since. None where
    nobody read them before writing.
    """
    is_new = row.pk is None
    if not is_new:
        row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        if seen is not None:
            check_seen(row, said, seen=seen, reader=actor)
    lists = {name for name in said if isinstance(row._meta.get_field(name), models.ManyToManyField)}
    changed = [name for name in said if name not in lists and (is_new or getattr(row, name) != said[name])]
    for name in changed:
        setattr(row, name, said[name])
    if changed or is_new:
        row.changed_by = actor
        row.save()
    changed += [name for name in sorted(lists) if _set_list(row, name, said[name])]
    if is_new:
        trail.record(TrailEntry.Action.ADDED, row, actor=actor)
    elif changed:
        trail.record(TrailEntry.Action.CHANGED, row, actor=actor, fields=changed)
    return row


def remove_row(row: KeptRecord, *, actor: StaffMember) -> None:
    """Remove the row and say so; its last version stays in the history."""
    trail.record(TrailEntry.Action.REMOVED, row, actor=actor)
    row.delete()


def one_at_a_time() -> None:
    """Whoever gives keys waits for whoever gives some now: a key that is free has no row to lock, the agency has one.
    For the inside of a transaction."""
    list(Agency.objects.select_for_update())


def next_position(rows: models.QuerySet) -> int:
    """The place behind the last of these rows."""
    last = rows.aggregate(last=models.Max("position"))["last"]
    return int(last or 0) + 1


def _set_list(row: KeptRecord, name: str, to: object) -> bool:
    kept = getattr(row, name)
    wanted = {one.pk for one in _rows(to)}
    if wanted == set(kept.values_list("pk", flat=True)):
        return False
    kept.set(wanted)
    return True


def _rows(several: object) -> Iterable[models.Model]:
    return several if isinstance(several, Iterable) else ()
