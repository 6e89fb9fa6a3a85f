"""An installation with a database in a file: facts are read by a second library, which sees no database in memory."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connections
from pytest_django import DjangoDbBlocker

from lineofsight.apps.agency.models import Role, StaffMember
from lineofsight.web import home
from lineofsight.web.sqlite.base import DatabaseWrapper
from tests.cast import Programs, Sites, employ, found_agency, open_programs, open_sites
from tests.unit.conftest import Instead
from tests.unit.figures.counted import TODAY

Installation = Callable[[Path], None]


@pytest.fixture(scope="session")
def demo_file(
    demo_database: tuple[Instead, object], tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Path:
    """The made-up agency in a file, to be copied."""
    path = tmp_path_factory.mktemp("demo") / "lineofsight.sqlite3"
    with django_db_blocker.unblock(), closing(sqlite3.connect(path)) as target:
        demo_database[0].connection.connection.backup(target)
    return path


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """A migrated database without a row of anybody, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "lineofsight.sqlite3"
    with django_db_blocker.unblock():
        in_file = Instead(_wrapper(path))
        with in_file:
            call_command("migrate", verbosity=0)
        in_file.connection.close()
    return path


@pytest.fixture
def install(tmp_path: Path, settings: LazySettings, django_db_blocker: DjangoDbBlocker) -> Iterator[Installation]:
    """Make a copy of a database file the database of this test, in a home of its own."""
    settings.HOME = tmp_path
    with django_db_blocker.unblock():
        before = connections["default"]
        opened: list[DatabaseWrapper] = []

        def install(source: Path) -> None:
            target = tmp_path / "lineofsight.sqlite3"
            shutil.copy(source, target)
            opened.append(_wrapper(target))
            connections["default"] = opened[-1]

        yield install
        for each in opened:
            each.close()
        connections["default"] = before


@pytest.fixture
def demo(install: Installation, demo_file: Path) -> None:
    """The made-up agency, to be changed at will."""
    install(demo_file)


@pytest.fixture
def empty(install: Installation, empty_file: Path) -> None:
    """An installation without a row of anybody."""
    install(empty_file)


def _wrapper(path: Path) -> DatabaseWrapper:
    chosen = {**home.database(path.parent, ""), "NAME": str(path)}
    return DatabaseWrapper({**connections["default"].settings_dict, **chosen, "CONN_MAX_AGE": 0}, alias="default")


@dataclass(frozen=True)
class Riverside:
    """The agency of the cast on a fixed day, in a file of its own."""

    sites: Sites
    programs: Programs
    lead: StaffMember
    manager: StaffMember  # of mentoring
    worker: StaffMember  # of mentoring
    board: StaffMember
    of_harbor: StaffMember  # performance lead, and manager of the protected program


@pytest.fixture
def riverside(empty: None, settings: LazySettings) -> Riverside:
    settings.FIXED_TODAY = TODAY
    found_agency()
    sites = open_sites()
    programs = open_programs(sites)
    return Riverside(
        sites=sites,
        programs=programs,
        lead=employ("Lena Vogel", (Role.PERFORMANCE_LEAD, None)),
        manager=employ("Marcus Hill", (Role.PROGRAM_MANAGER, programs.mentoring)),
        worker=employ("Femi Adeyemi", (Role.FRONT_LINE, programs.mentoring)),
        board=employ("Ben Carter", (Role.BOARD_MEMBER, None)),
        of_harbor=employ("Hana Sato", (Role.PERFORMANCE_LEAD, None), (Role.PROGRAM_MANAGER, programs.safe_harbor)),
    )
