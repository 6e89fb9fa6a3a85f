"""Signing in with a password, a second step, a passkey. The passkey lives in the browser's virtual authenticator."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from lineofsight.apps.agency.models import Agency, StaffMember
from tests.cast import PASSWORD

from .pages import OpenWindow

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_in(window: Page, staff: StaffMember, password: str = PASSWORD) -> None:
    window.goto("/account/login/")
    window.get_by_label("Work email or sign-in name").fill(staff.email)
    window.get_by_label("Password").fill(password)
    window.get_by_role("button", name="Sign in").click()


def confirm(window: Page) -> None:
    """Allauth asks once more for the password before anything about signing in changes."""
    window.get_by_label("Your password").fill(PASSWORD)
    window.get_by_role("button", name="Go on").click()


def code_of_the_app(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_says_that_name_and_password_do_not_belong_together(open_window: OpenWindow, director: StaffMember) -> None:
    window = open_window()

    sign_in(window, director, password="not this one")

    expect(window.get_by_role("alert").first).to_contain_text("do not belong together")


def test_signs_in_by_keyboard_and_without_javascript(open_window: OpenWindow, director: StaffMember) -> None:
    window = open_window(java_script_enabled=False)
    window.goto("/account/login/?next=/account/")

    window.get_by_label("Work email or sign-in name").fill(director.sign_in_name)
    window.keyboard.press("Tab")
    window.keyboard.type(PASSWORD)
    window.keyboard.press("Enter")

    expect(window.get_by_role("heading", level=1)).to_have_text("How do you sign in?")


def test_asks_for_the_code_of_a_connected_app(open_window: OpenWindow, director: StaffMember) -> None:
    window = open_window(viewer=director)
    window.goto("/account/second-step/app/add/")
    confirm(window)
    secret = window.locator(".los-code").inner_text()
    window.get_by_label("The code the app shows").fill(code_of_the_app(secret))
    window.get_by_role("button", name="Connect").click()
    expect(window.get_by_role("heading", level=1)).to_contain_text("Keep these codes")
    recovery_code = window.locator(".los-codes li").first.inner_text()
    another_window = open_window()

    sign_in(another_window, director)
    another_window.get_by_label("Code").fill(recovery_code)
    another_window.get_by_role("button", name="Sign in").click()
    another_window.goto("/account/")

    expect(another_window.get_by_text("An authenticator app is connected")).to_be_visible()


def test_signs_in_with_a_passkey_under_the_content_security_policy(
    open_window: OpenWindow, director: StaffMember
) -> None:
    window = open_window(viewer=director)
    session = window.context.new_cdp_session(window)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    window.goto("/account/passkeys/add/")
    confirm(window)
    window.get_by_label("What do you call it?").fill("my phone")
    window.get_by_label("Sign in with it alone").check()
    window.get_by_role("button", name="Add it").click()
    expect(window.get_by_role("heading", level=1)).to_contain_text("Keep these codes")
    window.goto("/account/logout/")
    window.get_by_role("main").get_by_role("button", name="Sign out").click()

    window.get_by_role("button", name="Use a passkey").click()
    window.wait_for_url(lambda address: "login" not in address)
    window.goto("/account/")

    expect(window.get_by_text("my phone")).to_be_visible()


def test_says_when_a_passkey_does_not_work(open_window: OpenWindow, agency: Agency) -> None:
    window = open_window()
    session = window.context.new_cdp_session(window)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    window.goto("/account/login/")

    window.get_by_role("button", name="Use a passkey").click()

    expect(window.get_by_text("The passkey did not work, or you stopped.")).to_be_visible()


@pytest.mark.parametrize("address", ["/account/signup/", "/account/email/", "/account/3rdparty/"])
def test_has_no_page_for_what_is_not_offered(open_window: OpenWindow, director: StaffMember, address: str) -> None:
    window = open_window(viewer=director)

    answer = window.goto(address)

    assert answer is not None
    assert answer.status == 404
