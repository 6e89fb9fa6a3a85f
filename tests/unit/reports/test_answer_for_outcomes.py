"""What the outcomes of a page say together: how many meet their target, and how many of them cannot be told."""

from __future__ import annotations

from lineofsight.apps.figures.values import Series
from lineofsight.apps.reports.selectors.outcomes_answer import first_sentence, further_sentences
from lineofsight.apps.reports.selectors.rows import MeasureRow, measure_row
from tests.unit.reports.made import STEADY, shares, used

HIDDEN = shares([*STEADY, None])


def row(number: int, series: Series, *, target: float | None) -> MeasureRow:
    return measure_row(used(number, outcome=f"Outcome {number}", target=target), series)


def test_counts_what_cannot_be_told_among_all() -> None:
    rows = [
        row(1, shares(STEADY), target=0.6),
        row(2, shares(STEADY), target=0.6),
        row(3, shares(STEADY), target=0.75),
        row(4, HIDDEN, target=0.6),
    ]

    assert first_sentence(rows) == "Partly: 2 of 4 outcomes meet their target. One cannot be told."


def test_says_yes_only_as_far_as_it_can_be_told() -> None:
    rows = [row(1, shares(STEADY), target=0.6), row(2, HIDDEN, target=0.6)]

    assert first_sentence(rows) == (
        "Yes, as far as it can be told: 1 of 2 outcomes with a target meets it. One cannot be told."
    )
    assert first_sentence(rows[:1]) == "Yes: the one outcome with a target meets it."
    assert first_sentence([rows[0], rows[0]]) == "Yes: both outcomes with a target meet it."
    assert first_sentence(rows[1:]) == "It cannot be told here: the one outcome with a target is withheld."


def test_says_of_a_hidden_outcome_neither_that_it_meets_nor_that_it_misses() -> None:
    rows = [row(1, shares(STEADY), target=0.9), row(2, HIDDEN, target=0.6)]

    assert first_sentence(rows) == (
        "Not as we mean to, as far as it can be told: 1 of 2 outcomes misses its target. One cannot be told."
    )


def test_counts_a_hidden_outcome_once() -> None:
    rows = [row(1, shares(STEADY), target=0.6), row(2, HIDDEN, target=0.6), row(3, HIDDEN, target=None)]

    assert further_sentences(rows) == ["One has no figure to show."]
