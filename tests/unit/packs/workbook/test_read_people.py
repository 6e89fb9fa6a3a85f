"""The sheet People."""

from __future__ import annotations

from pathlib import Path

from lineofsight.packs.rows import Table, Weight

from .drawn import PEOPLE, draw, draw_small, read


def test_reads_a_person(tmp_path: Path) -> None:
    row = read(draw_small(tmp_path)).of(Table.PARTICIPANT)["1"]

    assert (row.file, row.line) == ("People", 2)
    assert row.values == {
        "first_name": "Ada",
        "last_name": "Lund",
        "preferred_name": "",
        "birth_date": "2010-05-01",
        "birth_date_quality": "full",
        "genders": [],
        "race_ethnicities": [],
        "is_veteran": None,
        "language": "",
        "phone": "",
        "email": "",
        "address": "",
        "zip_code": "",
    }


def test_refuses_a_person_without_a_number(tmp_path: Path) -> None:
    outcome = read(draw(tmp_path / "b.xlsx", {"People": (*PEOPLE, (None, "Cy", "Orr"))}))

    problem = outcome.problem("W030")
    assert (problem.line, problem.column, problem.weight) == (4, "Person number", Weight.ROW)


def test_refuses_every_row_of_a_number_that_two_people_have(tmp_path: Path) -> None:
    outcome = read(draw(tmp_path / "b.xlsx", {"People": (*PEOPLE, ("1", "Cy", "Orr"))}))

    assert list(outcome.of(Table.PARTICIPANT)) == ["2"]
    assert [(problem.code, problem.line) for problem in outcome.problems] == [("W031", 2), ("W031", 4)]
    assert "rows 2, 4" in outcome.problems[0].reason


def test_reads_a_row_that_stands_twice_once(tmp_path: Path) -> None:
    outcome = read(draw(tmp_path / "b.xlsx", {"People": (*PEOPLE, PEOPLE[1])}))

    assert list(outcome.of(Table.PARTICIPANT)) == ["1", "2"]
    assert outcome.problem("W032").line == 4
    assert "row 2" in outcome.problem("W032").reason
