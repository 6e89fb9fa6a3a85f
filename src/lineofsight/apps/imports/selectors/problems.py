"""Problems of an import that is ready, and the rows and values that a written one left out.

Of a row that the viewer may not look into, they are told where it stands, so that it can be mended in the source, and
nothing of what it says; and that only of problems the reader found in the file. Those that came of comparing the file
with what is here would say what is here.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import ImportRun
from lineofsight.apps.agency.words import the_words
from lineofsight.packs.rows import Weight

from ..belonging import FOUND_BY_READER
from ..folder import left_out_path, staging_path
from ..staging import open_staging
from .discretion import Discretion

CALCULATED = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class StagedProblem:
    code: str
    weight: str
    file: str
    line: int | None
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class KindOfNote:
    """Notes of one code: how many, and the first of them."""

    number: int
    first: StagedProblem


def weights_told(run: ImportRun) -> tuple[Weight, ...]:
    """Which problems of a run can be listed now; none of a run that has ended unwritten or left out nothing."""
    if run.state == ImportRun.State.READY:
        return tuple(Weight)
    if run.state != ImportRun.State.WRITTEN or not left_out_path(run.pk).exists():
        return ()
    with open_staging(left_out_path(run.pk)) as left_out:
        return tuple(Weight(row[0]) for row in left_out.execute("SELECT DISTINCT weight FROM problem ORDER BY 1"))


def problems(
    run: ImportRun,
    discretion: Discretion,
    *weights: Weight,
    code: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> list[StagedProblem]:
    """The problems that are shown, gravest first; of all weights when none is named. code: of this kind alone."""
    with open_staging(_where(run)) as staging:
        shown, marks = _of_code(discretion, code)
        return list(_problems(staging, weights or tuple(Weight), shown, marks, limit, offset))


def count_of_kind(run: ImportRun, discretion: Discretion, code: str) -> int:
    """How many problems of one code are shown."""
    with open_staging(_where(run)) as staging:
        shown, marks = _of_code(discretion, code)
        return int(staging.execute(f"SELECT count(*) FROM problem WHERE 1{shown}", marks).fetchone()[0])


def kinds_of_notes(run: ImportRun, discretion: Discretion) -> list[KindOfNote]:
    """Notes by kind, the rare ones first: what is said of every row is rarely what somebody has to know."""
    shown, marks = discretion.where()
    with open_staging(_where(run)) as staging:
        kinds = staging.execute(
            f"SELECT count(*), code FROM problem WHERE weight = ?{shown} GROUP BY code ORDER BY 1, 2",
            [Weight.NOTE.value, *marks],
        ).fetchall()
        return [
            KindOfNote(number, first)
            for number, code in kinds
            for first in _problems(staging, (Weight.NOTE,), *_of_code(discretion, code), 1, 0)
        ]


def _of_code(discretion: Discretion, code: str) -> tuple[str, list[str]]:
    shown, marks = discretion.where()
    return (f"{shown} AND code = ?", [*marks, code]) if code else (shown, marks)


def problem_lines(run: ImportRun, discretion: Discretion) -> Iterator[list[object]]:
    """Every problem that costs something as the lines of a table, header first, also of rows that are not shown; what
    a spreadsheet would calculate is made text: names of files and columns come from outside as much as values do."""
    yield [_("File"), _("Line"), _("Column"), _("It says"), _("Why, and what to do"), _("Code"), _("Weight")]
    shown, marks = discretion.where()
    with open_staging(_where(run)) as staging:
        for each in _problems(staging, tuple(Weight), shown, marks, None, 0):
            yield _line(each)
        if shown:
            why = _("In a %(program)s you may not look into. The source says what stands there.") % vars(the_words())
            costly = (Weight.ROW, Weight.VALUE, Weight.FOLLOWS)
            for each in _problems(staging, costly, f" AND {FOUND_BY_READER} AND NOT (1{shown})", marks, None, 0):
                yield _line(StagedProblem(each.code, each.weight, each.file, each.line, each.column, "", why))


def write_problems(run: ImportRun, file: IO[str], discretion: Discretion) -> int:
    """The list as a CSV file; how many problems it holds."""
    lines = list(problem_lines(run, discretion))
    csv.writer(file).writerows(lines)
    return len(lines) - 1  # the header


def _where(run: ImportRun) -> Path:
    return left_out_path(run.pk) if run.state == ImportRun.State.WRITTEN else staging_path(run.pk)


def _line(problem: StagedProblem) -> list[object]:
    texts = [problem.file, problem.column, problem.value, problem.reason]
    file, column, value, reason = (f"'{text}" if text[:1] in CALCULATED else text for text in texts)
    return [file, problem.line or "", column, value, reason, problem.code, problem.weight]


def _problems(
    staging: sqlite3.Connection,
    weights: tuple[Weight, ...],
    condition: str,
    parameters: list[str],
    limit: int | None,
    offset: int,
) -> Iterator[StagedProblem]:
    marks = ", ".join("?" for _each in weights)
    rows = staging.execute(
        "SELECT code, weight, file, line, column_name, value, reason FROM problem"
        f" WHERE weight IN ({marks}){condition}"
        " ORDER BY CASE weight WHEN 'row' THEN 1 WHEN 'value' THEN 2 WHEN 'note' THEN 3 ELSE 4 END, file, line, id"
        " LIMIT ? OFFSET ?",
        [*(weight.value for weight in weights), *parameters, -1 if limit is None else limit, offset],
    )
    for row in rows:
        yield StagedProblem(*row)
