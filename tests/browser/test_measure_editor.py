"""“The share of youth whose score improved by 5 or more between start and exit, by program”: from nothing to published.

On the made-up agency, by two people. Pictures of each step go into `LINEOFSIGHT_SHOTS`.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lineofsight.demo.password import PASSWORD

from .audit import findings, sticks_out

SECONDS_TO_BUILD = 300
TITLE = "Youth come to feel that they belong"
Sign = Callable[[str], Page]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the made-up agency, in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "lineofsight"), "demo"]
    home = tmp_path_factory.mktemp("editor") / "home"
    of_tests = ("LINEOFSIGHT_", "DJANGO_")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(of_tests)}
    server = subprocess.Popen(
        [*command, "--home", str(home), "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS_TO_BUILD
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/", timeout=5)
        except OSError:
            time.sleep(1)
        else:
            return
    pytest.fail("The made-up agency did not start.")


@pytest.fixture
def sign_in(browser: Browser, demo: str) -> Iterator[Sign]:
    opened = []

    def sign_in(name: str) -> Page:
        context = browser.new_context(base_url=demo, viewport={"width": 1280, "height": 900})
        opened.append(context)
        window = context.new_page()
        window.goto("/")
        window.get_by_label("Work email or sign-in name").fill(name)
        window.get_by_label("Password").fill(PASSWORD)
        window.get_by_role("button", name="Sign in").click()
        return window

    yield sign_in
    for context in opened:
        context.close()


def keep(window: Page, name: str) -> None:
    """Nothing sticks out and axe has nothing to say, wide and narrow; a picture of each where a folder is named."""
    folder = os.environ.get("LINEOFSIGHT_SHOTS", "")
    for width in (360, 1280):
        window.set_viewport_size({"width": width, "height": 900})
        if folder:
            window.screenshot(path=Path(folder) / f"editor-{name}-{width}.png", full_page=True)
        assert sticks_out(window) == []
        assert findings(window) == []


def test_leads_from_nothing_to_a_published_measure(sign_in: Sign) -> None:
    author = sign_in("imani.brooks")
    author.goto("/line-of-sight/measures/new/")
    keep(author, "1-begin")
    author.get_by_label("What is it called?").fill(TITLE)
    author.get_by_label("Is anyone better off?").check()
    author.get_by_role("button", name="Begin", exact=True).click()
    keep(author, "2-empty")
    expect(author.locator("#grows")).to_contain_text("whom do we count?")

    author.get_by_label("clients", exact=True).check()
    author.get_by_label("They left in it").check()
    author.get_by_label("The share whose answer improved by so much").check()
    author.get_by_label("The answer to").select_option(label="Feels part of a group")
    author.get_by_label("By at least").fill("5")
    author.get_by_label("Program", exact=True).check()
    author.get_by_label("How many days after can it be known?").fill("30")
    author.get_by_label("Up is good").check()
    expect(author.locator("#grows")).to_contain_text("rose by 5 or more from start to exit, by program, known 30 days")
    expect(author.locator("#beside")).to_contain_text("have no second answer and are left out")
    expect(author.locator("#beside")).to_contain_text("Bright Path")
    author.get_by_role("button", name="Keep the draft").click()
    keep(author, "3-kept")
    author.get_by_role("button", name="Show a few").click()
    expect(author.locator("#beside")).to_contain_text("Counted because")
    keep(author, "4-people")

    author.get_by_role("link", name="Write them down").click()
    author.get_by_role("link", name="Write somebody down").click()
    author.get_by_label("Who is it, in a few words?").fill("Up 7 points")
    author.get_by_label("The period begins on").fill("2026-03-01")
    author.get_by_label("and ends on").fill("2026-03-31")
    author.get_by_label("First day").fill("2025-01-05")
    author.get_by_label("Last day").fill("2026-03-10")
    for number, (day, point, score) in enumerate((("2025-01-05", "start", "9"), ("2026-03-10", "exit", "16"))):
        author.get_by_label("Day of the record").nth(number).fill(day)
        author.get_by_label("When it was asked").nth(number).select_option(point)
        author.get_by_label("Feels part of a group").nth(number).fill(score)
    author.get_by_role("group", name="Is this person included?").get_by_label("Yes").check()
    author.get_by_role("group", name="Did they make it?").get_by_label("Yes").check()
    keep(author, "5-made-up")
    author.get_by_role("button", name="Keep", exact=True).click()
    expect(author.get_by_text("All of them are judged as you expect.")).to_be_visible()
    keep(author, "6-cases")

    author.get_by_role("link", name=TITLE).first.click()
    author.get_by_role("button", name="Ask for a look").click()
    expect(author.get_by_text("It waits for a second person’s look")).to_be_visible()
    keep(author, "7-asked")
    expect(author.get_by_role("button", name="Publish")).to_have_count(0)

    second = sign_in("margaret.oyelaran")
    second.goto("/line-of-sight/measures/")
    second.get_by_role("link", name=TITLE).first.click()
    expect(second.get_by_text("Imani Brooks asks you to look.")).to_be_visible()
    keep(second, "8-look")
    second.get_by_role("button", name="Approve").click()

    author.reload()
    author.get_by_role("button", name="Publish").click()
    expect(author.get_by_text("Version 1 is published.")).to_be_visible()
    keep(author, "9-published")


def test_swaps_what_a_condition_is_asked_against_and_keeps_what_is_typed(sign_in: Sign) -> None:
    author = sign_in("imani.brooks")
    author.goto("/line-of-sight/measures/")
    author.get_by_role("link", name="Youth attend school more").first.click()
    author.get_by_role("link", name="Change its words").click()
    author.get_by_label("What does it not say?").fill("Typed and not kept yet")

    condition = author.locator("#population-0")
    condition.get_by_label("What", exact=True).select_option(label="Gender")
    expect(condition.get_by_label("How", exact=True)).to_have_value("includes")
    expect(condition.get_by_label("Against").locator("option")).not_to_have_count(0)
    expect(author.get_by_label("What does it not say?")).to_have_value("Typed and not kept yet")
    author.get_by_role("button", name="Add a condition").first.click()

    expect(author.get_by_label("What does it not say?")).to_have_value("Typed and not kept yet")
    expect(author.locator("#population-3")).to_be_visible()
