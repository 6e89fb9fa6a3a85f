"""A source whose rows a test writes down: what the pipeline is given, without a file format in between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lineofsight.apps.agency.models import ImportRun
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.imports import services
from lineofsight.apps.imports.services import reading
from lineofsight.packs.elements import CodeSetSpec, ElementSpec, InstrumentSpec
from lineofsight.packs.rows import FileProgress, RowProblem, SourceIdentity, SourceRow, Table

IDENTITY = SourceIdentity(
    kind="hmis",
    key="1:TEST",
    title="Test HMIS",
    made_at="2026-11-01 08:00",
    layout="FY2022",
    covers_from=date(2025, 10, 1),
    covers_to=date(2026, 9, 30),
    complete=True,
)

Item = SourceRow | RowProblem | FileProgress


class RowsReader:
    def __init__(self, items: Sequence[Item], **identity: Any) -> None:
        self.identity = replace(IDENTITY, **identity)
        self.items = items

    def read(self) -> Iterator[Item]:
        yield from self.items

    def code_sets(self) -> list[CodeSetSpec]:
        return []

    def data_elements(self) -> list[ElementSpec]:
        return [ElementSpec("test.income", "Monthly income", "money", "dollars")]

    def instruments(self) -> list[InstrumentSpec]:
        return [InstrumentSpec("test.income_check", "Income check", ("test.income",))]


def row(
    table: Table, key: str, /, *, answers: dict[str, Any] | None = None, deleted: bool = False, **values: Any
) -> SourceRow:
    return SourceRow(table, key, f"{table}.csv", 2, values, answers or {}, {}, deleted)


def program(key: str = "P1", **values: Any) -> SourceRow:
    return row(Table.PROGRAM, key, **{"name": "Home Again"} | values)


def person(key: str, **values: Any) -> SourceRow:
    return row(
        Table.PARTICIPANT, key, **{"first_name": "Ana", "last_name": "Brook", "birth_date": "1990-02-03"} | values
    )


def stay(key: str, person_key: str, **values: Any) -> SourceRow:
    start = {"participant_key": person_key, "program_key": "P1", "stage": "active", "entry_date": "2026-01-05"}
    return row(Table.ENROLLMENT, key, **start | values)


def service(key: str, stay_key: str, **values: Any) -> SourceRow:
    start = {"enrollment_key": stay_key, "type_key": "visit", "type_name": "Home visit", "unit": "visits"}
    return row(Table.SERVICE, key, **start | {"date": "2026-02-01", "quantity": "1.00"} | values)


def check(key: str, stay_key: str, income: str) -> SourceRow:
    return row(
        Table.ASSESSMENT,
        key,
        answers={"test.income": income},
        enrollment_key=stay_key,
        instrument_key="test.income_check",
        point="start",
        date="2026-01-05",
    )


def read(monkeypatch: pytest.MonkeyPatch, items: Sequence[Item], **identity: Any) -> ImportRun:
    """Stage and compare these rows, as far as the preview."""
    monkeypatch.setattr(reading, "open_reader", lambda kind, path, file_name: RowsReader(items, **identity))
    run = services.begin_run(identity.get("kind", "hmis"), "test.zip", actor=COMMAND_LINE)
    return services.read_run(run, Path(__file__))


def bring(
    monkeypatch: pytest.MonkeyPatch, items: Sequence[Item], *, vanished: str | None = None, **identity: Any
) -> ImportRun:
    """The whole way: read, decide, write."""
    run = read(monkeypatch, items, **identity)
    assert run.state == ImportRun.State.READY, run.refusal
    services.decide(run, vanished=vanished, actor=COMMAND_LINE)
    return services.write_run(run, actor=COMMAND_LINE)
