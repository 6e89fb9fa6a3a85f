"""The same records give the same facts on both databases, and a change on either is noticed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .installation import environment, run

pytestmark = pytest.mark.slow
TODAY = "2026-11-12"
FILL = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from lineofsight.demo.build import build_demo
build_demo()
"""
LATE = """
import sys, psycopg
late, early = psycopg.connect(sys.argv[1]), psycopg.connect(sys.argv[1])
late.execute("UPDATE records_service SET quantity = quantity + 1 WHERE id = 1")  # not committed yet
early.execute("UPDATE records_service SET quantity = quantity + 1 WHERE id = 2")
early.commit()
import django
django.setup()
from lineofsight.apps.figures.extract import make_build
from lineofsight.apps.figures.selectors.builds import needs_build
make_build()
print(needs_build())
late.commit()
print(needs_build())
make_build()
print(needs_build())
"""


def python(program: str, *words: str, home: Path, database: str) -> subprocess.CompletedProcess[str]:
    settings = {
        "LINEOFSIGHT_HOME": str(home),
        "LINEOFSIGHT_TODAY": TODAY,
        "DJANGO_SETTINGS_MODULE": "lineofsight.web.settings",
    }
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        env={**environment(database), **settings},
        capture_output=True,
        text=True,
    )


def build(home: Path, database: str) -> dict[str, object]:
    home.mkdir()
    filled = python(FILL, home=home, database=database)
    assert filled.returncode == 0, filled.stderr
    built = run("build", home=home, database=database)
    assert built.returncode == 0, built.stderr
    made: dict[str, object] = json.loads((home / "builds" / "current" / "manifest.json").read_bytes())
    return made


@pytest.fixture
def database(postgres_address: str) -> str:
    import psycopg  # noqa: PLC0415 - only this test needs it

    with psycopg.connect(postgres_address, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS figures")
        connection.execute("CREATE DATABASE figures")
    return postgres_address.replace("/postgres?", "/figures?")


def test_are_the_same_on_both_databases(tmp_path: Path, database: str) -> None:
    on_sqlite = build(tmp_path / "sqlite", "")
    on_postgresql = build(tmp_path / "postgresql", database)

    assert on_postgresql["tables"] == on_sqlite["tables"]
    assert on_postgresql["catalogue_hash"] == on_sqlite["catalogue_hash"]


def test_are_behind_after_a_change_that_is_committed_late(tmp_path: Path, database: str) -> None:
    build(tmp_path / "home", database)

    done = python(LATE, database, home=tmp_path / "home", database=database)

    assert done.stdout.split() == ["False", "True", "False"], done.stderr
    assert os.readlink(tmp_path / "home" / "builds" / "current")
