"""The worked examples of the Handbook on Statistical Disclosure Control, where the reference data are at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lineofsight.disclosure import Policy, Rule, ShareCell, Withheld, protect_count, protect_share, release_table
from lineofsight.disclosure.feasibility import Feasibility
from lineofsight.disclosure.release import small_differences
from lineofsight.disclosure.statement import Count, Relation, Statement
from lineofsight.problems import Problem

TABLES = Path(__file__).resolve().parents[4] / "shared/data/culture/disclosure/worked_tables.json"


@pytest.fixture
def examples() -> dict[str, Any]:
    if not TABLES.exists():
        pytest.skip("reference data not found at ../shared/data - skipped")
    read = json.loads(TABLES.read_text(encoding="utf-8"))
    return {example["id"]: example for example in read["examples"]}


def test_refuses_the_second_of_two_boundaries(examples: dict[str, Any]) -> None:
    example = examples["differencing_two_boundaries"]
    first, second = (
        {f"area {i} group {j}": count for i, row in enumerate(example[key]) for j, count in enumerate(row)}
        for key in ("release_one", "release_two")
    )
    released = release_table(first, Policy())

    with pytest.raises(Problem, match="earlier release"):
        release_table(second, Policy(), earlier=[released])

    found = {d.rows[0]: d.differences[0] for d in small_differences(released, release_table(second, Policy()))[:3]}
    told = {f"area {i} group {j}": d for i, row in enumerate(example["difference"]) for j, d in enumerate(row) if d}
    assert found == told


def test_withholds_where_all_or_all_but_one_share_an_answer(examples: dict[str, Any]) -> None:
    rows = {row["group"]: ShareCell(row["high"], row["n"]) for row in examples["group_attribute_disclosure"]["rows"]}

    assert {name: protect_share(cell, Policy()) for name, cell in rows.items()} == {
        "Married": Withheld(Rule.FEW_ON_ONE_SIDE),
        "Divorced": Withheld(Rule.FEW_ON_ONE_SIDE),
    }


def test_withholds_a_count_of_one(examples: dict[str, Any]) -> None:
    (row,) = examples["identification"]["rows"]

    assert protect_count(row["n"], Policy()) == Withheld(Rule.FEW_PEOPLE)


def test_finds_the_feasibility_intervals_of_two_dimensions(examples: dict[str, Any]) -> None:
    example = examples["feasibility_interval"]
    counts = {name: Count(name=name, value=None) for name in example["expected"]}
    relations = [
        Relation(tuple((name, 1) for name in left.split(" + ")), constant=-right)
        for left, right in example["equations"]
    ]
    (component,) = Statement(counts, relations).components()
    feasibility = Feasibility(component)

    found = {name: feasibility.interval(name) for name in example["expected"]}

    assert {name: [each.low, each.high] for name, each in found.items() if each} == example["expected"]
