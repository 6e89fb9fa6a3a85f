"""Reading a table document: who is told of, as in a measure; then lines, columns, and what their cells tell."""

from __future__ import annotations

from collections.abc import Mapping

from lineofsight.measures.definition import Statistic
from lineofsight.measures.documents.reading import read_percentile, usual_statistic, whom_from
from lineofsight.measures.documents.sheet import Sheet, kind_of
from lineofsight.measures.problems import MeasureProblem, MeasureProblems
from lineofsight.measures.table_definition import Part, TableDefinition, Told
from lineofsight.measures.tables import ROWS

_KEYS = ("numerator", "value", "for_each", "percentile")
MOST_CELLS = 2_000


def read_table(document: object) -> TableDefinition:
    """The table that a document writes. Raises `MeasureProblems` with everything that is wrong with it.

    >>> table = read_table({"table": "stays", "title": "Stays", "count": "enrollment", "period": "${exit_date}",
    ...                     "lines": [{"line": "all"}], "columns": [{"column": "all"}]})
    >>> table.lines[0].name, table.told.statistic
    ('all', <Statistic.COUNT: 'count'>)
    """
    if not isinstance(document, Mapping):
        wrong = MeasureProblem(
            "M101", "", f"A table is keys with values, not {kind_of(document)}.", "Begin with table: and its id."
        )
        raise MeasureProblems("", [wrong])
    sheet = Sheet(document)
    table = TableDefinition(
        whom=whom_from(sheet, "table"),
        told=_told(sheet) or Told(),
        lines=_parts(sheet, "lines", "line"),
        columns=_parts(sheet, "columns", "column"),
    )
    sheet.close()
    _check(sheet, table)
    if sheet.problems:
        raise MeasureProblems(table.table, sheet.problems, kind="table")
    return table


def _parts(sheet: Sheet, key: str, one: str) -> tuple[Part, ...]:
    before = len(sheet.problems)
    inner = sheet.sheets(key)
    if not inner and len(sheet.problems) == before:
        sheet.trouble("M103", key, f"There is no {one}.", f"Write a list, as [{{{one}: all}}].")
    parts = []
    for each in inner:
        part = Part(
            name=each.text(one, needed=f"Give the {one} a name, as all."),
            title=each.text("title"),
            when=each.text("when"),
            told=_told(each),
        )
        each.close()
        parts.append(part)
    names = [part.name for part in parts if part.name]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        sheet.trouble("M111", key, f"{repeated[0]} stands there twice.", f"Give each {one} a name of its own.")
    return tuple(parts)


def _told(sheet: Sheet) -> Told | None:
    """What is told here; None where nothing is said about it."""
    said = any(sheet.values.get(key) is not None for key in ("statistic", *_KEYS))
    otherwise = usual_statistic({"numerator": sheet.values.get("numerator")})
    told = Told(
        statistic=sheet.word("statistic", Statistic, otherwise=otherwise) or otherwise,
        numerator=sheet.text("numerator"),
        value=sheet.text("value"),
        for_each=sheet.text("for_each"),
        percentile=read_percentile(sheet),
    )
    if not said:
        return None
    words = told.statistic.replace("_", " ")
    if not set(told.statistic.parts) <= set(_KEYS):
        remedy = "Write a derive for each side, and statistic: mean, median or proportion."
        sheet.trouble("M111", "statistic", f"A {words} is not told in a table.", remedy)
        return told
    for key in _KEYS:
        is_needed = key in told.statistic.parts
        if is_needed and not sheet.has(key):
            sheet.trouble("M103", key, f"A {words} needs one.", "Write it beside statistic.")
        if sheet.has(key) and not is_needed:
            sheet.trouble("M111", key, f"A {words} has none.", "Leave it out, or name another statistic.")
    return told


def _check(sheet: Sheet, table: TableDefinition) -> None:
    if any(line.told for line in table.lines) and any(column.told for column in table.columns):
        trouble = "Lines and columns both say what their cells tell."
        sheet.trouble("M111", "columns", trouble, "Say it in the lines or in the columns, so that a cell has one.")
    if table.whom.over is not None and table.whom.over not in ROWS:
        trouble = f"A {table.whom.over} has no day and no program."
        sheet.trouble("M131", "over", trouble, "Write over: enrollment; the person's own columns are there too.")
    cells = len(table.lines) * len(table.columns)
    if cells > MOST_CELLS:
        sheet.trouble("M111", "lines", f"There are {cells:,} cells.", f"The most is {MOST_CELLS:,}: make two tables.")
