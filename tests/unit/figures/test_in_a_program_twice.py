"""Two stays of one person that go on in one program are found by whoever sees both, and by nobody else."""

from __future__ import annotations

import pytest

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import RoleAssignment, StaffMember
from lineofsight.apps.figures.models import Fault
from lineofsight.apps.figures.quality import faults_seen_by, stays_concerned
from lineofsight.apps.figures.quality.checks import HouseCheck
from lineofsight.apps.figures.quality.unseen import in_a_program_twice
from lineofsight.apps.figures.services.faults import count_faults
from lineofsight.apps.records.models import Enrollment
from tests.cast import Clients, Sites

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(clients: Clients, sites: Sites) -> set[int]:
    """The client's stay at the north house, and another one at the south house."""
    north = Enrollment.objects.get(participant=clients.own)
    south = Enrollment.objects.create(
        participant=clients.own, program=north.program, site=sites.south, stage="active", entry_date=today()
    )
    return {north.pk, south.pk}


def found_by(staff: StaffMember) -> set[int]:
    """The stays in which this person is told that somebody is twice."""
    Fault.objects.bulk_create(
        Fault(found_by=HouseCheck.IN_A_PROGRAM_TWICE, enrollment_id=stay, program_id=program, site_id=site, elements="")
        for (program, site, _element), stays in in_a_program_twice(Enrollment.objects.all()).items()
        for stay in stays
    )
    count_faults()
    return set(stays_concerned(staff, faults_seen_by(staff)).values_list("pk", flat=True))


def test_finds_both(both: set[int], program_manager: StaffMember) -> None:
    assert found_by(program_manager) == both


def test_tells_nobody_who_sees_one(both: set[int], sites: Sites, supervisor: StaffMember) -> None:
    RoleAssignment.objects.filter(staff=supervisor).update(site=sites.north)

    assert found_by(StaffMember.objects.get(pk=supervisor.pk)) == set()


def test_finds_none_once_one_has_ended(both: set[int], sites: Sites, program_manager: StaffMember) -> None:
    Enrollment.objects.filter(site=sites.south).update(stage="completed", exit_date=today())

    assert found_by(program_manager) == set()


def test_finds_none_in_two_programs(both: set[int], clients: Clients, program_manager: StaffMember) -> None:
    other = Enrollment.objects.get(participant=clients.other).program
    RoleAssignment.objects.create(staff=program_manager, role="program_manager", program=other)
    Enrollment.objects.filter(pk=max(both)).update(program=other)

    assert found_by(StaffMember.objects.get(pk=program_manager.pk)) == set()
