"""Sums of a few hidden counts that follow exactly, where none of them does by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lineofsight.disclosure.audit import How, audit
from lineofsight.disclosure.statement import Count, Relation, Statement


def groups(sizes: Mapping[str, int], told: Sequence[tuple[Sequence[str], int]]) -> Statement:
    """Hidden groups of so many people, and the sums of some that are published."""
    counts = {
        name: Count(name=name, value=None, people=size, minimum=5, spread=2 if size < 5 else 0)
        for name, size in sizes.items()
    }
    return Statement(counts, [Relation(tuple((name, 1) for name in names), -total) for names, total in told])


def exact(statement: Statement) -> list[tuple[str, ...]]:
    return [finding.names for finding in audit(statement).findings if finding.how is How.EXACT]


def test_finds_the_only_team_that_is_left() -> None:
    sizes = {"a": 12, "b": 9, "c": 6, "d": 4}
    published = [(["a", "b", "c", "d"], 31), (["a"], 12), (["b"], 9), (["c"], 6)]

    assert exact(groups(sizes, published)) == [("d",)]
    assert exact(groups(sizes, published[:3])) == []


def test_finds_four_groups_of_one_person_together() -> None:
    sizes = {"a": 1, "b": 1, "c": 1, "d": 1, "e": 20}

    assert exact(groups(sizes, [(["a", "b", "c", "d", "e"], 24), (["e"], 20)])) == [("a", "b", "c", "d")]


def test_finds_a_sum_that_no_single_equation_says() -> None:
    """From (a + c), (b + d) and (c + d): a and b together."""
    sizes = {"a": 2, "b": 2, "c": 8, "d": 9}

    assert exact(groups(sizes, [(["a", "c"], 10), (["b", "d"], 11), (["c", "d"], 17)])) == [("a", "b")]


def test_finds_cells_that_only_their_limits_give_away() -> None:
    """Two one-way tables of favourable answers, groups of 6, 3, 2 and 9: nothing follows, and everything is fixed."""
    counts = {
        name: Count(name=name, value=None, high=most, people=9, minimum=5, spread=1)
        for name, most in {"a": 6, "b": 3, "c": 2, "d": 9}.items()
    }
    told = [(["a", "b"], 7), (["c", "d"], 5), (["a", "c"], 4), (["b", "d"], 8)]
    relations = [Relation(tuple((name, 1) for name in names), -total) for names, total in told]

    found = audit(Statement(counts, relations)).findings

    assert [finding.names for finding in found] == [("a",), ("b",), ("c",), ("d",)]
    assert {finding.how for finding in found} == {How.NARROW}
