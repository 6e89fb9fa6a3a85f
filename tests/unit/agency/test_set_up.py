"""Setting up an agency, and what the set-up page says is open."""

from __future__ import annotations

from smtplib import SMTPException

import pytest
from django.core import mail

from lineofsight.apps.agency.models import Agency, Role, StaffMember
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.agency.seen import token_of
from lineofsight.apps.agency.selectors.agency import the_agency
from lineofsight.apps.agency.selectors.setup import SetUpItem, first_steps, set_up_items
from lineofsight.apps.agency.services import setup
from lineofsight.apps.agency.services.setup import change_agency, choose_words, send_test_mail, set_up_agency
from lineofsight.apps.agency.services.staff import add_staff, give_role
from lineofsight.apps.agency.words import each_word, the_words
from lineofsight.problems import Problem
from tests.cast import Programs
from tests.seen import as_it_is

GOOD = "seven herons over the weir"


def item(viewer: StaffMember, title: str) -> SetUpItem:
    (found,) = [one for one in set_up_items(viewer) if one.title == title]
    return found


def test_makes_the_first_administrator_who_is_also_performance_lead(db: None) -> None:
    staff = set_up_agency(
        agency_name="Juniper Bridge",
        administrator_name="Imani Brooks",
        sign_in_name="Imani",
        password=GOOD,
        actor=COMMAND_LINE,
    )

    assert the_agency().name == "Juniper Bridge"
    assert staff.check_password(GOOD)
    assert (staff.sign_in_name, {role.role for role in staff.roles.all()}) == (
        "imani",
        {Role.ADMINISTRATOR, Role.PERFORMANCE_LEAD},
    )


def test_refuses_where_there_is_an_administrator(administrator: StaffMember) -> None:
    with pytest.raises(Problem, match="already has an administrator"):
        set_up_agency(agency_name="Other", administrator_name="Eve", password=GOOD, actor=COMMAND_LINE)
    assert the_agency().name == "Riverside Family Services"


def test_makes_nobody_with_a_weak_password(db: None) -> None:
    with pytest.raises(Problem, match="at least 12 characters"):
        set_up_agency(agency_name="Juniper Bridge", administrator_name="Imani", password="short", actor=COMMAND_LINE)
    assert not StaffMember.objects.exists()
    assert not Agency.objects.exists()


def test_says_that_mail_is_open_without_a_server(administrator: StaffMember) -> None:
    assert item(administrator, "Mail").word == "Open"


def test_says_that_mail_is_done_after_a_test_message(administrator: StaffMember, settings: object) -> None:
    settings.EMAIL_HOST = "smtp.riverside.example"  # type: ignore[attr-defined]
    assert item(administrator, "Mail").word == "Not tried"

    send_test_mail(actor=administrator)

    assert mail.outbox[0].to == [administrator.email]
    assert item(administrator, "Mail").is_done


def test_says_what_the_mail_server_answered(
    administrator: StaffMember, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_HOST = "smtp.riverside.example"  # type: ignore[attr-defined]

    def refuse(*args: object) -> None:
        raise SMTPException("relay denied")

    monkeypatch.setattr(setup, "send_mail", refuse)

    with pytest.raises(Problem, match=r"smtp.riverside.example, port 587, did not take the message: relay denied"):
        send_test_mail(actor=administrator)
    assert the_agency().mail_tried_on is None


def test_asks_for_a_second_administrator_until_one_can_sign_in(
    administrator: StaffMember, stranger: StaffMember
) -> None:
    assert item(administrator, "A second administrator").word == "Only one"

    newcomer = add_staff(name="Rosa Delgado", actor=administrator)
    give_role(newcomer, Role.ADMINISTRATOR, actor=administrator)
    assert item(administrator, "A second administrator").word == "Invited"

    give_role(stranger, Role.ADMINISTRATOR, actor=administrator)
    assert item(administrator, "A second administrator").is_done


def test_counts_the_language_as_confirmed_once_it_was_chosen(administrator: StaffMember) -> None:
    assert not item(administrator, "Language").is_done

    change_agency(
        seen=as_it_is(the_agency()), name="Riverside", year_first_month=10, language="en-us", actor=administrator
    )

    assert item(administrator, "Language").sentence == "Pages are in English."
    assert item(administrator, "Name and first month of the year").sentence == (
        "Riverside; the year begins in October."
    )


def test_renames_words_everywhere(administrator: StaffMember) -> None:
    seen = token_of(each_word(the_agency().words))
    choose_words({"client": ["youth", "youth"], "enrollment": ["stay", "stays"]}, seen=seen, actor=administrator)

    words = the_words()
    assert (words.Clients, words.enrollments) == ("Youth", "stays")
    assert item(administrator, "Words").is_done


def test_shows_a_new_installation_its_first_steps(db: None) -> None:
    staff = set_up_agency(agency_name="Juniper Bridge", administrator_name="Imani", password=GOOD, actor=COMMAND_LINE)

    assert [step.title for step in first_steps(staff)] == [
        "Bring what you have",
        "Add programs and sites",
        "Invite the people who should see it",
    ]


def test_shows_no_first_steps_once_they_are_done(administrator: StaffMember, stranger: StaffMember) -> None:
    assert first_steps(administrator) == []


def test_shows_somebody_who_may_not_manage_people_no_step_about_them(
    performance_lead: StaffMember, programs: Programs
) -> None:
    assert [step.title for step in first_steps(performance_lead)] == ["Bring what you have", "Add programs and sites"]


def test_says_that_a_second_person_is_needed_to_look_at_measures(administrator: StaffMember) -> None:
    alone = item(administrator, "A second look at measures")
    director = add_staff(name="Dora Lind", email="dora@example.org", actor=administrator)
    give_role(director, Role.DIRECTOR, actor=administrator)
    director.set_password(GOOD)
    director.save()

    both = item(administrator, "A second look at measures")

    assert (alone.word, alone.is_done) == ("Nobody else", False)
    assert (both.word, both.is_done) == ("Done", True)
