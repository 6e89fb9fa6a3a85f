"""The sheet Staff: numbers or emails, and supervisors before those they supervise."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lineofsight.packs.rows import Table, Weight

from .drawn import Outcome, Sheet, draw_small, read

HEADER = ("Staff number", "Name", "Work email", "Role", "Program", "Supervisor", "Joined on")


def read_staff(tmp_path: Path, *rows: tuple[object, ...]) -> Outcome:
    sheet: Sheet = (HEADER, *rows)
    return read(draw_small(tmp_path, Staff=sheet))


def test_reads_a_staff_member(tmp_path: Path) -> None:
    outcome = read_staff(
        tmp_path, ("S1", "Dana Wu", "Dana@X.org", "front-line worker", "Mentoring", None, date(2020, 1, 6))
    )

    assert outcome.of(Table.STAFF)["S1"].values == {
        "number": "S1",
        "name": "Dana Wu",
        "email": "dana@x.org",
        "job_title": "",
        "role": "front_line",
        "program_key": "mentoring",
        "site_key": None,
        "supervisor_key": None,
        "joined_on": "2020-01-06",
    }


def test_takes_the_email_of_those_without_a_number(tmp_path: Path) -> None:
    assert list(read_staff(tmp_path, (None, "Dana Wu", "Dana@X.org")).of(Table.STAFF)) == ["dana@x.org"]


def test_refuses_somebody_with_neither_number_nor_email(tmp_path: Path) -> None:
    assert read_staff(tmp_path, (None, "Dana Wu")).codes == ["W066"]


def test_refuses_an_email_of_two_people(tmp_path: Path) -> None:
    outcome = read_staff(tmp_path, ("S1", "Dana Wu", "d@x.org"), ("S2", "Dee Orr", "D@x.org"))

    assert outcome.codes == ["W067", "W067"]
    assert outcome.of(Table.STAFF) == {}


def test_gives_supervisors_first(tmp_path: Path) -> None:
    outcome = read_staff(
        tmp_path,
        ("S1", "Ann", None, None, None, "S2"),
        ("S2", "Bea", None, None, None, "cy@x.org"),
        ("S3", "Cy", "cy@x.org"),
    )

    assert list(outcome.of(Table.STAFF)) == ["S3", "S2", "S1"]
    assert outcome.of(Table.STAFF)["S2"].values["supervisor_key"] == "S3"


def test_breaks_a_circle_of_supervisors(tmp_path: Path) -> None:
    outcome = read_staff(tmp_path, ("S1", "Ann", None, None, None, "S2"), ("S2", "Bea", None, None, None, "S1"))

    assert (outcome.problem("W065").line, outcome.problem("W065").weight) == (3, Weight.VALUE)
    assert list(outcome.of(Table.STAFF)) == ["S2", "S1"]


def test_gives_on_a_supervisor_who_may_be_on_the_staff_list(tmp_path: Path) -> None:
    outcome = read_staff(tmp_path, ("S1", "Ann", None, None, None, "S9"))

    assert outcome.of(Table.STAFF)["S1"].values["supervisor_key"] == "S9"
    assert outcome.codes == []


def test_keeps_a_supervisor_aside_who_is_spelled_like_another_row(tmp_path: Path) -> None:
    outcome = read_staff(tmp_path, ("S1", "Ann", None, None, None, "s2"), ("S2", "Bea"))

    assert outcome.of(Table.STAFF)["S1"].aside == {"Supervisor": "s2"}
    assert outcome.codes == ["W035"]


def test_keeps_an_unknown_role_aside(tmp_path: Path) -> None:
    outcome = read_staff(tmp_path, ("S1", "Ann", None, "Wizard"))

    assert outcome.of(Table.STAFF)["S1"].values["role"] is None
    assert outcome.problem("W040").weight is Weight.VALUE
