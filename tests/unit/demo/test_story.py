"""The planted faults: each is there, exactly as told, and found in the records alone."""

import pytest

from lineofsight.apps.agency.models import Grant, Program, Site, StaffMember
from lineofsight.apps.records.models import Enrollment, Participant, StaffAssignment
from lineofsight.apps.records.selectors.lookalikes import people_with_a_double
from lineofsight.demo.build import TODAY, DemoSummary
from lineofsight.demo.found_again import (
    doubles,
    late_teams,
    lists_of_leavers,
    matches_never_ended,
    months_without_wages,
    nobodys_people,
    programs_without_outcome,
    sites_that_stopped_asking,
    too_small_programs,
)
from lineofsight.demo.story import FAULTS, Fault


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_finds_each_fault_as_often_as_told(demo: DemoSummary, fault: Fault) -> None:
    found = fault.find(TODAY)

    assert len(found) == len(set(found)) == fault.expected


def test_names_the_team_that_writes_late(demo: DemoSummary) -> None:
    team = (Program.objects.get(name="Works Forward").pk, Site.objects.get(name="Northgate").pk)

    assert late_teams(TODAY) == [team]


def test_has_maya_twice(demo: DemoSummary) -> None:
    maya = Participant.objects.get(first_name="Maya", last_name="Ramirez")
    maia = Participant.objects.get(first_name="Maia", last_name="Ramírez")

    assert maya.birth_date == maia.birth_date
    assert tuple(sorted((maya.pk, maia.pk))) in doubles(TODAY)


def test_shows_the_performance_lead_every_double(demo: DemoSummary) -> None:
    imani = StaffMember.objects.get(sign_in_name="imani.brooks")

    assert people_with_a_double(imani).count() == len(doubles(TODAY))


def test_is_too_small_only_where_the_law_protects(demo: DemoSummary) -> None:
    [(program,)] = too_small_programs(TODAY)

    assert Program.objects.get(pk=program).protection == "victim_services"
    assert Enrollment.objects.filter(program=program).values("participant").distinct().count() == 7


def test_leaves_rosas_people_at_two_sites(demo: DemoSummary) -> None:
    rosas = StaffAssignment.objects.filter(pk__in=[key for (key,) in lists_of_leavers(TODAY)])

    assert set(rosas.values_list("staff__name", flat=True)) == {"Rosa Delgado"}
    assert rosas.filter(enrollment__site__name="Westbrook").count() == 12
    assert rosas.filter(enrollment__site__name="Eastside").count() == 11


def test_leaves_keishas_people_with_nobody(demo: DemoSummary) -> None:
    alone = Enrollment.objects.filter(pk__in=[key for (key,) in nobodys_people(TODAY)])

    assert set(alone.values_list("site__name", "program__name")) == {("Eastside", "Bright Path Mentoring")}
    assert set(alone.values_list("assignments__staff__name", flat=True)) == {"Keisha Abebe"}


def test_stops_asking_at_northgate_alone(demo: DemoSummary) -> None:
    assert sites_that_stopped_asking(TODAY) == [(Site.objects.get(name="Northgate").pk,)]


def test_keeps_a_program_alive_by_a_grant(demo: DemoSummary) -> None:
    [(program,)] = programs_without_outcome(TODAY)

    assert Program.objects.get(pk=program).name == "Holiday Gift Drive"
    assert Grant.objects.filter(programs=program, ends_on__gte=TODAY).get().ends_on.isoformat() == "2027-01-31"


def test_has_no_wage_since_april(demo: DemoSummary) -> None:
    assert months_without_wages(TODAY) == [(2026, month) for month in range(4, 11)]


def test_leaves_matches_open_at_eastside_alone(demo: DemoSummary) -> None:
    open_matches = Enrollment.objects.filter(pk__in=[key for (key,) in matches_never_ended(TODAY)])

    assert set(open_matches.values_list("site__name", flat=True)) == {"Eastside"}
