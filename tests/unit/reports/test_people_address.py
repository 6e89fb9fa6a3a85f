"""The address of a list of people behind a figure is read, or refused; it is never something that cannot be counted."""

from __future__ import annotations

from datetime import date

import pytest

from lineofsight.apps.reports.selectors.people_address import read_asked


def test_reads_the_days() -> None:
    asked = read_asked({"from": "2026-07-01", "to": "2026-09-30"})

    assert asked is not None
    assert asked.days == (date(2026, 7, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-09-30", "2026-07-01"), ("0001-01-01", "2026-09-30"), ("2026-07-01", "9999-12-31"), ("", ""), ("x", "y")],
)
def test_reads_nothing_that_is_no_period(first: str, last: str) -> None:
    assert read_asked({"from": first, "to": last}) is None
