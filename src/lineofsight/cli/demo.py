"""`lineofsight demo`: the made-up agency, built once and then served. Work done in it is never destroyed."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import Any

from lineofsight.problems import Problem, counted

from .build import done_elsewhere
from .demo_home import LIVES_ON, begin_demo_home, check_demo_home, finish_demo_home
from .installation import bring_database_up_to_date, named_home, pending_migrations, start_django
from .serve import add_address_options, serve_here
from .serving import check_port, only_server_of


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser(
        "demo",
        help="a made-up agency to look around in",
        description="Build a made-up agency in a folder, the first time, and serve it. Work done in it stays.",
    )
    parser.add_argument("--home", metavar="DIR", required=True, help="the folder of the made-up agency")
    add_address_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    home = named_home(arguments.home)
    check_demo_home(home)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with only_server_of(home, f"http://{arguments.host}:{arguments.port}"):  # first: then the port is another's
        check_port(arguments.host, arguments.port)
        prepare(home)
        print_logins()
        return serve_here(arguments.host, arguments.port)


def prepare(home: Path) -> None:
    """Build the agency when it is not there; bring its database up to this version when it is."""
    os.environ["LINEOFSIGHT_TODAY"] = LIVES_ON
    is_new = begin_demo_home(home)
    began = time.monotonic()
    start_django()
    if is_new or pending_migrations():
        bring_database_up_to_date()
    if is_new:
        from lineofsight.demo.build import build_demo

        print("Building the made-up agency. This happens once.", flush=True)
        build_demo()
        for verb in ("build", "release"):
            if why := done_elsewhere(verb, home):
                raise Problem("S142", f"The made-up agency has no figures: {why}", "Report this fault.")
        finish_demo_home(home)
        print(f"Built in {counted(round(time.monotonic() - began), 'second', 'seconds')}.")


def print_logins() -> None:
    """One login per role, so that every home page can be seen."""
    from lineofsight.demo.logins import logins
    from lineofsight.demo.password import PASSWORD

    print(f"Sign in as one of these; the password is always: {PASSWORD}")
    for login in logins():
        print(f"  {login.sign_in_name:<20} {login.name}, {login.role}")
