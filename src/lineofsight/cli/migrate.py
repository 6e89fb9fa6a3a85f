"""`lineofsight migrate`: bring the database up to this version."""

from __future__ import annotations

import argparse
from typing import Any

from lineofsight.problems import counted

from .installation import add_home_option, bring_database_up_to_date, existing_home, start_django


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser(
        "migrate",
        help="bring the database up to this version",
        description="Bring the database up to this version. Make a backup first. Safe to run twice.",
    )
    add_home_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    existing_home(arguments.home)
    start_django()
    applied = bring_database_up_to_date()
    made = f"; {counted(applied, 'change was', 'changes were')} made" if applied else ""
    print(f"The database is up to date{made}.")
    return 0
