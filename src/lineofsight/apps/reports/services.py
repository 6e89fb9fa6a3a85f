"""Asking for drawings, making them, forgetting old ones; writing down that somebody looked at names in data quality.

A page asks for a drawing and goes on; it never waits for a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import Program, StaffMember, TrailEntry
from lineofsight.apps.agency.services import trail

from .models import Drawing
from .permissions import check_can_see_quality

KEPT = timedelta(days=60)
AT_ONCE = 20

Spec = dict[str, Any]


def ask_for_drawings(specs: Mapping[str, Spec]) -> None:
    """Have these drawn, by their hashes, unless somebody asked before."""
    asked = [Drawing(hash=name, spec=spec, asked_at=now()) for name, spec in specs.items()]
    Drawing.objects.bulk_create(asked, ignore_conflicts=True)


def draw_what_is_wanted(draw: Callable[[Spec], str]) -> int:
    """Draw everything that waits, oldest first; how many were drawn. One that cannot be drawn keeps the reason, and
    its page goes on showing the table alone."""
    made = 0
    while waiting := list(Drawing.objects.filter(drawn_at__isnull=True)[:AT_ONCE]):
        for drawing in waiting:
            try:
                drawing.svg = draw(drawing.spec)
            except ValueError as error:  # what the library raises for a dictionary it cannot draw
                drawing.refusal = str(error)[:2000]
            drawing.drawn_at = now()
            drawing.save(update_fields=["svg", "refusal", "drawn_at"])
            made += 1
    return made


def forget_old_drawings() -> int:
    """Remove what was drawn long ago; a page that still wants it asks again. How many."""
    return Drawing.objects.filter(drawn_at__lt=now() - KEPT).delete()[0]


def note_faults(program: Program, *, check: str, people: int, actor: StaffMember) -> None:
    """One entry of the trail for a list of names in data quality, with the fault and how many were on it; no names."""
    check_can_see_quality(actor)
    with transaction.atomic():
        trail.record(TrailEntry.Action.VIEWED, program, actor=actor, fault=check, people=people)
