"""Official tables counted as table documents: the YAML beside this module says what every line and column means.

A table has `measure` and `derive`, laid over those of `stays.yaml`; `columns`, each a condition; and for its lines

    lines       codes of a derive, any of which a person must have; none: everybody
    counted     conditions
    statistics  the mean and the median
    shares      a condition and a numerator
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml

from lineofsight.measures import Cell, Period, TableAsk, check_table_document
from lineofsight.warehouse.engines import OpenEngine

HERE = Path(__file__).parent
Document = dict[str, Any]
Cells = dict[str, Decimal]
"""Figures by the name a spreadsheet gives their place: B2."""


def read(name: str) -> Document:
    document: Document = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return document


def count_table(question: str, variants: tuple[str, ...], engine: OpenEngine, period: Period) -> Cells:
    """Every cell that the definitions of a question give, counted by the engine in one go."""
    table = check_table_document(_document(question, variants), engine.build.catalogue)
    cells = engine.table(TableAsk(query=table, periods=(period,)))
    return {_place(cell): _rounded(cell) for cell in cells}


def _document(question: str, variants: tuple[str, ...]) -> Document:
    """The table of one question for one kind of project. variants: what else is laid over, as `night_by_night`."""
    stays, said = read("stays"), read(question)
    layers = [stays, said, *(read(name) for name in variants)]
    measure = {key: value for layer in layers for key, value in layer.get("measure", {}).items()}
    columns: Mapping[str, str] = stays["household_columns"] if said["columns"] == "household" else said["columns"]
    return {
        "table": "hmis_proof",
        "title": question,
        **{key: measure[key] for key in ("count", "over", "period", "represented_by") if key in measure},
        "population": f"({measure['population']}) and ({said.get('also', 'true()')})",
        "derive": {key: value for layer in layers for key, value in layer.get("derive", {}).items()},
        "lines": list(_lines(said, str(measure.get("value", "")))),
        "columns": [{"column": name, "when": condition} for name, condition in columns.items()],
    }


def _lines(said: Document, value: str) -> Iterator[Document]:
    for line, wanted in said.get("lines", {}).items():
        codes = [f"${{{name}}} = '{code}'" for name, several in wanted.items() for code in several]
        yield {"line": line, "when": " or ".join(codes) or "true()"}
    for line, condition in said.get("counted", {}).items():
        yield {"line": line, "when": condition}
    for line, statistic in said.get("statistics", {}).items():
        yield {"line": line, "statistic": statistic, "value": value}
    for line, share in said.get("shares", {}).items():
        yield {"line": line, "when": share["population"], "numerator": share["numerator"]}


def _place(cell: Cell) -> str:
    line, column = (name for _, name in cell.group)
    return f"{column}{line}"


def _rounded(cell: Cell) -> Decimal:
    """As the tables write it: a share to four decimals, all else in whole numbers, half up; of nobody 0."""
    exact = Decimal("0.0001") if cell.numerator is not None else Decimal(1)
    return Decimal(str(cell.value or 0)).quantize(exact, ROUND_HALF_UP)
