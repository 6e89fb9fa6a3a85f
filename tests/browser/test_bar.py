"""The bar and the person's menu, by keyboard, on both kinds of screen and without JavaScript."""

from __future__ import annotations

from playwright.sync_api import expect

from lineofsight.apps.agency.models import Agency, StaffMember

from .pages import OpenWindow


def test_signs_out_from_the_menu_on_a_narrow_screen(open_window: OpenWindow, director: StaffMember) -> None:
    window = open_window(width=360, viewer=director)
    window.goto("/account/")

    window.get_by_text("Menu").click()
    window.get_by_role("button", name="Sign out").click()

    expect(window.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_signs_out_from_the_persons_menu_without_javascript(open_window: OpenWindow, director: StaffMember) -> None:
    window = open_window(width=1280, viewer=director, java_script_enabled=False)
    window.goto("/account/")

    window.locator("summary", has_text=director.name).click()
    window.get_by_role("button", name="Sign out").click()

    expect(window.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_skips_to_the_page_with_the_first_tab(open_window: OpenWindow, director: StaffMember) -> None:
    window = open_window(viewer=director)
    window.goto("/account/")

    window.keyboard.press("Tab")
    window.keyboard.press("Enter")

    expect(window.locator("#main")).to_be_focused()


def test_opens_the_menu_by_keyboard(open_window: OpenWindow, director: StaffMember) -> None:
    window = open_window(width=360, viewer=director)
    window.goto("/account/")

    window.locator(".los-menu.is-all summary").focus()
    window.keyboard.press("Enter")

    expect(window.get_by_role("link", name="My account")).to_be_visible()


def test_says_that_the_agency_is_made_up(open_window: OpenWindow, agency: Agency) -> None:
    agency.is_made_up = True
    agency.save()
    window = open_window()

    window.goto("/account/login/")

    expect(window.get_by_text("Made-up agency.")).to_be_visible()
