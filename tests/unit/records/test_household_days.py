"""The days of a household beside the days of a stay: nobody comes into it before their stay, or after its end."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import Enrollment, Household
from lineofsight.apps.records.selectors.households import households_on_file
from lineofsight.apps.records.services.enrollments import change_stage, correct_enrollment, end_enrollment
from lineofsight.apps.records.services.households import join_household, start_household
from lineofsight.problems import Problem
from tests.cast import Clients, Programs, Sites, admit
from tests.seen import as_it_is


@pytest.fixture
def mother(clients: Clients, programs: Programs, sites: Sites, front_line_worker: StaffMember) -> Enrollment:
    """Rosa Ramirez, who takes part in Mentoring too."""
    return admit("Rosa", "Ramirez", programs.mentoring, sites.north, front_line_worker).enrollments.get()


@pytest.fixture
def home(enrollment: Enrollment, front_line_worker: StaffMember) -> Household:
    """The household that Maya Ramirez's worker started for her, as a child of it."""
    return start_household(
        enrollment.participant, [enrollment], relationship="child", entry_id=uuid4(), actor=front_line_worker
    )


def test_refuses_an_entry_after_they_came_into_it(
    home: Household, mother: Enrollment, front_line_worker: StaffMember
) -> None:
    join_household(home, [mother], relationship="head", joined=today() - timedelta(days=10), actor=front_line_worker)
    mother.refresh_from_db()

    with pytest.raises(Problem, match="They came into the household on"):
        correct_enrollment(
            mother, {"entry_date": today() - timedelta(days=5)}, seen=as_it_is(mother), actor=front_line_worker
        )


def test_refuses_an_end_before_they_came_into_it(
    home: Household, mother: Enrollment, front_line_worker: StaffMember
) -> None:
    join_household(home, [mother], relationship="head", joined=today() - timedelta(days=10), actor=front_line_worker)
    mother.refresh_from_db()

    with pytest.raises(Problem, match="is before they came into the household"):
        end_enrollment(
            mother, today() - timedelta(days=11), "completed", seen=as_it_is(mother), actor=front_line_worker
        )


def test_who_enters_from_a_waiting_list_came_with_their_stay(
    home: Household, mother: Enrollment, front_line_worker: StaffMember
) -> None:
    Enrollment.objects.filter(pk=mother.pk).update(stage="waitlisted", entry_date=None)
    mother.refresh_from_db()
    join_household(home, [mother], relationship="head", joined=today() - timedelta(days=10), actor=front_line_worker)
    mother.refresh_from_db()

    entered = change_stage(mother, "active", today(), seen=as_it_is(mother), actor=front_line_worker)

    assert (entered.household, entered.joined_household_on) == (home, None)


def test_is_never_joined_before_the_entry_as_the_database_holds(home: Household, enrollment: Enrollment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrollment.objects.filter(pk=enrollment.pk).update(joined_household_on=today() - timedelta(days=91))


def test_keeps_the_day_on_which_somebody_came(
    home: Household, mother: Enrollment, front_line_worker: StaffMember
) -> None:
    came = today() - timedelta(days=10)

    join_household(home, [mother], relationship="head", joined=came, actor=front_line_worker)

    mother.refresh_from_db()
    assert mother.joined_household_on == came
    (on_file,) = households_on_file(front_line_worker, mother.participant)
    assert on_file.member(mother.participant).since == came


def test_is_held_by_the_database(enrollment: Enrollment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrollment.objects.filter(pk=enrollment.pk).update(left_household_on=today())
