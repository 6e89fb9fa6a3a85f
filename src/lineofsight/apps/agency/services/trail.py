"""Writing the trail and sealing it (`models/trail.py` says why in batches)."""

from __future__ import annotations

from django.db import connection, models, transaction

from ..clock import now
from ..models import StaffMember, TrailEntry, TrailSeal
from ..permissions import CommandLine
from ..selectors.seals import FIRST_DIGEST, digest_of, entries_between, last_seal, unsealed_entries

SEAL_AT_MOST = 5_000


def record(
    action: TrailEntry.Action,
    subject: models.Model | str,
    *,
    actor: StaffMember | CommandLine | None,
    participant_id: int | None = None,
    **detail: object,
) -> None:
    """Add one entry, inside the transaction of what it speaks of. detail: names of fields, counts, ids; never values.

    An actor who is no member of staff is empty in the table: a command on the server.
    """
    named = isinstance(subject, str)
    TrailEntry.objects.create(
        at=now(),
        actor=actor if isinstance(actor, StaffMember) else None,
        action=action,
        subject=subject if isinstance(subject, str) else subject._meta.label_lower,
        subject_id=None if named else getattr(subject, "pk", None),
        participant_id=participant_id,
        detail=detail,
    )


def seal_entries() -> TrailSeal | None:
    """Seal the oldest unsealed entries, at most 5,000. None when there are none.

    On PostgreSQL the table is locked against writers for the moment of reading, so that no transaction under way can
    add a lower id afterwards; on SQLite the transaction alone sees to that.
    """
    if not unsealed_entries().exists():
        return None  # without making the writers wait for nothing
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {TrailEntry._meta.db_table} IN SHARE MODE")
        last = last_seal()
        after = last.last_entry if last else 0
        batch = list(entries_between(after, None)[:SEAL_AT_MOST])
        if not batch:
            return None
        return TrailSeal.objects.create(
            first_entry=batch[0]["id"],
            last_entry=batch[-1]["id"],
            entries=len(batch),
            digest=digest_of(last.digest if last else FIRST_DIGEST, batch),
            sealed_at=now(),
        )


def seal_all() -> int:
    """Seal until nothing is left; the number of seals made."""
    made = 0
    while seal_entries():
        made += 1
    return made
