"""Faults planted in the made-up agency's records are found by the pages without being told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from lineofsight.apps.agency.models import Program, Site, StaffMember
from lineofsight.apps.figures.quality import HouseCheck, teams_of
from lineofsight.apps.figures.quality.finding import FoundFault, find_faults
from lineofsight.apps.figures.quality.teams import count_teams
from lineofsight.apps.records.models import Enrollment
from lineofsight.apps.records.selectors.lookalikes import anyone_with_a_double, people_with_a_double
from lineofsight.apps.reports.selectors.quality_page import quality_page
from lineofsight.demo.build import TODAY, DemoSummary
from lineofsight.demo.found_again import late_teams
from lineofsight.demo.story import FAULTS
from lineofsight.warehouse.builds import Build
from tests.unit.conftest import Instead
from tests.unit.packs.measures.conftest import demo_build

__all__ = ["demo_build"]
Faults = tuple[FoundFault, ...]

PLANTED = {fault.id: fault for fault in FAULTS}
Found = Callable[[str], tuple[FoundFault, ...]]


@pytest.fixture(scope="session")
def all_found(demo_build: Build, demo_database: tuple[Instead, object], django_db_blocker: DjangoDbBlocker) -> Faults:
    """Everything that a look through the made-up agency finds."""
    with django_db_blocker.unblock(), demo_database[0], override_settings(FIXED_TODAY=TODAY):
        return tuple(find_faults(demo_build, TODAY))


@pytest.fixture
def found(all_found: Faults) -> Found:
    """What one check finds."""
    return lambda check: tuple(each for each in all_found if each.check == check)


@pytest.fixture
def lead(demo: DemoSummary) -> StaffMember:
    return StaffMember.objects.get(sign_in_name="imani.brooks")


def concerned(faults: Faults) -> set[tuple[int]]:
    return {(each.enrollment,) for each in faults}


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        (HouseCheck.NOBODY_LOOKS_AFTER, "nobodys_people"),
        (HouseCheck.NOT_SEEN_FOR_LONG, "not_seen"),
        ("served_after_exit", "served_after_exit"),
        (HouseCheck.NEVER_ASKED_AT_START, "never_asked_at_start"),
        ("rent_without_move_in", "no_move_in_date"),
        ("match_never_ended", "match_never_ended"),
    ],
)
def test_finds_exactly_the_people_concerned(check: str, fault: str, found: Found, demo: DemoSummary) -> None:
    assert concerned(found(check)) == set(PLANTED[fault].find(TODAY))


def test_finds_the_school_records_that_cannot_be(found: Found, demo: DemoSummary) -> None:
    rows = {(each.entry,) for each in found("impossible_school_days")}

    assert rows == set(PLANTED["impossible_school_days"].find(TODAY))


def test_finds_the_adults_who_left_without_an_income(found: Found, demo: DemoSummary) -> None:
    home_again = Enrollment.objects.filter(program__field="rapid_rehousing").values_list("pk", flat=True)
    of_home_again = tuple(
        each
        for each in found(HouseCheck.ANSWER_MISSING_AT_EXIT)
        if "monthly_income" in each.elements and each.enrollment in set(home_again)
    )

    assert set(PLANTED["no_income_at_exit"].find(TODAY)) <= concerned(of_home_again)
    assert len(concerned(of_home_again)) <= 15


def test_finds_the_site_that_stopped_asking(found: Found, demo: DemoSummary) -> None:
    stays = [each.enrollment for each in found(HouseCheck.STOPPED_ASKING)]
    sites = set(Enrollment.objects.filter(pk__in=stays).values_list("site"))

    assert sites == set(PLANTED["stopped_asking"].find(TODAY))
    assert Site.objects.get(pk__in=[site for (site,) in sites]).name == "Northgate"


def test_finds_the_measure_without_data(lead: StaffMember) -> None:
    page = quality_page(lead, TODAY)

    assert ("Wage after one year", "No data since April 2026.") in [(its.title, its.why) for its in page.with_care]


def test_finds_the_doubles(lead: StaffMember) -> None:
    assert people_with_a_double(lead).count() == 13
    assert people_with_a_double(lead, among=anyone_with_a_double()).count() == 13


def test_counts_the_youth_of_a_program_for_the_young(demo: DemoSummary) -> None:
    """They are children of their households, and the ones who are asked."""
    mentoring = Program.objects.get(field="youth_mentoring")
    counts = count_teams(TODAY)

    asked_of = {site: each.asked_of for (program, site), each in counts.items() if program == mentoring.pk}

    assert sum(asked_of.values()) > 200


def test_shows_the_late_team_to_its_workers_direct_supervisor_alone(lead: StaffMember) -> None:
    """The team that writes its services down weeks later is one person."""
    ((program, site),) = late_teams(TODAY)
    worker = StaffMember.objects.get(name="Emeka Nwosu")
    supervisor = worker.supervisor
    assert supervisor is not None
    counts = count_teams(TODAY)

    seen_by = {
        who.pk: [each for each in teams_of(counts, who) if each.program == program and each.sites == (site,)]
        for who in (lead, supervisor)
    }

    assert seen_by[lead.pk] == []
    assert [each.days is not None and each.days > 7 for each in seen_by[supervisor.pk]] == [True]
