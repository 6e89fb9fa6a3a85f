"""320 px is the narrowest screen we promise."""

from __future__ import annotations

import pytest

from .audit import sticks_out
from .pages import OpenWindow, Page, every_page


@every_page
def test_fits_320_pixels(page_of_the_house: Page, open_window: OpenWindow, request: pytest.FixtureRequest) -> None:
    window = page_of_the_house.open(open_window, request.getfixturevalue, width=320)

    assert sticks_out(window) == []
