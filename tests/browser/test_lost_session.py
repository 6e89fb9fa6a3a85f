"""What was typed into a form whose session had ended comes back after signing in, for the same person alone."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page, expect

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import Service, ServiceType
from tests.cast import PASSWORD, Clients

from .pages import OpenWindow

NOTE = "She asked for the afternoon group and for a ride on Tuesdays."


def send_without_a_session(window: Page, client_id: int) -> None:
    window.goto(reverse("service_add", args=[client_id]))
    window.get_by_label("Note").fill(NOTE)
    window.context.clear_cookies(name="lineofsight_session")
    window.get_by_role("button", name="Write it down").click()
    expect(window.get_by_text("You were signed out; what you typed was not saved.")).to_be_visible()


def sign_in(window: Page, staff: StaffMember) -> None:
    window.get_by_label("Work email or sign-in name").fill(staff.email)
    window.get_by_label("Password").fill(PASSWORD)
    window.get_by_role("button", name="Sign in").click()


def test_brings_the_note_back_after_signing_in(
    open_window: OpenWindow, clients: Clients, front_line_worker: StaffMember
) -> None:
    kind = ServiceType.objects.create(name="Visit")
    window = open_window(viewer=front_line_worker)
    send_without_a_session(window, clients.own.pk)
    sign_in(window, front_line_worker)

    expect(window.get_by_label("Note")).to_have_value(NOTE)
    expect(window.get_by_text("Not saved yet")).to_be_visible()

    window.get_by_label("What", exact=True).select_option(str(kind.pk))
    window.get_by_role("button", name="Write it down").click()
    expect(window.get_by_text("Written down: Visit.")).to_be_visible()
    assert Service.objects.get().note == NOTE
    assert window.evaluate("sessionStorage.getItem('lineofsight.draft')") is None


def test_shows_it_to_nobody_else_at_this_machine(
    open_window: OpenWindow, clients: Clients, front_line_worker: StaffMember, supervisor: StaffMember
) -> None:
    ServiceType.objects.create(name="Visit")
    window = open_window(viewer=front_line_worker)
    send_without_a_session(window, clients.own.pk)
    sign_in(window, supervisor)

    expect(window.get_by_label("Note")).to_have_value("")
    assert window.evaluate("sessionStorage.getItem('lineofsight.draft')") is None
