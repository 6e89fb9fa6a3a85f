"""Facts of the made-up agency, made once: what shipped measures are checked against and counted in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from lineofsight.apps.figures.extract import make_build
from lineofsight.demo.build import TODAY
from lineofsight.warehouse.builds import Build
from lineofsight.warehouse.engines import EngineKind, OpenEngine, open_engine
from tests.spec.hmis_proof.installation import DATABASE, installation
from tests.unit.conftest import Instead


@pytest.fixture(scope="session")
def demo_build(
    demo_database: tuple[Instead, object],
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> Build:
    folder = tmp_path_factory.mktemp("demo-facts")
    with django_db_blocker.unblock():
        with closing(sqlite3.connect(folder / DATABASE)) as target:
            demo_database[0].connection.connection.backup(target)
        with installation(folder), override_settings(FIXED_TODAY=TODAY):
            return make_build()


@pytest.fixture(scope="session")
def duckdb(demo_build: Build) -> Iterator[OpenEngine]:
    with open_engine(demo_build, EngineKind.DUCKDB) as engine:
        yield engine


@pytest.fixture(scope="session")
def memory(demo_build: Build) -> Iterator[OpenEngine]:
    with open_engine(demo_build, EngineKind.MEMORY) as engine:
        yield engine
