"""Adding people to the staff list and changing them."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.selectors.staff import propose_sign_in_name
from lineofsight.apps.agency.services.staff import add_staff, change_staff
from lineofsight.problems import Problem
from tests.seen import as_it_is


def test_adds_somebody_who_cannot_sign_in_yet(administrator: StaffMember) -> None:
    staff = add_staff(name="Rosa Delgado", email="Rosa.Delgado@Riverside.example", actor=administrator)

    assert staff.email == "rosa.delgado@riverside.example"
    assert staff.sign_in_name == "rosa.delgado"
    assert not staff.has_usable_password()
    assert TrailEntry.objects.filter(action="added", subject_id=staff.pk, actor=administrator).exists()


def test_proposes_the_name_when_there_is_no_email(agency: object) -> None:
    assert propose_sign_in_name("Zoë O’Brien") == "zoe.obrien"


def test_proposes_a_number_when_the_name_is_taken(administrator: StaffMember) -> None:
    add_staff(name="Rosa Delgado", actor=administrator)

    assert propose_sign_in_name("Rosa Delgado") == "rosa.delgado2"


def test_refuses_an_email_that_is_somebody_elses(
    stranger: StaffMember, supervisor: StaffMember, administrator: StaffMember
) -> None:
    with pytest.raises(Problem, match="already that of Sofia Reyes"):
        change_staff(stranger, seen=as_it_is(stranger), email=supervisor.email.upper(), actor=administrator)


def test_refuses_a_sign_in_name_that_is_somebody_elses_address(
    stranger: StaffMember, supervisor: StaffMember, administrator: StaffMember
) -> None:
    with pytest.raises(Problem, match="is the work email of Sofia Reyes"):
        change_staff(stranger, seen=as_it_is(stranger), sign_in_name=supervisor.email, actor=administrator)


def test_refuses_a_circle_of_supervisors(
    supervisor: StaffMember, front_line_worker: StaffMember, administrator: StaffMember
) -> None:
    with pytest.raises(Problem, match="Sofia Reyes → Femi Adeyemi → Sofia Reyes"):
        change_staff(supervisor, seen=as_it_is(supervisor), supervisor=front_line_worker, actor=administrator)


def test_writes_the_names_of_changed_fields_and_not_their_values(
    stranger: StaffMember, administrator: StaffMember
) -> None:
    changed = change_staff(
        stranger, seen=as_it_is(stranger), job_title="Driver", number="77", name=stranger.name, actor=administrator
    )

    assert changed == ["job_title", "number"]
    assert TrailEntry.objects.get(action="changed").detail == {"fields": ["job_title", "number"]}


def test_writes_nothing_when_nothing_differs(stranger: StaffMember, administrator: StaffMember) -> None:
    assert change_staff(stranger, seen=as_it_is(stranger), name=stranger.name, actor=administrator) == []
    assert not TrailEntry.objects.exists()


def test_forgets_the_old_address_for_sign_in(stranger: StaffMember, administrator: StaffMember) -> None:
    EmailAddress.objects.create(user=stranger, email=stranger.email, primary=True)

    change_staff(stranger, seen=as_it_is(stranger), email="sam.new@riverside.example", actor=administrator)

    assert not EmailAddress.objects.filter(user=stranger).exists()
