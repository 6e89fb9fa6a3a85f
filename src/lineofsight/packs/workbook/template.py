"""Writing the template workbook from the table of columns, empty or filled.

It opens well in Excel, LibreOffice and Google Sheets: a header that stays in view, one width per column, dates that
look like dates, lists to choose from. Nothing is locked, no macro, no formula.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from .layout import (
    COMPLETE_LABEL,
    LAYOUT,
    LISTS,
    NAME_LABEL,
    READ_ME,
    ROWS_MOST,
    SHEETS,
    Column,
    Holds,
    Sheet,
)
from .words import ALL_LISTS, YES_NO, WordList

CellValue = str | int | float | bool | date | None
Rows = Sequence[Mapping[str, CellValue]]

ACCENT, ACCENT_TINT, INK, INK_SOFT = "#0B5A5C", "#E4EFEE", "#1E2422", "#646A64"
_MADE_AT = datetime(2026, 11, 12, 9, 0, tzinfo=UTC).replace(tzinfo=None)
_HOW_TO = (
    "Fill in the sheets from left to right: People, then Enrollments, then what you have of the others.",
    "Put one thing in each row and leave no title or total between the rows. The header row stays as it is.",
    "Numbers of persons and enrollments are yours: digits, letters, or both. They never change and are never used "
    "twice, because the next import finds each person by them. 007 and 7 are two different numbers.",
    "Write dates as Excel dates, or as 2026-11-12, or as 11/12/2026 for November 12. Years have four digits.",
    "Where a list of words is allowed, the cell offers it; the sheet Lists shows them all. Several words in one cell "
    "stand with ; between them.",
    "Columns of your own are welcome. On the sheet Assessments each becomes a question; elsewhere its values are kept "
    "with the row as they stand.",
    "A question whose answers are numbers may end with their range, as in Total [0 to 27]. The import then tells you "
    "of every answer outside it.",
    "Hidden and filtered rows are read like all others.",
    "Importing shows you everything before anything is written. The same workbook twice changes nothing.",
)


def write_template(target: Path | BinaryIO) -> None:
    """Write the empty template to a path or an open binary file."""
    write_workbook(target, name="", holds_everything=False, rows={}, questions=())


def write_workbook(
    target: Path | BinaryIO,
    *,
    name: str,
    holds_everything: bool,
    rows: Mapping[str, Rows],
    questions: Sequence[str],
) -> None:
    """Write the workbook with rows. rows: by sheet title, each by column title; questions: columns of Assessments."""
    book = xlsxwriter.Workbook(
        str(target) if isinstance(target, Path) else target, {"in_memory": True, "strings_to_urls": False}
    )
    book.set_properties({"title": name or "Line of Sight template workbook", "created": _MADE_AT, "comments": LAYOUT})
    formats = _formats(book)
    _write_read_me(book, formats, name, holds_everything)
    for sheet in SHEETS:
        _write_sheet(book, formats, sheet, rows.get(sheet.title, ()), questions if sheet.asks else ())
    _write_lists(book, formats)
    book.close()


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top"}
    header = base | {"bold": True, "valign": "vcenter", "text_wrap": True, "bottom": 2, "bottom_color": ACCENT}
    return {
        "title": book.add_format(base | {"font_size": 20, "bold": True, "font_color": ACCENT}),
        "heading": book.add_format(base | {"font_size": 13, "bold": True, "font_color": ACCENT, "valign": "bottom"}),
        "prose": book.add_format(base | {"text_wrap": True}),
        "soft": book.add_format(base | {"text_wrap": True, "font_color": INK_SOFT}),
        "label": book.add_format(base | {"bold": True, "valign": "vcenter"}),
        "answer": book.add_format(
            base | {"bg_color": ACCENT_TINT, "border": 1, "border_color": ACCENT, "valign": "vcenter"}
        ),
        "required": book.add_format(header | {"bg_color": ACCENT, "font_color": "#FFFFFF"}),
        "optional": book.add_format(header | {"bg_color": ACCENT_TINT}),
        "text": book.add_format(base | {"num_format": "@"}),
        "line": book.add_format(base),
        "wrapped": book.add_format(base | {"text_wrap": True}),
        "date": book.add_format(base | {"num_format": "yyyy-mm-dd", "align": "left"}),
        "quantity": book.add_format(base | {"num_format": "#,##0.##"}),
        "money": book.add_format(base | {"num_format": '"$"#,##0.00'}),
    }


_FORMAT_OF = {
    Holds.NUMBER: "text",
    Holds.ZIP: "text",
    Holds.TEXT: "wrapped",
    Holds.DATE: "date",
    Holds.QUANTITY: "quantity",
    Holds.MONEY: "money",
}


def _write_read_me(book: Any, formats: dict[str, Any], name: str, holds_everything: bool) -> None:
    page = book.add_worksheet(READ_ME)
    page.hide_gridlines(2)
    page.set_tab_color(ACCENT)
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 34)
    page.set_column(2, 2, 70)
    page.set_row(0, 34)
    page.write_string(0, 0, "Your records in one workbook", formats["title"])
    page.merge_range(
        1, 0, 1, 2, "Fill in the sheets, then import the file. Dark headers must be filled in.", formats["soft"]
    )
    page.set_row(3, 24)
    page.write_string(3, 0, NAME_LABEL, formats["label"])
    page.write_string(3, 1, name, formats["answer"]) if name else page.write_blank(3, 1, None, formats["answer"])
    page.write_string(3, 2, "Keep it the same in each new version: it tells the import which records these are.")
    page.set_row(4, 24)
    page.write_string(4, 0, COMPLETE_LABEL, formats["label"])
    page.write_string(4, 1, "Yes" if holds_everything else "No", formats["answer"])
    page.write_string(4, 2, "Yes: rows that are no longer here are shown to you as gone. No: they stay as they were.")
    page.data_validation(4, 1, 4, 1, {"validate": "list", "source": YES_NO.labels})
    line = 6
    page.write_string(line, 0, "How to fill it in", formats["heading"])
    for number, sentence in enumerate(_HOW_TO, start=1):
        line += 1
        page.set_row(line, 32)
        page.merge_range(line, 0, line, 2, f"{number}.  {sentence}", formats["prose"])
    line += 2
    for sheet in SHEETS:
        page.write_string(line, 0, sheet.title, formats["heading"])
        page.merge_range(line + 1, 0, line + 1, 2, sheet.about, formats["soft"])
        line += 2
        for column in sheet.columns:
            page.write_string(line, 0, column.title, formats["label" if column.required else "line"])
            page.write_string(line, 1, "Must be filled in" if column.required else "", formats["soft"])
            page.write_string(line, 2, column.hint, formats["prose"])
            line += 1
        line += 1
    _set_print(page, landscape=False)
    page.activate()


def _write_sheet(book: Any, formats: dict[str, Any], sheet: Sheet, rows: Rows, questions: Sequence[str]) -> None:
    page = book.add_worksheet(sheet.title)
    page.freeze_panes(1, 1)
    page.set_row(0, 34)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width, formats[_FORMAT_OF.get(column.holds, "line")])
        page.write_string(0, place, column.title, formats["required" if column.required else "optional"])
        page.write_comment(0, place, _comment(column), {"x_scale": 1.6, "y_scale": 0.9, "font_size": 10})
        _offer(page, place, column)
        if column.holds in {Holds.NUMBER, Holds.ZIP}:
            page.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS_MOST + 1}"})
    for place, question in enumerate(questions, start=len(sheet.columns)):
        page.set_column(place, place, 20, formats["line"])
        page.write_string(0, place, question, formats["optional"])
    titles = [*(column.title for column in sheet.columns), *questions]
    holds = {column.title: column.holds for column in sheet.columns}
    for line, row in enumerate(rows, start=1):
        for place, title in enumerate(titles):
            _write_cell(page, formats, line, place, row.get(title), holds.get(title))
    page.autofilter(0, 0, max(len(rows), 1), len(titles) - 1)
    _set_print(page, landscape=True)
    page.repeat_rows(0)


def _write_cell(
    page: Any, formats: dict[str, Any], line: int, place: int, value: CellValue, holds: Holds | None
) -> None:
    shape = formats[_FORMAT_OF.get(holds, "line")] if holds else formats["line"]
    match value:
        case None | "":
            return
        case bool():
            page.write_boolean(line, place, value, shape)
        case int() | float():
            page.write_number(line, place, value, shape)
        case date():
            page.write_datetime(line, place, datetime(value.year, value.month, value.day), formats["date"])
        case _:
            page.write_string(line, place, value, shape)


def _comment(column: Column) -> str:
    return f"{column.hint}\nMust be filled in." if column.required else column.hint


def _offer(page: Any, place: int, column: Column) -> None:
    """A list to choose from where one word is asked; for dates a check that says which form is read."""
    span = (1, place, ROWS_MOST, place)
    if column.holds in {Holds.WORD, Holds.YES_NO} and column.words:
        page.data_validation(
            *span,
            {
                "validate": "list",
                "source": f"={_list_range(column.words)}",
                "error_type": "warning",
                "error_title": "Not one of the list",
                "error_message": "The sheet Lists has the words that are read here.",
            },
        )
    elif column.holds is Holds.DATE:
        page.data_validation(
            *span,
            {
                "validate": "date",
                "criteria": "between",
                "minimum": date(1900, 1, 1),
                "maximum": date(2100, 12, 31),
                "error_type": "warning",
                "error_title": "Not a date",
                "error_message": "Write a date with four digits for the year, such as 11/12/2026.",
            },
        )


def _list_range(words: WordList) -> str:
    letter = chr(ord("A") + ALL_LISTS.index(words))
    return f"{LISTS}!${letter}$2:${letter}${len(words.words) + 1}"


def _write_lists(book: Any, formats: dict[str, Any]) -> None:
    page = book.add_worksheet(LISTS)
    page.freeze_panes(1, 0)
    page.set_row(0, 34)
    for place, words in enumerate(ALL_LISTS):
        page.set_column(place, place, max(16, *(len(label) for label in words.labels)), formats["line"])
        page.write_string(0, place, words.title, formats["optional"])
        page.write_column(1, place, words.labels, formats["line"])
    _set_print(page, landscape=True)


def _set_print(page: Any, *, landscape: bool) -> None:
    page.set_paper(1)  # US letter
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&RPage &P of &N")
    if landscape:
        page.set_landscape()
