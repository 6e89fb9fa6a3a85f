"""Tables of one dimension: what goes with a withheld row, and what a second release would show."""

from __future__ import annotations

import pytest

from lineofsight.disclosure import (
    Policy,
    Rule,
    ShareCell,
    SmallDifference,
    Withheld,
    Zeros,
    release_table,
    small_differences,
)
from lineofsight.problems import Problem

FEW = Withheld(Rule.FEW_PEOPLE)
TOGETHER = Withheld(Rule.FEW_OR_PROTECTS)
STAFF_SURVEY = Policy(lone_row_shown=False)


def counts(**rows: int) -> dict[str, int]:
    return rows


# What goes with a withheld row


def test_shows_a_table_without_few_as_it_is() -> None:
    released = release_table(counts(east=12, north=9), Policy())

    assert (released.rows, released.total) == ({"east": 12, "north": 9}, 21)


def test_withholds_the_smallest_other_row_so_that_a_single_one_cannot_be_worked_out() -> None:
    released = release_table(counts(a=12, b=9, c=6, d=4), Policy())

    assert released.rows == {"a": 12, "b": 9, "c": TOGETHER, "d": TOGETHER}
    assert released.total == 31


def test_withholds_more_while_the_withheld_rows_are_few_together() -> None:
    assert release_table(counts(a=30, b=9, c=2, d=1), Policy()).rows == {
        "a": 30,
        "b": TOGETHER,
        "c": TOGETHER,
        "d": TOGETHER,
    }


def test_withholds_no_third_row_where_two_of_few_hide_each_other() -> None:
    assert release_table(counts(a=30, b=9, c=3, d=3), Policy()).rows == {"a": 30, "b": 9, "c": FEW, "d": FEW}


def test_withholds_a_third_row_where_both_few_can_only_be_four() -> None:
    released = release_table(counts(a=40, b=30, c=20, d=4, e=4), Policy())

    assert [name for name, figure in released.rows.items() if isinstance(figure, Withheld)] == ["c", "d", "e"]


def test_takes_of_equal_rows_the_first_by_name() -> None:
    assert release_table(counts(z=9, y=9, x=20, few=2), Policy()).rows["y"] == TOGETHER
    assert release_table(counts(z=9, y=9, x=20, few=2), Policy()).rows["z"] == 9


def test_shows_zeros_and_never_withholds_one_to_protect_another() -> None:
    released = release_table(counts(a=30, b=9, none=0, few=4), Policy())

    assert released.rows == {"a": 30, "b": TOGETHER, "none": 0, "few": TOGETHER}


def test_withholds_zeros_where_they_speak_of_known_people() -> None:
    released = release_table(counts(a=30, b=9, none=0), Policy(zeros=Zeros.WITHHELD))

    assert released.rows == {"a": 30, "b": TOGETHER, "none": TOGETHER}


def test_withholds_everything_where_the_total_is_of_few() -> None:
    released = release_table(counts(a=2, b=1, none=0), Policy())

    assert (released.rows, released.total) == ({"a": FEW, "b": FEW, "none": 0}, FEW)


def test_withholds_the_total_of_a_single_row_of_few() -> None:
    assert release_table(counts(only=3), Policy()).total == FEW


def test_withholds_the_total_where_no_other_row_is_left_to_hide_behind() -> None:
    released = release_table(counts(a=5, b=1), Policy())

    assert (released.rows, released.total) == ({"a": TOGETHER, "b": TOGETHER}, TOGETHER)


def test_lets_a_lone_row_stand_only_where_the_policy_says_so() -> None:
    assert release_table(counts(a=60, b=9, c=4), Policy()).rows["a"] == 60
    assert release_table(counts(a=60, b=9, c=4), STAFF_SURVEY).rows["a"] == TOGETHER


def test_withholds_a_share_row_whole_and_what_it_follows_from() -> None:
    released = release_table(
        {"Eastside": ShareCell(18, 41), "Northgate": ShareCell(44, 65), "Millrace": ShareCell(2, 4)}, Policy()
    )

    assert released.rows == {"Eastside": TOGETHER, "Northgate": ShareCell(44, 65), "Millrace": TOGETHER}
    assert released.total == ShareCell(64, 110)


