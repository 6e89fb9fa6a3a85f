"""A staff list on the page: sent, looked at, written."""

from __future__ import annotations

import html
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lineofsight.apps.agency.models import StaffMember
from tests.cast import Programs

LIST = "Name,Role,Program\nRosa Delgado,Supervisor,Mentoring\n"


def hidden(page: str, name: str) -> str:
    """The value of a hidden field, as the browser would send it."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def test_writes_nothing_before_the_preview_was_seen(as_administrator: Client, programs: Programs) -> None:
    upload = SimpleUploadedFile("staff.csv", LIST.encode("utf-8-sig"))

    page = as_administrator.post("/setup/people/list/", {"file": upload}).content.decode()

    assert "1 new, 0 changed." in page
    assert "Supervisor: Mentoring" in page
    assert not StaffMember.objects.filter(name="Rosa Delgado").exists()


def test_writes_what_the_preview_showed(as_administrator: Client, programs: Programs) -> None:
    preview = as_administrator.post("/setup/people/list/", {"text": LIST}).content.decode()
    seen = {"text": hidden(preview, "text"), "fingerprint": hidden(preview, "fingerprint")}

    page = as_administrator.post("/setup/people/list/", seen, follow=True).content.decode()

    assert "1 person is new, 0 changed." in page
    assert StaffMember.objects.get(name="Rosa Delgado").roles.get().program == programs.mentoring


def test_shows_problems_with_line_and_column_and_no_button(as_administrator: Client, programs: Programs) -> None:
    page = as_administrator.post("/setup/people/list/", {"text": "Name,Role\nRosa,Boss\n"}).content.decode()

    assert ("Line 2" in page, "“Boss” is not a role" in page, "Write it" in page) == (True, True, False)


def test_shows_the_new_preview_when_the_staff_changed_meanwhile(as_administrator: Client, programs: Programs) -> None:
    page = as_administrator.post("/setup/people/list/", {"text": LIST, "fingerprint": "old"}).content.decode()

    assert "The staff list has changed since this preview." in page
    assert not StaffMember.objects.filter(name="Rosa Delgado").exists()


def test_says_what_to_do_with_a_workbook(as_administrator: Client) -> None:
    upload = SimpleUploadedFile("staff.xlsx", b"PK\x03\x04")

    assert "This is a workbook" in as_administrator.post("/setup/people/list/", {"file": upload}).content.decode()


def test_asks_for_a_list(as_administrator: Client) -> None:
    assert "There is no list yet." in as_administrator.post("/setup/people/list/", {"text": " "}).content.decode()


def test_gives_the_template(as_administrator: Client) -> None:
    response = as_administrator.get("/setup/people/list/template/")

    assert response["Content-Disposition"] == 'attachment; filename="staff-list.csv"'
    assert response.content.decode().startswith("\ufeffName,Email,")


def test_lets_nobody_else_write(as_performance_lead: Client) -> None:
    assert as_performance_lead.post("/setup/people/list/", {"text": LIST, "fingerprint": ""}).status_code == 403
