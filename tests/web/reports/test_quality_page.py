"""Data quality: what is found, who may see it, and where it leads."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from lineofsight.apps.agency.clock import today
from lineofsight.apps.records.models import Enrollment, StaffAssignment
from tests.cast import Clients, Programs

PAGE = "/results/quality/"


def nobody_looks_after(enrollment: Enrollment) -> None:
    StaffAssignment.objects.filter(enrollment=enrollment).update(ended_on=today() - timedelta(days=1))


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
