"""The file: what it says, what it never lets through, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import StaffMember, Standing
from lineofsight.apps.records.models import (
    Enrollment,
    Household,
    Participant,
    Service,
    ServiceType,
    StaffAssignment,
    Task,
)
from lineofsight.apps.records.selectors.facts import facts_about
from lineofsight.apps.records.selectors.file import ClientFile, client_file, services_listed
from tests.cast import Clients, Programs, Sites

pytestmark = pytest.mark.django_db


def deliver(enrollment: Enrollment, visit: ServiceType, days_ago: int, **columns: Any) -> Service:
    return Service.objects.create(enrollment=enrollment, type=visit, date=today() - timedelta(days=days_ago), **columns)


def the_file(staff: StaffMember, participant: Participant) -> ClientFile:
    return client_file(staff, participant, today=today())


@pytest.fixture
def hidden_stay(clients: Clients, programs: Programs, sites: Sites, protected_worker: StaffMember) -> Enrollment:
    """The cast's own client, also in the protected program, with a household and a worker there."""
    household = Household.objects.create()
    stay = Enrollment.objects.create(
        participant=clients.own,
        program=programs.safe_harbor,
        site=sites.north,
        household=household,
        stage="active",
        entry_date=today() - timedelta(days=400),
    )
    Enrollment.objects.filter(participant=clients.protected).update(household=household)
    StaffAssignment.objects.create(enrollment=stay, staff=protected_worker, started_on=today())
    return stay


def test_says_when_somebody_was_last_seen_and_what_is_due(
    enrollment: Enrollment, visit: ServiceType, front_line_worker: StaffMember
) -> None:
    deliver(enrollment, visit, 1)
    Task.objects.create(
        owner=front_line_worker,
        made_by=front_line_worker,
        enrollment=enrollment,
        what="Call her aunt",
        due_on=today(),
    )

    file = the_file(front_line_worker, enrollment.participant)

    assert file.answer == ("Last seen yesterday; “Call her aunt” is due today.", "")


def test_says_when_nobody_saw_them_for_three_weeks(
    enrollment: Enrollment, visit: ServiceType, front_line_worker: StaffMember
) -> None:
    deliver(enrollment, visit, 24)

    assert the_file(front_line_worker, enrollment.participant).answer[0].endswith(", 24 days ago.")


def test_does_not_take_a_payment_for_a_contact(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    deliver(enrollment, ServiceType.objects.create(name="Rent paid", is_contact=False), 1)

    assert the_file(front_line_worker, enrollment.participant).answer[0] == "Not seen yet."


def test_does_not_count_what_was_taken_back(
    enrollment: Enrollment, visit: ServiceType, front_line_worker: StaffMember
) -> None:
    deliver(enrollment, visit, 1, standing=Standing.WITHDRAWN)

    file = the_file(front_line_worker, enrollment.participant)

    assert (file.services_count, file.last_seen) == (0, None)


def test_says_when_somebody_left(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    Enrollment.objects.filter(pk=enrollment.pk).update(stage="completed", exit_date=today())

    assert the_file(front_line_worker, enrollment.participant).answer == (
        "Left Mentoring today.",
        "In no program now.",
    )


@pytest.mark.parametrize("who", ["front_line_worker", "supervisor", "program_manager", "director", "performance_lead"])
def test_leaves_no_trace_of_a_protected_stay(
    who: str, hidden_stay: Enrollment, visit: ServiceType, request: pytest.FixtureRequest
) -> None:
    deliver(hidden_stay, visit, 2, note="In the shelter.")
    Task.objects.create(
        owner=hidden_stay.assignments.get().staff,
        made_by=hidden_stay.assignments.get().staff,
        enrollment=hidden_stay,
        what="Court on Monday",
        due_on=today(),
    )

    file = the_file(request.getfixturevalue(who), hidden_stay.participant)

    assert [each.enrollment.program.name for each in file.enrollments] == ["Mentoring"]
    assert (file.services_count, file.last_seen, file.latest_services, file.notes) == (0, None, (), ())
    assert (file.household, file.tasks) == ((), ())
    assert [stay.name for stay in file.stays] == ["Mentoring"]
    assert "Safe Harbor" not in file.chart_sentence


def test_shows_the_household_to_those_who_see_it(hidden_stay: Enrollment, protected_worker: StaffMember) -> None:
    file = the_file(protected_worker, hidden_stay.participant)

    assert [member.participant.display_name for member in file.household] == ["Ruth Amato"]


def test_does_not_tell_a_household_from_a_protected_stay(
    hidden_stay: Enrollment, clients: Clients, programs: Programs, front_line_worker: StaffMember
) -> None:
    in_sight = Enrollment.objects.create(
        participant=clients.protected,
        program=programs.mentoring,
        household=hidden_stay.household,
        stage="active",
        entry_date=today(),
    )

    file = the_file(front_line_worker, hidden_stay.participant)

    assert in_sight.household is not None
    assert file.household == ()


def test_keeps_notes_to_those_who_work_with_the_person(
    enrollment: Enrollment, visit: ServiceType, front_line_worker: StaffMember, director: StaffMember
) -> None:
    deliver(enrollment, visit, 1, note="She practiced the call.")

    assert len(the_file(front_line_worker, enrollment.participant).notes) == 1
    assert the_file(director, enrollment.participant).notes == ()


def test_draws_no_bar_for_a_stay_taken_out_of_the_figures(
    enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    Enrollment.objects.filter(pk=enrollment.pk).update(standing=Standing.WITHDRAWN)

    file = the_file(front_line_worker, enrollment.participant)

    assert file.charts == []
    assert file.enrollments[0].is_withdrawn


def test_lists_services_newest_first(
    enrollment: Enrollment, visit: ServiceType, front_line_worker: StaffMember
) -> None:
    older, newer = deliver(enrollment, visit, 9), deliver(enrollment, visit, 2)

    assert list(services_listed(front_line_worker, enrollment.participant)) == [newer, older]


def test_says_facts_in_words(clients: Clients, front_line_worker: StaffMember) -> None:
    clients.own.genders, clients.own.is_veteran = ["woman", "transgender"], False
    clients.own.birth_date = date(2011, 5, 14)
    clients.own.save()

    facts = {fact.label: fact.words for fact in facts_about(the_file(front_line_worker, clients.own))}

    assert facts["Gender"] == "Woman or girl, Transgender"
    assert facts["Veteran"] == "No"
    assert facts["Phone"] == "Not known"
    assert facts["Date of birth"].startswith("May 14, 2011 (")


def test_costs_the_same_however_long_the_file_is(
    enrollment: Enrollment,
    visit: ServiceType,
    front_line_worker: StaffMember,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    [deliver(enrollment, visit, days, note="Note.") for days in range(60)]

    with django_assert_max_num_queries(17):
        file = the_file(front_line_worker, enrollment.participant)
        assert file.charts
        assert facts_about(file)


def test_puts_what_goes_on_before_what_ended_newest_first(
    enrollment: Enrollment, programs: Programs, front_line_worker: StaffMember
) -> None:
    older, newer = (
        Enrollment.objects.create(
            participant=enrollment.participant,
            program=programs.mentoring,
            stage="completed",
            entry_date=today() - timedelta(days=days),
            exit_date=today() - timedelta(days=days - 10),
        )
        for days in (900, 400)
    )

    file = the_file(front_line_worker, enrollment.participant)

    assert [each.enrollment for each in file.enrollments] == [enrollment, newer, older]
