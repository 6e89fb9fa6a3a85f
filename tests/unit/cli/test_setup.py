"""A new installation, in processes of its own, because Django knows one home."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lineofsight.packs.workbook import EXAMPLES, write_example

pytestmark = pytest.mark.slow


def command(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lineofsight.cli", *words],
        env={name: value for name, value in os.environ.items() if not name.startswith(("LINEOFSIGHT", "DJANGO"))},
        input=typed,
        capture_output=True,
        text=True,
    )


def set_up(home: Path, password: str) -> subprocess.CompletedProcess[str]:
    who = ("--agency", "Juniper", "--name", "Ada Novak", "--sign-in-name", "ada", "--email", "")
    return command("setup", "--home", str(home), *who, "--password-file", "-", typed=f"{password}\n")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("agency") / "home"
    assert set_up(folder, "a-bridge-of-juniper").returncode == 0
    return folder


def test_leaves_nothing_behind_when_it_is_refused(tmp_path: Path) -> None:
    done = set_up(tmp_path / "home", "short")

    assert done.returncode == 2, done.stderr
    assert not (tmp_path / "home").exists()


def test_keeps_what_is_there_when_it_is_refused(home: Path) -> None:
    done = set_up(home, "a-bridge-of-juniper")

    assert "is set up already" in done.stderr
    assert (home / "secret.key").exists()


def test_backs_up_into_the_installation_when_no_file_is_named(home: Path) -> None:
    done = command("backup", "--home", str(home))

    [written] = (home / "backups").iterdir()
    assert done.stdout.startswith(f"{written} holds")
    assert written.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch(r"lineofsight-\d{8}-\d{6}\.tar\.gz", written.name)


def test_asks_for_yes_when_there_is_no_terminal(home: Path, tmp_path: Path) -> None:
    workbook = tmp_path / "example.xlsx"
    with open(workbook, "wb") as file:
        write_example(next(iter(EXAMPLES)), file)

    done = command("import", "workbook", str(workbook), "--home", str(home))

    assert done.returncode == 2, done.stdout
    assert "Add --yes" in done.stderr
