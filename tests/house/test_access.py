"""Every address × every role × whose objects: who gets in, who does not; that refused writes change nothing, and that
permitted ones really write, so that the matrix cannot pass because everything is refused."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django import Settings
from tests.house.access import MATRIX, SIGNED_IN, Page, Whose
from tests.house.filled_form import filled
from tests.house.permitted import NOT_YET_IN_THE_TRAIL, PERMITTED, SHOWS_A_CODE
from tests.house.routes import all_routes
from tests.house.world import World

from lineofsight.apps.agency.models import TrailEntry

REFUSED = (403, 404)

READS = [(page, who, whose) for page in MATRIX for who in sorted(SIGNED_IN) for whose in page.about]
WRITES = [(page, who, whose) for page, who, whose in READS if page.writes]
REFUSED_WRITES = [(page, who, whose) for page, who, whose in WRITES if not page.may_open(who, whose)]
PERMITTED_WRITES = [(page, who, whose) for page, who, whose in WRITES if page.may_open(who, whose)]


def identify(value: object) -> str:
    return value.route if isinstance(value, Page) else str(value)


def address(page: Page, world: World, whose: Whose) -> str:
    ids = page.ids(world, whose)
    return page.address or "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(ids[part.group(1)]), page.route)


def browser(world: World, who: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[who]
    return client


def rows_written() -> int:
    """How many rows this connection has ever written, without those of the trail: a refusal may stand there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT total_changes() - (SELECT count(*) FROM agency_trailentry)")
        return cursor.fetchone()[0]


def test_names_every_address_of_the_product() -> None:
    assert all_routes() - {page.route for page in MATRIX} == set()


def test_names_no_address_that_is_gone() -> None:
    assert {page.route for page in MATRIX} - all_routes() == set()


@pytest.mark.parametrize(("page", "who", "whose"), READS, ids=identify)
def test_opens_for_those_who_may_alone(world: World, page: Page, who: str, whose: Whose) -> None:
    status = browser(world, who).get(address(page, world, whose)).status_code

    if page.post_only:
        assert status == 302  # to the page above, which judges by itself
    elif page.may_open(who, whose):
        assert status == page.gives_to.get(who, page.gives)
    else:
        assert status in REFUSED


@pytest.mark.parametrize("page", MATRIX, ids=identify)
def test_sends_those_who_are_not_signed_in_to_sign_in(world: World, page: Page) -> None:
    assert Client().get(address(page, world, "own")).status_code == page.anonymous


@pytest.mark.parametrize(("page", "who", "whose"), REFUSED_WRITES, ids=identify)
def test_changes_nothing_for_those_who_may_not(world: World, page: Page, who: str, whose: Whose) -> None:
    client = browser(world, who)
    before = rows_written()

    response = client.post(address(page, world, whose))

    assert response.status_code in REFUSED
    assert rows_written() == before


@pytest.fixture
def with_mail(settings: Settings) -> None:
    settings.EMAIL_HOST = "smtp.riverside.example"


def test_has_one_permitted_write_for_each_address_that_writes() -> None:
    assert set(PERMITTED) == {page.route for page in MATRIX if page.writes}
    assert {page.route for page, _who, _whose in PERMITTED_WRITES} == set(PERMITTED)


@pytest.mark.usefixtures("with_mail", "imports_come_back")
@pytest.mark.parametrize(("page", "who", "whose"), PERMITTED_WRITES, ids=identify)
def test_writes_for_those_who_may(world: World, page: Page, who: str, whose: Whose) -> None:
    answers = PERMITTED[page.route](world, whose, who)
    client, where = browser(world, who), address(page, world, whose)
    sent = answers if page.post_only else filled(client.get(where).content.decode(), answers)
    rows, entries = rows_written(), entries_by(world, who)

    response = client.post(where, sent)

    assert response.status_code == (200 if page.route in SHOWS_A_CODE else 302), reasons(response.content.decode())
    assert rows_written() > rows
    assert (entries_by(world, who) > entries) is (page.route not in NOT_YET_IN_THE_TRAIL)


def entries_by(world: World, who: str) -> int:
    """What this person has done that the trail tells of; opening a file does not count."""
    changes = TrailEntry.objects.exclude(action=TrailEntry.Action.VIEWED)
    return changes.filter(actor=world.staff[who]).count()


def reasons(page: str) -> list[str]:
    """What a page says is wrong, for the one who reads a failed test."""
    return re.findall(r'class="los-wrong[^>]*>([^<]+)', page)
