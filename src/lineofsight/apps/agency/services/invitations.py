"""One-time codes that let somebody choose a password: an invitation, or a new password.

The rule: the code is known to the person it was made for and to nobody else. It is 12 characters of Crockford's
base32 (Douglas Crockford, 2019: no I, L, O, U; 60 bits), works once and for seven days, and only its SHA-256 is kept.
A newer code ends the earlier ones. Looking one up costs the same whether it exists or not: one hash, one query.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.mail import send_mail
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lineofsight.problems import Problem

from ..clock import now
from ..models import Invitation, StaffMember, TrailEntry
from ..permissions import Actor, check_can_manage_people, staff_or_none
from ..selectors.agency import the_agency
from ..selectors.setup import mail_is_set_up
from . import trail

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
LASTS = timedelta(days=7)
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": "", "–": ""})


@dataclass(frozen=True)
class OneTimeCode:
    """An invitation with its code, in the one moment in which the code is known: "7KQ4-MXT2-9ABC"."""

    invitation: Invitation
    code: str

    @property
    def address(self) -> str:
        """Where the code is used, with the address of this installation."""
        return f"{settings.ADDRESS.rstrip('/')}/in/{self.code}/"

    @property
    def short_address(self) -> str:
        """The same for a person who types it: without https://."""
        return self.address.split("//", 1)[1].rstrip("/")


def canonical(code: str) -> str:
    """A code as it is hashed: upper case, without hyphens, O read as 0, I and L as 1.

    >>> canonical("7kq4-mxt2-9abO")
    '7KQ4MXT29AB0'
    """
    return code.upper().translate(_READ_AS)


def hash_of(code: str) -> str:
    """SHA-256 of the canonical code, hex."""
    return hashlib.sha256(canonical(code).encode()).hexdigest()


def make_invitation(staff: StaffMember, *, actor: Actor) -> OneTimeCode:
    """A code for somebody who has never been in. Earlier codes end."""
    check_can_manage_people(actor)
    with transaction.atomic():
        return _make(staff, Invitation.Purpose.INVITE, actor)


def make_invitations(people: list[StaffMember], *, actor: StaffMember) -> list[OneTimeCode]:
    """Codes for many at once, for a page of slips; all or none."""
    check_can_manage_people(actor)
    with transaction.atomic():
        return [_make(staff, Invitation.Purpose.INVITE, actor) for staff in people]


def reset_password(staff: StaffMember, *, second_steps_too: bool, actor: Actor) -> OneTimeCode:
    """A code for a new password. The old one stops working and all sessions of this person end at once.

    second_steps_too also takes away passkeys and the second step, for somebody who has lost their phone. Raises Problem
    A024 for oneself: with the page of the code closed too soon, the only administrator would be locked out.
    """
    check_can_manage_people(actor)
    if actor == staff:
        raise Problem(
            "A024", _("This is your own sign-in."), _("Choose a new password under “My account”; it needs the old one.")
        )
    with transaction.atomic():
        end_sessions(staff)
        if second_steps_too and Authenticator.objects.filter(user=staff).delete()[0]:
            trail.record(TrailEntry.Action.CHANGED, staff, actor=actor, fields=["second_step"])
        return _make(staff, Invitation.Purpose.RESET, actor)


def end_sessions(staff: StaffMember) -> None:
    """Make the password unusable. Every session carries a hash of the password and ends with its next request."""
    staff.set_unusable_password()
    staff.save(update_fields=["password"])


def end_invitations(staff: StaffMember) -> None:
    """Let open codes run out now."""
    Invitation.objects.filter(staff=staff, used_at__isnull=True, expires_at__gt=now()).update(expires_at=now())


def _make(staff: StaffMember, purpose: Invitation.Purpose, actor: Actor) -> OneTimeCode:
    if not staff.is_active:
        raise Problem(
            "A020",
            _("The sign-in of %(name)s has ended.") % {"name": staff.name},
            _("Bring the person back first."),
        )
    end_invitations(staff)
    code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    made_at = now()
    invitation = Invitation.objects.create(
        staff=staff,
        purpose=purpose,
        code_hash=hash_of(code),
        made_at=made_at,
        made_by=staff_or_none(actor),
        expires_at=made_at + LASTS,
    )
    trail.record(TrailEntry.Action.ADDED, invitation, actor=actor, staff=staff.pk, purpose=str(purpose))
    return OneTimeCode(invitation, "-".join(code[start : start + 4] for start in range(0, LENGTH, 4)))


def invitation_of(code: str) -> Invitation | None:
    """The open invitation of a code; None for unknown, used and run-out ones alike. One query in every case."""
    found = Invitation.objects.filter(
        code_hash=hash_of(code), used_at__isnull=True, expires_at__gt=now(), staff__is_active=True
    )
    return found.select_related("staff", "made_by").first()


def accept_invitation(code: str, password: str) -> StaffMember:
    """Set the password of the person the code was made for. The code is used up.

    Raises Problem A021 when the code opens nothing, and ValidationError with a sentence for each thing that is wrong
    with the password.
    """
    with transaction.atomic():
        invitation = invitation_of(code)
        if invitation is None:
            raise Problem("A021", _("This code opens nothing."), _("Ask an administrator for a new one."))
        staff = invitation.staff
        validate_password(password, staff)
        used = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(used_at=now())
        if not used:
            raise Problem("A021", _("This code opens nothing."), _("Ask an administrator for a new one."))
        staff.set_password(password)
        staff.save(update_fields=["password"])
        trail.record(TrailEntry.Action.CHANGED, staff, actor=staff, fields=["password"])
    return staff


def send_by_mail(made: OneTimeCode) -> None:
    """Mail the link to the work email. Raises Problem A022 or A023 with what to do instead."""
    staff = made.invitation.staff
    if not mail_is_set_up() or not staff.email:
        raise Problem(
            "A022",
            _("There is no work email, or mail is not set up."),
            _("Copy the link or print the slip."),
        )
    agency = the_agency().name or _("your agency")
    reset = made.invitation.purpose == Invitation.Purpose.RESET
    subject = _("A new password for %(agency)s") if reset else _("Your invitation to %(agency)s")
    text = _(
        "Hello %(name)s,\n\nopen this address and choose a password:\n\n%(address)s\n\n"
        "It works once, until %(day)s. Your sign-in name is %(sign_in_name)s."
    )
    said = {
        "name": staff.name,
        "address": made.address,
        "day": date_format(localtime(made.invitation.expires_at), "l, F j"),
        "sign_in_name": staff.sign_in_name,
    }
    try:
        send_mail(subject % {"agency": agency}, text % said, settings.DEFAULT_FROM_EMAIL, [staff.email])
    except OSError as error:  # smtplib's errors are OSErrors
        raise Problem(
            "A023",
            _("The mail server did not take the message (%(kind)s).") % {"kind": type(error).__name__},
            _("Copy the link or print the slip, and look at the mail page."),
        ) from error
