"""`lineofsight backup`: everything an agency must keep, in one file, while the server runs."""

from __future__ import annotations

import argparse
import shlex
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lineofsight import __version__
from lineofsight.commands import command_here
from lineofsight.problems import counted

from .archive import write_archive
from .installation import add_home_option, existing_home, start_django
from .postgresql_copy import DUMP_FILE, dump_database
from .serving import LOCK_FILE
from .sqlite_copy import DATABASE_FILE, copy_database

BACKUPS = "backups"
LEFT_OUT = ("static", "builds", "imports", "attempts", BACKUPS)  # made again, both; passing, both; backups of their own


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser(
        "backup",
        help="write everything an agency must keep into one file",
        description="Write the database and the files of the installation into one file, while the server runs. "
        "Keep it where only few can read it: it holds everything about everybody.",
    )
    parser.add_argument(
        "file", nargs="?", help="the file to write (default: lineofsight-DATE-TIME.tar.gz in HOME/backups)"
    )
    add_home_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    home = existing_home(arguments.home)
    start_django()
    made_at = datetime.now(UTC)
    (home / BACKUPS).mkdir(mode=0o700, exist_ok=True)
    inside = home / BACKUPS / f"lineofsight-{made_at:%Y%m%d-%H%M%S}.tar.gz"
    target = Path(arguments.file).expanduser().resolve() if arguments.file else inside
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".lineofsight-backup-", dir=target.parent) as folder:
        kind, name, copy, rows = copy_of_database(Path(folder))
        write_archive(
            target,
            [(name, copy), *home_files(home)],
            version=__version__,
            made_at=made_at.isoformat(timespec="seconds"),
            kind=kind,
            rows=rows,
        )
    print(
        f"{target} holds {counted(sum(rows.values()), 'row', 'rows')} of {counted(len(rows), 'table', 'tables')}"
        f" ({target.stat().st_size / 1e6:,.1f} MB)."
    )
    print(f"Try it: {command_here(f'restore {shlex.quote(str(target))} --try')}")
    return 0


def copy_of_database(folder: Path) -> tuple[str, str, Path, dict[str, int]]:
    """(kind, name inside the backup, path, rows of every table) of a copy made in the folder."""
    from django.db import connection

    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        copy = folder / DATABASE_FILE
        return "sqlite", DATABASE_FILE, copy, copy_database(Path(settings["NAME"]), copy)
    copy = folder / DUMP_FILE
    return "postgresql", DUMP_FILE, copy, dump_database(settings, copy)


def home_files(home: Path) -> Iterator[tuple[str, Path]]:
    """(name inside the backup, path) of what the home holds beside its database."""
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home)
        passing = name.parts[0] in LEFT_OUT or name.name.startswith(DATABASE_FILE) or name.name == LOCK_FILE
        if path.is_file() and not path.is_symlink() and not passing:
            yield str(name), path
