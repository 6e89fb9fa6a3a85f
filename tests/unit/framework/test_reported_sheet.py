"""Figures pasted from a sheet, or read from a CSV file."""

from datetime import date

import pytest

from lineofsight.apps.framework.reported_counts import Counts, Days
from lineofsight.apps.framework.reported_sheet import SheetShape, read_sheet
from lineofsight.problems import Problem

SHARES = SheetShape(two_counts=True, first_month=7)
NUMBERS = SheetShape(two_counts=False, first_month=7)


def test_reads_pasted_cells() -> None:
    sheet = read_sheet("Year\tGraduates\tCohort\n2024\t1,549\t1,880\n2025\t1558\t1874\n", SHARES)

    assert sheet.problems == ()
    assert [(row.line, row.counts) for row in sheet.rows] == [
        (2, Counts(numerator=1549, denominator=1880)),
        (3, Counts(numerator=1558, denominator=1874)),
    ]


def test_reads_two_columns_of_a_number() -> None:
    (row,) = read_sheet("Q3 2026,412", NUMBERS).rows

    assert (row.days, row.counts) == (Days(date(2026, 7, 1), date(2026, 9, 30)), Counts(count=412))


def test_reads_semicolons_and_quoted_commas() -> None:
    assert read_sheet('2025;"1,558";1874', SHARES).rows[0].counts == Counts(numerator=1558, denominator=1874)


def test_reads_groups() -> None:
    shape = SheetShape(two_counts=True, has_group=True)

    assert [row.group for row in read_sheet("2025,Girls,5,10\n2025,Boys,4,9", shape).rows] == ["Girls", "Boys"]


def test_reads_counts_alone_from_a_first_day_on() -> None:
    shape = SheetShape(two_counts=False, first_day=date(2026, 1, 1), step_months=3)

    rows = read_sheet("40\n44\n", shape).rows

    assert [row.days.starts_on for row in rows] == [date(2026, 1, 1), date(2026, 4, 1)]


def test_says_what_is_wrong_with_each_line_and_reads_the_others() -> None:
    sheet = read_sheet("2024,5,10\n2025,58%\n2026,many,10\nlast year,1,2", SHARES)

    assert [row.line for row in sheet.rows] == [1]
    assert [(each.line, each.sentence.split(".")[0]) for each in sheet.problems] == [
        (2, "You wrote 58%"),
        (3, "“many” is not a count"),
        (4, "“last year” is not a period we can read"),
    ]


def test_says_when_a_period_is_there_twice() -> None:
    sheet = read_sheet("2025,5,10\nJanuary 1, 2025 to December 31, 2025", SHARES)

    assert sheet.problems[0].line == 2
    twice = read_sheet("2025\t5\t10\n2025-01-01 to 2025-12-31\t6\t10", SHARES)
    assert [(each.line, each.sentence) for each in twice.problems] == [(2, "Line 1 is about the same period.")]


def test_names_the_columns_when_there_are_too_many() -> None:
    (problem,) = read_sheet("2025,1,2,3", SHARES).problems

    assert "The columns are: the period, how many, of how many." in problem.sentence


def test_refuses_nothing_at_all() -> None:
    with pytest.raises(Problem, match="no line with figures"):
        read_sheet("Year\tGraduates\n", SHARES)


def test_refuses_too_many_lines() -> None:
    with pytest.raises(Problem, match="at most 1000"):
        read_sheet("2025,1\n" * 1001, NUMBERS)
