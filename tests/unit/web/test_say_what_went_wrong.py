"""The pages for what goes wrong."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client, RequestFactory
from requests import ConnectionError as NoConnection

from lineofsight.apps.agency.models import Agency
from lineofsight.web import views


def test_renders_the_server_error_without_a_database() -> None:
    answer = views.server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert b"what was saved before is safe" in answer.content


def test_says_that_single_sign_on_does_not_answer(
    agency: Agency, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = {"provider_id": "office", "name": "Office", "client_id": "x", "settings": {"server_url": "https://o.test"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [office]}}

    def no_answer(*given: object, **more: object) -> None:
        raise NoConnection

    monkeypatch.setattr("allauth.socialaccount.providers.openid_connect.views.OpenIDConnectOAuth2Adapter", no_answer)

    answer = Client().get("/account/oidc/office/login/")

    assert answer.status_code == 502
    assert b"Single sign-on did not work" in answer.content


def test_offers_single_sign_on_when_it_is_configured(agency: Agency, settings: LazySettings) -> None:
    office = {"provider_id": "office", "name": "Riverside sign-on", "client_id": "x", "settings": {"server_url": "x"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [office]}}

    answer = Client().get("/account/login/")

    assert b"Riverside sign-on" in answer.content


def test_sends_people_to_an_administrator_when_there_is_no_mail(agency: Agency, settings: LazySettings) -> None:
    settings.MAIL = {}

    answer = Client().get("/account/password/reset/")

    assert b"Ask an administrator of your agency." in answer.content
    assert b'name="email"' not in answer.content


def test_mails_a_link_when_there_is_mail(agency: Agency, settings: LazySettings) -> None:
    settings.MAIL = {"host": "mail.test"}

    answer = Client().get("/account/password/reset/")

    assert b'name="email"' in answer.content
