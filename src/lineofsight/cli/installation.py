"""Which installation a command is about, and whether it is ready.

An installation is a folder (its *home*): database, key, settings file, uploads. `--home` names it, then
`LINEOFSIGHT_HOME`, then `lineofsight-home` in the present folder.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from lineofsight.commands import command_here, this_command
from lineofsight.problems import Problem, counted


def add_home_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--home",
        metavar="DIR",
        help="the folder of the installation (default: $LINEOFSIGHT_HOME, else ./lineofsight-home)",
    )


def named_home(given: str | None) -> Path:
    """The folder that is meant, whether or not it exists. Every process started from here means the same one."""
    folder = Path(given or os.environ.get("LINEOFSIGHT_HOME", "lineofsight-home")).expanduser().resolve()
    os.environ["LINEOFSIGHT_HOME"] = str(folder)
    return folder


def existing_home(given: str | None) -> Path:
    """The folder of an installation that is there. Raises S101."""
    folder = named_home(given)
    if not (folder / "secret.key").exists():
        raise Problem(
            "S101",
            f"There is no installation in {folder}.",
            f"Name its folder with --home, or make a new one: {this_command()} setup --home DIR.",
        )
    return folder


def start_django() -> None:
    """Load the settings of the named home and every app. Raises S102 when the database does not answer."""
    os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "lineofsight.web.settings")
    import django
    from django.db import Error, connection

    django.setup()
    try:
        connection.ensure_connection()
    except Error as error:
        raise Problem(
            "S102",
            f"The database does not answer: {str(error).strip().splitlines()[0]}.",
            "Check the address under database in settings.toml, and that the database runs.",
        ) from error


def pending_migrations() -> list[str]:
    """Names of the changes to the database that this version needs and the database has not seen."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, backwards in plan]


def bring_database_up_to_date() -> int:
    """Apply what is pending; the number of changes applied. Triggers are made anew with every run."""
    from django.core.management import call_command

    pending = pending_migrations()
    call_command("migrate", verbosity=0, interactive=False)
    return len(pending)


def check_ready() -> None:
    """The database fits this version, history and trail are guarded, the agency is set up. Raises S103, S104, S105."""
    from django.core import checks

    from lineofsight.apps.agency.models import Agency

    pending = pending_migrations()
    if pending:
        raise Problem(
            "S103",
            f"The database is older than this version of Line of Sight "
            f"({counted(len(pending), 'change', 'changes')} to make).",
            f"Make a backup with {command_here('backup')}, then run {command_here('migrate')}.",
        )
    errors = [found for found in checks.run_checks(databases=["default"]) if found.level >= checks.ERROR]
    if errors:
        raise Problem("S104", f"{errors[0].msg}", errors[0].hint or "")
    if not Agency.objects.exists():
        raise Problem("S105", "No agency is set up here yet.", f"Run {command_here('setup')}.")
