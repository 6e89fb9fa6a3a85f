"""Inviting on the page: by mail, link or slip."""

from __future__ import annotations

import re

from django.core import mail
from django.test import Client

from lineofsight.apps.agency.models import Invitation, StaffMember
from lineofsight.apps.agency.services.staff import add_staff
from tests.cast import Programs

CODE = re.compile(r"/in/((?:[0-9A-Z]{4}-){2}[0-9A-Z]{4})")


def test_shows_a_slip_with_address_and_picture(as_administrator: Client, programs: Programs) -> None:
    response = as_administrator.post(
        "/setup/people/invite/",
        {"name": "Rosa Delgado", "role": "front_line", "program": programs.mentoring.pk, "reach": "slip"},
    )

    page = response.content.decode()
    assert "Welcome to Riverside Family Services, Rosa Delgado" in page
    assert CODE.search(page)
    assert 'aria-label="QR code of the one-time link"' in page
    assert "no-store" in response["Cache-Control"]
    assert StaffMember.objects.get(sign_in_name="rosa.delgado").roles.get().program == programs.mentoring


def test_shows_a_link_that_opens(as_administrator: Client, client: Client, programs: Programs) -> None:
    page = as_administrator.post(
        "/setup/people/invite/", {"name": "Rosa Delgado", "role": "board_member", "reach": "link"}
    ).content.decode()

    found = CODE.search(page)
    assert found
    assert "Rosa Delgado" in client.get(f"/in/{found[1]}/").content.decode()


def test_offers_mail_only_when_it_is_set_up(as_administrator: Client, settings: object) -> None:
    without = as_administrator.get("/setup/people/invite/").content.decode()
    settings.EMAIL_HOST = "smtp.riverside.example"  # type: ignore[attr-defined]
    with_mail = as_administrator.get("/setup/people/invite/").content.decode()

    assert "Mail is not set up yet" in without
    assert ('value="mail"' in without, 'value="mail"' in with_mail) == (False, True)


def test_sends_the_link_by_mail_and_shows_it_nowhere(as_administrator: Client, settings: object) -> None:
    settings.EMAIL_HOST = "smtp.riverside.example"  # type: ignore[attr-defined]

    page = as_administrator.post(
        "/setup/people/invite/",
        {"name": "Rosa", "email": "rosa@a.example", "role": "coach", "reach": "mail"},
    ).content.decode()

    assert CODE.search(mail.outbox[0].body)
    assert not CODE.search(page)


def test_invites_nobody_when_the_role_cannot_be_given(as_administrator: Client, programs: Programs) -> None:
    page = as_administrator.post(
        "/setup/people/invite/",
        {"name": "Rosa", "role": "coach", "program": programs.mentoring.pk, "reach": "slip"},
    ).content.decode()

    assert "is for the whole agency" in page
    assert not StaffMember.objects.filter(name="Rosa").exists()
    assert not Invitation.objects.exists()


def test_makes_one_page_of_slips_for_everybody_new(as_administrator: Client, administrator: StaffMember) -> None:
    add_staff(name="Rosa Delgado", actor=administrator)
    add_staff(name="Ben Osei", actor=administrator)

    page = as_administrator.post("/setup/people/slips/").content.decode()

    assert (page.count('class="los-slip"'), Invitation.objects.count()) == (2, 2)


def test_lets_nobody_else_make_slips(as_performance_lead: Client) -> None:
    assert as_performance_lead.post("/setup/people/slips/").status_code == 403


def test_makes_a_new_password_for_somebody_who_was_in(as_administrator: Client, supervisor: StaffMember) -> None:
    page = as_administrator.post(f"/setup/people/{supervisor.pk}/code/", {"reach": "link"}).content.decode()

    assert CODE.search(page)
    assert Invitation.objects.get().purpose == "reset"
