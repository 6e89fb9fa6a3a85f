"""Every page, on wide and narrow screens, by day and by night: nothing sticks out and axe has nothing to say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Window

from .audit import findings, sticks_out
from .pages import OpenWindow, Page, every_page


@every_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_passes_axe_and_fits(
    page_of_the_house: Page,
    width: int,
    scheme: str,
    open_window: OpenWindow,
    keep_picture: Callable[[Window], None],
    request: pytest.FixtureRequest,
) -> None:
    window = page_of_the_house.open(open_window, request.getfixturevalue, width=width, color_scheme=scheme)

    keep_picture(window)

    assert findings(window) == []
    assert sticks_out(window) == []
