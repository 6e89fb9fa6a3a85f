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
        hashed.update(_line_of(entry))
    return hashed.hexdigest()


def _line_of(entry: Mapping[str, Any]) -> bytes:
    line = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return b"\n" + line.encode()


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


def verify_seals(*, newest: int | None = None) -> list[BrokenSeal]:
    """Compute every seal anew; those that do not fit, the oldest first, and an empty list when all do.

    newest: only the seals that close the newest so many entries. Each seal is computed on the digest the one before
    *says*, so that one altered entry breaks one seal and is found there; a seal taken away leaves its entries to the
    next one, which then breaks. Reads entries and seals side by side, once, in pieces.
    """
    last = last_seal()
    if last is None:
        return []
    begin = _seal_before(last.last_entry - newest) if newest is not None else None
    previous, after = (begin.digest, begin.last_entry) if begin else (FIRST_DIGEST, 0)
    entries = entries_between(after, last.last_entry).iterator(chunk_size=2_000)
    entry = next(entries, None)
    broken = []
    for seal in TrailSeal.objects.filter(last_entry__gt=after).order_by("id").iterator(chunk_size=2_000):
        hashed, found = hashlib.sha256(previous.encode()), 0
        while entry is not None and entry["id"] <= seal.last_entry:
            hashed.update(_line_of(entry))
            found += 1
            entry = next(entries, None)
        reason = _what_is_wrong(seal, found, hashed.hexdigest())
        if reason:
            broken.append(BrokenSeal(seal.pk, seal.first_entry, seal.last_entry, seal.sealed_at, reason))
        previous = seal.digest
    return broken


def _seal_before(entry: int) -> TrailSeal | None:
    """The newest seal that closes before this entry; None: begin with the first."""
    return TrailSeal.objects.filter(last_entry__lte=entry).order_by("-id").first()


def _what_is_wrong(seal: TrailSeal, found: int, digest: str) -> str:
    if found != seal.entries:
        said = _("Entries that were sealed: %(sealed)d; that are there: %(found)d.")
        return said % {"sealed": seal.entries, "found": found}
    if digest != seal.digest:
        return _("An entry, or the seal before, is not what it was when it was sealed.")
    return ""
