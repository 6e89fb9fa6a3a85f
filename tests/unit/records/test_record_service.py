"""Writing down a service: once, on a possible day, by those who work with the person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import RowVersion, Source, StaffMember, Standing, TrailEntry
from lineofsight.apps.agency.services.typed_once import WrittenOtherwise
from lineofsight.apps.records.models import Enrollment, Service, ServiceType
from lineofsight.apps.records.services.enrollments import end_enrollment
from lineofsight.apps.records.services.entries import (
    Delivery,
    correct_service,
    record_service,
    withdraw_service,
)
from lineofsight.problems import NotPermitted, Problem
from tests.cast import Programs
from tests.seen import as_it_is

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivery(visit: ServiceType, front_line_worker: StaffMember) -> Delivery:
    return Delivery(
        type=visit, date=today(), quantity=Decimal(1), amount=None, staff=front_line_worker, note="She practiced."
    )


def test_writes_one_service(enrollment: Enrollment, delivery: Delivery, front_line_worker: StaffMember) -> None:
    service = record_service(enrollment, delivery, entry_id=uuid4(), actor=front_line_worker)

    assert (service.date, service.staff, service.note) == (today(), front_line_worker, "She practiced.")
    entry = TrailEntry.objects.get(subject="records.service")
    assert (entry.action, entry.participant_id, entry.actor) == (
        "added",
        enrollment.participant_id,
        front_line_worker,
    )


def test_ends_the_lines_of_a_note_in_one_way(
    enrollment: Enrollment, delivery: Delivery, front_line_worker: StaffMember
) -> None:
    typed = replace(delivery, note="She called.\r\nIt went well.")
    service = record_service(enrollment, typed, entry_id=uuid4(), actor=front_line_worker)

    assert service.note == "She called.\nIt went well."
    assert correct_service(service, typed, seen=as_it_is(service), actor=front_line_worker) == []


def test_is_one_service_when_sent_twice(
    enrollment: Enrollment, delivery: Delivery, front_line_worker: StaffMember
) -> None:
    entry_id = uuid4()
    first = record_service(enrollment, delivery, entry_id=entry_id, actor=front_line_worker)

    again = record_service(enrollment, delivery, entry_id=entry_id, actor=front_line_worker)

    assert again.pk == first.pk
    assert Service.objects.count() == 1
    assert TrailEntry.objects.filter(subject="records.service").count() == 1


def test_refuses_other_content_under_the_same_entry(
    enrollment: Enrollment, delivery: Delivery, front_line_worker: StaffMember
) -> None:
    entry_id = uuid4()
    record_service(enrollment, delivery, entry_id=entry_id, actor=front_line_worker)

    with pytest.raises(WrittenOtherwise):
        record_service(enrollment, replace(delivery, note="Other."), entry_id=entry_id, actor=front_line_worker)

    assert Service.objects.get().note == "She practiced."


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(1, "is in the future"), (-91, "is before the entry on")],
)
def test_refuses_a_day_on_which_it_cannot_have_been(
    days: int, sentence: str, enrollment: Enrollment, delivery: Delivery, front_line_worker: StaffMember
) -> None:
    wrong = replace(delivery, date=today() + timedelta(days=days))

    with pytest.raises(Problem, match=sentence):
        record_service(enrollment, wrong, entry_id=uuid4(), actor=front_line_worker)


def test_refuses_a_day_after_the_exit(
    enrollment: Enrollment, delivery: Delivery, front_line_worker: StaffMember
) -> None:
    end_enrollment(
        enrollment, today() - timedelta(days=3), "completed", seen=as_it_is(enrollment), actor=front_line_worker
    )

    with pytest.raises(Problem, match="is after the exit on"):
        record_service(enrollment, delivery, entry_id=uuid4(), actor=front_line_worker)


def test_refuses_somebody_who_has_not_entered(
    enrollment: Enrollment, delivery: Delivery, front_line_worker: StaffMember
) -> None:
    Enrollment.objects.update(stage="waitlisted", entry_date=None)

    with pytest.raises(Problem, match="This person has not entered yet"):
        record_service(enrollment, delivery, entry_id=uuid4(), actor=front_line_worker)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quantity": Decimal(0)}, "The quantity must be more than 0"),
        ({"quantity": Decimal("1e12")}, "The quantity must be more than 0"),
        ({"amount": Decimal(-1)}, "The amount cannot be less than 0"),
    ],
)
def test_refuses_impossible_amounts(
    changes: dict[str, Decimal],
    sentence: str,
    enrollment: Enrollment,
    delivery: Delivery,
    front_line_worker: StaffMember,
) -> None:
    with pytest.raises(Problem, match=sentence):
        record_service(
            enrollment,
            replace(delivery, **changes),  # type: ignore[arg-type]
            entry_id=uuid4(),
            actor=front_line_worker,
        )


def test_refuses_a_service_of_another_program(
    programs: Programs, enrollment: Enrollment, delivery: Delivery, front_line_worker: StaffMember
) -> None:
    coaching = ServiceType.objects.create(name="Job coaching", program=programs.workforce)

    with pytest.raises(Problem, match="Job coaching is not a service of this program"):
        record_service(enrollment, replace(delivery, type=coaching), entry_id=uuid4(), actor=front_line_worker)


def test_corrects_a_service_and_keeps_what_it_said(
    enrollment: Enrollment, delivery: Delivery, front_line_worker: StaffMember
) -> None:
    service = record_service(enrollment, delivery, entry_id=uuid4(), actor=front_line_worker)

    changed = correct_service(
        service, replace(delivery, quantity=Decimal(2)), seen=as_it_is(service), actor=front_line_worker
    )

    assert changed == ["quantity"]
    assert RowVersion.objects.get(table="records_service").row_id == service.pk


def test_takes_a_service_back(enrollment: Enrollment, delivery: Delivery, front_line_worker: StaffMember) -> None:
    service = record_service(enrollment, delivery, entry_id=uuid4(), actor=front_line_worker)

    withdraw_service(service, actor=front_line_worker)

    service.refresh_from_db()
    assert service.standing == Standing.WITHDRAWN


def test_leaves_a_service_of_a_source_alone(
    enrollment: Enrollment, visit: ServiceType, delivery: Delivery, front_line_worker: StaffMember
) -> None:
    source = Source.objects.create(kind="hmis", key="river", title="River HMIS")
    service = Service.objects.create(enrollment=enrollment, type=visit, date=today(), source=source, source_key="s1")

    with pytest.raises(Problem, match="This is kept in River HMIS"):
        correct_service(service, delivery, seen=as_it_is(service), actor=front_line_worker)
    with pytest.raises(Problem, match="This is kept in River HMIS"):
        withdraw_service(service, actor=front_line_worker)


@pytest.mark.parametrize("who", ["other_worker", "protected_worker", "director", "performance_lead", "stranger"])
def test_is_for_those_who_work_with_the_person(
    who: str, enrollment: Enrollment, delivery: Delivery, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotPermitted, match="Only those who work with this person can write here"):
        record_service(enrollment, delivery, entry_id=uuid4(), actor=request.getfixturevalue(who))
