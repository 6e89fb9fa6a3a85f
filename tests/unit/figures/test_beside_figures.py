"""What stands beside a figure: the two sums of a ratio, and whom it leaves out since something is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lineofsight.apps.figures.incomplete import beside_earlier
from lineofsight.apps.figures.models import LedgerLine, ReleasedFigure
from lineofsight.apps.figures.releasing import InUse, release_what_is_due
from lineofsight.apps.figures.selectors.door import inside_now, series_of
from lineofsight.apps.figures.selectors.ledger import broken_lines
from lineofsight.apps.figures.selectors.members import people_behind
from lineofsight.apps.figures.suppression import Told, ToldTable
from lineofsight.apps.figures.values import Figure
from lineofsight.apps.records.models import Service, ServiceType
from lineofsight.disclosure import Policy
from lineofsight.measures import Which
from tests.unit.figures.conftest import Riverside
from tests.unit.figures.counted import count, leave, published, used

AUGUST = date(2026, 8, 15)
RECEIVED: dict[str, Any] = {
    "measure": "received",
    "title": "Received what was intended",
    "asks": "how_well",
    "count": "participant",
    "period": "${exit_date}",
    "received": {"intended": "if(${enrollment_stage} = 'completed', 4, 0)"},
    "statistic": "ratio",
    "represented_by": {"pick": "latest", "by": ["${exit_date}"]},
    "by": ["gender"],
    "unit": "visits a person",
}


def of_august(use: InUse, who: object) -> Figure:
    series = series_of([use], who)[use.assignment.pk]  # type: ignore[arg-type]
    return next(each.figure for each in series.periods if each.start <= AUGUST <= each.end)


def left(riverside: Riverside, *, without: int) -> None:
    """Twenty people for whom four visits were intended each month, and some for whom nothing was in August."""
    visit = ServiceType.objects.create(name="Visit")
    for month in range(1, 8):
        stays = leave(riverside.programs.mentoring, date(2026, month, 10), completed=20)
        Service.objects.create(enrollment=stays[0], type=visit, date=date(2026, month, 5))
    leave(riverside.programs.mentoring, AUGUST, completed=20, withdrawn=without)
    count()


def test_gives_those_inside_the_two_sums_and_who_is_left_out(riverside: Riverside) -> None:
    left(riverside, without=3)
    use = used(published(RECEIVED), riverside.programs.mentoring)

    figure = of_august(use, riverside.manager)

    assert (figure.value, figure.sums, figure.denominator, figure.incomplete) == (0, (0, 80), 20, 3)


def test_lists_who_is_left_out(riverside: Riverside) -> None:
    left(riverside, without=3)
    use = used(published(RECEIVED), riverside.programs.mentoring)
    inside = inside_now(riverside.manager)
    assert inside is not None

    found = people_behind(use, inside, (date(2026, 8, 1), date(2026, 8, 31)), group=(), which=Which.INCOMPLETE)

    assert found is not None
    assert (len(found.rows), found.has_incomplete) == (3, True)


def test_releases_the_sums_with_the_figure(riverside: Riverside) -> None:
    left(riverside, without=3)
    use = used(published(RECEIVED), riverside.programs.mentoring)

    release_what_is_due()

    assert of_august(use, riverside.board).sums == (0, 80)
    assert broken_lines() == []


@pytest.mark.parametrize(("without", "told"), [(0, 0), (10, 0), (11, 11)])
def test_tells_outsiders_who_is_left_out_only_where_they_are_many(
    riverside: Riverside, without: int, told: int
) -> None:
    left(riverside, without=without)
    use = used(published(RECEIVED), riverside.programs.mentoring)

    release_what_is_due()

    assert of_august(use, riverside.board).incomplete == told
    assert not ReleasedFigure.objects.exclude(group_by="").exclude(incomplete=None).exists()


def test_tells_nobody_outside_of_a_whole_with_parts(riverside: Riverside) -> None:
    left(riverside, without=11)
    version = published(RECEIVED)
    whole, part = used(version), used(version, riverside.programs.mentoring)

    release_what_is_due()

    assert (of_august(whole, riverside.board).incomplete, of_august(part, riverside.board).incomplete) == (0, 0)


def test_is_not_released_anew_for_the_number_left_out_alone(riverside: Riverside) -> None:
    left(riverside, without=11)
    use = used(published(RECEIVED), riverside.programs.mentoring)
    release_what_is_due()
    lines = LedgerLine.objects.count()
    leave(riverside.programs.mentoring, AUGUST, withdrawn=2)
    count()

    release_what_is_due()

    assert LedgerLine.objects.count() == lines
    assert of_august(use, riverside.board).incomplete == 11


@pytest.mark.parametrize(("before", "now", "told"), [(12, 13, None), (12, 12, 12), (12, 30, 30), (None, 13, 13)])
def test_a_correction_shows_no_small_difference(before: int | None, now: int, told: int | None) -> None:
    def table(number: int | None) -> ToldTable:
        total = Told(figure=Figure(value=1.0, denominator=40), people=40, incomplete=number)
        return ToldTable(total=total, policy=Policy(minimum=5), counts_people=True)

    assert beside_earlier(table(now), [table(before)]).total.incomplete == told
