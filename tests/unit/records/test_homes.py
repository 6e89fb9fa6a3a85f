"""What each home says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lineofsight.apps.agency.clock import now, today
from lineofsight.apps.agency.models import ImportRun, Role, RoleAssignment, Source, StaffMember, Standing
from lineofsight.apps.records.models import Enrollment, Participant, Service, ServiceType, StaffAssignment, Task
from lineofsight.apps.records.selectors.homes.front_line import front_line_home
from lineofsight.apps.records.selectors.homes.performance_lead import lead_home
from lineofsight.apps.records.selectors.homes.programs import director_home, manager_home
from lineofsight.apps.records.selectors.homes.supervisor import supervisor_home
from tests.cast import Clients, Programs, Sites, admit

pytestmark = pytest.mark.django_db

THURSDAY = date(2026, 11, 12)


def promise(staff: StaffMember, enrollment: Enrollment, due_on: date) -> Task:
    return Task.objects.create(owner=staff, made_by=staff, enrollment=enrollment, what="Call", due_on=due_on)


def test_sorts_tasks_by_when_they_are_due(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    late, now_due, sunday, monday = (
        promise(front_line_worker, enrollment, THURSDAY + timedelta(days=days)) for days in (-7, 0, 3, 4)
    )

    home = front_line_home(front_line_worker, today=THURSDAY)

    assert (home.late, home.due_today, home.this_week, home.later) == ((late,), (now_due,), (sunday,), 1)
    assert home.answer[0] == "2 things, one of them late."
    assert monday not in home.this_week


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ([], "Nothing is due today."),
        ([0], "One thing."),
        ([0, 0], "2 things."),
        ([-1], "One thing, it is late."),
        ([-1, -2], "2 things, all of them late."),
        ([-1, -2, 0], "3 things, 2 of them late."),
    ],
)
def test_says_how_much_there_is_to_do(
    days: list[int], sentence: str, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    [promise(front_line_worker, enrollment, THURSDAY + timedelta(days=each)) for each in days]

    assert front_line_home(front_line_worker, today=THURSDAY).answer[0] == sentence


def test_names_who_was_not_seen_for_three_weeks(
    enrollment: Enrollment, visit: ServiceType, front_line_worker: StaffMember
) -> None:
    Service.objects.create(enrollment=enrollment, type=visit, date=today() - timedelta(days=21))

    home = front_line_home(front_line_worker, today=today())

    assert [(each.enrollment, each.days) for each in home.unseen] == [(enrollment, 21)]
    assert front_line_home(front_line_worker, today=today() - timedelta(days=1)).unseen == ()


def test_names_who_is_new_on_the_list(enrollment: Enrollment, front_line_worker: StaffMember) -> None:
    StaffAssignment.objects.update(started_on=today() - timedelta(days=13))

    assert len(front_line_home(front_line_worker, today=today()).new) == 1
    assert front_line_home(front_line_worker, today=today() + timedelta(days=1)).new == ()


def test_costs_the_same_for_one_person_and_for_twenty(
    programs: Programs,
    sites: Sites,
    front_line_worker: StaffMember,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    [admit("Maya", f"Ramirez {n}", programs.mentoring, sites.north, front_line_worker) for n in range(20)]

    with django_assert_max_num_queries(5):
        home = front_line_home(front_line_worker, today=today())

    assert home.on_list == 20


def test_counts_caseloads_of_those_directly_supervised_only(
    clients: Clients, supervisor: StaffMember, front_line_worker: StaffMember, program_manager: StaffMember
) -> None:
    home = supervisor_home(supervisor, today=today())

    assert [(each.worker, each.people) for each in home.caseloads] == [(front_line_worker, 1)]
    assert supervisor_home(program_manager, today=today()).caseloads == ()


def test_counts_no_client_of_a_worker_in_another_place(
    clients: Clients, supervisor: StaffMember, other_worker: StaffMember
) -> None:
    other_worker.supervisor = supervisor
    other_worker.save()

    home = supervisor_home(supervisor, today=today())

    assert {each.worker.name: each.people for each in home.caseloads}["Olga Petrova"] == 0


def test_lists_clients_of_somebody_who_left_as_without_a_worker(
    enrollment: Enrollment, supervisor: StaffMember, front_line_worker: StaffMember
) -> None:
    front_line_worker.is_active = False
    front_line_worker.save()

    home = supervisor_home(supervisor, today=today())

    assert home.without_worker == (enrollment,)
    assert home.answer[0] == "One client has no worker."


def test_counts_as_many_as_the_list_that_it_leads_to_shows(
    clients: Clients,
    programs: Programs,
    sites: Sites,
    supervisor: StaffMember,
    signed_in: Callable[[StaffMember], Client],
) -> None:
    RoleAssignment.objects.create(staff=supervisor, role=Role.FRONT_LINE, program=programs.workforce)
    admit("Nia", "Okafor", programs.mentoring, sites.south, supervisor)
    Participant.objects.filter(last_name="Okafor").update(standing=Standing.WITHDRAWN)
    browser = signed_in(StaffMember.objects.get(pk=supervisor.pk))

    home = browser.get("/?as=supervisor")
    listed = browser.get("/clients/?list=all")

    assert "2 people you may see take part now" in home.content.decode()
    assert len(listed.context["rows"]) == 2


def test_costs_a_supervisor_eleven_queries(
    clients: Clients, supervisor: StaffMember, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(11):
        supervisor_home(supervisor, today=today())


def test_counts_who_came_and_left_in_thirty_days(
    enrollment: Enrollment, programs: Programs, sites: Sites, program_manager: StaffMember, other_worker: StaffMember
) -> None:
    came = admit("Ana", "Ortiz", programs.mentoring, sites.south, other_worker).enrollments.get()
    Enrollment.objects.filter(pk=came.pk).update(entry_date=today() - timedelta(days=29))
    Enrollment.objects.filter(pk=enrollment.pk).update(stage="completed", exit_date=today() - timedelta(days=30))

    [mentoring] = manager_home(program_manager, today=today()).programs

    assert (mentoring.active, mentoring.entered, mentoring.left) == (1, 1, 0)
    assert manager_home(program_manager, today=today()).question == "How is Mentoring doing?"


def test_compares_services_with_the_same_days_of_last_year(
    enrollment: Enrollment, visit: ServiceType, director: StaffMember
) -> None:
    Enrollment.objects.filter(pk=enrollment.pk).update(entry_date=date(2024, 1, 5))
    for day in (date(2026, 10, 1), THURSDAY, date(2025, 10, 1), date(2025, 11, 12), date(2025, 11, 13)):
        Service.objects.create(enrollment=enrollment, type=visit, date=day)
    Service.objects.create(enrollment=enrollment, type=visit, date=date(2026, 9, 30))
    Service.objects.create(enrollment=enrollment, type=visit, date=THURSDAY, standing=Standing.WITHDRAWN)

    home = director_home(director, today=THURSDAY)

    mentoring = next(each for each in home.programs if each.program.name == "Mentoring")
    assert (mentoring.services, mentoring.services_before) == (2, 2)


def test_does_not_name_or_count_a_protected_program(clients: Clients, director: StaffMember) -> None:
    home = director_home(director, today=today())

    assert [each.program.name for each in home.programs] == ["Mentoring", "Workforce"]
    assert sum(each.active for each in home.programs) == 2


def test_counts_services_written_down_late(
    enrollment: Enrollment, visit: ServiceType, performance_lead: StaffMember
) -> None:
    in_time = Service.objects.create(enrollment=enrollment, type=visit, date=THURSDAY - timedelta(days=7))
    late = Service.objects.create(enrollment=enrollment, type=visit, date=THURSDAY - timedelta(days=8))
    written = timezone.make_aware(datetime(2026, 11, 12, 12))
    Service.objects.filter(pk__in=[in_time.pk, late.pk]).update(created_at=written)

    home = lead_home(performance_lead, today=THURSDAY)

    assert (home.late_entries, home.entries, home.late_percent) == (1, 2, 50)


def test_says_nothing_is_known_of_lateness_without_entries(clients: Clients, performance_lead: StaffMember) -> None:
    assert lead_home(performance_lead, today=today()).late_percent is None


def test_names_what_waits_for_the_performance_lead(clients: Clients, performance_lead: StaffMember) -> None:
    source = Source.objects.create(kind="hmis", key="river", title="River HMIS", last_made_at="2026-11-09T05:40")
    ImportRun.objects.create(
        kind="hmis", source=source, file_name="new.zip", state=ImportRun.State.READY, started_at=now()
    )
    written = ImportRun.objects.create(
        kind="hmis", source=source, file_name="old.zip", state=ImportRun.State.WRITTEN, started_at=now()
    )

    home = lead_home(performance_lead, today=today())

    assert home.answer[0] == "1 import waits for a decision."
    assert [(each.source, each.newest, each.made) for each in home.sources] == [(source, written, "November 9, 2026")]
