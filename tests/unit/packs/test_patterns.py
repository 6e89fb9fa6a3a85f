"""Every pattern writes a definition that can be read, and names measures that packs offer."""

from __future__ import annotations

import pytest

from lineofsight.measures import read_definition
from lineofsight.measures.choices.choices import choices_of
from lineofsight.measures.choices.writing import document_of
from lineofsight.packs.offered import offered_measure
from lineofsight.packs.patterns import Pattern, fill, patterns

ANSWERS = {
    "asked": "${score}",
    "number": "${household_size}",
    "number_of_service": "${quantity}",
    "day": "${entry_date}",
    "any": "${income}",
    "answer": "${destination} = 'own_lease'",
    "way": "increase",
    "stage": "exit",
    "service": "home_visit",
    "unit": "participant",
    "days": "90",
    "amount": "5",
    "share": "0.8",
    "percent": "50",
}


def document(pattern: Pattern) -> dict[str, object]:
    answers = {name: ANSWERS[kind] for name, kind in pattern.slots.items()}
    return {**fill(pattern, answers), "measure": "drawn", "title": "Drawn"}


@pytest.mark.parametrize("pattern", patterns(), ids=lambda each: each.id)
def test_writes_a_definition_that_can_be_read(pattern: Pattern) -> None:
    written = document(pattern)

    assert read_definition(written).measure == "drawn"
    assert "@" not in str(written)
    assert document_of(choices_of(written), written) == written


@pytest.mark.parametrize("pattern", patterns(), ids=lambda each: each.id)
def test_names_every_slot_of_its_sentence(pattern: Pattern) -> None:
    named = {word.strip("@,.") for word in pattern.sentence.split() if word.startswith("@")}

    assert named <= set(pattern.slots)


@pytest.mark.parametrize("pattern", patterns(), ids=lambda each: each.id)
def test_names_measures_that_packs_offer(pattern: Pattern) -> None:
    assert [key for key in (pattern.example, *pattern.also_fits) if offered_measure(key) is None] == []
