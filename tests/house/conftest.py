"""The world of the access matrix, made once for all its requests, and undone after each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker, Settings
from tests.house.world import World, build_world


@pytest.fixture(scope="module")
def whole_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(whole_world: World, db: None) -> World:
    """The world as it was made: what a test changes is undone with its own transaction."""
    return whole_world


@pytest.fixture
def imports_come_back(world: World, tmp_path: Path, settings: Settings) -> Iterator[None]:
    """What was uploaded and staged is on the disk, where no transaction undoes anything: put back as it was.

    Reading and writing wait for the background process, as they do outside of tests: an import is a transaction of its
    own, and cannot be written inside the one that undoes a test.
    """
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    root = Path(settings.IMPORTS_ROOT)
    shutil.copytree(root, tmp_path / "imports")
    yield
    shutil.rmtree(root)
    shutil.move(tmp_path / "imports", root)
