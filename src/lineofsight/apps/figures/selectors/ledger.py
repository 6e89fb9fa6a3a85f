"""Whether the ledger of releases still says what was released, and what was released is still what it says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ..ledger import FIRST_DIGEST, content_of, digest_of
from ..models import LedgerLine, Release, ReleasedFigure


@dataclass(frozen=True, slots=True)
class Broken:
    """A line of the ledger, or a release, that does not fit. reason: a sentence."""

    line: int | None
    release: int | None
    reason: str


def last_digest() -> str:
    """The newest digest, for somebody to keep elsewhere; that of nothing where nothing was released."""
    last = LedgerLine.objects.order_by("-id").first()
    return last.digest if last else FIRST_DIGEST


def broken_lines() -> list[Broken]:
    """Compute every line anew; those that do not fit, oldest first, and releases of which the ledger knows nothing.

    Each line is computed on the digest the one before *says*, so that one altered line is found where it stands.
    """
    figures: dict[int, list[ReleasedFigure]] = defaultdict(list)
    for figure in ReleasedFigure.objects.order_by("id").iterator(chunk_size=2_000):
        figures[figure.release_id].append(figure)
    found, previous, known = [], FIRST_DIGEST, set()
    for line in LedgerLine.objects.select_related("release").order_by("id").iterator(chunk_size=2_000):
        if digest_of(previous, line) != line.digest:
            found.append(Broken(line.pk, line.release_id, "It, or the line before, is not what it was when written."))
        elif line.release is not None and content_of(line.release, figures[line.release.pk]) != line.content:
            found.append(Broken(line.pk, line.release_id, "What was released is not what it was."))
        known.add(line.release_id)
        previous = line.digest
    unknown = Release.objects.exclude(pk__in={each for each in known if each is not None}).values_list("pk", flat=True)
    return [*found, *(Broken(None, release, "The ledger knows nothing of this release.") for release in unknown)]
