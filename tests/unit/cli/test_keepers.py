"""A keeper looks, rests and looks again; what breaks is said and does not end it."""

import logging
from collections.abc import Iterator

import pytest

from lineofsight.cli import keepers
from lineofsight.cli.beside_pages import REFUSED
from lineofsight.cli.keepers import AGAIN_SECONDS, Keeper, keep, look_after_drawings, look_after_figures


class EnoughSeen(Exception):
    pass


def rests_of(keeper: Keeper, looks: int) -> list[float]:
    """How long it rests before each of so many looks, and after the last."""
    rests: list[float] = []

    def sleep(seconds: float) -> None:
        rests.append(seconds)
        if len(rests) > looks:
            raise EnoughSeen

    with pytest.raises(EnoughSeen):
        keep(keeper, sleep=sleep)
    return rests


@pytest.mark.django_db
def test_rests_as_long_as_each_look_says() -> None:
    said: Iterator[float] = iter([1.0, 7.0])

    assert rests_of(Keeper("keeps-time", lambda: next(said), "No time.", first=30.0), 2) == [30.0, 1.0, 7.0]


@pytest.mark.django_db
def test_goes_on_after_something_broke(caplog: pytest.LogCaptureFixture) -> None:
    said = iter([OSError("disk full"), 1.0])

    def look() -> float:
        one = next(said)
        if isinstance(one, OSError):
            raise one
        return one

    with caplog.at_level(logging.ERROR):
        rests = rests_of(Keeper("keeps-time", look, "The time could not be kept."), 2)

    assert rests == [0.0, AGAIN_SECONDS, 1.0]
    assert "The time could not be kept. Tried again in a minute." in caplog.text


@pytest.mark.parametrize(("code", "is_long"), [(0, False), (REFUSED, False), (-9, True)])
def test_rests_longer_after_a_build_that_was_cut_off(monkeypatch: pytest.MonkeyPatch, code: int, is_long: bool) -> None:
    monkeypatch.setattr("lineofsight.apps.figures.selectors.builds.needs_build", lambda: True)
    monkeypatch.setattr(keepers, "run_beside_pages", lambda job, pipe: code)
    monkeypatch.setattr(keepers, "WAIT_SECONDS", 0.0)

    assert (look_after_figures(0) == AGAIN_SECONDS) is is_long


def test_draws_nothing_that_no_page_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lineofsight.apps.reports.selectors.drawings.are_drawings_wanted", lambda: False)
    monkeypatch.setattr(keepers, "run_beside_pages", lambda job, pipe: pytest.fail("drew"))

    assert look_after_drawings(0) < AGAIN_SECONDS
