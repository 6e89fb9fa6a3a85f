"""What the database refuses is told as a Problem, never as an error of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from sqlglot import exp

from lineofsight.measures import Ask, check_document, month
from lineofsight.problems import Problem
from lineofsight.warehouse.engines import duckdb as engines
from tests.spec.drawing import build_of, example_catalogue, records_of

LEAVINGS = {
    "measure": "leavings",
    "title": "Enrollments that ended",
    "asks": "how_much",
    "count": "enrollment",
    "period": "${exit_date}",
}


def test_tells_what_the_database_will_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = build_of(records_of("enrollment\nid | exit_date\n1 | 2026-03-01"), date(2026, 12, 31), tmp_path / "builds")
    ask = Ask(query=check_document(LEAVINGS, example_catalogue()), periods=(month(date(2026, 3, 1)),))
    monkeypatch.setattr(engines, "figures_statement", lambda *given: exp.select("wrong").from_("nowhere"))

    with engines.open_on(build) as engine, pytest.raises(Problem) as refusal:
        engine.figures(ask)

    assert refusal.value.code == "W112"
    assert isinstance(refusal.value.__cause__, duckdb.CatalogException)
