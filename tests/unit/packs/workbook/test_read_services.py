"""The sheet Services: amounts, units, staff, and keys for rows without a number."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from lineofsight.packs.rows import Table, Weight

from .drawn import SERVICES, Outcome, draw_small, read

DAY = date(2026, 3, 2)
STAFF = (("Staff number", "Name", "Work email"), ("S1", "Dana", "dana@x.org"))


def read_service(tmp_path: Path, **cells: Any) -> Outcome:
    """One service with these cells in place of the usual ones."""
    usual = {"Enrollment number": "10", "Date": DAY, "Service": "Meeting", "Quantity": 1, "Unit": "hours"}
    drawn = usual | {title.replace("_", " "): cell for title, cell in cells.items()}
    return read(draw_small(tmp_path, Services=(tuple(drawn), tuple(drawn.values()))))


def test_reads_a_service(tmp_path: Path) -> None:
    (row,) = read(draw_small(tmp_path)).of(Table.SERVICE).values()

    assert row.key == "10 2026-03-02 meeting 1"
    assert row.values == {
        "enrollment_key": "10",
        "type_key": "meeting_hours",
        "type_name": "Meeting",
        "unit": "hours",
        "date": "2026-03-02",
        "quantity": "1.50",
        "amount": None,
        "staff_key": None,
        "note": "",
    }


def test_keeps_the_keys_of_rows_when_a_row_is_put_between(tmp_path: Path) -> None:
    later = ("10", date(2026, 4, 6), "Meeting", 1, "hours", None)
    before = list(read(draw_small(tmp_path, Services=(*SERVICES, later))).of(Table.SERVICE))

    between = ("10", date(2026, 3, 16), "Meeting", 1, "hours", None)
    after = list(read(draw_small(tmp_path, Services=(*SERVICES, between, later))).of(Table.SERVICE))

    assert [after[0], after[2]] == before


def test_counts_two_equal_rows_and_notes_them(tmp_path: Path) -> None:
    outcome = read(draw_small(tmp_path, Services=(*SERVICES, SERVICES[1])))

    assert list(outcome.of(Table.SERVICE)) == ["10 2026-03-02 meeting 1", "10 2026-03-02 meeting 2"]
    assert outcome.problem("W033").weight is Weight.NOTE


def test_never_makes_a_key_that_is_a_number_of_another_row(tmp_path: Path) -> None:
    header = ("Service number", *SERVICES[0])
    rows = (header, ("10 2026-03-02 meeting 1", *SERVICES[1]), (None, *SERVICES[1]))

    assert len(read(draw_small(tmp_path, Services=rows)).of(Table.SERVICE)) == 2


def test_takes_no_quantity_as_one(tmp_path: Path) -> None:
    (row,) = read_service(tmp_path, Quantity=None).of(Table.SERVICE).values()

    assert row.values["quantity"] == "1.00"


def test_reads_money_as_it_is_written(tmp_path: Path) -> None:
    (row,) = read_service(tmp_path, Amount="$1,250.5").of(Table.SERVICE).values()

    assert row.values["amount"] == "1250.50"


def test_refuses_a_quantity_in_words(tmp_path: Path) -> None:
    problem = read_service(tmp_path, Quantity="two").problem("W055")

    assert (problem.weight, problem.value) == (Weight.ROW, "two")


def test_refuses_a_negative_quantity(tmp_path: Path) -> None:
    assert read_service(tmp_path, Quantity=-1).problem("W056").weight is Weight.ROW


def test_refuses_an_amount_too_large_to_be_right(tmp_path: Path) -> None:
    assert read_service(tmp_path, Amount=1e11).codes == ["W058"]


def test_rounds_to_two_digits_and_says_so(tmp_path: Path) -> None:
    outcome = read_service(tmp_path, Quantity=1.333)

    assert outcome.problem("W057").weight is Weight.NOTE
    assert [row.values["quantity"] for row in outcome.of(Table.SERVICE).values()] == ["1.33"]


def test_says_nothing_of_the_noise_of_binary_fractions(tmp_path: Path) -> None:
    outcome = read_service(tmp_path, Quantity=0.1 + 0.2)

    assert outcome.problems == []


def test_refuses_a_service_in_the_future(tmp_path: Path) -> None:
    assert read_service(tmp_path, Date=date(2027, 3, 2)).problem("W047").weight is Weight.ROW


def test_refuses_a_service_of_an_unknown_enrollment(tmp_path: Path) -> None:
    assert read_service(tmp_path, Enrollment_number="77").problem("W034").column == "Enrollment number"


def test_notes_a_service_after_the_exit(tmp_path: Path) -> None:
    outcome = read_service(tmp_path, Enrollment_number="20", Date=date(2026, 8, 1))

    assert "2026-02-02 to 2026-06-30" in outcome.problem("W054").reason
    assert len(outcome.of(Table.SERVICE)) == 1


def test_never_adds_hours_to_visits(tmp_path: Path) -> None:
    rows = (*SERVICES, ("10", DAY, "Meeting", 1, "visits", None))

    outcome = read(draw_small(tmp_path, Services=rows))

    assert [row.values["type_key"] for row in outcome.of(Table.SERVICE).values()] == ["meeting_hours", "meeting_visits"]
    assert "hours, visits" in outcome.problem("W063").reason


def test_finds_staff_by_email_in_any_case(tmp_path: Path) -> None:
    header, row = (*SERVICES[0], "Staff"), (*SERVICES[1], "Dana@X.org")

    outcome = read(draw_small(tmp_path, Services=(header, row), Staff=STAFF))

    assert [row.values["staff_key"] for row in outcome.of(Table.SERVICE).values()] == ["S1"]


def test_keeps_staff_nobody_knows_aside(tmp_path: Path) -> None:
    header, row = (*SERVICES[0], "Staff"), (*SERVICES[1], "S9")

    outcome = read(draw_small(tmp_path, Services=(header, row), Staff=STAFF))

    assert outcome.problem("W034").weight is Weight.VALUE
    assert [(row.values["staff_key"], row.aside) for row in outcome.of(Table.SERVICE).values()] == [
        (None, {"Staff": "S9"})
    ]


def test_hands_staff_on_as_written_when_the_workbook_has_no_staff(tmp_path: Path) -> None:
    header, row = (*SERVICES[0], "Staff"), (*SERVICES[1], "Dana@X.org")

    outcome = read(draw_small(tmp_path, Services=(header, row)))

    assert [row.values["staff_key"] for row in outcome.of(Table.SERVICE).values()] == ["dana@x.org"]


def test_keeps_the_lines_of_a_note(tmp_path: Path) -> None:
    (row,) = read_service(tmp_path, Note="Came late. \r\nWill call.").of(Table.SERVICE).values()

    assert row.values["note"] == "Came late.\nWill call."


def test_names_the_row_that_it_refuses_and_keeps_its_place(tmp_path: Path) -> None:
    same = ("10", date(2026, 3, 2), "Meeting", 1, "hours", None)
    broken = ("10", date(2026, 3, 2), "Meeting", "two", "hours", None)

    outcome = read(draw_small(tmp_path, Services=(SERVICES[0], broken, same)))

    assert list(outcome.of(Table.SERVICE)) == ["10 2026-03-02 meeting 2"]
    assert outcome.problem("W055").of == (Table.SERVICE, "10 2026-03-02 meeting 1")
    assert outcome.problem("W055").within == ((Table.ENROLLMENT, "10"),)
