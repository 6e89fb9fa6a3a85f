"""The ledger of releases: what a line says of its release, and how each holds on to the one before. Pure.

A line holds the hash of everything that was published with it, and of the line before. Whoever kept one digest can see
later that nothing before it was altered, taken away or put in between. The same idea as the seals of the trail.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from .models import LedgerLine, Release, ReleasedFigure

FIRST_DIGEST = "0" * 64


def content_of(release: Release, figures: Iterable[ReleasedFigure]) -> str:
    """SHA-256, hex, of a release with all its figures."""
    published = {
        "release": {
            "assignment": release.assignment_id,
            "version": release.version_id,
            "every": release.every,
            "starts_on": release.starts_on,
            "ends_on": release.ends_on,
            "number": release.number,
            "is_reported": release.is_reported,
            "is_backfill": release.is_backfill,
            "counts_people": release.counts_people,
            "leaves_programs_out": release.leaves_programs_out,
            **({"protected": release.protected} if release.protected else {}),  # releases of before did not say
            "minimum": release.minimum,
            **({"of_values": release.of_values} if release.of_values is not None else {}),
            **({"sums": release.sums} if release.sums else {}),
            **({"audited_tables": release.audited_tables} if release.audited_tables is not None else {}),
            "build": release.build,
            "released_at": release.released_at.isoformat(),
        },
        "figures": sorted(
            [[each.group_by, each.group, each.label, each.withheld_by, *map(repr, _numbers(each))] for each in figures]
        ),
    }
    return hashlib.sha256(_canonical(published)).hexdigest()


def digest_of(previous: str, line: LedgerLine) -> str:
    """SHA-256, hex, of the digest before and of what the line says."""
    said = {
        "at": line.at.isoformat(),
        "act": line.act,
        "assignment": line.assignment_id,
        "starts_on": line.starts_on,
        "ends_on": line.ends_on,
        "release": line.release_id,
        "shown": line.shown,
        "withheld": line.withheld,
        "why": line.why,
        "content": line.content,
    }
    return hashlib.sha256(previous.encode() + b"\n" + _canonical(said)).hexdigest()


def _numbers(figure: ReleasedFigure) -> tuple[float | None, ...]:
    """What was published of it. Figures of before had no place for sums, and none for who is left out."""
    later = (figure.upper, figure.lower, figure.incomplete)
    kept = figure.value, figure.numerator, figure.denominator, figure.people
    return kept if later == (None, None, None) else (*kept, *later)


def _canonical(said: object) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()
