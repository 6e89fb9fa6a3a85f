"""Which workbook it is, when it was saved, and whether it holds everything."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from lineofsight.packs.workbook import open_workbook
from lineofsight.packs.workbook.reader import name_in_file_name

from .drawn import PEOPLE, TODAY, draw, read


def read_me(name: object, complete: object) -> dict[str, object]:
    return {"Read me": (("Hello",), ("Workbook name", name), ("This workbook holds everything", complete))}


def test_takes_the_name_that_the_workbook_gives_itself(tmp_path: Path) -> None:
    path = draw(tmp_path / "x.xlsx", {**read_me("Our Mentoring", "No"), "People": PEOPLE})  # type: ignore[dict-item]

    identity = read(path).source.identity

    assert (identity.kind, identity.key, identity.title) == ("workbook", "our_mentoring", "Our Mentoring")
    assert identity.complete is False


def test_is_complete_when_it_says_so(tmp_path: Path) -> None:
    path = draw(tmp_path / "x.xlsx", {**read_me("Our Mentoring", "yes"), "People": PEOPLE})  # type: ignore[dict-item]

    outcome = read(path)

    assert outcome.source.identity.complete is True
    assert {problem.file for problem in outcome.problems if problem.code == "W028"} == {
        "Enrollments",
        "Services",
        "Assessments",
        "Staff",
    }


def test_takes_an_unclear_answer_as_no(tmp_path: Path) -> None:
    path = draw(tmp_path / "x.xlsx", {**read_me("Our Mentoring", "mostly"), "People": PEOPLE})  # type: ignore[dict-item]

    outcome = read(path)

    assert outcome.source.identity.complete is False
    assert outcome.problem("W029").value == "mostly"


@pytest.mark.parametrize(
    "file",
    [
        "Youth mentoring.xlsx",
        "Youth mentoring 2026-11-12.xlsx",
        "Youth_mentoring_20261112.xlsx",
        "Youth mentoring v2.1 final (3).xlsx",
        "Copy of Youth mentoring 11-12-2026.xlsx",
        "Youth mentoring - Copy.xlsx",
    ],
)
def test_takes_the_file_name_without_dates_and_versions(file: str) -> None:
    assert name_in_file_name(file) == "Youth mentoring"


def test_takes_the_name_its_owner_gave_the_file(tmp_path: Path) -> None:
    path = draw(tmp_path / "upload.xlsx", {"People": PEOPLE})

    source = open_workbook(path, today=TODAY, known_types={}, file_name="Pantry (2).xlsx")

    assert source.identity.key == "pantry"


def test_says_when_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime(2026, 11, 3, 14, 30)})
    sheet = book.add_worksheet("People")
    sheet.write_row(0, 0, PEOPLE[0])
    sheet.write_row(1, 0, ("1", "Ada", "Lund"))
    book.close()

    assert read(path).source.identity.made_at == "2026-11-03T14:30:00Z"
