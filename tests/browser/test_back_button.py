"""One entry, saved again after the browser's back button, is one row, and the page says so."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import expect

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import Service, ServiceType
from tests.cast import Clients

from .pages import OpenWindow

ONCE = "You had sent it before; it stands here once."


def test_saves_the_same_service_once(open_window: OpenWindow, clients: Clients, front_line_worker: StaffMember) -> None:
    kind = ServiceType.objects.create(name="Visit")
    window = open_window(viewer=front_line_worker)
    window.goto(reverse("service_add", args=[clients.own.pk]))
    window.get_by_label("What", exact=True).select_option(str(kind.pk))
    window.get_by_role("button", name="Write it down").click()
    expect(window.get_by_text("Written down: Visit.")).to_be_visible()
    expect(window.get_by_text(ONCE)).to_have_count(0)

    window.go_back()
    window.get_by_label("What", exact=True).select_option(str(kind.pk))
    window.get_by_role("button", name="Write it down").click()

    expect(window.get_by_text(ONCE)).to_be_visible()
    assert Service.objects.count() == 1


def test_a_page_opened_anew_is_another_entry(
    open_window: OpenWindow, clients: Clients, front_line_worker: StaffMember
) -> None:
    kind = ServiceType.objects.create(name="Visit")
    window = open_window(viewer=front_line_worker)
    for count in (1, 2):
        window.goto(reverse("service_add", args=[clients.own.pk]))
        window.get_by_label("What", exact=True).select_option(str(kind.pk))
        window.get_by_role("button", name="Write it down").click()
        expect(window.get_by_text("Written down: Visit.")).to_be_visible()
        assert Service.objects.count() == count
