"""`lineofsight demo-reset`: delete a made-up agency, after saying exactly what goes."""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from lineofsight.commands import command_here
from lineofsight.problems import Problem, counted

from .demo_home import MARKER, is_demo_home
from .serving import only_server_of
from .sqlite_copy import DATABASE_FILE, row_counts

COUNTED = {
    "records_participant": "clients",
    "records_enrollment": "enrollments",
    "records_service": "services",
    "records_assessment": "assessments",
    "records_task": "tasks",
    "agency_staffmember": "staff members",
}


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser(
        "demo-reset",
        help="delete the made-up agency; says first what goes",
        description="Delete a made-up agency with everything that was entered in it. Says first what goes, and asks.",
    )
    parser.add_argument("--home", metavar="DIR", required=True, help="the folder of the made-up agency")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    home = Path(arguments.home).expanduser().resolve()
    if not home.exists():
        print(f"There is no {home}. Nothing to delete.")
        return 0
    if not is_demo_home(home):
        raise Problem(
            "S141", f"{home} is not a made-up agency: it has no {MARKER}.", "Only made-up agencies are deleted."
        )
    with only_server_of(home, "being deleted"):
        print(f"This deletes {home}: {contents(home)}.")
        if not (arguments.yes or said_yes()):
            print("Nothing was deleted.")
            return 0
        shutil.rmtree(home)
    print(f"Deleted. To build it afresh: {command_here('demo', home=home)}")
    return 0


def contents(home: Path) -> str:
    """Size, files and rows, in words."""
    files = [path for path in home.rglob("*") if path.is_file()]
    parts = [counted(len(files), "file", "files"), f"{sum(path.stat().st_size for path in files) / 1e6:,.1f} MB"]
    database = home / DATABASE_FILE
    if database.exists():
        with closing(sqlite3.connect(database)) as connection:
            rows = row_counts(connection)
        parts += [f"{rows[table]:,} {word}" for table, word in COUNTED.items() if table in rows]
        parts.append(f"{counted(sum(rows.values()), 'row', 'rows')} in all")
    return ", ".join(parts)


def said_yes() -> bool:
    return sys.stdin.isatty() and input("Delete all of it? [y/N] ").strip().lower() in ("y", "yes")
