"""Programs, sites, funders and grants."""

from __future__ import annotations

from datetime import date

import pytest

from lineofsight.apps.agency.models import Program, Protection, RowVersion, Source, StaffMember, TrailEntry
from lineofsight.apps.agency.selectors.structure import closed_values
from lineofsight.apps.agency.services.structure import (
    add_funder,
    add_grant,
    add_program,
    add_site,
    change_grant,
    change_program,
)
from lineofsight.problems import NotPermitted, Problem
from tests.cast import Programs, Sites
from tests.seen import as_it_is


@pytest.fixture
def imported(agency: object) -> Program:
    source = Source.objects.create(kind=Source.Kind.HMIS, key="hmis", title="County HMIS")
    return Program.objects.create(name="Home Again", source=source, source_key="17", started_on=date(2022, 10, 1))


def test_adds_a_program_with_its_sites(sites: Sites, administrator: StaffMember) -> None:
    program = add_program(name="Night shelter", sites=[sites.north], actor=administrator)

    assert [site.name for site in program.sites.all()] == ["North house"]
    assert program.changed_by == administrator
    assert TrailEntry.objects.filter(action="added", subject="agency.program", subject_id=program.pk).exists()


def test_keeps_what_a_program_said_before(programs: Programs, administrator: StaffMember) -> None:
    change_program(programs.mentoring, seen=as_it_is(programs.mentoring), name="Bright Path", actor=administrator)

    version = RowVersion.objects.get(table="agency_program", row_id=programs.mentoring.pk)
    assert (version.before["name"], version.ended_by_id) == ("Mentoring", administrator.pk)


def test_writes_nothing_when_nothing_differs(programs: Programs, sites: Sites, administrator: StaffMember) -> None:
    change_program(
        programs.mentoring,
        seen=as_it_is(programs.mentoring),
        name="Mentoring",
        sites=[sites.south, sites.north],
        actor=administrator,
    )

    assert not RowVersion.objects.exists()
    assert not TrailEntry.objects.exists()


def test_refuses_a_field_that_the_source_masters(imported: Program, administrator: StaffMember) -> None:
    with pytest.raises(Problem, match="“name” is kept in County HMIS") as refused:
        change_program(imported, seen=as_it_is(imported), name="Home, again", actor=administrator)
    assert refused.value.code == "A060"


def test_changes_the_fields_that_the_source_does_not_know(imported: Program, administrator: StaffMember) -> None:
    changed = change_program(
        imported,
        seen=as_it_is(imported),
        mastered_in=imported.source,
        protection="victim_services",
        actor=administrator,
    )

    assert (changed.mastered_in, changed.protection) == (imported.source, "victim_services")


def test_shows_the_closed_fields_with_their_values(imported: Program) -> None:
    assert closed_values(imported) == [("Name", "Home Again"), ("Started on", "October 1, 2022"), ("Ended on", "")]


def test_says_what_a_grant_pays_for(programs: Programs, administrator: StaffMember) -> None:
    grant = add_grant(
        funder=add_funder(name="County", actor=administrator), name="2026", programs=[], actor=administrator
    )

    change_grant(grant, seen=as_it_is(grant), programs=[programs.workforce], actor=administrator)

    assert list(grant.programs.all()) == [programs.workforce]
    assert TrailEntry.objects.get(action="changed").detail == {"fields": ["programs"]}


def test_lets_no_performance_lead_take_a_protection_away(programs: Programs, performance_lead: StaffMember) -> None:
    with pytest.raises(NotPermitted, match="Only administrators"):
        change_program(
            programs.safe_harbor,
            seen=as_it_is(programs.safe_harbor),
            protection=Protection.NONE,
            actor=performance_lead,
        )

    programs.safe_harbor.refresh_from_db()
    assert programs.safe_harbor.protection == Protection.VICTIM_SERVICES


def test_reads_the_protection_that_is_kept_not_the_copy_a_form_has_changed(
    programs: Programs, performance_lead: StaffMember
) -> None:
    programs.safe_harbor.protection = Protection.NONE

    with pytest.raises(NotPermitted):
        change_program(
            programs.safe_harbor,
            seen=as_it_is(programs.safe_harbor),
            protection=Protection.NONE,
            actor=performance_lead,
        )


def test_lets_a_performance_lead_protect_a_program(programs: Programs, performance_lead: StaffMember) -> None:
    changed = change_program(
        programs.workforce,
        seen=as_it_is(programs.workforce),
        protection=Protection.SUBSTANCE_USE,
        actor=performance_lead,
    )

    assert changed.protection == Protection.SUBSTANCE_USE


def test_lets_an_administrator_take_a_protection_away(programs: Programs, administrator: StaffMember) -> None:
    changed = change_program(
        programs.safe_harbor, seen=as_it_is(programs.safe_harbor), protection=Protection.NONE, actor=administrator
    )

    assert changed.protection == Protection.NONE


def test_refuses_a_site_named_like_another(sites: Sites, administrator: StaffMember) -> None:
    with pytest.raises(Problem) as refused:
        add_site(name=" north  House", actor=administrator)

    assert refused.value.code == "A061"


def test_refuses_to_rename_a_program_like_another(programs: Programs, administrator: StaffMember) -> None:
    with pytest.raises(Problem) as refused:
        change_program(
            programs.mentoring,
            seen=as_it_is(programs.mentoring),
            name=programs.workforce.name.lower(),
            actor=administrator,
        )

    assert refused.value.code == "A061"


def test_lets_a_program_change_its_own_capitals(programs: Programs, administrator: StaffMember) -> None:
    name = programs.mentoring.name.upper()
    change_program(programs.mentoring, seen=as_it_is(programs.mentoring), name=name, actor=administrator)

    programs.mentoring.refresh_from_db()
    assert programs.mentoring.name == name


@pytest.fixture
def brought(agency: object) -> Program:
    """Brought by a workbook, and kept here since."""
    workbook = Source.objects.create(kind=Source.Kind.WORKBOOK, key="club", title="Job club.xlsx")
    return Program.objects.create(name="Job culb", source=workbook, source_key="1", started_on=date(2024, 1, 8))


def test_renames_and_ends_a_program_of_a_workbook_that_is_kept_here(
    brought: Program, administrator: StaffMember
) -> None:
    told = {"name": "Job club", "ended_on": date(2026, 6, 30)}

    change_program(brought, seen=as_it_is(brought), actor=administrator, **told)

    brought.refresh_from_db()
    assert (brought.name, brought.ended_on) == ("Job club", date(2026, 6, 30))
    assert closed_values(brought) == []


def test_closes_a_program_of_a_workbook_that_keeps_its_records(brought: Program, administrator: StaffMember) -> None:
    change_program(brought, seen=as_it_is(brought), mastered_in=brought.source, actor=administrator)

    with pytest.raises(Problem, match="“name” is kept in Job club"):
        change_program(brought, seen=as_it_is(brought), name="Job club", actor=administrator)
