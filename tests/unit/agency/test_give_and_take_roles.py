"""Roles with their places, and the administrator who must remain."""

from __future__ import annotations

import pytest

from lineofsight.apps.agency.models import Role, StaffMember, TrailEntry
from lineofsight.apps.agency.services.staff import give_role, take_role
from lineofsight.problems import Problem
from tests.cast import Programs, Sites


def test_gives_a_role_in_one_program_and_site(
    stranger: StaffMember, administrator: StaffMember, programs: Programs, sites: Sites
) -> None:
    given = give_role(stranger, Role.FRONT_LINE, program=programs.mentoring, site=sites.north, actor=administrator)

    assert (given.program, given.site) == (programs.mentoring, sites.north)
    entry = TrailEntry.objects.get(subject="agency.roleassignment")
    assert (entry.actor, entry.action, entry.detail["role"]) == (administrator, "added", "front_line")


def test_refuses_the_same_role_in_the_same_place_again(
    supervisor: StaffMember, programs: Programs, administrator: StaffMember
) -> None:
    with pytest.raises(Problem, match="already has this role") as refused:
        give_role(supervisor, Role.SUPERVISOR, program=programs.mentoring, actor=administrator)
    assert refused.value.code == "A008"


def test_refuses_a_site_at_which_the_program_is_not_offered(
    stranger: StaffMember, programs: Programs, sites: Sites, administrator: StaffMember
) -> None:
    with pytest.raises(Problem, match="Workforce is not offered at North house"):
        give_role(stranger, Role.FRONT_LINE, program=programs.workforce, site=sites.north, actor=administrator)


def test_refuses_a_program_for_an_administrator(
    stranger: StaffMember, programs: Programs, administrator: StaffMember
) -> None:
    with pytest.raises(Problem, match="for the whole agency"):
        give_role(stranger, Role.ADMINISTRATOR, program=programs.mentoring, actor=administrator)


def test_keeps_the_role_of_the_only_administrator(administrator: StaffMember) -> None:
    with pytest.raises(Problem, match="Ada Novak is the only administrator who can sign in"):
        take_role(administrator.roles.get(), actor=administrator)
    assert administrator.roles.count() == 1


def test_does_not_count_a_second_administrator_who_cannot_sign_in_yet(
    administrator: StaffMember, stranger: StaffMember
) -> None:
    stranger.set_unusable_password()
    stranger.save()
    give_role(stranger, Role.ADMINISTRATOR, actor=administrator)

    with pytest.raises(Problem, match="only administrator"):
        take_role(administrator.roles.get(), actor=administrator)


def test_takes_the_role_once_another_administrator_can_sign_in(
    administrator: StaffMember, stranger: StaffMember
) -> None:
    give_role(stranger, Role.ADMINISTRATOR, actor=administrator)

    take_role(administrator.roles.get(), actor=stranger)

    assert not administrator.roles.exists()
    assert TrailEntry.objects.filter(action="removed", actor=stranger, detail__staff=administrator.pk).exists()
