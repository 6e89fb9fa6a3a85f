"""One-time codes: made, looked up, used, run out."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from smtplib import SMTPException

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import Invitation, StaffMember, TrailEntry
from lineofsight.apps.agency.services import invitations
from lineofsight.apps.agency.services.invitations import (
    accept_invitation,
    hash_of,
    invitation_of,
    make_invitation,
    reset_password,
    send_by_mail,
)
from lineofsight.apps.agency.services.staff import add_staff
from lineofsight.problems import Problem

GOOD = "seven herons over the weir"


@pytest.fixture
def newcomer(administrator: StaffMember) -> StaffMember:
    return add_staff(name="Rosa Delgado", email="rosa@riverside.example", actor=administrator)


def test_makes_twelve_characters_of_crockfords_alphabet_in_three_groups(
    newcomer: StaffMember, administrator: StaffMember
) -> None:
    made = make_invitation(newcomer, actor=administrator)

    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", made.code)
    assert made.address == f"http://127.0.0.1:8000/in/{made.code}/"


def test_keeps_only_the_hash_of_the_code(newcomer: StaffMember, administrator: StaffMember) -> None:
    made = make_invitation(newcomer, actor=administrator)

    kept = Invitation.objects.get()
    assert kept.code_hash == hashlib.sha256(made.code.replace("-", "").encode()).hexdigest()
    assert kept.expires_at - kept.made_at == timedelta(days=7)


def test_reads_what_people_type_for_look_alike_characters() -> None:
    assert hash_of("7kq4 mxt2 oil0") == hash_of("7KQ4-MXT2-0110")


def test_ends_the_earlier_code_when_a_new_one_is_made(newcomer: StaffMember, administrator: StaffMember) -> None:
    first = make_invitation(newcomer, actor=administrator)
    second = make_invitation(newcomer, actor=administrator)

    assert invitation_of(first.code) is None
    assert invitation_of(second.code) == second.invitation


def test_opens_nothing_after_seven_days(
    newcomer: StaffMember, monkeypatch: pytest.MonkeyPatch, administrator: StaffMember
) -> None:
    made = make_invitation(newcomer, actor=administrator)

    monkeypatch.setattr(invitations, "now", lambda: now() + timedelta(days=7, seconds=1))

    assert invitation_of(made.code) is None


def test_works_once(newcomer: StaffMember, administrator: StaffMember) -> None:
    made = make_invitation(newcomer, actor=administrator)
    accept_invitation(made.code, GOOD)

    with pytest.raises(Problem, match="opens nothing"):
        accept_invitation(made.code, "another walk by the river")
    newcomer.refresh_from_db()
    assert newcomer.check_password(GOOD)


def test_is_not_used_up_by_a_password_that_is_too_short(newcomer: StaffMember, administrator: StaffMember) -> None:
    made = make_invitation(newcomer, actor=administrator)

    with pytest.raises(ValidationError, match="at least 12"):
        accept_invitation(made.code, "short")
    assert invitation_of(made.code) is not None


def test_asks_the_database_once_for_a_code_that_exists_and_for_one_that_does_not(
    newcomer: StaffMember, django_assert_num_queries: DjangoAssertNumQueries, administrator: StaffMember
) -> None:
    made = make_invitation(newcomer, actor=administrator)

    with django_assert_num_queries(1):
        assert invitation_of(made.code)
    with django_assert_num_queries(1):
        assert invitation_of("0000-0000-0000") is None


def test_ends_password_and_sessions_with_a_reset(
    supervisor: StaffMember, as_supervisor: Client, administrator: StaffMember
) -> None:
    reset_password(supervisor, second_steps_too=False, actor=administrator)

    supervisor.refresh_from_db()
    assert not supervisor.has_usable_password()
    assert as_supervisor.get("/account/password/change/").status_code == 302


def test_leaves_the_second_step_unless_asked(supervisor: StaffMember, administrator: StaffMember) -> None:
    Authenticator.objects.create(user=supervisor, type=Authenticator.Type.TOTP, data={})

    reset_password(supervisor, second_steps_too=False, actor=administrator)
    assert Authenticator.objects.filter(user=supervisor).exists()

    reset_password(supervisor, second_steps_too=True, actor=administrator)
    assert not Authenticator.objects.filter(user=supervisor).exists()


def test_records_that_a_second_step_was_taken_away(supervisor: StaffMember, administrator: StaffMember) -> None:
    Authenticator.objects.create(user=supervisor, type=Authenticator.Type.TOTP, data={})

    reset_password(supervisor, second_steps_too=True, actor=administrator)

    taken = TrailEntry.objects.get(action="changed", subject_id=supervisor.pk)
    assert (taken.actor, taken.detail) == (administrator, {"fields": ["second_step"]})


def test_lets_nobody_lock_themselves_out(administrator: StaffMember) -> None:
    with pytest.raises(Problem, match="your own sign-in"):
        reset_password(administrator, second_steps_too=False, actor=administrator)

    administrator.refresh_from_db()
    assert administrator.has_usable_password()


def test_makes_no_code_for_somebody_who_has_left(stranger: StaffMember, administrator: StaffMember) -> None:
    stranger.is_active = False
    stranger.save()

    with pytest.raises(Problem, match="has ended"):
        make_invitation(stranger, actor=administrator)


def test_sends_the_link_by_mail(newcomer: StaffMember, settings: object, administrator: StaffMember) -> None:
    settings.EMAIL_HOST = "smtp.riverside.example"  # type: ignore[attr-defined]
    made = make_invitation(newcomer, actor=administrator)

    send_by_mail(made)

    assert mail.outbox[0].to == ["rosa@riverside.example"]
    assert made.address in mail.outbox[0].body


def test_says_what_to_do_when_the_mail_server_refuses(
    newcomer: StaffMember, settings: object, monkeypatch: pytest.MonkeyPatch, administrator: StaffMember
) -> None:
    settings.EMAIL_HOST = "smtp.riverside.example"  # type: ignore[attr-defined]

    def refuse(*args: object, **kwargs: object) -> None:
        raise SMTPException("no")

    monkeypatch.setattr(invitations, "send_mail", refuse)

    with pytest.raises(Problem, match="Copy the link or print the slip"):
        send_by_mail(make_invitation(newcomer, actor=administrator))


def test_writes_no_code_into_the_trail(newcomer: StaffMember, administrator: StaffMember) -> None:
    made = make_invitation(newcomer, actor=administrator)

    entry = TrailEntry.objects.filter(subject="agency.invitation").get()
    assert entry.detail == {"staff": newcomer.pk, "purpose": "invite"}
    assert made.code not in str(entry.detail)
