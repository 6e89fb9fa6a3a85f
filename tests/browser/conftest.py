"""A real browser before a real server.

`LINEOFSIGHT_SHOTS` names a folder in which the pictures of all pages are kept, to be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import Household
from tests.cast import Clients, Programs, Sites, admit

from .pages import OpenWindow

CHROMIUM = Path("/usr/bin/chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    absent = pytest.mark.skip(reason=f"There is no browser at {CHROMIUM}: install the system's Chromium.")
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
            if not CHROMIUM.exists():
                item.add_marker(absent)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def house(settings: LazySettings, real_transactions: None, live_server: LiveServer) -> str:
    """The address of the running server."""
    settings.ROOT_URLCONF = "tests.browser.urls"
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return str(live_server.url)


@pytest.fixture
def family(clients: Clients, programs: Programs, sites: Sites, front_line_worker: StaffMember) -> list[int]:
    """A household of two: the number of somebody in it, and its own."""
    household = Household.objects.create()
    mother = admit("Rosa", "Ramirez", programs.mentoring, sites.north, front_line_worker)
    mother.enrollments.update(household=household, relationship="head")
    clients.own.enrollments.update(household=household, relationship="child")
    return [clients.own.pk, household.pk]


@pytest.fixture
def open_window(browser: Browser, house: str) -> Iterator[OpenWindow]:
    """`open_window(width=360, viewer=staff, color_scheme="dark")`: a window of its own, with this person signed in."""
    opened: list[BrowserContext] = []

    def open_window(*, width: int = 1280, viewer: StaffMember | None = None, **more: Any) -> Page:
        context = browser.new_context(base_url=house, viewport={"width": width, "height": 800}, **more)
        opened.append(context)
        if viewer is not None:
            sign_in(context, viewer, house)
        return context.new_page()

    yield open_window
    for context in opened:
        context.close()


def sign_in(context: BrowserContext, viewer: StaffMember, house: str) -> None:
    client = Client()
    client.force_login(viewer)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": house}])


@pytest.fixture
def keep_picture(request: pytest.FixtureRequest) -> Callable[[Page], None]:
    """Keeps a picture of the whole page in `LINEOFSIGHT_SHOTS`, named like the test; does nothing without it."""
    folder = os.environ.get("LINEOFSIGHT_SHOTS", "")

    def keep(page: Page) -> None:
        if folder:
            name = request.node.name.partition("[")[2].rstrip("]")
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return keep
