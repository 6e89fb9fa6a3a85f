"""Adding a person: with their first enrollment, and never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Source, StaffMember, TrailEntry
from lineofsight.apps.records.models import Participant, StaffAssignment
from lineofsight.apps.records.selectors.visibility import participants_visible_to
from lineofsight.apps.records.services.clients import LooksLikeSomeone, add_client
from lineofsight.apps.records.services.enrollments import NewEnrollment
from lineofsight.problems import NotPermitted, Problem
from tests.cast import Clients, Programs, Sites

pytestmark = pytest.mark.django_db

FACTS = {"first_name": "Amina", "last_name": "Saleh", "birth_date": date(2012, 3, 1), "birth_date_quality": "full"}


@pytest.fixture
def in_mentoring(programs: Programs, sites: Sites) -> NewEnrollment:
    return NewEnrollment(
        program=programs.mentoring,
        site=sites.north,
        stage="active",
        on=today(),
        paid_by=None,
        household=None,
        relationship="",
        on_my_list=True,
    )


def test_adds_the_person_with_an_enrollment_on_ones_list(
    in_mentoring: NewEnrollment, front_line_worker: StaffMember
) -> None:
    added = add_client(FACTS, in_mentoring, told_apart_from=(), entry_id=uuid4(), actor=front_line_worker)

    assert added.participant in participants_visible_to(front_line_worker)
    assert added.participant.search_name == " amina saleh "
    assert added.enrollment.entry_date == today()
    assert StaffAssignment.objects.get().staff == front_line_worker
    entries = TrailEntry.objects.filter(participant_id=added.participant.pk, actor=front_line_worker)
    assert {entry.subject for entry in entries} == {
        "records.participant",
        "records.enrollment",
        "records.staffassignment",
    }


def test_shows_who_is_here_already_before_anything_is_written(
    clients: Clients, in_mentoring: NewEnrollment, front_line_worker: StaffMember
) -> None:
    with pytest.raises(LooksLikeSomeone) as stopped:
        add_client(
            {**FACTS, "first_name": "Maia", "last_name": "Ramires"},
            in_mentoring,
            told_apart_from=(),
            entry_id=uuid4(),
            actor=front_line_worker,
        )

    assert [each.participant for each in stopped.value.people] == [clients.own]
    assert Participant.objects.count() == 3


def test_adds_somebody_else_once_they_were_told_apart(
    clients: Clients, in_mentoring: NewEnrollment, front_line_worker: StaffMember
) -> None:
    facts = {**FACTS, "first_name": "Maia", "last_name": "Ramires"}

    add_client(facts, in_mentoring, told_apart_from={clients.own.pk}, entry_id=uuid4(), actor=front_line_worker)

    assert Participant.objects.filter(first_name="Maia").count() == 1


def test_adds_one_person_when_the_form_is_sent_twice(
    clients: Clients, in_mentoring: NewEnrollment, front_line_worker: StaffMember
) -> None:
    facts = {**FACTS, "first_name": "Maia", "last_name": "Ramires"}
    add_client(facts, in_mentoring, told_apart_from={clients.own.pk}, entry_id=uuid4(), actor=front_line_worker)

    with pytest.raises(LooksLikeSomeone):
        add_client(facts, in_mentoring, told_apart_from={clients.own.pk}, entry_id=uuid4(), actor=front_line_worker)

    assert Participant.objects.filter(first_name="Maia").count() == 1


def test_never_says_that_a_look_alike_exists_elsewhere(
    clients: Clients, in_mentoring: NewEnrollment, front_line_worker: StaffMember
) -> None:
    facts = {"first_name": "Ruth", "last_name": "Amato", "birth_date": date(1980, 2, 2), "birth_date_quality": "full"}

    added = add_client(facts, in_mentoring, told_apart_from=(), entry_id=uuid4(), actor=front_line_worker)

    assert added.participant != clients.protected


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"birth_date": today() + timedelta(days=1)}, "This birth date is in the future. Check the year."),
        ({"birth_date": date(1874, 12, 31)}, "This birth date is before 1875. Check the year."),
        (
            {"first_name": " ", "last_name": ""},
            "There is no name. Write a first or last name, or the name the person goes by.",
        ),
    ],
)
def test_refuses_what_cannot_be(
    facts: dict[str, object], sentence: str, in_mentoring: NewEnrollment, front_line_worker: StaffMember
) -> None:
    with pytest.raises(Problem) as refused:
        add_client({**FACTS, **facts}, in_mentoring, told_apart_from=(), entry_id=uuid4(), actor=front_line_worker)

    assert str(refused.value) == sentence
    assert not Participant.objects.exists()


def test_refuses_a_program_of_somebody_else(
    programs: Programs, sites: Sites, in_mentoring: NewEnrollment, front_line_worker: StaffMember
) -> None:
    with pytest.raises(NotPermitted, match="You may not enroll someone there"):
        add_client(
            FACTS,
            replace(in_mentoring, program=programs.workforce, site=sites.south),
            told_apart_from=(),
            entry_id=uuid4(),
            actor=front_line_worker,
        )


def test_refuses_a_program_kept_elsewhere(
    programs: Programs, in_mentoring: NewEnrollment, front_line_worker: StaffMember
) -> None:
    programs.mentoring.mastered_in = Source.objects.create(kind="hmis", key="river", title="River HMIS")
    programs.mentoring.save()

    with pytest.raises(Problem, match="Enrollments of Mentoring are kept in River HMIS"):
        add_client(FACTS, in_mentoring, told_apart_from=(), entry_id=uuid4(), actor=front_line_worker)


@pytest.mark.parametrize("who", ["director", "performance_lead", "board_member", "coach", "administrator", "stranger"])
def test_is_for_those_who_work_with_people(
    who: str, in_mentoring: NewEnrollment, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotPermitted, match="People are added by those who work with them"):
        add_client(FACTS, in_mentoring, told_apart_from=(), entry_id=uuid4(), actor=request.getfixturevalue(who))
