"""The mission page: phrases, goals, what does not fit; and a reader without an editor's clutter."""

from django.test import Client

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.seen import token_of
from lineofsight.apps.framework.models import Explanation, Mission
from lineofsight.apps.framework.services.mission import as_written, explain_program, write_mission
from tests.cast import Programs
from tests.seen import token_on
from tests.unit.framework.conftest import Small

PAGE = "/line-of-sight/mission/"


def test_says_what_nothing_answers(as_board_member: Client, small: Small) -> None:
    page = as_board_member.get(PAGE).content.decode()

    assert "One of two phrases has a goal, and one of three programs serves one." in page
    assert "Nothing yet answers “a school”" in page
    assert "Two programs serve no phrase: Safe Harbor, Workforce." in page


def test_draws_no_way_to_write_for_those_who_may_not(as_board_member: Client, small: Small) -> None:
    page = as_board_member.get(PAGE).content.decode()

    assert "/change/" not in page
    assert "/explain/" not in page
    assert "/add/" not in page


def test_leads_a_director_to_the_gaps(as_director: Client, small: Small) -> None:
    page = as_director.get(PAGE).content.decode()
    phrase = small.mission.phrases.get(text="a school")

    assert f"/line-of-sight/goals/add/?phrase={phrase.pk}" in page
    assert f"/line-of-sight/phrases/{phrase.pk}/explain/" in page


def test_counts_an_explained_gap_as_settled(
    as_director: Client, small: Small, programs: Programs, director: StaffMember
) -> None:
    explain_program(programs.workforce, "The county asks.", seen=token_of({"text": ""}), actor=director)

    page = as_director.get(PAGE).content.decode()

    assert "One program serves no phrase: Safe Harbor." in page
    assert "The county asks." in page


def test_keeps_why_a_phrase_needs_no_goal(as_director: Client, small: Small) -> None:
    address = f"/line-of-sight/phrases/{small.mission.phrases.get(text='a school').pk}/explain/"

    as_director.post(address, {"text": "The district does it.", "seen": token_on(as_director, address)})

    assert Explanation.objects.get().text == "The district does it."


def test_shows_earlier_words(as_board_member: Client, small: Small, director: StaffMember) -> None:
    seen = token_of(as_written(small.mission))
    write_mission("Everybody has [a bed].", seen=seen, actor=director)

    page = as_board_member.get(PAGE).content.decode()

    assert "Earlier words" in page
    assert "Every child has a home and a school." in page


def test_shows_both_texts_when_two_people_write(as_director: Client, as_performance_lead: Client, small: Small) -> None:
    address = "/line-of-sight/mission/change/"
    seen = token_on(as_director, address)
    said = {"seen": seen, "kind": "new", "adopted_by": "", "adopted_on": ""}
    as_performance_lead.post(address, {**said, "written": "Everybody has [a bed]."})

    answer = as_director.post(address, {**said, "written": "Everybody has [a garden]."})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Everybody has [a garden]." in page
    assert "Everybody has [a bed]." in page
    assert Mission.objects.latest("number").sentence == "Everybody has a bed."
