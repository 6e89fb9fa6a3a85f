"""The scorecard and a measure as workbooks, with XlsxWriter.

The rule: cells are typed (a count is a number, a share a percentage, a day a date), a withheld cell is the word and
never 0, and text stays text: nothing that begins with "=" becomes a formula. The last sheet says what the figures are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

import xlsxwriter
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from lineofsight.apps.agency.models import Agency
from lineofsight.apps.agency.words import Words
from lineofsight.apps.figures.values import Figure

from ..selectors.measure_page import MeasurePage
from ..selectors.rows import MeasureRow
from ..selectors.scorecard import Scorecard
from ..wording.amounts import Unit, UnitKind
from .pages import not_for_handing_on

Cell = str | int | float | date | Figure | None
NUMBER_FORMATS = {UnitKind.SHARE: "0.0%", UnitKind.COUNT: "#,##0", UnitKind.MONEY: "$#,##0.00", UnitKind.NUMBER: "0.0"}
WIDTHS = (44, 22, 22, 16, 16, 16, 16, 16, 16, 22, 60)


class Book:
    """A workbook under way: sheets of rows, then what they are about."""

    def __init__(self) -> None:
        self.kept = BytesIO()
        as_text = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        self.book: Workbook = xlsxwriter.Workbook(self.kept, {"in_memory": True, **as_text})
        self.bold = self.book.add_format({"bold": True})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.formats: dict[UnitKind, Format] = {
            kind: self.book.add_format({"num_format": shown}) for kind, shown in NUMBER_FORMATS.items()
        }
        self.changes: dict[UnitKind, Format] = {
            kind: self.book.add_format({"num_format": f"+{shown};-{shown};{shown}"})
            for kind, shown in NUMBER_FORMATS.items()
        }

    def sheet(self, name: str, headings: Sequence[str]) -> Worksheet:
        sheet: Worksheet = self.book.add_worksheet(name)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, self.bold)
            sheet.set_column(column, column, WIDTHS[min(column, len(WIDTHS) - 1)])
        sheet.freeze_panes(1, 0)
        return sheet

    def write(self, sheet: Worksheet, row: int, cells: Sequence[Cell], unit: Unit) -> None:
        """One row; a Figure is its value in its unit, or the word that it is withheld."""
        for column, cell in enumerate(cells):
            match cell:
                case None | "":
                    continue
                case Figure(withheld=rule) if rule is not None:
                    sheet.write_string(row, column, _("withheld"))
                case Figure(value=value):
                    if value is not None:
                        formats = self.changes if unit.is_change else self.formats
                        sheet.write_number(row, column, float(value), formats[unit.kind])
                case str(text):
                    sheet.write_string(row, column, text)
                case date():
                    sheet.write_datetime(row, column, cell, self.day)
                case int() | float():
                    sheet.write_number(row, column, cell)

    def say_for_whom(self, sheet: Worksheet, row: int, *, is_exact: bool) -> None:
        """Under exact figures, and at the foot of their printed pages, that they are not for handing on."""
        if is_exact:
            sheet.write_string(row, 0, not_for_handing_on(), self.bold)
            sheet.set_footer("&L" + not_for_handing_on())

    def about(self, lines: Sequence[tuple[str, str]]) -> None:
        sheet: Worksheet = self.book.add_worksheet(_("About"))
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 100)
        for row, (title, text) in enumerate(lines):
            sheet.write_string(row, 0, title, self.bold)
            sheet.write_string(row, 1, text, self.wrapped)

    def close(self) -> bytes:
        self.book.close()
        return self.kept.getvalue()


def scorecard_sheet(card: Scorecard, agency: Agency) -> bytes:
    """Every row of the scorecard: goal by goal, then how much and how well."""
    book = Book()
    sheet = book.sheet(
        _("Scorecard"),
        [_("Measure"), _("Goal"), _("Where"), _("Latest"), _("Counted"), _("Of"), _("Target"), _("Unit"),
         _("Against target"), _("Period"), _("What the figures say"), _("A year before"),
         _("What is behind it"), _("What we will try"), _("Noted by"), _("Noted on")],
    )  # fmt: skip
    rows = [(goal.title, row) for goal in card.goals for row in goal.rows]
    rows += [(_("How much and how well"), row) for row in card.tiles]
    for number, (goal, row) in enumerate(rows, start=1):
        figure = row.judged.latest.figure if row.judged.latest else None
        is_shown = figure is not None and figure.withheld is None
        target = Figure(value=row.judged.target)
        note = (row.note.behind, row.note.trying, row.note.by, row.note.on) if row.note else ()
        cells = (
            *(row.title, goal, row.place, figure, figure.numerator if is_shown and figure else None),
            *(figure.denominator if is_shown and figure else None, target, row.latest_unit, row.standing, row.period),
            *(row.withheld or row.say, row.before, *note),
        )
        book.write(sheet, number, cells, row.judged.unit)
    book.say_for_whom(sheet, len(rows) + 2, is_exact=card.is_inside)
    book.about(
        [
            (_("Agency"), agency.name),
            (_("Figures"), card.as_of),
            *_who(card),
            *_definitions([r for _g, r in rows]),
        ]
    )
    return book.close()


def measure_sheet(page: MeasurePage, agency: Agency, words: Words) -> bytes:
    """Periods, groups of the latest one, and the definition."""
    book = Book()
    unit, series = page.judged.unit, page.judged.series
    beside = _headings_beside(page)
    sheet = book.sheet(
        _("Periods"),
        [_("Period"), _("First day"), _("Last day"), _("Counted"), page.counted, _("Value"), *beside, _("Remark")],
    )
    cells: tuple[Cell, ...]
    for number, (each, shown) in enumerate(zip(reversed(series.periods), page.table, strict=True), start=1):
        hidden = each.figure.withheld is not None
        cells = (
            *(shown.period, each.start, each.end, None if hidden else each.figure.numerator),
            *(None if hidden else each.figure.denominator, each.figure, *_cells_beside(each.figure, page)),
            shown.withheld or shown.remark,
        )
        book.write(sheet, number, cells, unit)
    book.say_for_whom(sheet, len(page.table) + 2, is_exact=page.is_inside)
    for its in page.breakdowns:
        headings = [its.title, _("Counted"), page.counted, _("Value"), *beside, _("Remark")]
        sheet = book.sheet(its.title[:28], headings)
        groups = series.groups[its.name]
        for number, (group, row) in enumerate(zip(groups, its.rows, strict=True), start=1):
            hidden = group.figure.withheld is not None
            cells = (
                *(group.label, None if hidden else group.figure.numerator),
                *(None if hidden else group.figure.denominator, group.figure, *_cells_beside(group.figure, page)),
                row.withheld,
            )
            book.write(sheet, number, cells, unit)
        book.say_for_whom(sheet, len(its.rows) + 2, is_exact=page.is_inside)
    book.about(
        [
            *((_("Agency"), agency.name), (_("Measure"), page.use.version.title), (_("Place"), page.row.place)),
            *page.definition,
            (_("Definition"), _("Version %(number)s") % {"number": page.use.version.number}),
            (_("Limits"), str(page.use.version.document.get("limits") or "–")),
            *((each.period, each.remark) for each in page.compared),
            *_noted(page.row),
            *_who(page),
        ]
    )
    return book.close()


def _headings_beside(page: MeasurePage) -> list[str]:
    """Beside the value: the two sums of a ratio, and how many are left out since something is missing."""
    sums = [_("First sum"), _("Second sum")] if page.use.version.statistic == "ratio" else []
    return [*sums, *([_("Cannot be compared")] if _compares(page) else [])]


def _cells_beside(figure: Figure, page: MeasurePage) -> list[Cell]:
    sums: list[Cell] = list(figure.sums or (None, None)) if page.use.version.statistic == "ratio" else []
    return [*sums, *([figure.incomplete or None] if _compares(page) else [])]


def _compares(page: MeasurePage) -> bool:
    return any(page.use.version.document.get(key) for key in ("change", "received"))


def _noted(row: MeasureRow) -> list[tuple[str, str]]:
    """The owner's note, each part under its own name."""
    if row.note is None:
        return []
    told = {"name": row.note.by, "day": date_format(row.note.on)}
    noted = [(_("What is behind it"), row.note.behind), (_("What we will try"), row.note.trying)]
    return [*((title, text) for title, text in noted if text), (_("Noted"), _("%(name)s, %(day)s") % told)]


def _who(page: Scorecard | MeasurePage) -> list[tuple[str, str]]:
    for_outside = _("Staff and board. Before it goes further, ask the performance lead.")
    return [
        (_("Who may see it"), not_for_handing_on() if page.is_inside else for_outside),
        (_("Withheld"), f"{page.never_shown} {_('Withheld is not zero.')}"),
    ]


def _definitions(rows: Sequence[MeasureRow]) -> list[tuple[str, str]]:
    """What each measure counts, once."""
    found = {}
    for row in rows:
        version = row.use.version
        found[version.title] = _("%(question)s Version %(number)s.") % {
            "question": version.question or version.title,
            "number": version.number,
        }
    return list(found.items())
