"""Somebody else sits down at the same machine."""

from __future__ import annotations

from django.test import Client

from tests.cast import Clients


def test_is_asked_for_anew_each_time_while_signed_in(as_front_line_worker: Client, clients: Clients) -> None:
    page = as_front_line_worker.get(f"/clients/{clients.own.pk}/")

    assert page["Cache-Control"] == "private, no-cache"


def test_is_forgotten_by_the_browser_when_one_signs_out(as_front_line_worker: Client) -> None:
    assert as_front_line_worker.post("/account/logout/")["Clear-Site-Data"] == '"cache"'
