"""`lineofsight setup`: a new installation, with its agency and first administrator."""

from __future__ import annotations

import argparse
import getpass
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from lineofsight.commands import command_here
from lineofsight.problems import Problem
from lineofsight.web.home import settings_file

from .installation import add_home_option, bring_database_up_to_date, named_home, start_django

if TYPE_CHECKING:
    from lineofsight.apps.agency.models import StaffMember


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser(
        "setup",
        help="make a new installation: the agency and its first administrator",
        description="Make a new installation. What no option says is asked.",
    )
    add_home_option(parser)
    parser.add_argument("--agency", metavar="NAME", help="the agency's name")
    parser.add_argument("--name", help="the first administrator's name")
    parser.add_argument("--sign-in-name", metavar="NAME", help="what the administrator types to sign in")
    parser.add_argument("--email", help="the administrator's work email; may be left empty")
    parser.add_argument("--time-zone", metavar="ZONE", help="such as America/Chicago; else asked, and this machine's")
    parser.add_argument(
        "--password-file", metavar="FILE", help="a file whose first line is the password; - reads standard input"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    home = named_home(arguments.home)
    with nothing_left_when_refused(home):
        return set_up(home, arguments)


@contextmanager
def nothing_left_when_refused(home: Path) -> Iterator[None]:
    """Take everything out of the folder again when it was new or empty and the set-up does not come to its end."""
    is_there = home.exists()
    if is_there and any(home.iterdir()):
        yield
        return
    try:
        yield
    except BaseException:
        for path in home.iterdir() if home.exists() else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if home.exists() and not is_there:
            home.rmdir()
        raise


def set_up(home: Path, arguments: argparse.Namespace) -> int:
    start_django()
    bring_database_up_to_date()
    from lineofsight.apps.agency.models import Agency, StaffMember
    from lineofsight.apps.agency.permissions import COMMAND_LINE
    from lineofsight.apps.agency.services.setup import set_up_agency

    if Agency.objects.exists():
        raise Problem("S106", f"{home} is set up already.", f"Start it: {command_here('serve')}.")
    agency = answer(arguments.agency, "Name of the agency", "--agency")
    name = answer(arguments.name, "Your name", "--name")
    sign_in_name = answer(arguments.sign_in_name, "Sign-in name", "--sign-in-name")
    email = arguments.email if arguments.email is not None else optional_answer("Work email (may stay empty)")
    password = password_from(arguments.password_file, StaffMember(name=name, sign_in_name=sign_in_name, email=email))
    keep_time_zone(home, arguments.time_zone)
    set_up_agency(
        agency_name=agency,
        administrator_name=name,
        sign_in_name=sign_in_name,
        email=email,
        password=password,
        actor=COMMAND_LINE,
    )
    print(f"{agency} is set up in {home}.")
    print(f"Start it: {command_here('serve')}   Then sign in as {sign_in_name}.")
    return 0


def answer(given: str | None, question: str, option: str) -> str:
    """What the option says, else what is typed; asked again while nothing is. Raises S107 when nobody can be asked."""
    said = (given if given is not None else optional_answer(question)).strip()
    while not said and given is None and sys.stdin.isatty():
        print("This one is needed.")
        said = optional_answer(question).strip()
    if not said:
        raise Problem("S107", f"{question}: nothing was said.", f"Run {command_here('setup')} again, or give {option}.")
    return said


def optional_answer(question: str) -> str:
    return input(f"{question}: ") if sys.stdin.isatty() else ""


def keep_time_zone(home: Path, given: str | None) -> None:
    """Write the agency's time zone into `settings.toml`, unless it stands there or nobody says one. Raises S108."""
    if "time_zone" in settings_file(home):
        return
    usual = zone_of_this_machine()
    known = available_timezones()
    zone = given if given is not None else optional_answer(f"Time zone (Enter for {usual})").strip()
    while given is None and zone and zone not in known:
        print(f"There is no time zone “{zone}”. They are written like America/Chicago.")
        zone = optional_answer(f"Time zone (Enter for {usual})").strip()
    if not zone and given is None and sys.stdin.isatty():
        zone = usual
    if not zone:
        return
    if zone not in known:
        raise Problem("S108", f"There is no time zone “{zone}”.", "Write one like America/Chicago.")
    path = home / "settings.toml"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    from django.utils import timezone

    path.write_text(f'time_zone = "{zone}"\n{before}', encoding="utf-8")  # first: below it may be tables
    timezone.activate(zone)


def zone_of_this_machine() -> str:
    """As the machine's own clock is set; what settings take for granted when it does not say."""
    from django.conf import settings

    said = os.environ.get("TZ") or str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    return said if said in available_timezones() else str(settings.TIME_ZONE)


def password_from(file: str | None, staff: StaffMember) -> str:
    """The first line of a file, of standard input (-), or what is typed twice. Raises S107."""
    if file == "-":
        return sys.stdin.readline().rstrip("\n")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise Problem("S107", f"{file} cannot be read: {error}.", "Name a file whose first line is it.") from error
    if not sys.stdin.isatty():
        raise Problem("S107", "No password was given.", "Give --password-file FILE, or - for standard input.")
    return typed_password(staff)


def typed_password(staff: StaffMember) -> str:
    """Asked until it is good enough and typed twice alike; the other answers stay."""
    from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
    from django.core.exceptions import ValidationError

    print("The password:", *password_validators_help_texts(), sep="\n  ")
    while True:
        first = getpass.getpass("Password: ")
        try:
            validate_password(first, staff)
        except ValidationError as error:
            print(*error.messages, "Choose another one.")
            continue
        if getpass.getpass("The same again: ") == first:
            return first
        print("The two differ. Type both once more.")
