"""What a sentence tells to be typed next can be typed as it stands."""

import sys
from pathlib import Path

import pytest
from django.test import Client

from lineofsight.apps.agency.checks import check_triggers
from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.permissions import check_can_found_agency
from lineofsight.apps.agency.services import trail
from lineofsight.cli.demo_home import check_demo_home
from lineofsight.commands import command_here, this_command
from lineofsight.problems import Problem

BESIDE_PYTHON = str(Path(sys.executable).with_name("lineofsight"))


def test_is_named_as_it_was_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [".venv/bin/lineofsight", "setup"])
    monkeypatch.setattr("shutil.which", lambda name: None)

    assert this_command() == ".venv/bin/lineofsight"


def test_is_the_bare_name_where_the_shell_finds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/usr/local/bin/lineofsight", "setup"])
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/local/bin/{name}")

    assert this_command() == "lineofsight"


def test_is_the_one_beside_its_python_where_nobody_called_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/opt/lineofsight/cli/web_process.py", "8000"])
    monkeypatch.setattr("shutil.which", lambda name: None)

    assert this_command() == BESIDE_PYTHON


def test_is_the_module_where_no_script_was_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["/opt/lineofsight/cli/web_process.py", "8000"])
    monkeypatch.setattr(sys, "executable", f"{tmp_path}/a folder/python")

    assert this_command() == f"'{tmp_path}/a folder/python' -m lineofsight.cli"


def test_bears_the_folder_of_the_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["./lineofsight"])
    monkeypatch.setenv("LINEOFSIGHT_HOME", "/srv/our agency")

    assert command_here("migrate") == "./lineofsight migrate --home '/srv/our agency'"


def test_stands_in_what_a_made_up_agency_refuses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", [".venv/bin/lineofsight", "demo"])
    (tmp_path / "something").touch()

    with pytest.raises(Problem, match=rf"\.venv/bin/lineofsight serve --home {tmp_path}"):
        check_demo_home(tmp_path)


def test_stands_in_who_may_set_up(administrator: StaffMember, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [".venv/bin/lineofsight", "serve"])

    with pytest.raises(Problem, match=r"Run \.venv/bin/lineofsight setup"):
        check_can_found_agency(administrator)


def test_stands_in_what_a_check_of_the_database_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [".venv/bin/lineofsight", "serve"])
    monkeypatch.setattr("lineofsight.apps.agency.checks.missing_triggers", lambda connection: ["trail_no_update"])

    assert str(check_triggers(databases=["default"])[0].hint).startswith("Run: .venv/bin/lineofsight migrate")


def test_stands_on_the_page_about_backups_with_its_folder(as_administrator: Client) -> None:
    assert "/bin/lineofsight backup --home" in as_administrator.get("/setup/backup/").content.decode()


def test_stands_on_the_page_about_the_trail(
    as_administrator: Client, administrator: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lineofsight.apps.agency.views.trail.CHECKED_HERE", 0)
    trail.record(TrailEntry.Action.VIEWED, "records.participant", actor=administrator, participant_id=1)
    trail.seal_all()

    page = as_administrator.post("/setup/trail/check/").content.decode()

    assert "/bin/lineofsight trail verify --home" in page
