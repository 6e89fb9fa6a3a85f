"""Setting up: the first administrator, the agency's name, year, language and words, and the trial of mail."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.problems import Problem

from ..clock import today
from ..models import Agency, Role, StaffMember, TrailEntry, default_words
from ..permissions import Actor, check_can_found_agency, check_can_set_up
from ..seen import check_seen, check_values_seen
from ..selectors.setup import mail_is_set_up
from ..selectors.staff import administrators
from ..words import each_word
from . import trail
from .staff import add_staff, give_role

LABELS = {
    "name": gettext_lazy("name of the agency"),
    "year_first_month": gettext_lazy("first month of the year"),
    "words.client_one": gettext_lazy("one client"),
    "words.client_many": gettext_lazy("many clients"),
    "words.program_one": gettext_lazy("one program"),
    "words.program_many": gettext_lazy("many programs"),
    "words.enrollment_one": gettext_lazy("one enrollment"),
    "words.enrollment_many": gettext_lazy("many enrollments"),
}


def set_up_agency(
    *,
    agency_name: str,
    administrator_name: str,
    sign_in_name: str = "",
    email: str = "",
    password: str,
    actor: Actor,
) -> StaffMember:
    """Name the agency and make its first administrator, who is also performance lead: both for all programs.

    Raises Problem A040 when there is an administrator already, A041 when the password is not good enough.
    """
    check_can_found_agency(actor)
    with transaction.atomic():
        if administrators().exists():
            raise Problem(
                "A040",
                _("This installation already has an administrator."),
                _("Sign in, or ask the administrator for an invitation."),
            )
        agency = _kept_agency()
        agency.name = agency_name.strip()
        agency.save()
        staff = add_staff(
            name=administrator_name, email=email, sign_in_name=sign_in_name, joined_on=today(), actor=actor
        )
        try:
            validate_password(password, staff)
        except ValidationError as error:
            raise Problem("A041", " ".join(error.messages), _("Choose another password.")) from error
        staff.set_password(password)
        staff.save(update_fields=["password"])
        for role in (Role.ADMINISTRATOR, Role.PERFORMANCE_LEAD):
            give_role(staff, role, actor=actor)
    return staff


def change_agency(*, name: str, year_first_month: int | None, language: str, seen: str, actor: StaffMember) -> Agency:
    """Set name, first month of the year (1 to 12) and language; the language counts as confirmed.

    Raises `ChangedMeanwhile` when one of them is no longer as `seen`.
    """
    check_can_set_up(actor)
    with transaction.atomic():
        agency = _kept_agency()
        said: dict[str, object] = {"name": name.strip(), "year_first_month": year_first_month, "language": language}
        check_seen(agency, said, seen=seen, reader=actor, labels=LABELS)
        changed = [field for field, value in said.items() if getattr(agency, field) != value]
        for field in changed:
            setattr(agency, field, said[field])
        agency.language_confirmed_on = today()
        agency.save()
        trail.record(TrailEntry.Action.CHANGED, agency, actor=actor, fields=changed or ["language_confirmed_on"])
    return agency


def choose_words(words: Mapping[str, list[str]], *, seen: str, actor: StaffMember) -> Agency:
    """Set what the agency calls a client, a program and an enrollment, each as [one, many]; they count as confirmed.

    Raises `ChangedMeanwhile` when one of the words is no longer as `seen`.
    """
    check_can_set_up(actor)
    with transaction.atomic():
        agency = _kept_agency()
        now, wanted = each_word(agency.words), each_word(words)
        check_values_seen([agency], now, wanted, seen=seen, reader=actor, labels=LABELS)
        agency.words = default_words() | {key: list(pair) for key, pair in words.items()}
        agency.words_confirmed_on = today()
        agency.save()
        trail.record(TrailEntry.Action.CHANGED, agency, actor=actor, fields=["words"])
    return agency


def send_test_mail(*, actor: StaffMember) -> None:
    """Send one message to the person who asks, and note that mail was tried.

    Raises Problem A042 without a server or an address, A043 when the server does not take it.
    """
    check_can_set_up(actor)
    if not mail_is_set_up():
        raise Problem("A042", _("No mail server is named."), _("Write one into settings.toml and start again."))
    if not actor.email:
        raise Problem("A042", _("You have no work email here."), _("Write it on your page of the staff list."))
    text = _("This is the test message you asked for. Invitations can now go by mail.")
    try:
        send_mail(_("Mail from Line of Sight works"), text, settings.DEFAULT_FROM_EMAIL, [actor.email])
    except OSError as error:  # smtplib's errors are OSErrors
        server = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT, "error": str(error)[:200]}
        raise Problem(
            "A043",
            _("%(host)s, port %(port)s, did not take the message: %(error)s.") % server,
            _("Check the lines below [mail] in settings.toml, start again, and try once more."),
        ) from error
    with transaction.atomic():
        agency = _kept_agency()
        agency.mail_tried_on = today()
        agency.save()
        trail.record(TrailEntry.Action.CHANGED, agency, actor=actor, fields=["mail_tried_on"])


def _kept_agency() -> Agency:
    """The agency's row, held until the transaction ends; made when the installation is new."""
    Agency.objects.get_or_create(pk=1, defaults={"name": ""})
    return Agency.objects.select_for_update().get(pk=1)
