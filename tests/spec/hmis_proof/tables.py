"""Official tables counted with definitions: the YAML beside this module says what every line and column means.

A table has `measure` and `derive`, laid over those of `stays.yaml`; `columns`, each a condition; and for its lines

    lines       groups of the measure whose counts are added up; none: the total
    counted     conditions, each the numerator of its own measure
    statistics  the mean and the median
    shares      a population and a numerator of its own, beside the lines
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml

from lineofsight.measures import Ask, Catalogue, Cell, Period, Query, check_document
from lineofsight.warehouse.engines import OpenEngine

HERE = Path(__file__).parent
Document = dict[str, Any]
Cells = dict[str, Decimal]
"""Figures by the name a spreadsheet gives their place: B2."""


def read(name: str) -> Document:
    document: Document = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return document


def count_table(question: str, variants: tuple[str, ...], engine: OpenEngine, period: Period) -> Cells:
    """Every cell that the definitions of a question give, counted by the engine."""
    table = Table(question, variants, engine.build.catalogue)
    return dict(table.cells(engine, period))


class Table:
    """One question for one kind of project. variants: what else is laid over, as `night_by_night`."""

    def __init__(self, question: str, variants: tuple[str, ...], catalogue: Catalogue) -> None:
        stays, self.said = read("stays"), read(question)
        layers = [stays, self.said, *(read(name) for name in variants)]
        self.catalogue = catalogue
        self.measure = {key: value for layer in layers for key, value in layer.get("measure", {}).items()}
        self.derive = {key: value for layer in layers for key, value in layer.get("derive", {}).items()}
        columns = self.said["columns"]
        self.columns: Mapping[str, str] = stays["household_columns"] if columns == "household" else columns

    def cells(self, engine: OpenEngine, period: Period) -> Iterator[tuple[str, Decimal]]:
        for column, condition in self.columns.items():
            if lines := self.said.get("lines"):
                groups = _by_group(engine.figures(self._ask(period, self._query(column, condition))))
                for line, wanted in lines.items():
                    keys = [(name, value) for name, values in wanted.items() for value in values] or [None]
                    yield f"{column}{line}", Decimal(sum(groups.get(key, 0) for key in keys))
            for line, numerator in self.said.get("counted", {}).items():
                query = self._query(column, condition, numerator=numerator, statistic="proportion")
                yield f"{column}{line}", Decimal(_total(engine, self._ask(period, query)).numerator or 0)
            for line, statistic in self.said.get("statistics", {}).items():
                value = _total(engine, self._ask(period, self._query(column, condition, statistic=statistic))).value
                yield f"{column}{line}", Decimal(str(value or 0)).quantize(Decimal(1), ROUND_HALF_UP)
            for line, share in self.said.get("shares", {}).items():
                both = f"({condition}) and ({share['population']})"
                query = self._query(column, both, numerator=share["numerator"], statistic="proportion")
                value = _total(engine, self._ask(period, query)).value
                yield f"{column}{line}", Decimal(str(value or 0)).quantize(Decimal("0.0001"), ROUND_HALF_UP)

    def _query(self, column: str, condition: str, **more: str) -> Query:
        conditions = [self.measure["population"], self.said.get("also", "true()"), condition]
        population = " and ".join(f"({each})" for each in conditions)
        document = {"measure": "hmis_proof", "title": f"Column {column}", **self.measure, "derive": self.derive}
        return check_document({**document, "population": population, **more}, self.catalogue)

    def _ask(self, period: Period, query: Query) -> Ask:
        by = tuple(self.measure.get("by", ())) if self.said.get("lines") else ()
        return Ask(query=query, periods=(period,), by=by)


def _by_group(cells: tuple[Cell, ...]) -> dict[tuple[str, str] | None, int]:
    return {cell.group[0] if cell.group else None: cell.denominator for cell in cells}


def _total(engine: OpenEngine, ask: Ask) -> Cell:
    return next(cell for cell in engine.figures(ask) if not cell.group)
