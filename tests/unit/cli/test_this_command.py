"""What a command tells to be typed next can be typed as it stands."""

import sys

import pytest
from django.test import Client

from lineofsight.cli.installation import this_command


@pytest.mark.parametrize(
    ("called", "said"),
    [(".venv/bin/lineofsight", ".venv/bin/lineofsight"), ("/opt/lineofsight/cli/__main__.py", "lineofsight")],
)
def test_is_named_as_it_was_called(monkeypatch: pytest.MonkeyPatch, called: str, said: str) -> None:
    monkeypatch.setattr(sys, "argv", [called, "setup"])

    assert this_command() == said


def test_is_the_bare_name_where_the_shell_finds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/usr/local/bin/lineofsight", "setup"])
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/local/bin/{name}")

    assert this_command() == "lineofsight"


def test_stands_on_the_page_about_backups_with_its_folder(as_administrator: Client) -> None:
    assert "/bin/lineofsight backup --home" in as_administrator.get("/setup/backup/").content.decode()
