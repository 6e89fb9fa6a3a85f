"""Which fields are closed because another system keeps them."""

from __future__ import annotations

from datetime import date

import pytest

from lineofsight.apps.agency.models import Program, Source, StaffMember
from lineofsight.apps.agency.selectors.keeping import keeping, kept_here
from lineofsight.apps.records.models import Enrollment, Household, Participant, Service, ServiceType
from lineofsight.apps.records.selectors.mastering import (
    check_open,
    check_program_open,
    closed_on_enrollment,
    closed_on_participant,
    keeper_of,
)
from lineofsight.problems import Problem
from tests.cast import Programs

pytestmark = pytest.mark.django_db


@pytest.fixture
def hmis(db: None) -> Source:
    return Source.objects.create(kind="hmis", key="river", title="River HMIS", last_made_at="2026-11-09T05:40")


@pytest.fixture
def workbook(db: None) -> Source:
    return Source.objects.create(kind="workbook", key="club", title="Homework club.xlsx")


def test_leaves_a_person_typed_here_open(supervisor: StaffMember) -> None:
    assert closed_on_participant(Participant(), reader=supervisor).fields == frozenset()


def test_closes_what_an_hmis_export_delivers(hmis: Source, supervisor: StaffMember) -> None:
    closed = closed_on_participant(Participant(source=hmis, source_key="a1"), reader=supervisor)

    assert {"first_name", "birth_date", "genders", "race_ethnicities", "is_veteran"} <= closed.fields
    assert closed.fields.isdisjoint({"phone", "email", "address", "language", "preferred_name"})


def test_leaves_open_what_a_workbook_brought_once(
    workbook: Source, programs: Programs, supervisor: StaffMember
) -> None:
    person = Participant(source=workbook, source_key="a1")
    stay = Enrollment(program=programs.mentoring, source=workbook, source_key="e1")

    assert closed_on_participant(person, reader=supervisor).fields == frozenset()
    assert closed_on_enrollment(stay).fields == frozenset()


def test_closes_the_contact_of_a_workbook_that_is_gone_on_with(
    workbook: Source, programs: Programs, supervisor: StaffMember
) -> None:
    Program.objects.filter(pk=programs.mentoring.pk).update(mastered_in=workbook)

    closed = closed_on_participant(Participant(source=workbook, source_key="a1"), reader=supervisor)

    assert {"phone", "email", "preferred_name", "last_name"} <= closed.fields


def test_closes_an_enrollment_that_came_from_a_source(hmis: Source, programs: Programs) -> None:
    closed = closed_on_enrollment(Enrollment(program=programs.mentoring, source=hmis, source_key="e1"))

    assert {"stage", "entry_date", "exit_date", "site"} <= closed.fields
    assert "paid_by" not in closed


def test_closes_an_enrollment_of_a_program_kept_elsewhere(hmis: Source, programs: Programs) -> None:
    programs.mentoring.mastered_in = hmis

    assert "exit_date" in closed_on_enrollment(Enrollment(program=programs.mentoring))


def test_says_where_a_closed_field_is_kept_and_when_it_was_refreshed(hmis: Source, supervisor: StaffMember) -> None:
    closed = closed_on_participant(Participant(source=hmis, source_key="a1"), reader=supervisor)

    assert (closed.where, closed.refreshed) == ("River HMIS", "November 9, 2026")
    with pytest.raises(Problem) as refused:
        check_open(closed, ["phone", "last_name"])
    assert str(refused.value) == (
        "This is kept in River HMIS and closed here. Change it there; it arrives here with the next import."
    )


def test_lets_open_fields_through(hmis: Source, supervisor: StaffMember) -> None:
    check_open(
        closed_on_participant(Participant(source=hmis, source_key="a1"), reader=supervisor), ["phone", "language"]
    )


def test_refuses_new_enrollments_of_a_program_kept_elsewhere(hmis: Source, programs: Programs) -> None:
    programs.mentoring.mastered_in = hmis

    with pytest.raises(Problem) as refused:
        check_program_open(programs.mentoring)
    assert refused.value.sentence == "Enrollments of Mentoring are kept in River HMIS."


def test_leaves_a_stay_open_whose_program_is_kept_here(workbook: Source, programs: Programs) -> None:
    Program.objects.filter(pk=programs.workforce.pk).update(mastered_in=workbook)

    assert closed_on_enrollment(Enrollment(program=programs.mentoring, source=workbook)).fields == frozenset()


def test_decides_about_services_as_about_their_program(
    workbook: Source, hmis: Source, visit: ServiceType, enrollment: Enrollment
) -> None:
    brought = Service(enrollment=enrollment, type=visit, source=workbook)
    assert keeper_of(brought) is None
    assert keeper_of(Service(enrollment=enrollment, type=visit, source=hmis)) == hmis

    enrollment.program.mastered_in = workbook
    assert keeper_of(brought) == workbook


def test_says_the_same_of_rows_one_by_one_and_in_a_list(workbook: Source, hmis: Source, programs: Programs) -> None:
    gone_on_with = Source.objects.create(kind="workbook", key="jobs", title="Jobs.xlsx")
    Program.objects.filter(pk=programs.mentoring.pk).update(mastered_in=gone_on_with)
    for source in (None, workbook, hmis, gone_on_with):
        Household.objects.create(source=source, source_key="h1" if source else "")

    open_here = {row.pk for row in Household.objects.select_related("source") if keeping(row.source) is None}

    assert set(Household.objects.filter(kept_here()).values_list("pk", flat=True)) == open_here
    assert set(Household.objects.filter(pk__in=open_here).values_list("source", flat=True)) == {None, workbook.pk}


def test_knows_every_kind_of_source(programs: Programs) -> None:
    closed = {}
    for kind in Source.Kind.values:
        programs.workforce.mastered_in = source = Source.objects.create(kind=kind, key=kind, title=kind)
        stay = Enrollment(program=programs.workforce, source=source, entry_date=date(2026, 1, 5))
        closed[kind] = closed_on_enrollment(stay).fields

    assert all("entry_date" in fields for fields in closed.values())
