"""The template, written and read again."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from lineofsight.packs.workbook import write_template
from lineofsight.packs.workbook.layout import LISTS, READ_ME, SHEETS
from lineofsight.packs.workbook.words import ALL_LISTS

from .drawn import read


def test_has_every_sheet_in_order(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)

    assert CalamineWorkbook.from_path(path).sheet_names == [READ_ME, *(sheet.title for sheet in SHEETS), LISTS]


def test_is_read_as_a_workbook_with_nothing_in_it(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)

    outcome = read(path)

    assert outcome.codes == ["W020"]
    assert outcome.rows == []
    assert (outcome.source.identity.title, outcome.source.identity.complete) == ("template", False)


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
