"""The made-up agency for tests that read it: built once for all of them in a database of its own.

A test that asks for `demo` looks into it for as long as it lasts; what it writes is rolled back. The database of the
other tests stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from pytest_django import DjangoDbBlocker

from lineofsight.demo.build import DemoSummary, build_demo
from lineofsight.web.sqlite.base import DatabaseWrapper


class Instead:
    """Another database in the place of the tests' own, for a while; one in memory lasts as long as its connection."""

    def __init__(self, connection: DatabaseWrapper) -> None:
        self.connection = connection

    def __enter__(self) -> None:
        self.before = connections["default"]
        connections["default"] = self.connection

    def __exit__(self, *_: object) -> None:
        connections["default"] = self.before


@pytest.fixture(scope="session")
def demo_database(django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Instead, DemoSummary]]:
    """The database and what was written into it."""
    with django_db_blocker.unblock():
        settings = {**connections["default"].settings_dict, "NAME": ":memory:", "OPTIONS": {}}
        instead = Instead(DatabaseWrapper(settings, alias="default"))
        with instead:
            call_command("migrate", verbosity=0)
            summary = build_demo()
    yield instead, summary
    with django_db_blocker.unblock():
        instead.connection.connection.close()


@pytest.fixture
def demo(demo_database: tuple[Instead, DemoSummary], django_db_blocker: DjangoDbBlocker) -> Iterator[DemoSummary]:
    """The made-up agency in the database, and the summary of its building."""
    instead, summary = demo_database
    with django_db_blocker.unblock(), instead, transaction.atomic():
        yield summary
        transaction.set_rollback(True)
