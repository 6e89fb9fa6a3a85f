"""What Django tells us that belongs in the trail."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db import transaction

from .models import StaffMember, TrailEntry
from .services import trail


def record_sign_in(sender: object, user: StaffMember, **kwargs: Any) -> None:
    """One entry for each sign-in. Failed ones are not written: what was typed may be somebody's password."""
    with transaction.atomic():
        trail.record(TrailEntry.Action.SIGNED_IN, user, actor=user)


def connect() -> None:
    user_logged_in.connect(record_sign_in, dispatch_uid="lineofsight.sign_in")
