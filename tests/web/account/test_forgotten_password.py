"""A new password by mail."""

from __future__ import annotations

import re

from django.core import mail
from django.test import Client

from lineofsight.apps.agency.models import Agency, StaffMember


def test_leads_from_the_mail_to_a_new_password(director: StaffMember) -> None:
    browser = Client()
    browser.post("/account/password/reset/", {"email": director.email})
    link = re.search(r"http://127.0.0.1:8000(\S+)", str(mail.outbox[0].body))
    assert link is not None

    form = browser.get(link[1], follow=True)
    chosen = {"password1": "eleven swans over the weir", "password2": "eleven swans over the weir"}
    browser.post(form.redirect_chain[-1][0], chosen)

    director.refresh_from_db()
    assert director.check_password("eleven swans over the weir")


def test_leads_to_the_agencys_address_whatever_host_was_named(director: StaffMember) -> None:
    Client(headers={"host": "localhost:9999"}).post("/account/password/reset/", {"email": director.email})

    assert "http://127.0.0.1:8000/account/password/reset/key/" in mail.outbox[0].body
    assert "localhost" not in mail.outbox[0].body


def test_says_when_the_link_is_used_up(director: StaffMember) -> None:
    answer = Client().get("/account/password/reset/key/1-abc-123/")

    assert b"This link does not work any more" in answer.content


def test_sends_nothing_to_strangers_and_does_not_say_so(agency: Agency) -> None:
    answer = Client().post("/account/password/reset/", {"email": "nobody@elsewhere.example"})

    assert answer.headers["Location"] == "/account/password/reset/done/"
    assert mail.outbox == []
