"""Somebody leaves, on the page."""

from __future__ import annotations

from django.test import Client
from django.utils.formats import date_format

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import StaffMember
from tests.cast import Clients


def test_asks_who_takes_over(as_administrator: Client, supervisor: StaffMember, front_line_worker: StaffMember) -> None:
    page = as_administrator.get(f"/setup/people/{supervisor.pk}/end/").content.decode()

    assert "The people they supervise" in page
    assert "Nobody yet" in page


def test_ends_nothing_while_a_choice_is_left(
    as_administrator: Client, supervisor: StaffMember, front_line_worker: StaffMember
) -> None:
    page = as_administrator.post(
        f"/setup/people/{supervisor.pk}/end/", {"last_day": today().isoformat(), "supervised": ""}
    ).content.decode()

    supervisor.refresh_from_db()
    assert supervisor.is_active
    assert "Choose a person, or “Nobody yet”." in page


def test_hands_over_and_ends(
    as_administrator: Client, supervisor: StaffMember, front_line_worker: StaffMember, program_manager: StaffMember
) -> None:
    as_administrator.post(
        f"/setup/people/{supervisor.pk}/end/",
        {"last_day": today().isoformat(), "supervised": program_manager.pk},
    )

    supervisor.refresh_from_db()
    front_line_worker.refresh_from_db()
    assert (supervisor.is_active, front_line_worker.supervisor) == (False, program_manager)


def test_says_who_took_over_and_that_the_leaver_sees_nobody(
    as_administrator: Client, supervisor: StaffMember, front_line_worker: StaffMember, program_manager: StaffMember
) -> None:
    page = as_administrator.post(
        f"/setup/people/{supervisor.pk}/end/",
        {"last_day": today().isoformat(), "supervised": program_manager.pk},
        follow=True,
    ).content.decode()

    assert f"has ended. The people they supervise went to {program_manager.name}." in page
    assert f"Left {date_format(today(), 'F j')}." in page
    assert "sees nobody" in page
    assert "May see the people of" not in page


def test_says_what_has_nobody_yet(
    as_administrator: Client, supervisor: StaffMember, front_line_worker: StaffMember
) -> None:
    page = as_administrator.post(
        f"/setup/people/{supervisor.pk}/end/",
        {"last_day": today().isoformat(), "supervised": "nobody"},
        follow=True,
    ).content.decode()

    assert "has ended. The people they supervise: nobody yet." in page


def test_brings_somebody_back(as_administrator: Client, stranger: StaffMember) -> None:
    as_administrator.post(f"/setup/people/{stranger.pk}/end/", {"last_day": today().isoformat()})

    response = as_administrator.post(f"/setup/people/{stranger.pk}/return/")

    stranger.refresh_from_db()
    assert stranger.is_active
    assert response["Location"] == f"/setup/people/{stranger.pk}/code/"


def test_says_nowhere_how_many_people_somebody_looks_after(
    as_administrator: Client, front_line_worker: StaffMember, clients: Clients, supervisor: StaffMember
) -> None:
    where = f"/setup/people/{front_line_worker.pk}/end/"
    asked = as_administrator.get(where).content.decode()
    answered = as_administrator.post(
        where, {"last_day": today().isoformat(), "clients": supervisor.pk}, follow=True
    ).content.decode()

    assert "The clients on their list" in asked
    assert ("1 client" in asked, "1 client" in answered) == (False, False)
    assert "The clients on their list went to Sofia Reyes." in answered
