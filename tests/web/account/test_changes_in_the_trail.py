"""Nobody changes how they sign in without a trace."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client

from lineofsight.apps.agency.models import StaffMember, TrailEntry
from tests.cast import PASSWORD

NEW = "eleven swans over the weir"


def changes(staff: StaffMember) -> list[list[str]]:
    """The fields of each change this person made to their own sign-in, in order."""
    own = TrailEntry.objects.filter(action="changed", subject="agency.staffmember", subject_id=staff.pk, actor=staff)
    return [entry.detail["fields"] for entry in own.order_by("id")]


@pytest.fixture
def browser(director: StaffMember) -> Client:
    signed_in = Client()
    signed_in.post("/account/login/", {"login": director.email, "password": PASSWORD})
    return signed_in


@pytest.fixture
def browser_with_second_step(browser: Client, director: StaffMember) -> Client:
    """Signed in, with an app and recovery codes, a code of the app entered a moment ago."""
    secret = generate_totp_secret()
    TOTP.activate(director, secret)
    RecoveryCodes.activate(director)
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    browser.post("/account/second-step/reauthenticate/", {"code": code})
    return browser


def test_records_a_password_of_ones_own_choice(browser: Client, director: StaffMember) -> None:
    browser.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert changes(director) == [["password"]]


def test_records_a_password_chosen_with_a_link_from_the_mail(director: StaffMember) -> None:
    browser = Client()
    browser.post("/account/password/reset/", {"email": director.email})
    link = re.search(r"http://127.0.0.1:8000(\S+)", str(mail.outbox[0].body))
    assert link is not None

    form = browser.get(link[1], follow=True)
    browser.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    assert changes(director) == [["password"]]


def test_records_that_the_app_was_disconnected_and_its_recovery_codes_went(
    browser_with_second_step: Client, director: StaffMember
) -> None:
    browser_with_second_step.post("/account/second-step/app/remove/")

    assert changes(director) == [["authenticator_app"], ["recovery_codes"]]
