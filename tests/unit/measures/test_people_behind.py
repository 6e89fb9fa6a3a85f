"""Who is behind a figure that counts something else than people."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from lineofsight.measures import Ask, people_behind, read_definition, year
from lineofsight.warehouse.engines import open_engine
from tests.spec.drawing import build_of, example_catalogue, records_of

THE_YEAR = year(date(2026, 1, 1))
RECORDS = """
enrollment
id | participant | entry_date | exit_date  | destination | intended_contacts
1  | 1           | 2026-01-05 | 2026-03-01 | rental      | 1
2  | 1           | 2026-03-05 | 2026-03-20 | street      | 1
3  | 2           | 2026-01-05 | 2026-03-09 | rental      |
4  | 3           | 2026-01-05 | 2026-04-09 | street      | 2

service
id | enrollment | date
1  | 1          | 2026-02-01
2  | 1          | 2026-02-02
3  | 4          | 2026-02-02
"""


def people(folder: Path, **keys: Any) -> list[int]:
    """The people behind a measure of stays that ended in the year."""
    document = {"measure": "drawn", "title": "Drawn", "asks": "how_much", "count": "enrollment", **keys}
    queries = people_behind(read_definition({"period": "${exit_date}", **document}), example_catalogue())
    with open_engine(build_of(records_of(RECORDS), date(2026, 12, 31), folder / "builds")) as engine:
        return [engine.figures(Ask(query=query, periods=(THE_YEAR,)))[0].denominator for query in queries]


def test_are_those_with_any_stay_that_is_included(tmp_path: Path) -> None:
    assert people(tmp_path) == [3]


def test_are_those_with_any_visit(tmp_path: Path) -> None:
    assert people(tmp_path, count="service", period="${service_date}", statistic="sum", value="${quantity}") == [2]


def test_are_on_either_side_of_a_share_and_may_be_on_both(tmp_path: Path) -> None:
    assert people(tmp_path, numerator="${destination} = 'rental'") == [2, 2]


def test_of_a_comparison_are_those_who_can_be_compared(tmp_path: Path) -> None:
    received = {"intended": "${intended_contacts}", "at_least": 1}

    assert people(tmp_path, received=received) == [1, 2]
