"""The audit itself finds what it is there to find."""

from __future__ import annotations

from .audit import findings, sticks_out
from .pages import OpenWindow


def test_finds_a_picture_without_words(open_window: OpenWindow) -> None:
    window = open_window()
    window.set_content('<html lang="en"><title>Pictures</title><main><h1>One</h1><img src="one.png"></main></html>')

    assert any("image-alt" in finding for finding in findings(window))


def test_finds_a_line_wider_than_the_screen(open_window: OpenWindow) -> None:
    window = open_window(width=360)
    window.set_content("<pre>" + "wide " * 100 + "</pre>")

    assert sticks_out(window) != []
