"""What Django and allauth tell us that belongs in the trail: signing in, and changes of how somebody signs in."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.db import transaction

from .models import StaffMember, TrailEntry
from .services import trail

SECOND_STEPS = {
    Authenticator.Type.TOTP: "authenticator_app",
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery_codes",
}


def record_sign_in(sender: object, user: StaffMember, **kwargs: Any) -> None:
    """One entry for each sign-in. Failed ones are not written: what was typed may be somebody's password."""
    with transaction.atomic():
        trail.record(TrailEntry.Action.SIGNED_IN, user, actor=user)


def record_password(sender: object, user: StaffMember, **kwargs: Any) -> None:
    """A password that somebody chose on their account page, or with a link from the mail."""
    with transaction.atomic():
        trail.record(TrailEntry.Action.CHANGED, user, actor=user, fields=["password"])


def record_second_step(sender: object, user: StaffMember, authenticator: Authenticator, **kwargs: Any) -> None:
    """A passkey, an app or recovery codes: added, made anew or removed by their owner."""
    with transaction.atomic():
        named = SECOND_STEPS[Authenticator.Type(authenticator.type)]
        trail.record(TrailEntry.Action.CHANGED, user, actor=user, fields=[named])


def connect() -> None:
    user_logged_in.connect(record_sign_in, dispatch_uid="lineofsight.sign_in")
    for chosen in (password_changed, password_reset, password_set):
        chosen.connect(record_password, dispatch_uid="lineofsight.password")
    for changed in (authenticator_added, authenticator_removed, authenticator_reset):
        changed.connect(record_second_step, dispatch_uid="lineofsight.second_step")
