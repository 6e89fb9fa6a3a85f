"""Connecting an authenticator app."""

from __future__ import annotations

from django.test import Client

from lineofsight.apps.agency.models import StaffMember
from tests.cast import PASSWORD


def test_calls_the_code_by_one_name(director: StaffMember) -> None:
    browser = Client()
    browser.post("/account/login/", {"login": director.email, "password": PASSWORD})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})

    page = browser.post("/account/second-step/app/add/", {"code": ""}).content.decode()

    assert page.count("The code the app shows</") == 2, "in the summary and above the answer"
    assert "Authenticator code" not in page
