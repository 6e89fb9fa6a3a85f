"""Who looks after somebody, what is promised, and what becomes of both when somebody leaves."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from lineofsight.apps.agency import handover
from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Role, StaffMember
from lineofsight.apps.records.models import Enrollment, StaffAssignment, Task
from lineofsight.apps.records.selectors.standing import under_way, without_worker
from lineofsight.apps.records.selectors.tasks import own_open_tasks
from lineofsight.apps.records.selectors.visibility import enrollments_visible_to
from lineofsight.apps.records.services.handing_over import hand_over_clients, hand_over_tasks, who_may_take_clients_of
from lineofsight.apps.records.services.staffing import assign_staff, unassign_staff
from lineofsight.apps.records.services.tasks import add_task, complete_task
from lineofsight.problems import NotPermitted, Problem
from tests.cast import Clients, Programs, employ
from tests.seen import as_it_is

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(programs: Programs) -> StaffMember:
    return employ("Cora Colleague", (Role.FRONT_LINE, programs.mentoring))


def test_lets_a_supervisor_assign_a_worker(
    enrollment: Enrollment, colleague: StaffMember, supervisor: StaffMember
) -> None:
    assign_staff(enrollment, colleague, started_on=today(), seen=as_it_is(enrollment), actor=supervisor)
    assign_staff(enrollment, colleague, started_on=today(), seen=as_it_is(enrollment), actor=supervisor)

    assert StaffAssignment.objects.filter(staff=colleague, ended_on__isnull=True).count() == 1


def test_lets_a_worker_take_somebody_on_but_not_give_them_away(
    enrollment: Enrollment, colleague: StaffMember, front_line_worker: StaffMember
) -> None:
    assign_staff(enrollment, colleague, started_on=today(), seen=as_it_is(enrollment), actor=colleague)

    with pytest.raises(NotPermitted, match="Supervisors and program managers say who looks after someone"):
        assign_staff(enrollment, colleague, started_on=today(), seen=as_it_is(enrollment), actor=front_line_worker)


def test_refuses_a_worker_whose_roles_do_not_reach(
    enrollment: Enrollment, other_worker: StaffMember, supervisor: StaffMember
) -> None:
    with pytest.raises(Problem, match="Olga Petrova has no role in this program and site"):
        assign_staff(enrollment, other_worker, started_on=today(), seen=as_it_is(enrollment), actor=supervisor)


def test_ends_an_assignment_today(enrollment: Enrollment, supervisor: StaffMember) -> None:
    unassign_staff(StaffAssignment.objects.get(enrollment=enrollment), actor=supervisor)

    assert StaffAssignment.objects.get(enrollment=enrollment).ended_on == today()
    assert enrollment in without_worker(under_way(Enrollment.objects.all()))


def test_promises_and_does(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    task = add_task(
        enrollment, "  Call  her aunt ", today(), owner=front_line_worker, entry_id=uuid4(), actor=front_line_worker
    )
    assert list(own_open_tasks(front_line_worker)) == [task]

    complete_task(task, actor=front_line_worker)
    complete_task(task, actor=front_line_worker)

    assert not own_open_tasks(front_line_worker).exists()
    assert Task.objects.get().what == "Call her aunt"


@pytest.mark.parametrize(
    ("what", "days", "sentence"), [("  ", 0, "It does not say what"), ("Call", -1, "This day is over")]
)
def test_refuses_an_empty_or_late_promise(
    what: str, days: int, sentence: str, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    with pytest.raises(Problem, match=sentence):
        add_task(
            enrollment,
            what,
            today() + timedelta(days=days),
            owner=front_line_worker,
            entry_id=uuid4(),
            actor=front_line_worker,
        )


def test_leaves_a_task_to_those_who_work_with_the_person(
    enrollment: Enrollment, front_line_worker: StaffMember, other_worker: StaffMember, colleague: StaffMember
) -> None:
    task = add_task(
        enrollment, "Call her aunt", today(), owner=front_line_worker, entry_id=uuid4(), actor=front_line_worker
    )

    with pytest.raises(NotPermitted, match="This task belongs to somebody else"):
        complete_task(task, actor=other_worker)
    complete_task(task, actor=colleague)


def test_shows_no_task_about_somebody_one_may_no_longer_see(clients: Clients, front_line_worker: StaffMember) -> None:
    hidden = Enrollment.objects.get(participant=clients.protected)
    Task.objects.create(
        owner=front_line_worker, made_by=front_line_worker, enrollment=hidden, what="Call", due_on=today()
    )

    assert not own_open_tasks(front_line_worker).exists()


def test_tells_the_staff_list_what_somebody_looks_after(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    add_task(enrollment, "Call her aunt", today(), owner=front_line_worker, entry_id=uuid4(), actor=front_line_worker)

    assert [held.title for held in handover.held_by(front_line_worker)] == [
        "the clients on their list",
        "the open tasks",
    ]


def test_hands_clients_and_tasks_to_an_heir(
    enrollment: Enrollment, front_line_worker: StaffMember, colleague: StaffMember, administrator: StaffMember
) -> None:
    add_task(enrollment, "Call her aunt", today(), owner=front_line_worker, entry_id=uuid4(), actor=front_line_worker)

    hand_over_clients(front_line_worker, colleague, actor=administrator, on=today())
    hand_over_tasks(front_line_worker, colleague, actor=administrator, on=today())

    assert handover.held_by(front_line_worker) == []
    assert [held.title for held in handover.held_by(colleague)] == ["the clients on their list", "the open tasks"]


def test_leaves_clients_without_a_worker_when_nobody_takes_them(
    enrollment: Enrollment, front_line_worker: StaffMember, administrator: StaffMember
) -> None:
    hand_over_clients(front_line_worker, None, actor=administrator, on=today())

    assert enrollment in without_worker(under_way(Enrollment.objects.all()))


def test_offers_only_heirs_who_may_see_every_client(
    clients: Clients, programs: Programs, front_line_worker: StaffMember, colleague: StaffMember
) -> None:
    in_workforce = Enrollment.objects.get(participant=clients.other)
    StaffAssignment.objects.create(enrollment=in_workforce, staff=front_line_worker, started_on=date(2026, 1, 5))
    both = employ("Bea Both", (Role.FRONT_LINE, programs.mentoring), (Role.FRONT_LINE, programs.workforce))

    assert list(who_may_take_clients_of(front_line_worker)) == [both]
    assert in_workforce in enrollments_visible_to(front_line_worker)
