"""What a page says beside the figures of a measure in use."""

from __future__ import annotations

import pytest

from lineofsight.apps.agency.words import Words
from lineofsight.apps.framework.models import MeasureAssignment, MeasureVersion
from lineofsight.apps.reports.selectors.uses import Use


@pytest.mark.parametrize(
    ("unit", "heading"),
    [
        ("participant", "Guests"),
        ("household", "Households"),
        ("enrollment", "Stays"),
        ("service", "Services"),
        ("assessment", "Assessments"),
        (None, "Guests"),
    ],
)
def test_says_what_was_counted_in_the_words_of_the_agency(unit: str | None, heading: str) -> None:
    use = Use(assignment=MeasureAssignment(), version=MeasureVersion(document={"count": unit}), period=None, note=None)

    assert use.counted(Words({"client": ["guest", "guests"], "enrollment": ["stay", "stays"]})) == heading
