"""The people behind a figure: the same definition on the same facts, for those inside; each look is written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from django.test import Client

from lineofsight.apps.agency.models import StaffMember, Standing, TrailEntry
from lineofsight.apps.figures.counting import Counting
from lineofsight.apps.figures.releasing import InUse
from lineofsight.apps.figures.selectors.door import series_of
from lineofsight.apps.records.models import Enrollment, Stage
from lineofsight.measures import Ask, Explanation, Period
from tests.unit.figures.conftest import Riverside
from tests.unit.figures.counted import COMPLETED, STAYS, count, leave, published, stay, used

OCTOBER = date(2026, 10, 15)
DAYS = "from=2026-10-01&to=2026-10-31"


def browser(staff: StaffMember) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def address(use: InUse, rest: str = "") -> str:
    return f"/results/measures/{use.assignment.pk}/people/?{DAYS}{rest}"


def page(who: StaffMember, use: InUse, rest: str = "") -> str:
    return str(browser(who).get(address(use, rest)).content.decode())


@pytest.fixture
def use(riverside: Riverside) -> InUse:
    """Thirteen people completed, two of them men; two withdrew; another program has one more."""
    leave(riverside.programs.mentoring, OCTOBER, completed=11, withdrawn=2)
    for number, each in enumerate(leave(riverside.programs.mentoring, OCTOBER, completed=2, genders=["man"])):
        each.participant.last_name = f"Castillo {number}"
        each.participant.save()
    leave(riverside.programs.workforce, OCTOBER, completed=1)
    made = used(published(COMPLETED), riverside.programs.mentoring)
    count()
    return made


def test_lists_as_many_as_the_figure_counts(use: InUse, riverside: Riverside) -> None:
    figure = series_of([use], riverside.manager)[use.assignment.pk].periods[-2].figure

    assert (figure.numerator, figure.denominator) == (13, 15)
    assert "13 are counted." in page(riverside.manager, use, "&of=numerator")
    assert "2 are not counted." in page(riverside.manager, use, "&of=not_numerator")
    assert "15 are included." in page(riverside.manager, use)


def test_lists_one_group(use: InUse, riverside: Riverside) -> None:
    found = page(riverside.manager, use, "&of=numerator&by=gender&group=man")

    assert "2 are counted." in found
    assert "Castillo 0" in found
    assert "Reyes" not in found


def test_leads_to_the_file_of_each(use: InUse, riverside: Riverside) -> None:
    person = Enrollment.objects.filter(participant__last_name="Castillo 1").get().participant

    assert f'href="/clients/{person.pk}/"' in page(riverside.manager, use, "&by=gender&group=man")


def test_writes_each_look_into_the_trail_without_a_name(use: InUse, riverside: Riverside) -> None:
    page(riverside.manager, use, "&of=not_numerator")

    entry = TrailEntry.objects.get(subject="framework.measureassignment", action="viewed")
    assert (entry.actor, entry.subject_id) == (riverside.manager, use.assignment.pk)
    assert entry.detail == {"people": 2, "of": "not_numerator", "first_day": "2026-10-01", "last_day": "2026-10-31"}


@pytest.mark.parametrize("who", ["worker", "board"])
def test_is_for_nobody_outside(use: InUse, riverside: Riverside, who: str) -> None:
    answer = browser(getattr(riverside, who)).get(address(use))

    assert answer.status_code == 403
    assert not TrailEntry.objects.filter(subject="framework.measureassignment").exists()


def test_names_nobody_of_a_protected_program(riverside: Riverside) -> None:
    leave(riverside.programs.mentoring, OCTOBER, completed=5)
    (hidden,) = leave(riverside.programs.safe_harbor, OCTOBER, completed=1)
    hidden.participant.last_name = "Amato"
    hidden.participant.save()
    whole = used(published(COMPLETED))
    count()

    assert "5 are included." in page(riverside.lead, whole)
    assert "Amato" not in page(riverside.lead, whole)
    assert "Amato" in page(riverside.of_harbor, whole)


def test_names_nobody_who_is_not_among_the_rows_of_the_viewer_any_more(use: InUse, riverside: Riverside) -> None:
    Enrollment.objects.filter(participant__last_name="Castillo 0").update(standing=Standing.WITHDRAWN)

    found = page(riverside.manager, use, "&by=gender&group=man")

    assert "Castillo 0" not in found
    assert "One more was there when the figures were made" in found


@pytest.mark.parametrize("asked", ["", "?from=x&to=y", "?from=2026-10-31&to=2026-10-01", f"?{DAYS}&of=everything"])
def test_leads_back_where_the_address_says_nothing(use: InUse, riverside: Riverside, asked: str) -> None:
    answer = browser(riverside.manager).get(f"/results/measures/{use.assignment.pk}/people/{asked}")

    assert answer.status_code == 302


def test_knows_no_group_of_which_the_measure_says_nothing(use: InUse, riverside: Riverside) -> None:
    assert browser(riverside.manager).get(address(use, "&by=shoe&group=9")).status_code == 404


RETURNED = {
    **STAYS,
    "measure": "no_other_stay",
    "title": "Stays without another",
    "derive": {
        "others": {"from": "enrollment", "link": "participant", "where": "${id} != ${self.id}", "pick": "exists"},
    },
    "numerator": "${others}",
}


def test_says_why_each_is_counted_or_not(use: InUse, riverside: Riverside) -> None:
    counted, not_counted = (page(riverside.manager, use, f"&of={which}") for which in ("numerator", "not_numerator"))

    assert counted.count("Counted because the enrollment stage is “completed”.") == 13
    assert not_counted.count("Included, but not counted because the enrollment stage is not “completed”.") == 2


def test_says_nothing_of_records_that_the_viewer_may_not_open(riverside: Riverside) -> None:
    """Why a stay is counted rests on a stay in another program, into which its manager does not see."""
    (first,) = leave(riverside.programs.mentoring, OCTOBER, completed=1)
    stay(first.participant, riverside.programs.workforce, OCTOBER, Stage.COMPLETED)
    use = used(published(RETURNED), riverside.programs.mentoring)
    count()

    to_manager, to_lead = page(riverside.manager, use), page(riverside.lead, use)

    assert "Counted because of a record that you may not open." in to_manager
    assert "others" not in to_manager
    assert "a record that you may not open" not in to_lead
    assert "Counted because" in to_lead


def test_works_out_the_reasons_of_those_on_the_page_alone(
    riverside: Riverside, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(riverside.programs.mentoring, OCTOBER, completed=60)
    use = used(published(COMPLETED), riverside.programs.mentoring)
    count()
    asked: list[int] = []
    explain = Counting.explain

    def watched(self: Counting, ask: Ask, period: Period, units: Sequence[int]) -> tuple[Explanation, ...]:
        asked.append(len(units))
        return explain(self, ask, period, units)

    monkeypatch.setattr(Counting, "explain", watched)

    first, second = page(riverside.manager, use), page(riverside.manager, use, "&page=2")

    assert asked == [50, 10]
    assert "60 are included." in first
    assert "51 to 60 of 60" in second
