"""`lineofsight setup`: a new installation, with its agency and first administrator."""

from __future__ import annotations

import argparse
import getpass
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lineofsight.problems import Problem

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
        raise Problem("S106", f"{home} is set up already.", "Start it: lineofsight serve.")
    agency = answer(arguments.agency, "Name of the agency", "--agency")
    name = answer(arguments.name, "Your name", "--name")
    sign_in_name = answer(arguments.sign_in_name, "Sign-in name", "--sign-in-name")
    email = arguments.email if arguments.email is not None else optional_answer("Work email (may stay empty)")
    password = password_from(arguments.password_file, StaffMember(name=name, sign_in_name=sign_in_name, email=email))
    set_up_agency(
        agency_name=agency,
        administrator_name=name,
        sign_in_name=sign_in_name,
        email=email,
        password=password,
        actor=COMMAND_LINE,
    )
    print(f"{agency} is set up in {home}.")
    print(f"Start it: lineofsight serve --home {home}   Then sign in as {sign_in_name}.")
    return 0


def answer(given: str | None, question: str, option: str) -> str:
    """What the option says, else what is typed; asked again while nothing is. Raises S107 when nobody can be asked."""
    said = (given if given is not None else optional_answer(question)).strip()
    while not said and given is None and sys.stdin.isatty():
        print("This one is needed.")
        said = optional_answer(question).strip()
    if not said:
        raise Problem("S107", f"{question}: nothing was said.", f"Run lineofsight setup again, or give {option}.")
    return said


def optional_answer(question: str) -> str:
    return input(f"{question}: ") if sys.stdin.isatty() else ""


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
