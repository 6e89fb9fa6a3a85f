"""A new version of a definition: what was published stays, the series breaks, and the past can be seen by both."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.figures.in_force import version_then
from lineofsight.apps.figures.models import Release, ReleasedFigure
from lineofsight.apps.figures.releasing import InUse, release_what_is_due
from lineofsight.apps.figures.selectors.door import series_of
from lineofsight.apps.framework.models import Measure, MeasureVersion
from lineofsight.apps.framework.services.measures import columns_of
from lineofsight.apps.reports.models import Drawing
from tests.unit.figures.conftest import Riverside
from tests.unit.figures.counted import COMPLETED, TODAY, count, leave, used

STRICTER: dict[str, Any] = {
    **COMPLETED,
    "numerator": "${enrollment_stage} = 'completed' and days-between(${entry_date}, ${exit_date}) >= 90",
}


def publish(document: dict[str, Any], day: date) -> MeasureVersion:
    """The next version, published on a day."""
    measure, _new = Measure.objects.get_or_create(key=document["measure"])
    moment = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    return MeasureVersion.objects.create(
        measure=measure,
        number=measure.versions.count() + 1,
        document=document,
        published_at=moment,
        **columns_of(document),
    )


@pytest.fixture
def first(riverside: Riverside) -> InUse:
    """25 people left Mentoring in each month, 15 of them as completed after 60 days."""
    for month in range(1, 11):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=15, withdrawn=10)
    return used(publish(COMPLETED, date(2025, 1, 1)), riverside.programs.mentoring)


@pytest.fixture
def changed(first: InUse, settings: LazySettings) -> InUse:
    """Released by version 1 until July; by version 2 from August 20 on, which wants 90 days."""
    settings.FIXED_TODAY = date(2026, 8, 15)
    count()
    release_what_is_due()
    settings.FIXED_TODAY = TODAY
    count()
    return InUse(first.assignment, publish(STRICTER, date(2026, 8, 20)))


def shares(use: InUse, who: Any) -> list[tuple[int, int, int | None]]:
    """Month, version, numerator."""
    series = series_of([use], who)[use.assignment.pk]
    return [(each.start.month, each.version, each.figure.numerator) for each in series.periods if each.is_settled]


def test_breaks_where_the_new_version_begins(changed: InUse, riverside: Riverside) -> None:
    told = shares(changed, riverside.manager)

    assert told[-4:] == [(7, 1, 15), (8, 2, 0), (9, 2, 0), (10, 2, 0)]
    assert {(version, counted) for month, version, counted in told if month <= 7} == {(1, 15)}


def test_never_rewrites_what_was_published(changed: InUse, riverside: Riverside) -> None:
    before = list(ReleasedFigure.objects.order_by("id").values())
    july = {each: told for each, *told in shares(changed, riverside.board) if each <= 7}

    release_what_is_due()

    assert list(ReleasedFigure.objects.order_by("id").values())[: len(before)] == before
    assert {each: told for each, *told in shares(changed, riverside.board) if each <= 7} == july
    assert not Release.objects.filter(version=changed.version, starts_on__lt=date(2026, 8, 1)).exists()


def test_shows_everybody_the_break_at_the_same_place(changed: InUse, riverside: Riverside) -> None:
    release_what_is_due()

    inside = [(month, version) for month, version, _counted in shares(changed, riverside.manager)]
    outside = [(month, version) for month, version, _counted in shares(changed, riverside.board)]

    assert outside == inside


def test_counts_from_what_was_released_by_it_also_for_those_inside(first: InUse, settings: LazySettings) -> None:
    settings.FIXED_TODAY = date(2026, 8, 15)
    count()
    release_what_is_due()
    settings.FIXED_TODAY = TODAY
    count()
    second = InUse(first.assignment, publish(STRICTER, date(2026, 9, 5)))
    release_what_is_due()

    assert version_then(second, date(2026, 8, 31)) == second.version
    assert version_then(second, date(2026, 7, 31)) == first.version


def test_stands_in_the_place_of_one_that_never_published_a_figure(first: InUse, riverside: Riverside) -> None:
    count()
    second = InUse(first.assignment, publish(STRICTER, date(2026, 8, 20)))

    assert {version for _month, version, _counted in shares(second, riverside.manager)} == {2}


def page(who: StaffMember, address: str) -> Any:
    client = Client()
    client.force_login(who)
    return client.get(address)


def test_shows_those_inside_what_it_does_to_the_past(changed: InUse, riverside: Riverside) -> None:
    told = page(riverside.manager, f"/results/measures/{changed.assignment.pk}/versions/").content.decode()

    assert "Version 2 gives another figure in 10 of 10 periods." in told
    assert "−60 points" in told
    assert "<ins>${enrollment_stage} = &#x27;completed&#x27; and days-between" in told


def test_lists_who_went_out_with_the_reasons(changed: InUse, riverside: Riverside) -> None:
    days = "from=2026-06-01&to=2026-06-30"
    told = page(
        riverside.manager, f"/results/measures/{changed.assignment.pk}/versions/people/?{days}"
    ).content.decode()

    assert "0 came in, 15 went out, 10 are taken alike." in told
    assert told.count("Counted because") == 15
    assert told.count("Included, but not counted because") == 15
    assert TrailEntry.objects.filter(detail__of="between_versions", detail__people=15).exists()


def test_lists_behind_an_older_figure_those_whom_its_own_version_counts(changed: InUse, riverside: Riverside) -> None:
    days = "from=2026-06-01&to=2026-06-30&of=numerator"
    told = page(riverside.manager, f"/results/measures/{changed.assignment.pk}/people/?{days}").content.decode()

    assert "15 are counted." in told


def test_shows_nobody_else_either(changed: InUse, riverside: Riverside) -> None:
    address = f"/results/measures/{changed.assignment.pk}/versions/"

    assert page(riverside.board, address).status_code == 403
    assert page(riverside.worker, address).status_code == 403
    assert page(riverside.board, f"{address}people/?from=2026-06-01&to=2026-06-30").status_code == 403


def test_says_on_the_page_of_the_measure_where_the_series_breaks(changed: InUse, riverside: Riverside) -> None:
    told = page(riverside.manager, f"/results/measures/{changed.assignment.pk}/").content.decode()
    drawn = str(Drawing.objects.latest("pk").spec)

    assert "Version 2 of the definition counts from August 2026 on; earlier figures are of another one." in told
    assert "1 thing changed" in told
    assert "New definition" in drawn
