"""Data quality: what is found, who may see it, and where it leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lineofsight.apps.agency.models import Program
from lineofsight.apps.figures.models import Fault, TeamEntries
from lineofsight.apps.figures.quality import checks
from lineofsight.apps.figures.services.faults import count_faults
from lineofsight.apps.records.models import Enrollment
from lineofsight.measures import ToldTo
from lineofsight.packs.quality import declared_checks
from tests.cast import Clients, Programs

PAGE = "/results/quality/"


def nobody_looks_after(enrollment: Enrollment) -> None:
    """As the look through the records writes it down."""
    found("nobody_looks_after", enrollment)


def found(check: str, enrollment: Enrollment) -> None:
    Fault.objects.create(
        found_by=check, enrollment=enrollment, program_id=enrollment.program_id, site_id=enrollment.site_id
    )
    count_faults()


def test_finds_people_on_nobodys_list_and_leads_to_them(
    as_program_manager: Client, clients: Clients, programs: Programs
) -> None:
    nobody_looks_after(clients.own.enrollments.get())

    page = as_program_manager.get(PAGE).content.decode()
    people = as_program_manager.get(f"{PAGE}nobody_looks_after/{programs.mentoring.pk}/").content.decode()

    assert "1 person has no worker" in page
    assert f"{PAGE}nobody_looks_after/{programs.mentoring.pk}/" in page
    assert "Maya Ramirez" in people
    assert f"/enrollments/{clients.own.enrollments.get().pk}/staff/" in people


def test_finds_nothing_of_places_that_are_not_ones_own(
    as_program_manager: Client, clients: Clients, programs: Programs
) -> None:
    nobody_looks_after(clients.other.enrollments.get())

    page = as_program_manager.get(PAGE).content.decode()

    assert "Nothing was found." in page
    assert as_program_manager.get(f"{PAGE}nobody_looks_after/{programs.workforce.pk}/").status_code == 404


def test_tells_nobody_of_a_protected_program(as_performance_lead: Client, clients: Clients, programs: Programs) -> None:
    nobody_looks_after(clients.protected.enrollments.get())

    assert "Safe Harbor" not in as_performance_lead.get(PAGE).content.decode()
    assert as_performance_lead.get(f"{PAGE}nobody_looks_after/{programs.safe_harbor.pk}/").status_code == 404


def test_is_not_for_workers_and_board(
    as_front_line_worker: Client, as_board_member: Client, as_coach: Client, clients: Clients
) -> None:
    assert as_front_line_worker.get(PAGE).status_code == 403
    assert as_board_member.get(PAGE).status_code == 403
    assert as_coach.get(PAGE).status_code == 403


def test_is_for_those_who_have_it_mended(
    as_supervisor: Client, as_director: Client, as_performance_lead: Client, clients: Clients
) -> None:
    assert as_supervisor.get(PAGE).status_code == 200
    assert as_director.get(PAGE).status_code == 200
    assert as_performance_lead.get(PAGE).status_code == 200


def test_knows_no_check_that_there_is_not(as_director: Client, programs: Programs) -> None:
    assert as_director.get(f"{PAGE}no-such-check/{programs.mentoring.pk}/").status_code == 404


def test_tells_a_declared_check_to_those_it_names(
    as_program_manager: Client,
    as_supervisor: Client,
    clients: Clients,
    programs: Programs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    only_managers = {
        key: replace(each, tell=(ToldTo.PROGRAM_MANAGER,)) if key == "match_never_ended" else each
        for key, each in declared_checks().items()
    }
    monkeypatch.setattr(checks, "declared_checks", lambda: only_managers)
    found("match_never_ended", clients.own.enrollments.get())
    address = f"{PAGE}match_never_ended/{programs.mentoring.pk}/"

    assert "1 match was never closed" in as_program_manager.get(PAGE).content.decode()
    assert "match was never closed" not in as_supervisor.get(PAGE).content.decode()
    assert as_program_manager.get(address).status_code == 200
    assert as_supervisor.get(address).status_code == 404


def stays_nobody_looks_after(of: Enrollment, number: int) -> None:
    """So many stays of the same person, each a day long."""
    for day in range(number):
        on = date(2020, 1, 1) + timedelta(days=2 * day)
        stay = Enrollment.objects.create(
            participant=of.participant, program=of.program, stage="completed", entry_date=on, exit_date=on
        )
        nobody_looks_after(stay)


def test_lists_fifty_at_once_and_tells_how_many_there_are(
    as_program_manager: Client, clients: Clients, programs: Programs
) -> None:
    stays_nobody_looks_after(clients.own.enrollments.get(), 120)
    address = f"{PAGE}nobody_looks_after/{programs.mentoring.pk}/"

    page = as_program_manager.get(address).content.decode()
    last = as_program_manager.get(f"{address}?page=3").content.decode()

    assert "120 people have no worker" in page
    assert page.count("Maya Ramirez") == 50
    assert last.count("Maya Ramirez") == 20
    assert "120 people have no worker" in as_program_manager.get(PAGE).content.decode()


def test_says_what_is_not_counted_and_when_the_records_were_looked_through(
    as_director: Client, programs: Programs
) -> None:
    TeamEntries.objects.create(program=programs.mentoring, delays={"0": 3}, workers=[1, 2])
    TeamEntries.objects.create(program=Program.objects.get(pk=programs.workforce.pk), asked=9, asked_of=10, workers=[])

    page = as_director.get(PAGE).content.decode()

    assert "not counted" in page
    assert "same day" in page
    assert "90%" in page
    assert "none typed" in page
    assert "The records have not been looked through yet." in page


def test_asks_no_more_questions_of_more_findings(as_program_manager: Client, clients: Clients) -> None:
    stay = clients.own.enrollments.get()
    nobody_looks_after(stay)
    as_program_manager.get(PAGE)
    with CaptureQueriesContext(connection) as of_one:
        as_program_manager.get(PAGE)
    stays_nobody_looks_after(stay, 60)

    with CaptureQueriesContext(connection) as of_many:
        as_program_manager.get(PAGE)

    assert len(of_many) == len(of_one) <= 60


def test_leads_those_who_may_only_read_to_a_page_they_may_open(
    as_performance_lead: Client, clients: Clients, programs: Programs
) -> None:
    enrollment = clients.own.enrollments.get()
    nobody_looks_after(enrollment)

    people = as_performance_lead.get(f"{PAGE}nobody_looks_after/{programs.mentoring.pk}/").content.decode()

    assert f"/enrollments/{enrollment.pk}/staff/" not in people
    assert "whoever works with the person mends it" in people
    assert as_performance_lead.get(f"/clients/{clients.own.pk}/").status_code == 200
