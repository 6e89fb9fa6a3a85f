"""Giving somebody to a worker: how many people they look after is told to their direct supervisor alone."""

from __future__ import annotations

from django.test import Client

from lineofsight.apps.agency.models import Role, StaffMember
from lineofsight.apps.records.models import StaffAssignment
from tests.cast import Programs, Sites, admit, employ
from tests.seen import as_it_is

from .conftest import FullFile


def a_colleague(programs: Programs, supervisor: StaffMember | None) -> StaffMember:
    colleague = employ("Cora Colleague", (Role.FRONT_LINE, programs.mentoring))
    colleague.supervisor = supervisor
    colleague.save()
    return colleague


def test_tells_a_supervisor_how_many_people_each_looks_after(
    full_file: FullFile, programs: Programs, supervisor: StaffMember, as_supervisor: Client
) -> None:
    a_colleague(programs, supervisor)

    page = as_supervisor.get(full_file.address("/enrollments/{enrollment}/staff/")).content.decode()

    assert "Cora Colleague, now 0" in page


def test_counts_people_who_are_looked_after_now(
    full_file: FullFile,
    programs: Programs,
    sites: Sites,
    front_line_worker: StaffMember,
    as_supervisor: Client,
) -> None:
    other = admit("Noor", "Haddad", programs.mentoring, sites.north, front_line_worker)
    StaffAssignment.objects.filter(enrollment=full_file.enrollment).delete()

    page = as_supervisor.get(f"/enrollments/{full_file.enrollment.pk}/staff/").content.decode()

    assert other.enrollments.get().assignments.count() == 1
    assert "Femi Adeyemi, now 1" in page


def test_tells_it_to_nobody_above(full_file: FullFile, programs: Programs, as_program_manager: Client) -> None:
    a_colleague(programs, None)

    page = as_program_manager.get(full_file.address("/enrollments/{enrollment}/staff/")).content.decode()

    assert "Cora Colleague" in page
    assert ", now" not in page


def test_goes_back_to_the_list_it_came_from(
    full_file: FullFile, supervisor: StaffMember, as_supervisor: Client
) -> None:
    address = full_file.address("/enrollments/{enrollment}/staff/")

    given = as_supervisor.post(f"{address}?next=/", {"staff": supervisor.pk, "seen": as_it_is(full_file.enrollment)})

    assert given["Location"] == "/"


def test_goes_to_no_address_of_others(full_file: FullFile, supervisor: StaffMember, as_supervisor: Client) -> None:
    address = full_file.address("/enrollments/{enrollment}/staff/")

    given = as_supervisor.post(
        f"{address}?next=https://elsewhere.example/", {"staff": supervisor.pk, "seen": as_it_is(full_file.enrollment)}
    )

    assert given["Location"] == f"/clients/{full_file.participant.pk}/"
