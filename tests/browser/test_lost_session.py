"""What was typed into a form whose session had ended comes back after signing in, for the same person alone."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page, expect

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import Participant, Service, ServiceType
from tests.cast import PASSWORD, Clients

from .pages import OpenWindow

KEEP_WITHOUT_SENDING = "document.addEventListener('submit', event => event.preventDefault())"
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


def test_brings_every_kind_of_answer_back(
    open_window: OpenWindow, clients: Clients, front_line_worker: StaffMember
) -> None:
    window = open_window(viewer=front_line_worker)
    window.goto(reverse("client_add"))
    window.get_by_label("Date of birth").fill("2012-03-01")
    window.get_by_label("How well is it known?").select_option("approximate")
    window.get_by_label("First name").fill("Amina")
    window.get_by_label("Put them on my list").uncheck()
    window.context.clear_cookies(name="lineofsight_session")
    window.get_by_role("button", name="Add this client").click()
    sign_in(window, front_line_worker)

    expect(window.get_by_text("Not saved yet")).to_have_count(1)
    expect(window.get_by_label("Date of birth")).to_have_value("2012-03-01")
    expect(window.get_by_label("How well is it known?")).to_have_value("approximate")
    expect(window.get_by_label("First name")).to_have_value("Amina")
    expect(window.get_by_label("Put them on my list")).not_to_be_checked()


def test_brings_chosen_buttons_back(open_window: OpenWindow, clients: Clients, front_line_worker: StaffMember) -> None:
    window = open_window(viewer=front_line_worker)
    window.goto(reverse("client_change", args=[clients.own.pk]))
    window.get_by_label("Woman", exact=False).first.check()
    window.context.clear_cookies(name="lineofsight_session")
    window.get_by_role("button", name="Save").click()
    sign_in(window, front_line_worker)

    expect(window.get_by_label("Woman", exact=False).first).to_be_checked()


def test_overwrites_nothing_that_was_changed_meanwhile(
    open_window: OpenWindow, clients: Clients, front_line_worker: StaffMember
) -> None:
    window = open_window(viewer=front_line_worker)
    window.goto(reverse("client_change", args=[clients.own.pk]))
    window.get_by_label("First name").fill("Mayra")
    window.context.clear_cookies(name="lineofsight_session")
    window.get_by_role("button", name="Save").click()
    Participant.objects.filter(pk=clients.own.pk).update(first_name="Maia")
    sign_in(window, front_line_worker)

    expect(window.get_by_label("First name")).to_have_value("Maia")
    expect(window.get_by_text("This was changed meanwhile. You had entered: Mayra")).to_be_visible()


def test_keeps_no_password_and_nothing_hidden(
    open_window: OpenWindow, clients: Clients, front_line_worker: StaffMember
) -> None:
    ServiceType.objects.create(name="Visit")
    window = open_window(viewer=front_line_worker)
    window.goto(reverse("account_change_password"))
    window.evaluate(KEEP_WITHOUT_SENDING)
    window.locator("input[type=password]").first.fill("a walk that nobody knows")
    window.locator("main form button").first.click()
    assert window.evaluate("sessionStorage.getItem('lineofsight.draft')") is None

    window.goto(reverse("service_add", args=[clients.own.pk]))
    window.evaluate(KEEP_WITHOUT_SENDING)
    window.get_by_label("Note").fill(NOTE)
    window.get_by_role("button", name="Write it down").click()
    draft = window.evaluate("sessionStorage.getItem('lineofsight.draft')")
    assert NOTE in draft
    assert "csrfmiddlewaretoken" not in draft
    assert "entry_id" not in draft
