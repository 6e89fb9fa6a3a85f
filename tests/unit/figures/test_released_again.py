"""A release is read again with the rules it was made by, whatever its measure counts."""

from __future__ import annotations

from datetime import date

from lineofsight.apps.figures.models import Release
from lineofsight.apps.figures.releasing import release_what_is_due
from tests.unit.figures.conftest import Riverside
from tests.unit.figures.counted import LEFT, count, leave, published, report, used

EVICTIONS = {
    "measure": "evictions",
    "title": "Evictions",
    "asks": "better_off",
    "source": "reported",
    "about": "community",
    "statistic": "ratio",
    "per": 100,
    "reported": {"numerator": "a", "denominator": "b", "from": "court"},
    "count": "household",
}


def test_a_ratio_that_was_reported_stops_no_later_release(riverside: Riverside) -> None:
    report(used(published(EVICTIONS)), 40, 1000)
    count()
    release_what_is_due()
    for month in range(1, 11):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=20)
    left = used(published(LEFT), riverside.programs.mentoring)
    count()

    release_what_is_due()

    assert Release.objects.filter(assignment=left.assignment).exists()
    assert set(Release.objects.values_list("of_values", flat=True)) == {False}
