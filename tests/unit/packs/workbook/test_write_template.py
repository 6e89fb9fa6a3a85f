"""The template, written and read again."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from lineofsight.packs.workbook import write_template
from lineofsight.packs.workbook.layout import LISTS, READ_ME, SHEETS
from lineofsight.packs.workbook.words import ALL_LISTS

from .drawn import refusal_of


def test_has_every_sheet_in_order(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)

    assert CalamineWorkbook.from_path(path).sheet_names == [READ_ME, *(sheet.title for sheet in SHEETS), LISTS]


def test_is_refused_as_it_is_with_what_to_do_first(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)

    problem = refusal_of(path)

    assert problem.code == "W019"
    assert str(problem) == (
        "template.xlsx holds no rows yet: below the headers nothing is filled in. Write each person into a row of the "
        "sheet People, and each time somebody takes part into a row of the sheet Enrollments; save the workbook and "
        "bring it again."
    )


def test_lists_every_allowed_word(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)

    rows = CalamineWorkbook.from_path(path).get_sheet_by_name(LISTS).to_python()

    columns = [[cell for cell in column if cell != ""] for column in zip(*rows, strict=True)]
    assert columns == [[words.title, *words.labels] for words in ALL_LISTS]


def test_offers_words_and_checks_dates(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)

    with ZipFile(path) as zipped:
        enrollments = zipped.read("xl/worksheets/sheet3.xml").decode()

    assert enrollments.count('type="list"') == 2
    assert enrollments.count('type="date"') == 3
    assert "<pane " in enrollments


def test_locks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)

    with ZipFile(path) as zipped:
        parts = b"".join(zipped.read(name) for name in zipped.namelist() if name.endswith(".xml"))

    assert b"sheetProtection" not in parts
    assert b"workbookProtection" not in parts


def test_is_the_same_to_the_byte_each_time() -> None:
    first, second = BytesIO(), BytesIO()
    write_template(first)
    write_template(second)

    assert first.getvalue() == second.getvalue()
