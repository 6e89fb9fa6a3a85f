"""That a backup was restored for trial: one of the open points of a new installation."""

from __future__ import annotations

from django.db import transaction

from ..clock import today
from ..models import Agency, TrailEntry
from ..permissions import Actor, check_can_set_up
from . import trail


def record_backup_tried(*, actor: Actor) -> Agency:
    """Note today as the day on which a backup came back whole."""
    check_can_set_up(actor)
    with transaction.atomic():
        agency = Agency.objects.get(pk=1)
        agency.backup_tried_on = today()
        agency.save(update_fields=["backup_tried_on"])
        trail.record(TrailEntry.Action.CHANGED, agency, actor=actor, fields=["backup_tried_on"])
    return agency
