"""Faults planted in the made-up agency's records are found by the pages without being told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lineofsight.apps.agency.models import Program, Site, StaffMember
from lineofsight.apps.figures.quality import Check, Finding, find_faults, teams_of
from lineofsight.apps.records.models import Enrollment
from lineofsight.apps.records.selectors.visibility import enrollments_visible_to
from lineofsight.apps.reports.selectors.quality_page import quality_page
from lineofsight.demo.build import TODAY, DemoSummary
from lineofsight.demo.story import FAULTS, late_teams

PLANTED = {fault.id: fault for fault in FAULTS}
Found = Callable[[Check], tuple[Finding, ...]]


@pytest.fixture
def lead(demo: DemoSummary) -> StaffMember:
    return StaffMember.objects.get(sign_in_name="imani.brooks")


@pytest.fixture
def found(lead: StaffMember) -> Found:
    """What one check finds among all enrollments the performance lead may see."""
    return lambda check: find_faults(enrollments_visible_to(lead), TODAY, (check,))


def concerned(findings: tuple[Finding, ...]) -> set[tuple[int]]:
    return {(enrollment,) for each in findings for enrollment in each.enrollments}


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        (Check.NOBODY_LOOKS_AFTER, "nobodys_people"),
        (Check.NOT_SEEN_FOR_LONG, "not_seen"),
        (Check.SERVED_AFTER_EXIT, "served_after_exit"),
        (Check.NEVER_ASKED_AT_START, "never_asked_at_start"),
        (Check.RENT_WITHOUT_MOVE_IN, "no_move_in_date"),
        (Check.MATCH_NEVER_ENDED, "match_never_ended"),
    ],
)
def test_finds_exactly_the_people_concerned(check: Check, fault: str, found: Found) -> None:
    assert concerned(found(check)) == set(PLANTED[fault].find(TODAY))


def test_finds_the_school_records_that_cannot_be(found: Found) -> None:
    rows = {(row,) for each in found(Check.IMPOSSIBLE_SCHOOL_DAYS) for row in each.rows}

    assert rows == set(PLANTED["impossible_school_days"].find(TODAY))


def test_finds_the_adults_who_left_without_an_income(found: Found) -> None:
    of_home_again = tuple(
        each
        for each in found(Check.ANSWER_MISSING_AT_EXIT)
        if each.element == "monthly_income" and Program.objects.get(pk=each.program).field == "rapid_rehousing"
    )

    assert set(PLANTED["no_income_at_exit"].find(TODAY)) <= concerned(of_home_again)
    assert len(concerned(of_home_again)) <= 15


def test_finds_the_site_that_stopped_asking(found: Found) -> None:
    sites = {each.site for each in found(Check.STOPPED_ASKING)}

    assert {(site,) for site in sites} == set(PLANTED["stopped_asking"].find(TODAY))
    assert Site.objects.get(pk__in=sites).name == "Northgate"


def test_finds_the_measure_without_data_and_the_doubles(lead: StaffMember) -> None:
    page = quality_page(lead, TODAY)

    assert ("Wage after one year", "No data since April 2026.") in [(its.title, its.why) for its in page.with_care]
    assert "13 people may be here twice" in [each.words.title for each in page.to_mend]


def test_shows_the_late_team_to_its_workers_direct_supervisor_alone(lead: StaffMember) -> None:
    """The team that writes its services down weeks later is one person."""
    ((program, site),) = late_teams(TODAY)
    worker = StaffMember.objects.get(name="Emeka Nwosu")
    supervisor = worker.supervisor
    assert supervisor is not None
    enrollments = Enrollment.objects.filter(program=program)

    seen_by = {
        who.pk: [each for each in teams_of(enrollments, who, TODAY) if each.sites == (site,)]
        for who in (lead, supervisor)
    }

    assert seen_by[lead.pk] == []
    assert [each.days is not None and each.days > 7 for each in seen_by[supervisor.pk]] == [True]
