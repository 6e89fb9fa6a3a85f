"""From a table document to a query of its cells: who is told of, as in a measure, then lines, columns, statistics."""

from __future__ import annotations

from dataclasses import replace

from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.checks.checking import query_with, steps_on, value_of
from lineofsight.measures.checks.formulas import Formulas
from lineofsight.measures.checks.steps import Steps
from lineofsight.measures.definition import Statistic
from lineofsight.measures.documents.tables import read_table
from lineofsight.measures.problems import MeasureProblems
from lineofsight.measures.query import Part, TableQuery, Tally
from lineofsight.measures.table_definition import Part as Said
from lineofsight.measures.table_definition import TableDefinition, Told


def check_table_document(document: object, catalogue: Catalogue) -> TableQuery:
    """The query of a table document. Raises `MeasureProblems`."""
    return check_table(read_table(document), catalogue)


def check_table(table: TableDefinition, catalogue: Catalogue) -> TableQuery:
    """The query of a table on this catalogue. Raises `MeasureProblems` with all that is wrong."""
    formulas = Formulas(catalogue)
    steps = steps_on(table.whom, formulas, _texts(table))
    more_than_a_count = next((told.statistic for told in table.all_told if told.statistic is not Statistic.COUNT), None)
    whom = query_with(replace(table.whom, statistic=more_than_a_count or Statistic.COUNT), steps)
    lines = tuple(_part(f"lines[{number}]", line, steps) for number, line in enumerate(table.lines, start=1))
    columns = tuple(_part(f"columns[{number}]", each, steps) for number, each in enumerate(table.columns, start=1))
    said = tuple(_tally(_place(table, told), told, steps) for told in table.all_told)
    tallies = tuple(tally for tally in said if tally is not None)
    if whom is None or formulas.problems:
        raise MeasureProblems(table.table, formulas.problems, kind="table")
    number = {told: place for place, told in enumerate(table.all_told)}
    return TableQuery(
        whom=replace(whom, statistic=Statistic.COUNT),
        lines=lines,
        columns=columns,
        tallies=tallies,
        cells=tuple(tuple(number[table.told_in(line, column)] for column in table.columns) for line in table.lines),
    )


def _part(path: str, said: Said, steps: Steps) -> Part:
    when = steps.formulas.condition(f"{path}.when", said.when, steps.of_row)
    return Part(said.name, said.title or said.name, when)


def _tally(path: str, told: Told, steps: Steps) -> Tally | None:
    """What is told; None where one of its expressions is not understood, which has been noted."""
    formulas, resolve = steps.formulas, steps.of_row
    numerator = formulas.condition(f"{path}numerator", told.numerator, resolve)
    value = value_of(told.statistic, f"{path}value", told.value, steps)
    for_each = formulas.number(f"{path}for_each", told.for_each, resolve)
    understood = {"numerator": numerator, "value": value, "for_each": for_each, "percentile": told.percentile}
    if any(understood[part] is None for part in told.statistic.parts):
        return None
    return Tally(
        statistic=told.statistic, numerator=numerator, value=value, for_each=for_each, percentile=told.percentile
    )


def _place(table: TableDefinition, told: Told) -> str:
    """Where in the document it is said first what is told."""
    for key, parts in (("lines", table.lines), ("columns", table.columns)):
        for number, part in enumerate(parts, start=1):
            if part.told == told:
                return f"{key}[{number}]."
    return ""


def _texts(table: TableDefinition) -> tuple[str, ...]:
    parts = [part.when for part in (*table.lines, *table.columns)]
    return (*parts, *(text for told in table.all_told for text in (told.numerator, told.value, told.for_each)))
