"""Enrolling, moving on, ending, taking out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import (
    Agency,
    Funder,
    Grant,
    Role,
    RoleAssignment,
    Source,
    StaffMember,
    Standing,
    TrailEntry,
)
from lineofsight.apps.records.models import Enrollment, Household, Service, ServiceType, StaffAssignment
from lineofsight.apps.records.services.enrollments import (
    NEW_HOUSEHOLD,
    NewEnrollment,
    change_stage,
    correct_enrollment,
    end_enrollment,
    enroll,
    restore_enrollment,
    withdraw_enrollment,
)
from lineofsight.problems import NotPermitted, Problem
from tests.cast import Clients, Programs, Sites
from tests.seen import as_it_is

pytestmark = pytest.mark.django_db


def new(programs: Programs, sites: Sites, **changes: object) -> NewEnrollment:
    asked: dict[str, object] = {
        "program": programs.workforce,
        "site": sites.south,
        "stage": "active",
        "on": today(),
        "paid_by": None,
        "household": None,
        "relationship": "",
        "on_my_list": False,
    }
    return NewEnrollment(**{**asked, **changes})  # type: ignore[arg-type]


@pytest.fixture
def two_programs(front_line_worker: StaffMember, programs: Programs) -> StaffMember:
    """The front-line worker, working in Workforce too."""
    RoleAssignment.objects.create(staff=front_line_worker, role=Role.FRONT_LINE, program=programs.workforce)
    return front_line_worker


def test_enrolls_in_a_second_program(
    clients: Clients, programs: Programs, sites: Sites, two_programs: StaffMember
) -> None:
    made = enroll(clients.own, new(programs, sites), entry_id=uuid4(), actor=two_programs)

    assert (made.stage, made.entry_date, made.applied_on) == ("active", today(), None)


def test_keeps_the_day_of_application_of_somebody_who_waits(
    clients: Clients, programs: Programs, sites: Sites, two_programs: StaffMember
) -> None:
    made = enroll(clients.own, new(programs, sites, stage="waitlisted"), entry_id=uuid4(), actor=two_programs)

    assert (made.entry_date, made.applied_on) == (None, today())


def test_refuses_the_same_program_twice(
    clients: Clients, programs: Programs, sites: Sites, front_line_worker: StaffMember
) -> None:
    with pytest.raises(Problem, match="This person is in Mentoring already"):
        enroll(
            clients.own,
            new(programs, sites, program=programs.mentoring, site=sites.north),
            entry_id=uuid4(),
            actor=front_line_worker,
        )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"on": today() + timedelta(days=1)}, "is in the future"),
        ({"on": date(2019, 12, 31)}, "Workforce began on January 1, 2020"),
        ({"stage": "completed"}, "Nobody begins at this stage"),
    ],
)
def test_refuses_what_cannot_be(
    changes: dict[str, object],
    sentence: str,
    clients: Clients,
    programs: Programs,
    sites: Sites,
    two_programs: StaffMember,
) -> None:
    with pytest.raises(Problem, match=sentence):
        enroll(clients.own, new(programs, sites, **changes), entry_id=uuid4(), actor=two_programs)


def test_refuses_a_grant_that_pays_for_something_else(
    clients: Clients, programs: Programs, sites: Sites, two_programs: StaffMember
) -> None:
    grant = Grant.objects.create(funder=Funder.objects.create(name="County"), name="Youth fund")

    with pytest.raises(Problem, match="This grant does not pay for this program"):
        enroll(clients.own, new(programs, sites, paid_by=grant), entry_id=uuid4(), actor=two_programs)


def test_refuses_in_the_words_of_the_agency(
    clients: Clients, programs: Programs, sites: Sites, two_programs: StaffMember
) -> None:
    Agency.objects.update(words={"program": ["house", "houses"]})
    grant = Grant.objects.create(funder=Funder.objects.create(name="County"), name="Youth fund")

    with pytest.raises(Problem, match="This grant does not pay for this house"):
        enroll(clients.own, new(programs, sites, paid_by=grant), entry_id=uuid4(), actor=two_programs)


def test_refuses_a_site_of_which_one_would_see_nothing(
    clients: Clients, programs: Programs, sites: Sites, front_line_worker: StaffMember
) -> None:
    front_line_worker.roles.update(site=sites.north)

    with pytest.raises(NotPermitted, match="You may not enroll someone there"):
        enroll(
            clients.own,
            new(programs, sites, program=programs.mentoring, site=None),
            entry_id=uuid4(),
            actor=front_line_worker,
        )


def test_does_not_know_a_person_one_may_not_see(
    clients: Clients, programs: Programs, sites: Sites, two_programs: StaffMember
) -> None:
    with pytest.raises(clients.protected.DoesNotExist):
        enroll(clients.protected, new(programs, sites), entry_id=uuid4(), actor=two_programs)


def test_enters_from_the_waiting_list(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    Enrollment.objects.update(stage="waitlisted", entry_date=None)

    changed = change_stage(enrollment, "active", today(), seen=as_it_is(enrollment), actor=front_line_worker)

    assert (changed.stage, changed.entry_date) == ("active", today())


def test_ends_and_takes_the_worker_off(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    ended = end_enrollment(enrollment, today(), "completed", seen=as_it_is(enrollment), actor=front_line_worker)

    assert (ended.stage, ended.exit_date) == ("completed", today())
    assert StaffAssignment.objects.get(enrollment=enrollment).ended_on == today()


def test_takes_an_end_back(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    end_enrollment(enrollment, today(), "withdrawn", seen=as_it_is(enrollment), actor=front_line_worker)

    again = change_stage(enrollment, "active", today(), seen=as_it_is(enrollment), actor=front_line_worker)

    assert (again.stage, again.exit_date) == ("active", None)


def test_refuses_an_exit_before_a_service(
    enrollment: Enrollment, visit: ServiceType, front_line_worker: StaffMember
) -> None:
    Service.objects.create(enrollment=enrollment, type=visit, date=today())

    with pytest.raises(Problem, match="after this exit"):
        end_enrollment(
            enrollment, today() - timedelta(days=1), "completed", seen=as_it_is(enrollment), actor=front_line_worker
        )


def test_refuses_an_exit_before_the_entry(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    with pytest.raises(Problem, match="is before the entry on"):
        end_enrollment(
            enrollment, today() - timedelta(days=91), "completed", seen=as_it_is(enrollment), actor=front_line_worker
        )


def test_refuses_a_stage_that_cannot_follow(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    with pytest.raises(Problem, match="“Denied” cannot follow “Active”"):
        change_stage(enrollment, "denied", today(), seen=as_it_is(enrollment), actor=front_line_worker)


@pytest.mark.parametrize(
    ("before", "after"), [("applied", "waitlisted"), ("applied", "denied"), ("enrolled", "active")]
)
def test_keeps_the_day_of_every_stage(
    before: str, after: str, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    entered = enrollment.entry_date if before == "enrolled" else None
    Enrollment.objects.update(stage=before, entry_date=entered)
    day = today() - timedelta(days=5)

    change_stage(enrollment, after, day, seen=as_it_is(enrollment), actor=front_line_worker)

    enrollment.refresh_from_db()
    assert (enrollment.stage, enrollment.stage_since, enrollment.entry_date) == (after, day, entered)


def test_is_one_move_when_sent_twice(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    end_enrollment(enrollment, today(), "completed", seen=as_it_is(enrollment), actor=front_line_worker)
    end_enrollment(enrollment, today(), "completed", seen=as_it_is(enrollment), actor=front_line_worker)

    assert TrailEntry.objects.filter(action="ended", subject="records.enrollment").count() == 1


def test_does_not_drop_another_day_of_the_same_stage(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    end_enrollment(enrollment, today(), "completed", seen=as_it_is(enrollment), actor=front_line_worker)

    with pytest.raises(Problem, match="“Completed” cannot follow “Completed”"):
        end_enrollment(
            enrollment, today() - timedelta(days=1), "completed", seen=as_it_is(enrollment), actor=front_line_worker
        )


def test_refuses_a_stage_before_the_entry(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    Enrollment.objects.update(stage="enrolled")

    with pytest.raises(Problem, match="is before the entry on"):
        change_stage(
            enrollment, "active", today() - timedelta(days=100), seen=as_it_is(enrollment), actor=front_line_worker
        )


def test_moves_the_day_of_the_stage_with_the_day_it_began(
    enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    end_enrollment(enrollment, today(), "completed", seen=as_it_is(enrollment), actor=front_line_worker)
    earlier = today() - timedelta(days=2)

    correct_enrollment(enrollment, {"exit_date": earlier}, seen=as_it_is(enrollment), actor=front_line_worker)

    enrollment.refresh_from_db()
    assert (enrollment.exit_date, enrollment.stage_since) == (earlier, earlier)


@pytest.mark.parametrize(
    ("stage", "facts", "sentence"),
    [
        ("completed", {"exit_date": None}, "There is no day of exit"),
        ("active", {"exit_date": today()}, "This person has not left"),
        ("applied", {"entry_date": today()}, "This person has not entered"),
    ],
)
def test_refuses_days_that_do_not_fit_the_stage(
    stage: str,
    facts: dict[str, Any],
    sentence: str,
    enrollment: Enrollment,
    front_line_worker: StaffMember,
) -> None:
    entered = None if stage == "applied" else enrollment.entry_date
    Enrollment.objects.update(stage=stage, exit_date=today() if stage == "completed" else None, entry_date=entered)

    with pytest.raises(Problem, match=sentence):
        correct_enrollment(enrollment, facts, seen=as_it_is(enrollment), actor=front_line_worker)


def test_corrects_who_pays_whatever_the_days_say(
    enrollment: Enrollment, visit: ServiceType, programs: Programs, front_line_worker: StaffMember
) -> None:
    Service.objects.create(enrollment=enrollment, type=visit, date=today() - timedelta(days=200))
    grant = Grant.objects.create(funder=Funder.objects.create(name="County"), name="Youth fund")
    grant.programs.add(programs.mentoring)

    assert correct_enrollment(enrollment, {"paid_by": grant}, seen=as_it_is(enrollment), actor=front_line_worker) == [
        "paid_by"
    ]


def test_refuses_to_end_what_is_kept_elsewhere(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    enrollment.program.mastered_in = Source.objects.create(kind="hmis", key="river", title="River HMIS")
    enrollment.program.save()

    with pytest.raises(Problem, match="This is kept in River HMIS"):
        end_enrollment(enrollment, today(), "completed", seen=as_it_is(enrollment), actor=front_line_worker)


def test_corrects_the_entry(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    entry = today() - timedelta(days=60)

    assert correct_enrollment(
        enrollment, {"entry_date": entry}, seen=as_it_is(enrollment), actor=front_line_worker
    ) == ["entry_date"]
    enrollment.refresh_from_db()
    assert enrollment.entry_date == entry


def test_refuses_an_entry_after_a_service(
    enrollment: Enrollment, visit: ServiceType, front_line_worker: StaffMember
) -> None:
    Service.objects.create(enrollment=enrollment, type=visit, date=today() - timedelta(days=80))

    with pytest.raises(Problem, match="before this entry"):
        correct_enrollment(
            enrollment, {"entry_date": today() - timedelta(days=60)}, seen=as_it_is(enrollment), actor=front_line_worker
        )


def test_takes_a_mistake_out_of_the_figures_and_back(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    withdraw_enrollment(enrollment, actor=front_line_worker)
    enrollment.refresh_from_db()
    assert enrollment.standing == Standing.WITHDRAWN

    restore_enrollment(enrollment, actor=front_line_worker)
    enrollment.refresh_from_db()
    assert enrollment.standing == Standing.CURRENT


def test_does_not_take_out_what_a_source_keeps(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    enrollment.source = Source.objects.create(kind="hmis", key="river", title="River HMIS")
    enrollment.source_key = "e1"
    enrollment.save()

    with pytest.raises(Problem, match="This is kept in River HMIS"):
        withdraw_enrollment(enrollment, actor=front_line_worker)


@pytest.mark.parametrize("who", ["other_worker", "protected_worker", "director", "stranger"])
def test_is_for_those_who_work_with_the_person(
    who: str, enrollment: Enrollment, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotPermitted):
        end_enrollment(enrollment, today(), "completed", seen=as_it_is(enrollment), actor=request.getfixturevalue(who))


@pytest.fixture
def works_in_both(front_line_worker: StaffMember, programs: Programs) -> StaffMember:
    RoleAssignment.objects.create(staff=front_line_worker, role=Role.FRONT_LINE, program=programs.workforce)
    return front_line_worker


def test_makes_a_new_household(clients: Clients, programs: Programs, sites: Sites, works_in_both: StaffMember) -> None:
    asked = new(programs, sites, household=NEW_HOUSEHOLD, relationship="head")

    enrollment = enroll(clients.own, asked, entry_id=uuid4(), actor=works_in_both)

    assert (enrollment.household, enrollment.relationship) == (Household.objects.get(), "head")
    assert TrailEntry.objects.filter(
        action="added", subject="records.household", participant_id=clients.own.pk, actor=works_in_both
    ).exists()


def test_makes_no_household_when_it_refuses(
    clients: Clients, programs: Programs, sites: Sites, front_line_worker: StaffMember
) -> None:
    asked = new(programs, sites, program=programs.mentoring, site=sites.north, household=NEW_HOUSEHOLD)

    with pytest.raises(Problem):
        enroll(clients.own, asked, entry_id=uuid4(), actor=front_line_worker)

    assert not Household.objects.exists()


def test_keeps_no_place_in_a_household_for_somebody_on_their_own(
    clients: Clients, programs: Programs, sites: Sites, works_in_both: StaffMember
) -> None:
    enrollment = enroll(clients.own, new(programs, sites, relationship="head"), entry_id=uuid4(), actor=works_in_both)

    assert (enrollment.household, enrollment.relationship) == (None, "not_asked")
