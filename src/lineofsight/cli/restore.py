"""`lineofsight restore FILE`: make an installation from a backup; with --try, only show that it could be done."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from lineofsight.commands import command_here
from lineofsight.problems import Problem, counted

from .archive import Manifest, read_archive
from .build import done_elsewhere
from .installation import add_home_option, check_ready, existing_home, named_home, start_django
from .postgresql_copy import DUMP_FILE, address_of, load_database, passing_database
from .sqlite_copy import DATABASE_FILE, check_database


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser(
        "restore",
        help="make an installation from a backup, or try one",
        description="Make an installation from a backup, in a new folder. Nothing is ever overwritten. With --try "
        "the backup is restored beside the running installation, checked row by row count, and thrown away.",
    )
    parser.add_argument("file", help="the backup")
    parser.add_argument("--try", action="store_true", dest="only_try", help="check the backup, and keep nothing of it")
    add_home_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    source = Path(arguments.file).expanduser().resolve()
    return try_backup(source, arguments.home) if arguments.only_try else restore(source, arguments.home)


def try_backup(source: Path, home: str | None) -> int:
    """Restore into a passing folder, check everything, and note on the live installation that a backup was tried."""
    existing_home(home)
    start_django()
    check_ready()
    from django.db import connection

    from lineofsight.apps.agency.permissions import COMMAND_LINE
    from lineofsight.apps.agency.services.backup import record_backup_tried

    with tempfile.TemporaryDirectory(prefix="lineofsight-try-") as folder:
        manifest = read_archive(source, Path(folder))
        if manifest.kind == "sqlite":
            compare(manifest, check_database(Path(folder) / DATABASE_FILE))
            migrate(Path(folder), "")
        elif connection.vendor != "postgresql":
            raise Problem(
                "S127", "The backup is of a PostgreSQL database; this installation has none.", "Try it on such a one."
            )
        else:
            with passing_database(connection.settings_dict) as passing:
                compare(manifest, load_database(passing, Path(folder) / DUMP_FILE))
                migrate(Path(folder), address_of(passing))
    record_backup_tried(actor=COMMAND_LINE)
    came_back = counted(sum(manifest.rows.values()), "row", "rows")
    print(f"The backup of {manifest.made_at} is sound: {came_back} came back, as many as went in.")
    return 0


def restore(source: Path, given: str | None) -> int:
    """Make the installation in a folder that is not there yet, or empty. Raises S128."""
    home = named_home(given)
    if home.exists() and any(home.iterdir()):
        raise Problem("S128", f"{home} is not empty.", "Name a new folder with --home; a restore never overwrites.")
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".lineofsight-restore-", dir=home.parent) as folder:
        partial = Path(folder) / "home"
        partial.mkdir(mode=0o700)
        manifest = read_archive(source, partial)
        if manifest.kind == "sqlite":
            compare(manifest, check_database(partial / DATABASE_FILE))
            migrate(partial, "")
        else:
            compare(manifest, load_database(_named_database(partial), partial / DUMP_FILE))
            (partial / DUMP_FILE).unlink()
            migrate(partial, os.environ.get("LINEOFSIGHT_DATABASE", ""))
        if home.exists():
            home.rmdir()
        partial.rename(home)
    print(f"{home} is the installation of {manifest.made_at}: {counted(sum(manifest.rows.values()), 'row', 'rows')}.")
    if why := done_elsewhere("build", home):
        print(f"It has no figures yet: {why}", file=sys.stderr)
    print(f"Start it: {command_here('serve')}")
    return 0


def compare(manifest: Manifest, rows: dict[str, int]) -> None:
    """Raise S129 when a table has other rows than when the backup was made."""
    for table in sorted(manifest.rows | rows):
        before, now = manifest.rows.get(table, 0), rows.get(table, 0)
        if before != now:
            raise Problem(
                "S129",
                f"Table {table} had {counted(before, 'row', 'rows')} and came back with {now}.",
                "Use another backup.",
            )


def migrate(home: Path, database: str) -> None:
    """Bring the restored database up to this version, in a process of its own, because Django knows one home."""
    done = subprocess.run(
        [sys.executable, "-m", "lineofsight.cli", "migrate", "--home", str(home)],
        env={**os.environ, "LINEOFSIGHT_DATABASE": database},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Problem(
            "S129",
            f"The restored database cannot be brought up to this version: {done.stderr.strip().splitlines()[-1]}",
            "Restore it with the version that made it, then update.",
        )


def _named_database(home: Path) -> dict[str, Any]:
    """Django's settings of the PostgreSQL database to restore into."""
    from lineofsight.web.home import database, settings_file

    address = os.environ.get("LINEOFSIGHT_DATABASE") or settings_file(home).get("database", "")
    found = database(home, address)
    if "postgresql" not in found["ENGINE"]:
        raise Problem(
            "S127",
            "The backup is of a PostgreSQL database, and no address of one is given.",
            "Make an empty database and name it: LINEOFSIGHT_DATABASE=postgresql://user:password@host/name.",
        )
    return found
