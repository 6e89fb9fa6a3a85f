"""Kinds of service: adding and changing them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test.utils import CaptureQueriesContext

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Program, Source, StaffMember, Standing, TrailEntry
from lineofsight.apps.records.models import Enrollment, Service, ServiceType
from lineofsight.apps.records.selectors.service_types import service_type_rows
from lineofsight.apps.records.services.service_types import add_service_type, change_service_type
from lineofsight.problems import NotPermitted, Problem
from tests.cast import Programs
from tests.seen import as_it_is


@pytest.fixture
def imported(agency: object) -> ServiceType:
    source = Source.objects.create(kind=Source.Kind.HMIS, key="hmis", title="County HMIS")
    return ServiceType.objects.create(name="Bus pass", unit="passes", source=source, source_key="141:1")


def said(**changes: Any) -> dict[str, Any]:
    return {"name": "Home visit", "unit": "visits", "program": None, "is_contact": True, **changes}


def test_adds_a_kind(programs: Programs, administrator: StaffMember) -> None:
    added = add_service_type(entry_id=uuid4(), actor=administrator, **said(program=programs.mentoring))

    assert ServiceType.objects.get() == added
    assert (added.name, added.unit, added.program, added.changed_by) == (
        "Home visit",
        "visits",
        programs.mentoring,
        administrator,
    )
    assert TrailEntry.objects.filter(action="added", subject="records.servicetype", subject_id=added.pk).exists()


def test_refuses_the_same_kind_twice(visit: ServiceType, administrator: StaffMember) -> None:
    with pytest.raises(Problem, match="“home visit”, counted in Visits, is here already for all programs") as refused:
        add_service_type(entry_id=uuid4(), actor=administrator, **said(name="home visit", unit="Visits"))

    assert refused.value.code == "R408"
    assert ServiceType.objects.count() == 1


def test_takes_the_same_name_in_another_unit(visit: ServiceType, administrator: StaffMember) -> None:
    add_service_type(entry_id=uuid4(), actor=administrator, **said(unit="hours"))

    assert ServiceType.objects.count() == 2


def test_takes_the_same_name_for_another_program(programs: Programs, administrator: StaffMember) -> None:
    add_service_type(entry_id=uuid4(), actor=administrator, **said(program=programs.mentoring))
    add_service_type(entry_id=uuid4(), actor=administrator, **said(program=programs.workforce))

    assert ServiceType.objects.count() == 2


def test_refuses_to_become_the_same_as_another(visit: ServiceType, administrator: StaffMember) -> None:
    call = ServiceType.objects.create(name="Call", unit="visits")

    with pytest.raises(Problem) as refused:
        change_service_type(call, seen=as_it_is(call), actor=administrator, **said())

    call.refresh_from_db()
    assert (refused.value.code, call.name) == ("R408", "Call")


def test_names_in_the_trail_what_changed(visit: ServiceType, administrator: StaffMember) -> None:
    change_service_type(visit, seen=as_it_is(visit), actor=administrator, **said(unit="hours", is_contact=False))

    assert TrailEntry.objects.get(action="changed").detail == {"fields": ["is_contact", "unit"]}


def test_writes_nothing_when_nothing_differs(visit: ServiceType, administrator: StaffMember) -> None:
    change_service_type(visit, seen=as_it_is(visit), actor=administrator, **said())

    assert not TrailEntry.objects.exists()


def test_refuses_a_field_that_the_source_keeps(imported: ServiceType, administrator: StaffMember) -> None:
    with pytest.raises(Problem, match="kept in County HMIS") as refused:
        change_service_type(imported, name="Bus ticket", seen=as_it_is(imported), actor=administrator)

    assert refused.value.code == "R101"


def test_changes_what_the_source_does_not_know(imported: ServiceType, administrator: StaffMember) -> None:
    changed = change_service_type(imported, is_contact=False, seen=as_it_is(imported), actor=administrator)

    assert (changed.name, changed.is_contact) == ("Bus pass", False)


def test_opens_an_imported_kind_to_all_programs(imported: ServiceType, administrator: StaffMember) -> None:
    change_service_type(imported, is_open_to_all=True, seen=as_it_is(imported), actor=administrator)

    imported.refresh_from_db()
    assert not imported.is_offered_where_used


def test_leads_from_the_same_kind_to_the_imported_one(imported: ServiceType, administrator: StaffMember) -> None:
    with pytest.raises(Problem, match=r"here already for the programs that use it\. Open that one to all programs"):
        add_service_type(entry_id=uuid4(), actor=administrator, **said(name="bus pass", unit="passes"))


def test_refuses_to_leave_services_of_another_program_behind(
    visit: ServiceType, enrollment: Enrollment, programs: Programs, administrator: StaffMember
) -> None:
    Service.objects.create(enrollment=enrollment, type=visit, date=today())

    with pytest.raises(Problem, match="Services of Mentoring are written down as “Home visit”") as refused:
        change_service_type(visit, program=programs.workforce, seen=as_it_is(visit), actor=administrator)

    assert refused.value.code == "R409"


def test_becomes_that_of_the_program_that_uses_it(
    visit: ServiceType, enrollment: Enrollment, programs: Programs, administrator: StaffMember
) -> None:
    Service.objects.create(enrollment=enrollment, type=visit, date=today())

    assert (
        change_service_type(visit, program=programs.mentoring, seen=as_it_is(visit), actor=administrator).program
        == programs.mentoring
    )


def test_counts_the_services_that_stand(
    visit: ServiceType, enrollment: Enrollment, django_assert_num_queries: type[CaptureQueriesContext]
) -> None:
    Service.objects.create(enrollment=enrollment, type=visit, date=today())
    Service.objects.create(enrollment=enrollment, type=visit, date=today(), standing=Standing.WITHDRAWN)
    unused = ServiceType.objects.create(name="Ride")

    with django_assert_num_queries(3):
        rows = service_type_rows()

    assert [(row.service_type, row.services) for row in rows] == [(visit, 1), (unused, 0)]


def test_says_of_which_kinds_a_source_keeps_the_name(agency: object, programs: Programs) -> None:
    way_in, gone_on_with = (Source.objects.create(kind="workbook", key=key, title=f"{key}.xlsx") for key in "ab")
    Program.objects.filter(pk=programs.mentoring.pk).update(mastered_in=gone_on_with)
    for name, source in (("Call", None), ("Ride", way_in), ("Tutoring", gone_on_with)):
        ServiceType.objects.create(name=name, source=source, source_key=name if source else "")

    assert {row.service_type.name: row.is_kept_here for row in service_type_rows()} == {
        "Call": True,
        "Ride": True,
        "Tutoring": False,
    }


def test_is_for_those_who_set_up(front_line_worker: StaffMember, visit: ServiceType) -> None:
    with pytest.raises(NotPermitted, match="set it up"):
        add_service_type(entry_id=uuid4(), actor=front_line_worker, **said())
    with pytest.raises(NotPermitted, match="set it up"):
        change_service_type(visit, seen=as_it_is(visit), actor=front_line_worker, **said(unit="hours"))