def test_withholds_more_where_together_too_few_are_on_one_side() -> None:
    released = release_table(
        {"a": ShareCell(1, 20), "b": ShareCell(2, 30), "c": ShareCell(10, 60), "d": ShareCell(20, 70)}, Policy()
    )

    assert [name for name, figure in released.rows.items() if isinstance(figure, Withheld)] == ["a", "b", "c"]


def test_withholds_the_total_where_nobody_of_the_few_could_be_counted() -> None:
    """All five counted must be in the large row, so of the three none is: the rules say so although no figure does."""
    released = release_table({"large": ShareCell(5, 10), "few": ShareCell(0, 3)}, Policy())

    assert released.total == TOGETHER


def test_refuses_counts_and_shares_in_one_table() -> None:
    with pytest.raises(Problem, match="side by side"):
        release_table({"a": 5, "b": ShareCell(1, 9)}, Policy())


def test_refuses_a_table_without_rows() -> None:
    with pytest.raises(Problem, match="no rows"):
        release_table({}, Policy())


# Published examples (also in the reference data, see test_worked_tables.py)


def test_hides_and_shows_the_departments_of_the_published_help_page() -> None:
    """Culture Amp, confidentiality in reports: 4 and 9 both hidden, the total of 13 shown; 6 and 9 both shown."""
    hidden = release_table(counts(four=4, nine=9), STAFF_SURVEY)

    assert (hidden.rows, hidden.total) == ({"four": TOGETHER, "nine": TOGETHER}, 13)
    assert release_table(counts(six=6, nine=9), STAFF_SURVEY).rows == {"six": 6, "nine": 9}


def test_hides_the_lone_department_of_a_staff_survey() -> None:
    assert set(release_table(counts(nine=9, four=4, two=2), STAFF_SURVEY).rows.values()) == {TOGETHER}


# A second release


def test_lets_the_same_table_be_released_again() -> None:
    first = release_table(counts(a=12, b=9, c=6, d=4), Policy())

    assert release_table(counts(a=12, b=9, c=6, d=4), Policy(), earlier=[first]) == first


def test_refuses_a_correction_by_a_few_people_and_names_the_row_not_the_number() -> None:
    first = release_table(counts(east=50, north=30), Policy())

    with pytest.raises(Problem) as refused:
        release_table(counts(east=52, north=30), Policy(), earlier=[first])

    assert "(east, north)" in str(refused.value)
    assert "2" not in str(refused.value)


def test_allows_a_correction_by_many() -> None:
    first = release_table(counts(east=50, north=30), Policy())

    assert release_table(counts(east=57, north=30), Policy(), earlier=[first]).rows["east"] == 57


def test_refuses_what_hidden_rows_together_would_show() -> None:
    first = release_table(counts(a=40, b=30, c=6, d=4), Policy())
    later = release_table(counts(a=40, b=30, c=6, d=6), Policy())

    assert later.rows["d"] == 6
    assert small_differences(first, later) == (
        SmallDifference(("c", "d"), (2,)),
        SmallDifference(("a", "b", "c", "d"), (2,)),
    )


def test_refuses_a_share_of_which_few_changed_sides() -> None:
    first = release_table({"a": ShareCell(50, 100), "b": ShareCell(40, 80)}, Policy())
    later = release_table({"a": ShareCell(52, 100), "b": ShareCell(38, 80)}, Policy())

    assert small_differences(first, later) == (
        SmallDifference(("a",), (0, 2, -2)),
        SmallDifference(("b",), (0, -2, 2)),
    )


def test_checks_against_every_earlier_release() -> None:
    first = release_table(counts(a=50, b=30), Policy())
    second = release_table(counts(a=60, b=30), Policy(), earlier=[first])

    with pytest.raises(Problem):
        release_table(counts(a=53, b=30), Policy(), earlier=[second, first])


def test_counts_a_row_that_is_new_as_nobody_before() -> None:
    first = release_table(counts(a=50, b=30), Policy())
    later = release_table(counts(a=50, b=30, c=7), Policy(), earlier=[first])

    assert later.rows["c"] == 7


def test_compares_no_sums_where_a_total_was_withheld() -> None:
    first = release_table(counts(a=5, b=1), Policy())

    assert small_differences(first, release_table(counts(a=5, b=3), Policy())) == ()
