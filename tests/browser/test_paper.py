"""Paper is light, whatever the screen is, and says when and by whom it was printed."""

from __future__ import annotations

from playwright.sync_api import expect

from lineofsight.apps.agency.models import StaffMember

from .pages import OpenWindow


def test_prints_dark_ink_from_a_dark_screen(open_window: OpenWindow, director: StaffMember) -> None:
    window = open_window(color_scheme="dark", viewer=director)
    window.goto("/account/")

    window.emulate_media(media="print")

    assert window.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(30, 36, 34)"


def test_leaves_out_what_only_a_screen_can_open(open_window: OpenWindow, director: StaffMember) -> None:
    window = open_window(viewer=director)
    window.goto("/account/")
    window.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        " '<details><summary>Show the 33 periods</summary>33</details><p class=los-take>Take it along</p>"
        "<table><tfoot><tr><td>Everybody</td></tr></tfoot></table>')"
    )

    window.emulate_media(media="print")

    expect(window.locator("main details")).to_be_hidden()
    expect(window.locator(".los-take")).to_be_hidden()
    assert window.evaluate("getComputedStyle(document.querySelector('tfoot')).display") == "table-row-group"


def test_leaves_the_bar_out_and_signs_the_sheet(open_window: OpenWindow, director: StaffMember) -> None:
    window = open_window(viewer=director)
    window.goto("/account/")

    window.emulate_media(media="print")

    expect(window.locator(".los-bar")).to_be_hidden()
    expect(window.locator(".los-paper")).to_contain_text(f"by {director.name}")
