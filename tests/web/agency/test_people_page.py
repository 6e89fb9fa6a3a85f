"""The staff list and one person's page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import Invitation, StaffMember
from lineofsight.apps.agency.services.invitations import make_invitation
from lineofsight.apps.agency.services.staff import add_staff
from tests.cast import Programs
from tests.seen import token_on


def test_answers_how_many_can_sign_in(
    as_administrator: Client, administrator: StaffMember, supervisor: StaffMember
) -> None:
    make_invitation(add_staff(name="Rosa Delgado", actor=administrator), actor=administrator)

    page = as_administrator.get("/setup/people/").content.decode()

    assert "Two people can sign in; one invitation is open." in " ".join(page.split())
    assert "Invited, not opened" in page
    assert "One administrator only" in page


def test_counts_somebody_whose_invitation_ran_out_once(as_administrator: Client, administrator: StaffMember) -> None:
    make_invitation(add_staff(name="Rosa Delgado", actor=administrator), actor=administrator)
    Invitation.objects.update(expires_at=now() - timedelta(days=1))

    page = " ".join(as_administrator.get("/setup/people/").content.decode().split())

    assert ("1 invitation" in page, "is not invited yet" in page) == (True, False)
    assert "Make a slip for 1 person" in page


def test_lists_by_name_whatever_the_accents(as_administrator: Client, administrator: StaffMember) -> None:
    add_staff(name="Hollis Grant", actor=administrator)
    add_staff(name="Héctor Salas", actor=administrator)
    add_staff(name="hana Abe", actor=administrator)

    page = as_administrator.get("/setup/people/").content.decode()

    assert page.index("hana Abe") < page.index("Héctor Salas") < page.index("Hollis Grant")


def test_shows_one_role_in_one_program(
    as_administrator: Client, supervisor: StaffMember, other_worker: StaffMember, programs: Programs
) -> None:
    page = as_administrator.get(
        "/setup/people/", {"role": "supervisor", "program": programs.mentoring.pk}
    ).content.decode()

    assert ("Sofia Reyes" in page, "Olga Petrova" in page) == (True, False)


def test_does_not_count_a_role_for_all_programs_as_one_in_a_protected_program(
    as_administrator: Client, director: StaffMember, programs: Programs
) -> None:
    protected = as_administrator.get("/setup/people/", {"program": programs.safe_harbor.pk}).content.decode()
    open_to_all = as_administrator.get("/setup/people/", {"program": programs.mentoring.pk}).content.decode()

    assert ("Dana Whitfield" in protected, "Dana Whitfield" in open_to_all) == (False, True)


def test_says_whether_a_sign_in_is_used_and_not_when(
    as_administrator: Client, supervisor: StaffMember, other_worker: StaffMember
) -> None:
    StaffMember.objects.filter(pk=supervisor.pk).update(last_login=now() - timedelta(days=2))
    StaffMember.objects.filter(pk=other_worker.pk).update(last_login=now() - timedelta(days=91))

    page = as_administrator.get("/setup/people/").content.decode()
    quiet = as_administrator.get("/setup/people/", {"state": "quiet"}).content.decode()
    told = f"{page} {as_administrator.get(f'/setup/people/{supervisor.pk}/').content.decode()}"

    assert ("In use" in page, "Not for 90 days" in page) == (True, True)
    assert ("Olga Petrova" in quiet, "Sofia Reyes" in quiet) == (True, False)
    assert not any(word in told for word in ("Yesterday", date_format(timezone.localdate() - timedelta(days=2), "F j")))


def test_asks_the_database_no_more_for_a_longer_list(
    as_administrator: Client, programs: Programs, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    StaffMember.objects.bulk_create(
        StaffMember(name=f"Person {number}", sign_in_name=f"person{number}", password="!") for number in range(40)
    )

    with django_assert_max_num_queries(24):
        as_administrator.get("/setup/people/")


def test_gives_a_role_on_the_page_of_a_person(
    as_administrator: Client, stranger: StaffMember, programs: Programs
) -> None:
    as_administrator.post(
        f"/setup/people/{stranger.pk}/", {"role": "front_line", "program": programs.mentoring.pk, "site": ""}
    )

    assert stranger.roles.get().program == programs.mentoring


def test_says_on_the_page_why_a_role_cannot_be_given(
    as_administrator: Client, stranger: StaffMember, programs: Programs
) -> None:
    page = as_administrator.post(
        f"/setup/people/{stranger.pk}/", {"role": "coach", "program": programs.mentoring.pk}
    ).content.decode()

    assert "The role “Coach” is for the whole agency." in page


def test_says_why_the_last_administrator_stays(as_administrator: Client, administrator: StaffMember) -> None:
    page = as_administrator.post(
        f"/setup/people/{administrator.pk}/roles/{administrator.roles.get().pk}/take/", follow=True
    ).content.decode()

    assert "Ada Novak is the only administrator who can sign in." in page


def test_lets_a_performance_lead_give_no_role(
    as_performance_lead: Client, performance_lead: StaffMember, programs: Programs
) -> None:
    response = as_performance_lead.post(f"/setup/people/{performance_lead.pk}/", {"role": "administrator"})

    assert response.status_code == 403
    assert performance_lead.roles.count() == 1


def test_changes_a_person(as_administrator: Client, stranger: StaffMember) -> None:
    where = f"/setup/people/{stranger.pk}/change/"
    said = {"name": "Sam Strange", "sign_in_name": "sam", "email": "", "joined_on": "2021-03-01"}
    as_administrator.post(where, {**said, "seen": token_on(as_administrator, where)})

    stranger.refresh_from_db()
    assert (stranger.name, stranger.email) == ("Sam Strange", "")


def test_says_whose_email_it_is(as_administrator: Client, stranger: StaffMember, supervisor: StaffMember) -> None:
    where = f"/setup/people/{stranger.pk}/change/"
    said = {"name": "Sam", "sign_in_name": "sam", "email": supervisor.email}
    page = as_administrator.post(where, {**said, "seen": token_on(as_administrator, where)}).content.decode()

    assert "is already that of Sofia Reyes." in page


@pytest.mark.parametrize("path", ["", "change/", "code/", "end/"])
def test_keeps_the_pages_of_a_person_from_everybody_else(
    as_performance_lead: Client, stranger: StaffMember, path: str
) -> None:
    assert as_performance_lead.get(f"/setup/people/{stranger.pk}/{path}").status_code == 403


@pytest.mark.parametrize("path", ["return/", "roles/1/take/"])
def test_keeps_the_buttons_of_a_person_from_everybody_else(
    as_performance_lead: Client, stranger: StaffMember, path: str
) -> None:
    assert as_performance_lead.post(f"/setup/people/{stranger.pk}/{path}").status_code == 403
