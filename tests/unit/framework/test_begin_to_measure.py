"""Beginning to measure in one step: what fits, where it fits, and nothing twice."""

from uuid import uuid4

import pytest

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Program, StaffMember
from lineofsight.apps.forms.models import DataElement
from lineofsight.apps.framework.models import Goal, Measure, MeasureAssignment, Outcome
from lineofsight.apps.framework.selectors.beginning import beginning
from lineofsight.apps.framework.services.beginning import begin_to_measure
from lineofsight.apps.framework.services.goals import add_goal
from lineofsight.apps.framework.services.measures import adopt_measures
from lineofsight.packs.hmis.elements import data_elements
from lineofsight.packs.offered import OfferedMeasure, offered_measure

EXITS, MOVE_IN, IN_SHELTER = "hmis_exits_to_permanent_housing", "hmis_days_until_move_in", "hmis_days_in_shelter"


def offered(*keys: str) -> list[OfferedMeasure]:
    return [found for key in keys if (found := offered_measure(key))]


@pytest.fixture
def shelter(db: None) -> Program:
    return Program.objects.create(name="Night Shelter", field="emergency_shelter")


@pytest.fixture
def rehousing(db: None) -> Program:
    return Program.objects.create(name="New Homes", field="rapid_rehousing")


@pytest.fixture
def imported(db: None) -> None:
    """The questions of an HMIS export are known."""
    DataElement.objects.bulk_create(
        DataElement(key=spec.key, label=spec.label, type="text", pack="hmis") for spec in data_elements()
    )


def places() -> set[tuple[str, str]]:
    return set(MeasureAssignment.objects.values_list("measure__key", "program__name"))


def test_finds_the_measures_whose_data_is_kept(imported: None, shelter: Program) -> None:
    found = {each.key for each in beginning(today()).measures}

    assert {EXITS, IN_SHELTER, "completed_program"} <= found
    assert not found & {MOVE_IN, "exits_to_permanent_housing", "county_graduation", "supervision_held"}


def test_takes_those_about_the_programs_for_usual(imported: None, shelter: Program) -> None:
    found = beginning(today())

    assert EXITS in found.usual
    assert "completed_program" not in found.usual


def test_offers_no_measure_whose_questions_nobody_asks(shelter: Program) -> None:
    found = {each.key for each in beginning(today()).measures}

    assert EXITS not in found
    assert IN_SHELTER in found  # needs the two days of a stay alone


def test_leaves_out_what_names_a_kind_of_service_of_others(rehousing: Program) -> None:
    assert "monthly_case_visit" not in {each.key for each in beginning(today()).measures}


def test_uses_each_measure_where_it_belongs(
    performance_lead: StaffMember, shelter: Program, rehousing: Program
) -> None:
    begin_to_measure(
        offered(EXITS, MOVE_IN, IN_SHELTER),
        [shelter, rehousing],
        for_the_whole=False,
        goal=None,
        actor=performance_lead,
    )

    assert places() == {
        (EXITS, "Night Shelter"),
        (EXITS, "New Homes"),
        (MOVE_IN, "New Homes"),
        (IN_SHELTER, "Night Shelter"),
    }


def test_makes_an_outcome_under_the_goal_of_the_field(
    performance_lead: StaffMember, shelter: Program, rehousing: Program
) -> None:
    begin_to_measure(
        offered(EXITS, MOVE_IN), [shelter, rehousing], for_the_whole=False, goal=None, actor=performance_lead
    )

    goal, outcome = Goal.objects.get(), Outcome.objects.get()
    assert (goal.title, outcome.goal, outcome.title) == (
        "People have a home they can keep",
        goal,
        "People leave to a permanent home",
    )
    assert set(outcome.programs.all()) == {shelter, rehousing}
    assert set(MeasureAssignment.objects.filter(outcome=outcome).values_list("measure__key", flat=True)) == {EXITS}


def test_stands_under_the_goal_that_is_given(performance_lead: StaffMember, shelter: Program) -> None:
    goal = add_goal(title="Nobody sleeps outside", entry_id=uuid4(), actor=performance_lead)

    begin_to_measure(offered(EXITS), [shelter], for_the_whole=False, goal=goal, actor=performance_lead)

    assert Outcome.objects.get().goal == goal
    assert Goal.objects.count() == 1


def test_does_nothing_twice(performance_lead: StaffMember, shelter: Program, rehousing: Program) -> None:
    begin_to_measure(offered(EXITS), [shelter], for_the_whole=False, goal=None, actor=performance_lead)

    begun = begin_to_measure(
        offered(EXITS), [shelter, rehousing], for_the_whole=False, goal=None, actor=performance_lead
    )

    assert [each.program for each in begun] == [rehousing]
    assert (Goal.objects.count(), Measure.objects.count()) == (1, 1)
    assert set(Outcome.objects.get().programs.all()) == {shelter, rehousing}


def test_uses_each_measure_once_for_the_whole_agency(
    performance_lead: StaffMember, shelter: Program, rehousing: Program
) -> None:
    begun = begin_to_measure(offered(EXITS, MOVE_IN), [], for_the_whole=True, goal=None, actor=performance_lead)

    assert [(each.measure.key, each.program) for each in begun] == [(EXITS, None), (MOVE_IN, None)]
    assert set(Outcome.objects.get().programs.all()) == {shelter, rehousing}


def test_counts_in_programs_of_its_field_alone_where_there_are_others(
    performance_lead: StaffMember, shelter: Program, rehousing: Program
) -> None:
    begin_to_measure(offered(MOVE_IN), [], for_the_whole=True, goal=None, actor=performance_lead)

    document = Measure.objects.get(key=MOVE_IN).versions.get().document
    assert document["population"].startswith("selected('permanent_housing ")
    assert "Permanent housing, from HMIS" in document["in_words"]["population"]


def test_counts_programs_of_its_field_alone_whatever_comes_later(
    performance_lead: StaffMember, rehousing: Program
) -> None:
    Program.objects.update(field="rapid_rehousing")

    begin_to_measure(offered(MOVE_IN), [], for_the_whole=True, goal=None, actor=performance_lead)

    document = Measure.objects.get(key=MOVE_IN).versions.get().document
    assert document["population"].startswith("selected('permanent_housing ")
    assert offered(MOVE_IN)[0].document["population"] in document["population"]


def test_uses_what_the_library_holds_already_in_programs_alone_where_it_would_count_others(
    performance_lead: StaffMember, imported: None, shelter: Program, rehousing: Program
) -> None:
    adopt_measures(offered(MOVE_IN), actor=performance_lead)
    only_in_programs = beginning(today()).only_in_programs

    begun = begin_to_measure(offered(MOVE_IN), [rehousing], for_the_whole=True, goal=None, actor=performance_lead)

    assert [each.program for each in begun] == [rehousing]
    assert MOVE_IN in only_in_programs
    assert MOVE_IN not in {each.key for each in beginning(today()).measures}
