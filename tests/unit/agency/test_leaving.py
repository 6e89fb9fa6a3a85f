"""Ending a sign-in and handing over what somebody looks after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db.models import QuerySet
from django.test import Client

from lineofsight.apps.agency import handover
from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Invitation, Role, StaffMember, TrailEntry
from lineofsight.apps.agency.selectors.staff import SignIn, can_sign_in, sign_in_state
from lineofsight.apps.agency.services.invitations import make_invitation
from lineofsight.apps.agency.services.leaving import bring_back, deactivate
from lineofsight.apps.agency.services.staff import give_role
from lineofsight.problems import Problem

KEY = "canoes"


class Canoes:
    """Something to look after that no app of the house knows."""

    def __init__(self) -> None:
        self.of: dict[int, int] = {}
        self.takers: QuerySet[StaffMember] = StaffMember.objects.all()
        self.handed: list[tuple[StaffMember, StaffMember | None, date]] = []

    def hand_over(self, leaver: StaffMember, heir: StaffMember | None, *, actor: StaffMember | None, on: date) -> None:
        self.handed.append((leaver, heir, on))


@pytest.fixture
def canoes() -> Iterator[Canoes]:
    known, before = Canoes(), dict(handover._holdings)
    handover._holdings.clear()
    handover.register(
        handover.Holding(
            key=KEY,
            title=lambda: "the canoes",
            count_for=lambda staff: known.of.get(staff.pk, 0),
            may_take=lambda staff: known.takers,
            hand_over=known.hand_over,
            without="They lie on the bank.",
        )
    )
    yield known
    handover._holdings.clear()
    handover._holdings.update(before)


def test_ends_the_sign_in_and_the_open_invitation(
    stranger: StaffMember, administrator: StaffMember, canoes: Canoes
) -> None:
    make_invitation(stranger, actor=administrator)

    deactivate(stranger, heirs={}, last_day=today(), actor=administrator)

    stranger.refresh_from_db()
    assert (stranger.is_active, stranger.left_on, stranger.has_usable_password()) == (False, today(), False)
    assert stranger not in can_sign_in()
    assert not Invitation.objects.filter(expires_at__gt=Invitation.objects.get().made_at + timedelta(days=1)).exists()
    assert TrailEntry.objects.filter(action="ended", subject_id=stranger.pk, actor=administrator).exists()


def test_ends_open_sessions(
    supervisor: StaffMember, as_supervisor: Client, canoes: Canoes, administrator: StaffMember
) -> None:
    deactivate(supervisor, heirs={"supervised": None}, last_day=today(), actor=administrator)

    assert as_supervisor.get("/account/password/change/").status_code == 302


def test_refuses_while_nobody_was_chosen(stranger: StaffMember, canoes: Canoes, administrator: StaffMember) -> None:
    canoes.of[stranger.pk] = 3

    with pytest.raises(Problem, match="Nobody was chosen for the canoes"):
        deactivate(stranger, heirs={}, last_day=today(), actor=administrator)
    stranger.refresh_from_db()
    assert stranger.is_active


def test_hands_over_to_the_person_chosen(
    stranger: StaffMember, coach: StaffMember, canoes: Canoes, administrator: StaffMember
) -> None:
    canoes.of[stranger.pk] = 3

    deactivate(stranger, heirs={KEY: coach}, last_day=today(), actor=administrator)

    assert canoes.handed == [(stranger, coach, today())]
    assert TrailEntry.objects.get(action="ended").detail == {"handed_over": {KEY: 3}, "heirs": {KEY: coach.pk}}


def test_hands_over_to_nobody_when_that_was_chosen(
    stranger: StaffMember, canoes: Canoes, administrator: StaffMember
) -> None:
    canoes.of[stranger.pk] = 1

    deactivate(stranger, heirs={KEY: None}, last_day=today(), actor=administrator)

    assert canoes.handed == [(stranger, None, today())]


def test_refuses_an_heir_who_may_not_take_it(
    stranger: StaffMember, coach: StaffMember, canoes: Canoes, administrator: StaffMember
) -> None:
    canoes.of[stranger.pk] = 1
    canoes.takers = StaffMember.objects.exclude(pk=coach.pk)

    with pytest.raises(Problem, match="Carmen Ortiz may not take the canoes"):
        deactivate(stranger, heirs={KEY: coach}, last_day=today(), actor=administrator)


def test_gives_the_people_supervised_a_new_supervisor(
    supervisor: StaffMember,
    front_line_worker: StaffMember,
    program_manager: StaffMember,
    canoes: Canoes,
    administrator: StaffMember,
) -> None:
    deactivate(supervisor, heirs={"supervised": program_manager}, last_day=today(), actor=administrator)

    front_line_worker.refresh_from_db()
    assert front_line_worker.supervisor == program_manager


def test_moves_up_the_one_of_the_team_who_takes_over(
    supervisor: StaffMember,
    front_line_worker: StaffMember,
    other_worker: StaffMember,
    director: StaffMember,
    canoes: Canoes,
    administrator: StaffMember,
) -> None:
    StaffMember.objects.filter(pk=supervisor.pk).update(supervisor=director)
    StaffMember.objects.filter(pk=other_worker.pk).update(supervisor=supervisor)
    supervisor.refresh_from_db()
    front_line_worker.refresh_from_db()

    deactivate(supervisor, heirs={"supervised": front_line_worker}, last_day=today(), actor=administrator)

    front_line_worker.refresh_from_db()
    other_worker.refresh_from_db()
    assert (front_line_worker.supervisor, other_worker.supervisor) == (director, front_line_worker)


def test_refuses_a_last_day_in_the_future(stranger: StaffMember, canoes: Canoes, administrator: StaffMember) -> None:
    with pytest.raises(Problem, match="cannot be after today"):
        deactivate(stranger, heirs={}, last_day=today() + timedelta(days=1), actor=administrator)


def test_refuses_a_last_day_before_the_first(stranger: StaffMember, canoes: Canoes, administrator: StaffMember) -> None:
    with pytest.raises(Problem, match="joined on March 1, 2021"):
        deactivate(stranger, heirs={}, last_day=date(2021, 2, 28), actor=administrator)


def test_keeps_the_last_administrator(administrator: StaffMember, canoes: Canoes) -> None:
    with pytest.raises(Problem, match="only administrator"):
        deactivate(administrator, heirs={}, last_day=today(), actor=administrator)


def test_lets_an_administrator_go_when_another_can_sign_in(
    administrator: StaffMember, stranger: StaffMember, canoes: Canoes
) -> None:
    give_role(stranger, Role.ADMINISTRATOR, actor=administrator)

    deactivate(administrator, heirs={}, last_day=today(), actor=stranger)

    administrator.refresh_from_db()
    assert not administrator.is_active


def test_brings_back_somebody_who_is_then_invited_anew(
    stranger: StaffMember, canoes: Canoes, administrator: StaffMember
) -> None:
    deactivate(stranger, heirs={}, last_day=today(), actor=administrator)

    bring_back(stranger, actor=administrator)

    stranger.refresh_from_db()
    assert (stranger.is_active, stranger.left_on) == (True, None)
    assert sign_in_state(stranger).kind is SignIn.NEVER
