"""The world of the access matrix, made once for all its requests, and undone after each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
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
