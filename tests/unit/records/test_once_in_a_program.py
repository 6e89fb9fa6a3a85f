"""One person is under way in one program once, by whatever way a second stay would come about."""

from __future__ import annotations

from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Role, RoleAssignment, Source, StaffMember, Standing
from lineofsight.apps.records.models import Enrollment, StaffAssignment
from lineofsight.apps.records.services.enrollments import (
    NewEnrollment,
    change_stage,
    correct_enrollment,
    end_enrollment,
    enroll,
    restore_enrollment,
    withdraw_enrollment,
)
from lineofsight.problems import Problem
from tests.cast import Sites
from tests.seen import as_it_is

ALREADY = "This person is in Mentoring already"
migration = import_module("lineofsight.apps.records.migrations.0006_one_stay_in_a_program")


def enroll_anew(enrollment: Enrollment, actor: StaffMember) -> Enrollment:
    """A second stay of the same person in the same program at the same site."""
    new = NewEnrollment(
        program=enrollment.program,
        site=enrollment.site,
        stage="active",
        on=today(),
        paid_by=None,
        household=None,
        relationship="",
        on_my_list=False,
    )
    return enroll(enrollment.participant, new, entry_id=uuid4(), actor=actor)


def test_refuses_to_take_an_end_back(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    end_enrollment(enrollment, today(), "completed", seen=as_it_is(enrollment), actor=front_line_worker)
    enroll_anew(enrollment, front_line_worker)

    with pytest.raises(Problem, match=ALREADY):
        change_stage(enrollment, "active", today(), seen=as_it_is(enrollment), actor=front_line_worker)

    enrollment.refresh_from_db()
    assert (enrollment.stage, enrollment.exit_date) == ("completed", today())


def test_refuses_to_put_back_what_was_taken_out(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    withdraw_enrollment(enrollment, actor=front_line_worker)
    enroll_anew(enrollment, front_line_worker)

    with pytest.raises(Problem, match=ALREADY):
        restore_enrollment(enrollment, actor=front_line_worker)

    enrollment.refresh_from_db()
    assert enrollment.standing == Standing.WITHDRAWN


@pytest.mark.parametrize("stage", ["applied", "waitlisted"])
def test_refuses_to_open_a_denied_application_again(
    stage: str, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    Enrollment.objects.update(stage="denied", entry_date=None, applied_on=today())
    enroll_anew(enrollment, front_line_worker)

    with pytest.raises(Problem, match=ALREADY):
        change_stage(enrollment, stage, today(), seen=as_it_is(enrollment), actor=front_line_worker)


def test_puts_back_a_stay_that_has_ended(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    end_enrollment(enrollment, today(), "completed", seen=as_it_is(enrollment), actor=front_line_worker)
    withdraw_enrollment(enrollment, actor=front_line_worker)
    enroll_anew(enrollment, front_line_worker)

    restore_enrollment(enrollment, actor=front_line_worker)

    enrollment.refresh_from_db()
    assert enrollment.standing == Standing.CURRENT


def test_refuses_to_bring_a_stay_to_the_site_where_they_are(
    enrollment: Enrollment, sites: Sites, front_line_worker: StaffMember
) -> None:
    RoleAssignment.objects.create(
        staff=front_line_worker, role=Role.FRONT_LINE, program=enrollment.program, site=sites.south
    )
    Enrollment.objects.filter(pk=enrollment.pk).update(site=sites.south)
    anew = Enrollment.objects.create(
        participant=enrollment.participant,
        program=enrollment.program,
        site=sites.north,
        stage="active",
        entry_date=today(),
    )

    with pytest.raises(Problem, match=ALREADY):
        correct_enrollment(anew, {"site": sites.south}, seen=as_it_is(anew), actor=front_line_worker)


def test_says_it_of_a_site_one_reaches_through_ones_list_alone(
    enrollment: Enrollment, sites: Sites, front_line_worker: StaffMember
) -> None:
    RoleAssignment.objects.filter(staff=front_line_worker).update(site=sites.north)
    worker = StaffMember.objects.get(pk=front_line_worker.pk)
    Enrollment.objects.filter(pk=enrollment.pk).update(site=sites.south, standing=Standing.WITHDRAWN)
    unseen = Enrollment.objects.create(
        participant=enrollment.participant,
        program=enrollment.program,
        site=sites.south,
        stage="active",
        entry_date=today(),
    )
    StaffAssignment.objects.filter(enrollment=unseen).delete()

    with pytest.raises(Problem, match=ALREADY):
        restore_enrollment(enrollment, actor=worker)


def test_is_held_by_the_database(enrollment: Enrollment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrollment.objects.create(
            participant=enrollment.participant,
            program=enrollment.program,
            site=enrollment.site,
            stage="applied",
            applied_on=today(),
        )


def test_is_held_by_the_database_without_a_site(enrollment: Enrollment) -> None:
    Enrollment.objects.update(site=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        Enrollment.objects.create(
            participant=enrollment.participant, program=enrollment.program, stage="applied", applied_on=today()
        )


def test_leaves_what_a_source_says(enrollment: Enrollment) -> None:
    source = Source.objects.create(kind="hmis", key="river", title="River HMIS")

    for key in ("e1", "e2"):
        Enrollment.objects.create(
            participant=enrollment.participant,
            program=enrollment.program,
            site=enrollment.site,
            stage="active",
            entry_date=today(),
            source=source,
            source_key=key,
        )

    assert Enrollment.objects.filter(participant=enrollment.participant).count() == 3


def test_an_update_names_those_who_are_in_twice_already(enrollment: Enrollment) -> None:
    connection.check_constraints()  # nothing waits for the end of the transaction, so the index can go
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX enrollment_under_way_once")
    migration.check_nobody_is_in_twice(apps, None)
    again = Enrollment.objects.get(pk=enrollment.pk)
    again.pk = None
    again.save()

    with pytest.raises(Problem, match=f"stand beside each other: {enrollment.pk} and {again.pk}\\."):
        migration.check_nobody_is_in_twice(apps, None)
