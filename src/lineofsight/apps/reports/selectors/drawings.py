"""Drawings as the pages find them: there, or still to be drawn."""

from __future__ import annotations

from collections.abc import Collection

from ..models import Drawing


def drawn(hashes: Collection[str]) -> dict[str, str]:
    """Hash → SVG, of those that are there. One query."""
    found = Drawing.objects.filter(hash__in=hashes, drawn_at__isnull=False).exclude(svg="")
    return dict(found.values_list("hash", "svg"))


def are_drawings_wanted() -> bool:
    """Whether something waits to be drawn. One query that reads an index of what waits."""
    return Drawing.objects.filter(drawn_at__isnull=True).exists()
