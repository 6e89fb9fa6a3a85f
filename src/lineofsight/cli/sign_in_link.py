"""`lineofsight sign-in-link`: the way back in, for whoever cannot sign in and has nobody to ask.

Whoever runs commands on the server owns the database, so this opens nothing that was closed to them. It does in one
line, and with an entry in the trail, what they could otherwise do unseen.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lineofsight.commands import command_here
from lineofsight.problems import Problem

from .installation import add_home_option, check_ready, existing_home, start_django
from .serving import address_served

if TYPE_CHECKING:
    from lineofsight.apps.agency.models import StaffMember


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser(
        "sign-in-link",
        help="a one-time link for somebody who cannot sign in",
        description="Print a one-time link with which somebody of the staff chooses a new password; the old one stops "
        "working at once, and so do open sessions. For an administrator who is locked out, with nobody to ask. The "
        "trail says that a command made it.",
    )
    parser.add_argument("who", metavar="EMAIL", help="the work email, or the sign-in name")
    parser.add_argument(
        "--remove-second-step",
        action="store_true",
        help="also remove passkeys and the second step, for somebody who has lost their phone",
    )
    add_home_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    home = existing_home(arguments.home)
    served_at = address_served(home)
    point_links_at(served_at, home)
    start_django()
    check_ready()
    from django.utils.formats import date_format
    from django.utils.timezone import localtime

    from lineofsight.apps.agency.permissions import COMMAND_LINE
    from lineofsight.apps.agency.selectors.staff import has_been_in
    from lineofsight.apps.agency.services.invitations import make_invitation, reset_password

    staff = named_staff(arguments.who)
    had_second_step = has_second_step(staff)
    if has_been_in(staff):
        made = reset_password(staff, second_steps_too=arguments.remove_second_step, actor=COMMAND_LINE)
        became = "The old password has stopped working, and open sessions have ended."
    else:
        made = make_invitation(staff, actor=COMMAND_LINE)
        became = "Earlier invitations have ended."
    until = date_format(localtime(made.invitation.expires_at), "l, F j, H:i T")
    print(f"{staff.name} can choose a password with this link, once, until {until}:")
    print(f"\n    {made.address}\n")
    print(f"Sign-in name: {staff.sign_in_name}. {became}")
    print(about_second_step(had_second_step, arguments.remove_second_step))
    print("The trail says that a command on the server made this link. Give it to nobody else.")
    if served_at is None:
        print(f"Nothing is served from {home} now. Start it first: {command_here('serve')}")
    return 0


def point_links_at(address: str | None, home: Path) -> None:
    """Where settings.toml names no address, links lead to the server that runs here now, on whichever port."""
    from lineofsight.web.home import settings_file

    if address and not settings_file(home).get("address"):
        os.environ.setdefault("LINEOFSIGHT_ADDRESS", address)


def named_staff(who: str) -> StaffMember:
    """The person with this work email or sign-in name. Raises S150."""
    from lineofsight.apps.agency.selectors.staff import administrators, staff_called

    staff = staff_called(who)
    if staff is None:
        names = ", ".join(administrators().order_by("sign_in_name").values_list("sign_in_name", flat=True))
        raise Problem(
            "S150",
            f"Nobody on the staff list has the work email or sign-in name “{who}”.",
            f"Administrators: {names or 'none'}.",
        )
    return staff


def has_second_step(staff: StaffMember) -> bool:
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.filter(user=staff).exists()


def about_second_step(had: bool, is_removed: bool) -> str:
    if had and is_removed:
        return "Passkeys and the second step are removed; set them up again under “My account”."
    if had:
        return "The second step stays and is asked for. If it is lost, run this again with --remove-second-step."
    return "They had no second step." if is_removed else "No second step is asked for."
