"""The way back in, from the server: a one-time link for anybody who works here."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from lineofsight.apps.agency.models import Invitation, StaffMember, TrailEntry
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.agency.services.staff import add_staff
from lineofsight.cli import main
from lineofsight.cli.serving import address_served, only_server_of

GOOD = "seven herons over the weir"


@pytest.fixture(autouse=True)
def as_the_shell_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Commands name their home to the processes they start, and close the files they make to others."""
    monkeypatch.setenv("LINEOFSIGHT_HOME", str(settings.HOME))
    monkeypatch.setenv("LINEOFSIGHT_ADDRESS", settings.ADDRESS)
    mask = os.umask(0o022)
    yield
    os.umask(mask)


def run(*words: str) -> int:
    return main(["sign-in-link", *words, "--home", str(settings.HOME)])


def link_in(said: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/in/[0-9A-Z-]{14}/)", said)
    assert found, said
    return found[1]


def test_lets_the_only_administrator_back_in(
    administrator: StaffMember, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ada@riverside.example") == 0

    said = capsys.readouterr().out
    answer = client.post(link_in(said), {"password": GOOD, "again": GOOD})
    assert (answer.status_code, client.get("/setup/people/").status_code) == (302, 200)
    assert client.get(link_in(said)).status_code == 404
    assert "Sign-in name: ada" in said
    assert "once, until" in said


def test_finds_somebody_by_sign_in_name_whatever_the_capitals(
    administrator: StaffMember, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ADA") == 0
    assert Invitation.objects.get().staff == administrator


def test_ends_the_old_password_and_what_is_open(administrator: StaffMember, as_administrator: Client) -> None:
    run("ada")

    administrator.refresh_from_db()
    assert not administrator.has_usable_password()
    assert as_administrator.get("/setup/people/").status_code == 302


def test_says_in_the_trail_that_a_command_did_it(administrator: StaffMember) -> None:
    run("ada")

    entry = TrailEntry.objects.get(subject="agency.invitation")
    assert (entry.actor, entry.detail) == (None, {"staff": administrator.pk, "purpose": "reset"})


def test_invites_somebody_who_was_never_in(agency: object, capsys: pytest.CaptureFixture[str]) -> None:
    add_staff(name="Rosa Delgado", email="rosa@riverside.example", actor=COMMAND_LINE)

    assert run("rosa@riverside.example") == 0

    assert Invitation.objects.get().purpose == Invitation.Purpose.INVITE
    assert "password has stopped" not in capsys.readouterr().out


def test_keeps_the_second_step_and_says_so(
    administrator: StaffMember, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={"secret": ""})

    run("ada")

    said = capsys.readouterr().out
    client.post(link_in(said), {"password": GOOD, "again": GOOD})
    assert client.get("/setup/people/").status_code == 302
    assert "--remove-second-step" in said
    assert Authenticator.objects.filter(user=administrator).exists()


def test_removes_a_second_step_that_is_lost_only_when_asked_and_says_so(
    administrator: StaffMember, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={"secret": ""})

    run("ada", "--remove-second-step")

    said = capsys.readouterr().out
    client.post(link_in(said), {"password": GOOD, "again": GOOD})
    assert client.get("/setup/people/").status_code == 200
    assert "Passkeys and the second step are removed" in said
    assert TrailEntry.objects.filter(actor=None, detail__fields=["second_step"]).exists()


def test_says_that_there_was_no_second_step(administrator: StaffMember, capsys: pytest.CaptureFixture[str]) -> None:
    run("ada", "--remove-second-step")

    assert "had no second step" in capsys.readouterr().out


def test_refuses_somebody_unknown_and_names_the_administrators(
    administrator: StaffMember, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("eve@riverside.example") == 2

    refused = capsys.readouterr().err
    assert "Nobody on the staff list has the work email or sign-in name “eve@riverside.example”" in refused
    assert "Administrators: ada" in refused
    assert not Invitation.objects.exists()


def test_refuses_somebody_who_has_left(stranger: StaffMember, capsys: pytest.CaptureFixture[str]) -> None:
    StaffMember.objects.filter(pk=stranger.pk).update(is_active=False)

    assert run("sam") == 2
    assert "The sign-in of Sam Stranger has ended." in capsys.readouterr().err


def test_knows_where_the_server_is(tmp_path: Path) -> None:
    assert address_served(tmp_path) is None
    with only_server_of(tmp_path, "http://127.0.0.1:8103"):
        assert address_served(tmp_path) == "http://127.0.0.1:8103"
    assert address_served(tmp_path) is None
