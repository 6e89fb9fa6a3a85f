"""Counts and periods as people write them."""

from datetime import date

import pytest

from lineofsight.apps.framework.reported_counts import Days, read_count, read_days, steps_from
from lineofsight.problems import Problem


@pytest.mark.parametrize(("written", "count"), [("412", 412), (" 1,284 ", 1284), ("0", 0)])
def test_reads_a_count(written: str, count: int) -> None:
    assert read_count(written, of_two=True) == count


@pytest.mark.parametrize("written", ["58%", "58 %", "58.2%", "0.58", ".58"])
def test_refuses_a_bare_percentage(written: str) -> None:
    with pytest.raises(Problem, match="Give the two counts") as refused:
        read_count(written, of_two=True)
    assert refused.value.code == "F050"


@pytest.mark.parametrize("written", ["many", "-3", "1.5", "", "12 of 20"])
def test_refuses_what_is_no_count(written: str) -> None:
    with pytest.raises(Problem) as refused:
        read_count(written, of_two=True)
    assert refused.value.code == "F051"


@pytest.mark.parametrize(
    ("written", "starts_on", "ends_on"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("FY 2026", date(2025, 7, 1), date(2026, 6, 30)),
        ("fy26", date(2025, 7, 1), date(2026, 6, 30)),
        ("2025-26", date(2025, 7, 1), date(2026, 6, 30)),
        ("2025–2026", date(2025, 7, 1), date(2026, 6, 30)),
        ("Q3 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026 q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("March 2026", date(2026, 3, 1), date(2026, 3, 31)),
        ("Mar. 2026", date(2026, 3, 1), date(2026, 3, 31)),
        ("2026-01-28", date(2026, 1, 28), date(2026, 1, 28)),
        ("1/28/2026", date(2026, 1, 28), date(2026, 1, 28)),
        ("2026-01-01 to 2026-03-31", date(2026, 1, 1), date(2026, 3, 31)),
        ("1/1/2026 - 3/31/2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("Jan 1, 2026 – Mar 31, 2026", date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_reads_a_period(written: str, starts_on: date, ends_on: date) -> None:
    assert read_days(written, first_month=7) == Days(starts_on, ends_on)


@pytest.mark.parametrize("written", ["last year", "2026-13", "Q5 2026", "2026-03-31 to 2026-01-01", "13/2026", ""])
def test_refuses_what_is_no_period(written: str) -> None:
    with pytest.raises(Problem) as refused:
        read_days(written, first_month=7)
    assert refused.value.code == "F052"


def test_asks_for_the_first_month_of_the_agencys_year() -> None:
    with pytest.raises(Problem, match="nobody has said when it begins"):
        read_days("FY 2026", first_month=None)


def test_counts_periods_one_after_the_other() -> None:
    assert steps_from(date(2026, 1, 1), 1, 3) == [
        Days(date(2026, 1, 1), date(2026, 1, 31)),
        Days(date(2026, 2, 1), date(2026, 2, 28)),
        Days(date(2026, 3, 1), date(2026, 3, 31)),
    ]
