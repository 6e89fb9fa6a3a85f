"""What a seal says of its entries, and whether it still fits them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from ..models import TrailEntry, TrailSeal

FIRST_DIGEST = "0" * 64


@dataclass(frozen=True)
class BrokenSeal:
    """A seal that does not fit what lies under it: entries first to last, and what is wrong, in a sentence."""

    seal: int
    first_entry: int
    last_entry: int
    sealed_at: datetime
    reason: str


def digest_of(previous: str, entries: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256, hex, of the previous digest and each entry as canonical JSON, one a line."""
    hashed = hashlib.sha256(previous.encode())
    for entry in entries:
        line = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
        hashed.update(b"\n" + line.encode())
    return hashed.hexdigest()


def entries_between(after: int, up_to: int | None) -> models.QuerySet[TrailEntry, Any]:
    """What is sealed of each entry, in the order of ids."""
    found = TrailEntry.objects.filter(id__gt=after)
    if up_to is not None:
        found = found.filter(id__lte=up_to)
    return found.order_by("id").values(
        "id", "at", "actor_id", "action", "subject", "subject_id", "participant_id", "detail"
    )


def last_seal() -> TrailSeal | None:
    return TrailSeal.objects.order_by("-id").first()


def unsealed_entries() -> models.QuerySet[TrailEntry]:
    last = last_seal()
    return TrailEntry.objects.filter(id__gt=last.last_entry if last else 0)


def verify_seals() -> list[BrokenSeal]:
    """Compute every seal anew; those that do not fit, the oldest first, and an empty list when all do.

    Each seal is computed on the digest the one before *says*, so that one altered entry breaks one seal and is found
    there; a seal taken away leaves its entries to the next one, which then breaks. Reads one batch at a time.
    """
    broken = []
    previous, after = FIRST_DIGEST, 0
    for seal in TrailSeal.objects.order_by("id").iterator():
        batch = list(entries_between(after, seal.last_entry))
        reason = _what_is_wrong(seal, previous, batch)
        if reason:
            broken.append(BrokenSeal(seal.pk, seal.first_entry, seal.last_entry, seal.sealed_at, reason))
        previous, after = seal.digest, seal.last_entry
    return broken


def _what_is_wrong(seal: TrailSeal, previous: str, batch: list[dict[str, Any]]) -> str:
    if len(batch) != seal.entries:
        said = _("%(sealed)d entries were sealed, %(found)d are there.")
        return said % {"sealed": seal.entries, "found": len(batch)}
    if digest_of(previous, batch) != seal.digest:
        return _("An entry, or the seal before, is not what it was when it was sealed.")
    return ""
