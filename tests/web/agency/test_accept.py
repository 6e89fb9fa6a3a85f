"""Coming in with a one-time code."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from lineofsight.apps.agency import guesses
from lineofsight.apps.agency.models import Agency, Invitation, StaffMember
from lineofsight.apps.agency.services.invitations import OneTimeCode, make_invitation
from lineofsight.apps.agency.services.staff import add_staff

GOOD = "seven herons over the weir"


@pytest.fixture(autouse=True)
def no_guesses() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def made(administrator: StaffMember) -> OneTimeCode:
    return make_invitation(add_staff(name="Rosa Delgado", actor=administrator), actor=administrator)


def test_says_whose_invitation_it_is(client: Client, made: OneTimeCode) -> None:
    page = client.get(f"/in/{made.code}/").content.decode()

    assert "Welcome to Riverside Family Services, Rosa Delgado" in page
    assert "Your sign-in name is rosa.delgado." in page
    assert "Ada Novak invited you." in page


def test_signs_in_with_the_password_chosen(client: Client, made: OneTimeCode) -> None:
    response = client.post(f"/in/{made.code}/", {"password": GOOD, "again": GOOD})

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(made.invitation.staff.pk)
    assert client.get(f"/in/{made.code}/").status_code == 404


def test_finds_a_code_however_it_is_typed(client: Client, made: OneTimeCode) -> None:
    response = client.post("/in/", {"code": made.code.lower().replace("-", " ")}, follow=True)

    assert "Welcome to Riverside" in response.content.decode()


def test_says_what_is_wrong_with_a_password(client: Client, made: OneTimeCode) -> None:
    page = client.post(f"/in/{made.code}/", {"password": "rosa", "again": "rosa"}).content.decode()

    assert "This password is too short. It must contain at least 12 characters." in page
    assert not Invitation.objects.get().used_at


def test_says_that_the_two_are_not_the_same(client: Client, made: OneTimeCode) -> None:
    page = client.post(f"/in/{made.code}/", {"password": GOOD, "again": "other"}).content.decode()

    assert "The two are not the same." in page


def test_says_the_same_of_unknown_used_and_run_out_codes(client: Client, made: OneTimeCode) -> None:
    unknown = client.get("/in/0000-0000-0000/")
    Invitation.objects.update(expires_at=made.invitation.made_at)
    run_out = client.get(f"/in/{made.code}/")
    Invitation.objects.update(used_at=made.invitation.made_at)
    used = client.get(f"/in/{made.code}/")

    assert (unknown.status_code, run_out.status_code, used.status_code) == (404, 404, 404)
    assert unknown.content == run_out.content == used.content
    assert "Rosa" not in used.content.decode()


def test_is_kept_by_no_cache_and_told_to_no_other_page(client: Client, made: OneTimeCode) -> None:
    response = client.get(f"/in/{made.code}/")

    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "strict-origin"


def test_takes_the_form_as_browsers_send_it(made: OneTimeCode) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get(f"/in/{made.code}/")
    token = browser.cookies["lineofsight_csrf"].value

    response = browser.post(
        f"/in/{made.code}/",
        {"password": GOOD, "again": GOOD, "csrfmiddlewaretoken": token},
        headers={"Origin": "http://testserver"},
    )

    assert response.status_code == 302


def test_writes_no_code_into_the_log(client: Client, made: OneTimeCode, caplog: pytest.LogCaptureFixture) -> None:
    browser = Client(enforce_csrf_checks=True)

    with caplog.at_level(logging.WARNING):
        browser.post(f"/in/{made.code}/", {"password": GOOD, "again": GOOD})
        client.get("/in/7KQ4-MXT2-0000/")

    assert "/in/…" in caplog.text
    assert made.code not in caplog.text
    assert "7KQ4-MXT2-0000" not in caplog.text


def test_refuses_an_address_that_guesses(client: Client, agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guesses, "WRONG_CODES", 1)

    assert client.get("/in/0000-0000-0000/").status_code == 404
    response = client.get("/in/1111-1111-1111/")

    assert response.status_code == 429
    assert "Wait 15 minutes" in response.content.decode()


def test_signs_out_whoever_opened_it_before(as_administrator: Client, made: OneTimeCode) -> None:
    assert "you are signed in as Ada Novak" in as_administrator.get(f"/in/{made.code}/").content.decode()

    as_administrator.post(f"/in/{made.code}/", {"password": GOOD, "again": GOOD})

    assert as_administrator.session["_auth_user_id"] == str(made.invitation.staff.pk)
