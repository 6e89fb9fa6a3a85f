"""What every test may ask for: no network, and the cast (`tests/cast.py`)."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client

from lineofsight.apps.agency import triggers
from lineofsight.apps.agency.models import StaffMember

pytest_plugins = ["tests.cast", "tests.postgres"]

# The browser's driver keeps a loop running in the thread of the tests; the database is still used by one thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


def _is_here(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a socket of the file system
    host = str(address[0])
    return host == "localhost" or ipaddress.ip_address(host).is_loopback


def _refuse(address: object) -> None:
    raise RuntimeError(f"This test wants to reach {address}. Tests stay on this machine.")


def _connect_here(self: socket.socket, address: object) -> None:
    return _connect(self, address) if _is_here(address) else _refuse(address)  # type: ignore[arg-type]


def _connect_ex_here(self: socket.socket, address: object) -> int:
    if not _is_here(address):
        _refuse(address)
    return _connect_ex(self, address)  # type: ignore[arg-type]


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Sockets reach this machine and nothing else."""
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _connect_here)
    patch.setattr(socket.socket, "connect_ex", _connect_ex_here)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """Of several processes each has a database of its own: in its own memory, or by its name on a server."""
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    if worker and connection.vendor == "postgresql":
        test = connection.settings_dict["TEST"]
        test["NAME"] = f"{test['NAME'] or 'test_' + connection.settings_dict['NAME']}_{worker}"


@pytest.fixture
def real_transactions(transactional_db: None) -> Iterator[None]:
    """The database with transactions that really commit; it is emptied afterwards.

    Rows of the trail can be removed by nobody, so the triggers that see to that go first and come back after the
    database was emptied.
    """
    yield
    if connection.vendor == "sqlite":
        triggers.remove_triggers(connection)


@pytest.fixture
def signed_in(db: None) -> Callable[[StaffMember], Client]:
    """A browser without a screen in which this person is signed in: `signed_in(director).get("/")`."""

    def sign_in(staff: StaffMember) -> Client:
        client = Client()
        client.force_login(staff)
        return client

    return sign_in
