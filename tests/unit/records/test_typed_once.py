"""The same entry sent twice is one row; the same id with other content overwrites nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Role, RoleAssignment, StaffMember, TrailEntry, TypedEntry
from lineofsight.apps.agency.services.typed_once import WrittenOtherwise, typed_once
from lineofsight.apps.records.models import (
    Assessment,
    Enrollment,
    Household,
    Participant,
    Service,
    ServiceType,
    Task,
)
from lineofsight.apps.records.services.clients import Added, add_client, change_client
from lineofsight.apps.records.services.enrollments import NewEnrollment, correct_enrollment, enroll
from lineofsight.apps.records.services.entries import Delivery, correct_service, record_service
from lineofsight.apps.records.services.tasks import add_task, complete_task
from tests.cast import Clients, Programs, Sites
from tests.seen import as_it_is

NO_BIRTH_DATE = {"first_name": "Amina", "birth_date": None, "birth_date_quality": "not_asked", "phone": "555-0100"}


@pytest.fixture
def in_mentoring(programs: Programs, sites: Sites) -> NewEnrollment:
    return NewEnrollment(
        program=programs.mentoring,
        site=sites.north,
        stage="active",
        on=today(),
        paid_by=None,
        household="new",
        relationship="head",
        on_my_list=True,
    )


@pytest.fixture
def in_workforce(
    in_mentoring: NewEnrollment, programs: Programs, sites: Sites, front_line_worker: StaffMember
) -> NewEnrollment:
    RoleAssignment.objects.create(staff=front_line_worker, role=Role.FRONT_LINE, program=programs.workforce)
    return replace(in_mentoring, program=programs.workforce, site=sites.south)


def add(place: NewEnrollment, entry_id: UUID, actor: StaffMember, **changes: Any) -> Added:
    return add_client({**NO_BIRTH_DATE, **changes}, place, told_apart_from=(), entry_id=entry_id, actor=actor)


def test_adds_a_person_without_a_birth_date_once(in_mentoring: NewEnrollment, front_line_worker: StaffMember) -> None:
    entry_id = uuid4()

    first, again = add(in_mentoring, entry_id, front_line_worker), add(in_mentoring, entry_id, front_line_worker)

    assert again == first
    assert (Participant.objects.count(), Enrollment.objects.count(), Household.objects.count()) == (1, 1, 1)
    assert TrailEntry.objects.filter(action="added", subject="records.participant").count() == 1


def test_adds_two_people_who_were_typed_twice(in_mentoring: NewEnrollment, front_line_worker: StaffMember) -> None:
    add(in_mentoring, uuid4(), front_line_worker)
    add(in_mentoring, uuid4(), front_line_worker, first_name="Zoe")

    assert Participant.objects.count() == 2


def test_overwrites_no_person_with_other_content(in_mentoring: NewEnrollment, front_line_worker: StaffMember) -> None:
    entry_id = uuid4()
    add(in_mentoring, entry_id, front_line_worker)

    with pytest.raises(WrittenOtherwise):
        add(in_mentoring, entry_id, front_line_worker, phone="555-0199")
    with pytest.raises(WrittenOtherwise):
        add(replace(in_mentoring, stage="enrolled"), entry_id, front_line_worker)

    assert Participant.objects.get().phone == "555-0100"


def test_knows_the_entry_of_a_person_who_was_changed_since(
    in_mentoring: NewEnrollment, front_line_worker: StaffMember
) -> None:
    entry_id = uuid4()
    added = add(in_mentoring, entry_id, front_line_worker)
    person = added.participant
    change_client(person, {"phone": "555-0199"}, seen=as_it_is(person), actor=front_line_worker)

    assert add(in_mentoring, entry_id, front_line_worker) == added
    assert Participant.objects.get().phone == "555-0199"


def test_enrolls_once(clients: Clients, in_workforce: NewEnrollment, front_line_worker: StaffMember) -> None:
    entry_id = uuid4()

    first = enroll(clients.own, in_workforce, entry_id=entry_id, actor=front_line_worker)
    again = enroll(clients.own, in_workforce, entry_id=entry_id, actor=front_line_worker)

    assert again == first
    assert Household.objects.count() == 1


def test_enrolls_nobody_else_under_the_same_entry(
    clients: Clients, in_workforce: NewEnrollment, front_line_worker: StaffMember
) -> None:
    entry_id = uuid4()
    enroll(clients.own, in_workforce, entry_id=entry_id, actor=front_line_worker)

    with pytest.raises(WrittenOtherwise):
        enroll(clients.other, in_workforce, entry_id=entry_id, actor=front_line_worker)


def test_knows_the_entry_of_an_enrollment_that_was_corrected_since(
    clients: Clients, in_workforce: NewEnrollment, front_line_worker: StaffMember
) -> None:
    entry_id = uuid4()
    made = enroll(clients.own, in_workforce, entry_id=entry_id, actor=front_line_worker)
    correct_enrollment(made, {"relationship": "child"}, seen=as_it_is(made), actor=front_line_worker)

    assert enroll(clients.own, in_workforce, entry_id=entry_id, actor=front_line_worker) == made


def test_promises_once(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    said: dict[str, Any] = {"owner": front_line_worker, "entry_id": uuid4(), "actor": front_line_worker}

    first = add_task(enrollment, "Call her aunt", today(), **said)
    complete_task(first, actor=front_line_worker)
    again = add_task(enrollment, " Call  her aunt ", today(), **said)
    with pytest.raises(WrittenOtherwise):
        add_task(enrollment, "Call her uncle", today(), **said)

    assert again == first
    assert Task.objects.get().done_at is not None


def test_knows_the_entry_of_a_service_that_was_corrected_since(
    enrollment: Enrollment, visit: ServiceType, front_line_worker: StaffMember
) -> None:
    entry_id = uuid4()
    said = Delivery(type=visit, date=today(), quantity=Decimal(1), amount=None, staff=front_line_worker, note="")
    made = record_service(enrollment, said, entry_id=entry_id, actor=front_line_worker)
    correct_service(made, replace(said, note="By phone."), seen=as_it_is(made), actor=front_line_worker)

    assert record_service(enrollment, said, entry_id=entry_id, actor=front_line_worker) == made
    assert Service.objects.get().note == "By phone."


def test_gives_the_row_that_came_at_the_same_moment(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    """What a database with several writers does: the other one commits between our look and our insert."""
    entry_id = uuid4()
    columns: dict[str, Any] = {
        "enrollment": enrollment,
        "owner": front_line_worker,
        "made_by": front_line_worker,
        "what": "Call her aunt",
        "due_on": today(),
    }

    def make(**entry: Any) -> Task:
        Task.objects.create(**entry, **columns)
        raise IntegrityError

    with pytest.raises(IntegrityError):
        typed_once(Task, entry_id, columns, make)
    assert not Task.objects.exists()

    theirs: list[Task] = []

    def make_after_them(**entry: Any) -> Task:
        raise IntegrityError(theirs)

    def other(entry_id: UUID, entry_hash: str) -> Task:
        theirs.append(Task.objects.create(entry_id=entry_id, entry_hash=entry_hash, **columns))
        return theirs[0]

    typed_once(Task, entry_id, columns, other)
    assert typed_once(Task, entry_id, columns, make_after_them) == theirs[0]


@pytest.mark.parametrize("model", [Participant, Enrollment, Household, Service, ServiceType, Assessment, Task])
def test_is_held_by_the_database(model: type[TypedEntry]) -> None:
    fields = {tuple(getattr(each, "fields", ())) for each in model._meta.constraints}

    assert ("entry_id",) in fields


def test_is_refused_by_the_database_itself(in_mentoring: NewEnrollment, front_line_worker: StaffMember) -> None:
    entry_id = uuid4()
    add(in_mentoring, entry_id, front_line_worker)

    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.create(first_name="Amina", entry_id=entry_id)


def test_adds_one_person_when_several_send_at_once(
    real_transactions: None, in_mentoring: NewEnrollment, front_line_worker: StaffMember
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("The SQLite database of the tests lives in one connection; PostgreSQL takes several writers.")
    entry_id = uuid4()

    def send(_number: int) -> int:
        try:
            return add(in_mentoring, entry_id, front_line_worker).participant.pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(send, range(8)))

    assert len(set(found)) == 1
    assert Participant.objects.count() == 1
