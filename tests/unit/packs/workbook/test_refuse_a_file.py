"""A file that cannot be read at all gets one sentence that says what it is and what to do."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from lineofsight.packs.workbook import layout, package

from .drawn import draw_small, refusal_of, rewrite_part, zip_of

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def test_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "gone.xlsx").code == "W001"


def test_refuses_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(b"")

    assert refusal_of(path).code == "W002"


def test_says_that_a_renamed_file_is_the_old_excel_format(tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes(OLE + "Workbook".encode("utf-16-le"))

    problem = refusal_of(path)

    assert problem.code == "W003"
    assert "old Excel format" in problem.sentence
    assert ".xlsx" in problem.remedy


def test_says_that_a_renamed_file_is_opendocument(tmp_path: Path) -> None:
    path = zip_of(
        tmp_path / "renamed.xlsx",
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"},
    )

    assert refusal_of(path).code == "W004"


def test_says_that_a_renamed_file_is_csv(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_text("Person number,First name\n1,Ada\n")

    assert refusal_of(path).code == "W005"


def test_says_that_a_file_is_a_binary_workbook(tmp_path: Path) -> None:
    assert refusal_of(zip_of(tmp_path / "binary.xlsx", {"xl/workbook.bin": ""})).code == "W006"


def test_refuses_a_document_that_is_not_a_workbook(tmp_path: Path) -> None:
    assert refusal_of(zip_of(tmp_path / "letter.xlsx", {"word/document.xml": "<x/>"})).code == "W007"


def test_refuses_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "picture.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")

    assert refusal_of(path).code == "W007"


def test_says_that_a_workbook_has_a_password(tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le") + bytes(2000))

    problem = refusal_of(path)

    assert problem.code == "W008"
    assert "password" in problem.sentence


def test_says_that_a_cut_off_workbook_is_damaged(tmp_path: Path) -> None:
    path = draw_small(tmp_path)
    path.write_bytes(path.read_bytes()[:3000])

    assert refusal_of(path).code == "W009"


def test_says_that_a_workbook_is_damaged_whose_rows_break_off(tmp_path: Path) -> None:
    path = draw_small(tmp_path)
    with ZipFile(path) as zipped:
        text = zipped.read("xl/worksheets/sheet1.xml").decode()
    path = rewrite_part(path, "xl/worksheets/sheet1.xml", text, text[: text.rindex("<row")])

    assert refusal_of(path).code == "W009"


def test_says_that_a_workbook_with_a_flipped_byte_is_damaged(tmp_path: Path) -> None:
    path = draw_small(tmp_path)
    content = bytearray(path.read_bytes())
    start = content.index(b"xl/worksheets/sheet1.xml") + 40
    content[start : start + 8] = b"\xff" * 8
    path.write_bytes(content)

    assert refusal_of(path).code == "W009"


def test_refuses_a_document_type_that_could_unfold_without_end(tmp_path: Path) -> None:
    path = rewrite_part(draw_small(tmp_path), "xl/workbook.xml", "<workbook", '<!DOCTYPE x [<!ENTITY a "a">]><workbook')

    assert refusal_of(path).code == "W009"


def test_refuses_what_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "UNPACKED_MOST", 2**20)
    path = draw_small(tmp_path)
    with ZipFile(path, "a", ZIP_DEFLATED) as zipped:
        zipped.writestr("xl/media/image1.png", bytes(2**20))

    problem = refusal_of(path)

    assert problem.code == "W010"
    assert "1 MB" in problem.sentence


def test_refuses_more_rows_than_it_reads(tmp_path: Path) -> None:
    far_down = f'r="A{layout.ROWS_MOST + 50}"'
    path = rewrite_part(draw_small(tmp_path), "xl/worksheets/sheet1.xml", 'r="A3"', far_down)

    problem = refusal_of(path)

    assert problem.code == "W016"
    assert "100,050" in problem.sentence


def test_refuses_a_sheet_that_spans_more_cells_than_memory_holds(tmp_path: Path) -> None:
    wide = rewrite_part(draw_small(tmp_path), "xl/worksheets/sheet1.xml", 'r="D3"', 'r="XFD3"')
    path = rewrite_part(wide, "xl/worksheets/sheet1.xml", 'r="A3"', 'r="A90000"')

    assert refusal_of(path).code == "W017"


def test_refuses_a_cell_whose_place_does_not_exist(tmp_path: Path) -> None:
    path = rewrite_part(draw_small(tmp_path), "xl/worksheets/sheet1.xml", 'r="A3"', 'r="A99999999999"')

    assert refusal_of(path).code == "W016"
