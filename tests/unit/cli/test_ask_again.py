"""A slip at one question of the set-up is asked about once more; the answers before it stay."""

from __future__ import annotations

import getpass
import sys

import pytest

from lineofsight.apps.agency.models import StaffMember
from lineofsight.cli.setup import answer, password_from


@pytest.fixture(autouse=True)
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)


def test_asks_again_when_nothing_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["", "  ", "Juniper"])
    monkeypatch.setattr("builtins.input", lambda question: next(typed))

    assert answer(None, "Name of the agency", "--agency") == "Juniper"


def test_asks_for_the_password_until_it_is_good_and_typed_twice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = "seven herons over the weir"
    typed = iter(["short", good, "another one entirely", good, good])
    monkeypatch.setattr(getpass, "getpass", lambda question: next(typed))

    assert password_from(None, StaffMember(name="Ada Novak", sign_in_name="ada")) == good
    said = capsys.readouterr().out
    assert "at least 12 characters" in said.split("Choose another one.")[0]
    assert "The two differ." in said
