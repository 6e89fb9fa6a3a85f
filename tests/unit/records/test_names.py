"""Names as they are compared: without accents, and by sound."""

from __future__ import annotations

import pytest

from lineofsight.apps.records.names import search_columns, searchable, sounds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maya Ramirez", "Maja Ramires"),
        ("Maia Ramírez", "Maya Ramirez"),
        ("Catherine", "Katharine"),
        ("Philip", "Filip"),
        ("Zoë", "Zoe"),
        ("Stephen", "Stefen"),
    ],
)
def test_sound_the_same(one: str, other: str) -> None:
    assert sounds(one) == sounds(other)


@pytest.mark.parametrize(("one", "other"), [("Maya", "Mark"), ("Ramirez", "Ramos"), ("Ana", "Ivan")])
def test_sound_different(one: str, other: str) -> None:
    assert sounds(one) != sounds(other)


def test_compare_without_accents_signs_and_capitals() -> None:
    assert searchable("O'Brien-Núñez", "JOSÉ") == " obrien nunez jose "


def test_put_first_and_last_name_before_the_rest() -> None:
    short = search_columns(first_name="Maya", last_name="Ramirez", middle_name="", preferred_name="")
    long = search_columns(first_name="Maya", last_name="Ramirez", middle_name="Luz", preferred_name="May")

    assert long["search_sounds"].startswith(short["search_sounds"])
    assert long["search_name"] == " maya ramirez luz may "
