"""The set-up keeps the time zone in which the agency's days begin and end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from lineofsight.cli.setup import keep_time_zone, zone_of_this_machine
from lineofsight.problems import Problem
from lineofsight.web.home import settings_file


@pytest.fixture(autouse=True)
def own_zone_afterwards() -> Iterator[None]:
    yield
    timezone.deactivate()


def test_keeps_what_was_there_below_it(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[mail]\nhost = "smtp.agency.example"\n')
    keep_time_zone(tmp_path, "America/Chicago")

    assert settings_file(tmp_path) == {"time_zone": "America/Chicago", "mail": {"host": "smtp.agency.example"}}


def test_asks_again_and_proposes_that_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["Chicago", ""])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: next(typed))
    keep_time_zone(tmp_path, None)

    assert settings_file(tmp_path) == {"time_zone": zone_of_this_machine()}


def test_refuses_one_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no time zone"):
        keep_time_zone(tmp_path, "Chicago")
