"""Reported values as they come out of a sheet: pasted cells or a CSV file, one period a line.

Columns: the period, then one count, or two (how many, of how many); a group may stand between. A first line that names
the columns is skipped. Lines that hold counts alone are periods one after the other from a given day. Pure.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.problems import Problem

from .reported_counts import Counts, Days, read_count, read_days, steps_from

AT_MOST_LINES = 1_000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line as it is understood. line: counted from 1, as a sheet does."""

    line: int
    days: Days
    group: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class SheetProblem:
    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Sheet:
    rows: tuple[SheetRow, ...]
    problems: tuple[SheetProblem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetShape:
    """How the cells are to be read. has_group: a column with the group stands before the counts. first_day and
    step_months: for lines without a period."""

    two_counts: bool
    has_group: bool = False
    first_month: int | None = None
    first_day: date | None = None
    step_months: int = 12


def read_sheet(text: str, shape: SheetShape) -> Sheet:
    """Every line understood, and what is wrong with the others. Raises F060 for no line, F061 for too many."""
    lines = list(_lines(text))
    if lines and _is_heading(lines[0][1]):
        lines = lines[1:]
    if not lines:
        raise Problem(
            "F060", _("There is no line with figures."), _("Copy the cells with their figures and paste them.")
        )
    if len(lines) > AT_MOST_LINES:
        raise Problem(
            "F061",
            _("These are %(count)d lines; at most %(most)d are read at once.")
            % {"count": len(lines), "most": AT_MOST_LINES},
            _("Cut them into parts."),
        )
    following = _following(shape, len(lines))
    rows, problems = [], []
    for place, (line, cells) in enumerate(lines):
        try:
            rows.append(_read_line(line, cells, shape, following[place] if following else None))
        except Problem as problem:
            problems.append(SheetProblem(line, str(problem)))
    problems += _twice(rows)
    return Sheet(tuple(rows), tuple(sorted(problems, key=lambda each: each.line)))


def _read_line(line: int, cells: list[str], shape: SheetShape, following: Days | None) -> SheetRow:
    counts = 2 if shape.two_counts else 1
    wanted = (1 if following is None else 0) + (1 if shape.has_group else 0) + counts
    if len(cells) != wanted:
        if shape.two_counts and any("%" in cell for cell in cells):
            read_count(next(cell for cell in cells if "%" in cell), of_two=True)
        raise Problem(
            "F062",
            ngettext(
                "The line has %(found)d cell, and should have %(wanted)d.",
                "The line has %(found)d cells, and should have %(wanted)d.",
                len(cells),
            )
            % {"found": len(cells), "wanted": wanted},
            _said_columns(shape, with_period=following is None),
        )
    left = list(cells)
    days = following or read_days(left.pop(0), first_month=shape.first_month)
    group = left.pop(0) if shape.has_group else ""
    if shape.has_group and not group:
        raise Problem("F063", _("The group is empty."), _("Write which group the figures are about."))
    numbers = [read_count(cell, of_two=shape.two_counts) for cell in left]
    if not shape.two_counts:
        return SheetRow(line, days, group, Counts(count=numbers[0]))
    return SheetRow(line, days, group, Counts(numerator=numbers[0], denominator=numbers[1]))


def _following(shape: SheetShape, number: int) -> list[Days] | None:
    return steps_from(shape.first_day, shape.step_months, number) if shape.first_day else None


def _twice(rows: list[SheetRow]) -> list[SheetProblem]:
    found: dict[tuple[Days, str], int] = {}
    problems = []
    for row in rows:
        before = found.setdefault((row.days, row.group), row.line)
        if before != row.line:
            problems.append(SheetProblem(row.line, _("Line %(line)d is about the same period.") % {"line": before}))
    return problems


def _said_columns(shape: SheetShape, *, with_period: bool) -> str:
    names = [_("the period")] if with_period else []
    names += [_("the group")] if shape.has_group else []
    names += [_("how many"), _("of how many")] if shape.two_counts else [_("how many")]
    return _("The columns are: %(columns)s.") % {"columns": ", ".join(names)}


def _is_heading(cells: list[str]) -> bool:
    """Whether a line holds no figure at all."""
    return not any(letter.isdigit() for cell in cells for letter in cell)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = plain.split("\n", 1)[0]
    delimiter = "\t" if "\t" in first else ";" if ";" in first else ","
    for line, cells in enumerate(csv.reader(io.StringIO(plain, newline=""), delimiter=delimiter), start=1):
        if any(cell.strip() for cell in cells):
            yield line, [cell.strip() for cell in cells]
