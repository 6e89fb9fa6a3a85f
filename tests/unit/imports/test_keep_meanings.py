"""What the questions of a source mean is kept beside its rows, and comes back as it was."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from lineofsight.apps.forms.selectors import asked_as
from lineofsight.apps.imports.readers import adopt_meanings, keep_meanings
from lineofsight.packs.elements import ElementSpec

from .rows_reader import RowsReader

pytestmark = pytest.mark.django_db


class ScoreReader(RowsReader):
    def data_elements(self) -> list[ElementSpec]:
        return [
            *super().data_elements(),
            ElementSpec("test.score", "Score", "decimal", minimum=Decimal("0.5"), maximum=27),
            ElementSpec("test.part", "Part", "integer", at_most="test.score"),
        ]


def test_keeps_ranges(tmp_path: Path) -> None:
    keep_meanings(ScoreReader([]), tmp_path)

    adopt_meanings("workbook", tmp_path)

    income, part, score = asked_as(["test.score", "test.part", "test.income"])
    assert (score.minimum, score.maximum) == (Decimal("0.5"), Decimal(27))
    assert part.at_most == "test.score"
    assert (income.minimum, income.maximum, income.at_most) == (None, None, "")
