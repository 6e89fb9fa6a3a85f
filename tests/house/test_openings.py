"""Whatever page tells more of a person than a list does, the trail says who looked."""

from __future__ import annotations

import pytest
from tests.house.access import RECORD_PAGES, Page
from tests.house.test_access import address, browser, identify
from tests.house.world import World

from lineofsight.apps.agency.models import TrailEntry
from lineofsight.apps.records.models import Assessment, Participant, Service

PHONE, NOTE, ANSWER = "555-0142", "She practiced the call.", "Feels at home"
PAGES = [page for page in RECORD_PAGES if not page.post_only]
# Pages known to tell such facts, so that the test cannot pass by finding none.
TELL_FACTS = {
    "clients/<int:participant_id>/",
    "clients/<int:participant_id>/change/",
    "clients/<int:participant_id>/services/",
    "services/<int:service_id>/",
}


def tell_something(world: World) -> None:
    person = world.things["own"].participant
    Participant.objects.filter(pk=person.pk).update(phone=PHONE)
    Service.objects.filter(enrollment__participant=person).update(note=NOTE)
    Assessment.objects.filter(enrollment__participant=person).update(answers={"told": ANSWER})


@pytest.mark.parametrize("page", PAGES, ids=identify)
def test_are_in_the_trail_when_a_page_tells_facts(world: World, page: Page) -> None:
    tell_something(world)
    person = world.things["own"].participant
    seen = TrailEntry.objects.filter(action=TrailEntry.Action.VIEWED, participant_id=person.pk)
    before = seen.count()

    where = address(page, world, "own") + ("?notes" if page.route.endswith("/services/") else "")
    told = browser(world, "supervisor").get(where).content.decode()

    tells = any(fact in told for fact in (PHONE, NOTE, ANSWER))
    assert tells or page.route not in TELL_FACTS
    assert not tells or seen.count() == before + 1


@pytest.mark.parametrize(
    "route",
    [
        "enrollments/<int:enrollment_id>/correct/",
        "assessments/<int:assessment_id>/",
        "clients/<int:participant_id>/opened/",
    ],
)
def test_are_in_the_trail_for_the_other_pages_of_a_file(world: World, route: str) -> None:
    page = next(each for each in PAGES if each.route == route)
    seen = TrailEntry.objects.filter(action=TrailEntry.Action.VIEWED)
    before = seen.count()

    browser(world, "supervisor").get(address(page, world, "own"))

    assert seen.count() == before + 1
