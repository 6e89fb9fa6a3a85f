"""The line of sight: down from the mission, up from one answer, gaps as gaps."""

from __future__ import annotations

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.figures.values import Series
from lineofsight.apps.forms.models import DataElement, Instrument, InstrumentElement
from lineofsight.apps.framework.models import MeasureAssignment, Mission, Phrase
from tests.cast import Programs
from tests.unit.framework.conftest import Small


def test_shows_every_step_and_where_one_is_missing(as_front_line_worker: Client, small: Small) -> None:
    page = as_front_line_worker.get("/line-of-sight/").content.decode()

    assert "For 0 of 1 outcome the line holds" in page
    assert "Every child has a home and a school." in page
    assert "Children keep their home" in page
    assert "“a school”" in page
    assert "Words of the mission without a goal" in page
    assert "An outcome without a measure" in page


def test_leads_from_the_measure_to_its_page(as_front_line_worker: Client, use: MeasureAssignment) -> None:
    page = as_front_line_worker.get("/line-of-sight/").content.decode()

    assert f'<a href="/results/measures/{use.pk}/">People leave to a home</a>' in page
    assert "Lena Vogel answers for it." in page


def test_shows_the_latest_figure_of_the_measure(as_board_member: Client, use: MeasureAssignment, given: Series) -> None:
    page = as_board_member.get("/line-of-sight/").content.decode()

    assert "53% in September 2026, 53 of 100. Lena Vogel answers for it." in page


def test_ends_with_the_words_of_the_question(as_board_member: Client, use: MeasureAssignment) -> None:
    instrument = Instrument.objects.create(key="exit_talk", title="Exit talk")
    element = DataElement.objects.create(key="exit_destination", label="Where are you going?", type="text")
    InstrumentElement.objects.create(instrument=instrument, element=element, position=1)

    page = as_board_member.get("/line-of-sight/").content.decode()

    assert "“Where are you going?” (Exit talk, question 2)" in page


def test_names_no_single_program_for_the_whole_agency(
    as_board_member: Client, small: Small, use: MeasureAssignment, programs: Programs
) -> None:
    small.outcome.programs.add(programs.workforce)
    MeasureAssignment.objects.update(program=None)

    page = as_board_member.get("/line-of-sight/").content.decode()

    assert "2 programs work for it" in page


def test_says_that_there_is_no_mission(
    as_board_member: Client, performance_lead: StaffMember, use: MeasureAssignment
) -> None:
    Phrase.objects.all().delete()
    Mission.objects.all().delete()

    page = as_board_member.get("/line-of-sight/").content.decode()

    assert "There is no mission yet, so no line can begin." in page
    assert "broken nowhere" not in page
    assert "Nowhere." not in page


def test_says_which_goal_serves_nothing_and_for_what_nobody_answers(
    as_board_member: Client, small: Small, use: MeasureAssignment
) -> None:
    small.goal.phrases.clear()
    MeasureAssignment.objects.update(owner=None)

    page = as_board_member.get("/line-of-sight/").content.decode()

    assert "A goal that serves no words of the mission" in page
    assert "Nobody answers for one measure." in page
    assert f'<a href="/line-of-sight/uses/{use.pk}/">People leave to a home</a>' in page


def test_follows_the_outcome_of_the_address(as_board_member: Client, use: MeasureAssignment) -> None:
    page = as_board_member.get(f"/line-of-sight/?outcome={use.outcome_id}").content.decode()

    assert "Following <b>Children stay</b>" in page


def test_follows_the_first_when_the_address_names_nothing_there_is(as_board_member: Client, small: Small) -> None:
    assert as_board_member.get("/line-of-sight/?outcome=9999&use=x").status_code == 200


def test_goes_up_from_one_answer(as_board_member: Client, use: MeasureAssignment) -> None:
    page = as_board_member.get("/line-of-sight/data/exit_date/").content.decode()

    assert "One measure in use." in page
    assert "Children stay › Children keep their home › “a home”" in page


def test_knows_no_answer_that_nobody_asks(as_board_member: Client, small: Small) -> None:
    assert as_board_member.get("/line-of-sight/data/no_such_thing/").status_code == 404


def test_asks_a_fixed_number_of_queries(
    as_board_member: Client, use: MeasureAssignment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(36):
        as_board_member.get("/line-of-sight/")


def test_is_empty_before_there_is_a_mission(as_director: Client) -> None:
    assert "No line yet" in as_director.get("/line-of-sight/").content.decode()
