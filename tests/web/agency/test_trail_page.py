"""The page of the trail: narrowed, turned, and never a figure about one worker."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.selectors import trail as reading
from lineofsight.apps.agency.services import trail


@pytest.fixture(autouse=True)
def five_to_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ENTRIES_AT_ONCE", 5)


@pytest.fixture
def numbered(supervisor: StaffMember, other_worker: StaffMember) -> list[int]:
    """Twelve entries of the supervisor, one of somebody else between each two; the clients' numbers, oldest first."""
    clients = list(range(9001, 9013))
    for client in clients:
        trail.record(TrailEntry.Action.VIEWED, "records.participant", actor=supervisor, participant_id=client)
        trail.record(TrailEntry.Action.VIEWED, "records.participant", actor=other_worker, participant_id=client + 90)
    return clients


def read(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def clients_on(page: str) -> list[int]:
    """The clients' numbers in the log, from above."""
    log = page.partition('<ol class="los-log">')[2].partition("</ol>")[0]
    return [int(number) for number in re.findall(r"client (9\d\d\d)", log)]


def said_on(page: str) -> str:
    """The words of a page, without times, what can be chosen, and the line that is printed."""
    main = page.partition('tabindex="-1">')[2].partition("</main>")[0]
    read = re.sub(r"<time.*?</time>|<select.*?</select>|<p class=.los-paper.*?</p>", " ", main, flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", read)


def link(page: str, way: str) -> str:
    """The address behind rel="next" (older) or rel="prev" (newer); empty when there is none."""
    found = re.search(rf'rel="{way}" href="([^"]*)"', page)
    return f"/setup/trail/{unescape(found[1])}" if found else ""


def test_turns_to_older_entries_and_back(
    as_administrator: Client, supervisor: StaffMember, numbered: list[int]
) -> None:
    newest = read(as_administrator, f"/setup/trail/?staff={supervisor.pk}")
    older = read(as_administrator, link(newest, "next"))
    oldest = read(as_administrator, link(older, "next"))
    back = read(as_administrator, link(oldest, "prev"))

    assert clients_on(newest) == [9012, 9011, 9010, 9009, 9008]
    assert clients_on(older) == clients_on(back) == [9007, 9006, 9005, 9004, 9003]
    assert clients_on(oldest) == [9002, 9001]
    assert (link(newest, "prev"), link(oldest, "next")) == ("", "")


def test_shows_a_whole_screen_of_the_newest_when_few_are_newer(
    as_administrator: Client, supervisor: StaffMember, numbered: list[int]
) -> None:
    entry = TrailEntry.objects.get(actor=supervisor, participant_id=9010)

    page = read(as_administrator, f"/setup/trail/?staff={supervisor.pk}&after={entry.pk}")

    assert clients_on(page) == [9012, 9011, 9010, 9009, 9008]


@pytest.mark.parametrize("wrong", ["before=nine", "after=-4", "before=99999999999999999999", "page=2"])
def test_shows_the_newest_for_an_address_it_does_not_know(
    as_administrator: Client, supervisor: StaffMember, numbered: list[int], wrong: str
) -> None:
    page = read(as_administrator, f"/setup/trail/?staff={supervisor.pk}&{wrong}")

    assert clients_on(page) == [9012, 9011, 9010, 9009, 9008]


@pytest.mark.parametrize("narrowed", ["", "?staff={person}", "?staff={person}&action=viewed", "?client=9003"])
def test_says_nowhere_how_many_entries_there_are(
    as_administrator: Client, supervisor: StaffMember, numbered: list[int], narrowed: str
) -> None:
    page = read(as_administrator, f"/setup/trail/{narrowed.format(person=supervisor.pk)}")

    assert {number for number in re.findall(r"\d+", said_on(page)) if not number.startswith("9")} == set()
    assert "page=" not in page


def test_says_the_same_of_somebody_with_few_entries_and_with_many(
    as_administrator: Client, supervisor: StaffMember, stranger: StaffMember, numbered: list[int]
) -> None:
    for client in (9001, 9002, 9003, 9004, 9005, 9006):
        trail.record(TrailEntry.Action.VIEWED, "records.participant", actor=stranger, participant_id=client)
    many = read(as_administrator, f"/setup/trail/?staff={supervisor.pk}")
    few = read(as_administrator, f"/setup/trail/?staff={stranger.pk}")

    def around_the_log(page: str) -> str:
        main = page.partition("<main")[2]
        before, _log, rest = main.partition('<ol class="los-log">')
        shown = before + rest.partition("</ol>")[2]
        return re.sub(r'value="\d+"( selected)?|before=\d+|staff=\d+|value="[\w-]{40,}"', "", shown)

    assert around_the_log(few) == around_the_log(many)
