"""From an HMIS export to a build, as an agency does it: an empty installation, an import, facts made of its records."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from lineofsight.apps.agency.models import ImportRun
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.figures.extract import make_build
from lineofsight.apps.imports import services
from lineofsight.warehouse.builds import Build
from lineofsight.web import home
from lineofsight.web.sqlite.base import DatabaseWrapper

SHARED = Path(__file__).parents[4] / "shared" / "data" / "hmis"
DATABASE = "lineofsight.sqlite3"


def migrate(folder: Path) -> None:
    """An empty installation at `folder`, to be copied."""
    with installation(folder):
        call_command("migrate", verbosity=0)


def build_of(exports: Sequence[Path], empty: Path, folder: Path) -> Build:
    """The facts of the exports, imported one after the other into a copy of the empty installation."""
    shutil.copy(empty / DATABASE, folder)
    with installation(folder):
        for export in exports:
            import_export(export)
        return make_build()


def import_export(export: Path) -> None:
    run = services.read_run(services.begin_run("hmis", export.name, actor=COMMAND_LINE), export)
    services.decide(run, vanished=ImportRun.Vanished.KEEP, actor=COMMAND_LINE)
    services.write_run(run, actor=COMMAND_LINE)


@contextmanager
def installation(folder: Path) -> Iterator[None]:
    """The installation at `folder`, its database a file, in the place of the tests' own."""
    before, home_before = connections["default"], settings.HOME
    chosen = {**home.database(folder, ""), "NAME": str(folder / DATABASE)}
    opened = DatabaseWrapper({**before.settings_dict, **chosen}, alias="default")
    connections["default"], settings.HOME = opened, folder
    try:
        yield
    finally:
        opened.close()
        connections["default"], settings.HOME = before, home_before
