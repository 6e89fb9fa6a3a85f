"""The page on which people are found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import StaffMember, TrailEntry
from tests.cast import Clients, Programs, Sites, admit


def text(browser: Client, address: str, **headers: str) -> str:
    page = browser.get(address, headers=headers)
    assert page.status_code == 200
    return page.content.decode()


def test_lists_ones_own_people_first(clients: Clients, as_front_line_worker: Client, programs: Programs) -> None:
    page = text(as_front_line_worker, "/clients/")

    assert "The people on your list" in page
    assert "Maya Ramirez" in page


def test_lists_everyone_one_may_see(
    clients: Clients, programs: Programs, sites: Sites, other_worker: StaffMember, as_front_line_worker: Client
) -> None:
    admit("Ana", "Ortiz", programs.mentoring, sites.south, other_worker)

    assert "Ana Ortiz" not in text(as_front_line_worker, "/clients/")
    everyone = text(as_front_line_worker, "/clients/?list=all")
    assert "Ana Ortiz" in everyone
    assert "Jonah" not in everyone
    assert "Ruth" not in everyone


def test_says_whom_it_counts(clients: Clients, as_director: Client) -> None:
    assert "Everyone you may see: active now" in text(as_director, "/clients/?list=all")
    assert "Everyone you may see: active, waiting or gone" in text(as_director, "/clients/?list=all&stage=all")


def test_narrows_by_program_and_site(clients: Clients, programs: Programs, sites: Sites, as_director: Client) -> None:
    here = text(as_director, f"/clients/?program={programs.workforce.pk}")
    there = text(as_director, f"/clients/?site={sites.north.pk}")

    assert ("Jonah Ellis" in here, "Maya Ramirez" in here) == (True, False)
    assert ("Jonah Ellis" in there, "Maya Ramirez" in there) == (False, True)


def test_does_not_narrow_to_a_program_one_may_not_see(
    clients: Clients, programs: Programs, as_director: Client
) -> None:
    page = text(as_director, f"/clients/?program={programs.safe_harbor.pk}")

    assert "Safe Harbor" not in page
    assert "Ruth" not in page


@pytest.mark.parametrize("query", ["?stage=nonsense&program=x&site=-1&page=zero", "?page=9999", "?q=%00"])
def test_takes_any_address(query: str, clients: Clients, as_front_line_worker: Client) -> None:
    assert "Who are you looking for?" in text(as_front_line_worker, f"/clients/{query}")


def test_gives_the_hits_alone_to_htmx(clients: Clients, as_front_line_worker: Client) -> None:
    hits = text(as_front_line_worker, "/clients/?q=maja", **{"HX-Request": "true"})

    assert "<html" not in hits
    assert "<mark>Maya</mark>" in hits
    assert "Sounds the same" in hits


def test_finds_without_javascript(clients: Clients, as_front_line_worker: Client) -> None:
    page = text(as_front_line_worker, "/clients/?q=ramires")

    assert "Nobody is written “ramires”; these are close" in page


def test_escapes_what_was_typed(clients: Clients, as_front_line_worker: Client) -> None:
    page = text(as_front_line_worker, "/clients/?q=<script>alert(1)</script>")

    assert "<script>alert" not in page


def seen_in_lists() -> list[tuple[object, ...]]:
    entries = TrailEntry.objects.filter(action="viewed").order_by("id")
    return [(each.actor.name, each.participant_id, each.detail) for each in entries if each.actor]


def test_writes_into_the_trail_who_was_found_and_listed(
    clients: Clients, as_front_line_worker: Client, front_line_worker: StaffMember
) -> None:
    text(as_front_line_worker, "/clients/?q=maya")

    assert seen_in_lists() == [
        (front_line_worker.name, None, {"list": "search", "people": 1, "shown": [clients.own.pk]}),
        (front_line_worker.name, None, {"list": "list", "people": 1, "shown": [clients.own.pk]}),
    ]


def test_writes_one_entry_for_a_search_as_one_types(
    clients: Clients, programs: Programs, sites: Sites, front_line_worker: StaffMember, as_front_line_worker: Client
) -> None:
    mara = admit("Mara", "Ramirez", programs.mentoring, sites.north, front_line_worker)

    for typed in ("ma", "may", "maya"):
        as_front_line_worker.get(f"/clients/?q={typed}", headers={"HX-Request": "true"})

    assert [detail["shown"] for _who, _whom, detail in seen_in_lists()] == [sorted([clients.own.pk, mara.pk])]


def test_writes_another_entry_for_somebody_who_was_not_shown_yet(
    clients: Clients, programs: Programs, sites: Sites, front_line_worker: StaffMember, as_front_line_worker: Client
) -> None:
    mara = admit("Mara", "Ramirez", programs.mentoring, sites.north, front_line_worker)

    for typed in ("maya", "mara", "ma"):
        as_front_line_worker.get(f"/clients/?q={typed}", headers={"HX-Request": "true"})

    shown = [detail["shown"] for _who, _whom, detail in seen_in_lists()]
    assert mara.pk in shown[-1]
    assert {person for each in shown for person in each} == {clients.own.pk, mara.pk}


def test_writes_another_entry_after_a_minute(
    clients: Clients, as_front_line_worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_front_line_worker.get("/clients/?q=maya", headers={"HX-Request": "true"})
    later = now() + timedelta(seconds=61)
    monkeypatch.setattr("lineofsight.apps.records.services.clients.now", lambda: later)
    as_front_line_worker.get("/clients/?q=maya", headers={"HX-Request": "true"})

    assert len(seen_in_lists()) == 2


def test_holds_what_another_person_saw_apart(
    clients: Clients, as_front_line_worker: Client, as_supervisor: Client
) -> None:
    as_front_line_worker.get("/clients/?q=maya", headers={"HX-Request": "true"})
    as_supervisor.get("/clients/?q=maya", headers={"HX-Request": "true"})

    assert len(seen_in_lists()) == 2


def test_writes_nothing_into_the_trail_when_nobody_is_found(clients: Clients, as_front_line_worker: Client) -> None:
    as_front_line_worker.get("/clients/?q=zzzz", headers={"HX-Request": "true"})

    assert seen_in_lists() == []


def test_writes_into_the_trail_how_many_may_be_here_twice(
    clients: Clients, programs: Programs, sites: Sites, front_line_worker: StaffMember, as_supervisor: Client
) -> None:
    twin = admit("Maya", "Ramires", programs.mentoring, sites.north, front_line_worker)

    text(as_supervisor, "/clients/duplicates/")

    assert [detail for _who, _whom, detail in seen_in_lists()] == [
        {"list": "duplicates", "people": 2, "shown": sorted([clients.own.pk, twin.pk])}
    ]


def test_costs_the_same_for_one_person_and_for_fifty(
    clients: Clients,
    programs: Programs,
    sites: Sites,
    front_line_worker: StaffMember,
    as_front_line_worker: Client,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    [admit("Maya", f"Ramirez {n}", programs.mentoring, sites.north, front_line_worker) for n in range(60)]

    with django_assert_max_num_queries(30):  # four of them write into the trail
        page = text(as_front_line_worker, "/clients/?q=maya")

    assert "1 to 50 of 61" in page


def test_offers_to_add_somebody_to_those_who_may(
    clients: Clients, as_front_line_worker: Client, as_director: Client
) -> None:
    assert "/clients/add/" in text(as_front_line_worker, "/clients/?q=zzz")
    assert "/clients/add/" not in text(as_director, "/clients/?q=zzz")


def test_compares_pairs_for_leads_and_managers(
    clients: Clients,
    programs: Programs,
    sites: Sites,
    front_line_worker: StaffMember,
    as_program_manager: Client,
    as_performance_lead: Client,
    as_front_line_worker: Client,
    as_director: Client,
) -> None:
    admit("Maia", "Ramires", programs.mentoring, sites.south, front_line_worker)

    assert "Maya Ramirez and Maia Ramires" in text(as_program_manager, "/clients/duplicates/")
    assert "Maya Ramirez and Maia Ramires" in text(as_performance_lead, "/clients/duplicates/")
    assert as_front_line_worker.get("/clients/duplicates/").status_code == 403
    assert as_director.get("/clients/duplicates/").status_code == 403
