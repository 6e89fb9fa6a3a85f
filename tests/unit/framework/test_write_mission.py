"""Writing the mission: versions, phrases, and what goes along."""

from datetime import date

import pytest

from lineofsight.apps.agency.models import RowVersion, StaffMember, TrailEntry
from lineofsight.apps.agency.seen import ChangedMeanwhile, token_of
from lineofsight.apps.framework.models import Explanation, Mission, Phrase
from lineofsight.apps.framework.services.mission import as_written, explain_phrase, write_mission
from lineofsight.problems import NotPermitted, Problem
from tests.unit.framework.conftest import Small


def seen(mission: Mission) -> str:
    return token_of(as_written(Mission.objects.get(pk=mission.pk)))


def test_keeps_the_sentence_with_its_phrases(performance_lead: StaffMember) -> None:
    mission = write_mission(
        "[Every child] has [a home].",
        adopted_by="the board",
        adopted_on=date(2025, 1, 14),
        seen="",
        actor=performance_lead,
    )

    assert (mission.number, mission.sentence) == (1, "Every child has a home.")
    assert [phrase.text for phrase in mission.phrases.all()] == ["Every child", "a home"]
    assert TrailEntry.objects.filter(subject="framework.mission", action="added", actor=performance_lead).exists()


def test_makes_a_new_version_of_new_words(small: Small, director: StaffMember) -> None:
    fresh = write_mission("Every person has [a home] and [work].", seen=seen(small.mission), actor=director)

    assert (fresh.number, Mission.objects.count()) == (2, 2)
    assert Mission.objects.get(number=1).sentence == "Every child has a home and a school."


def test_carries_goals_along_with_words_that_stay(small: Small, director: StaffMember) -> None:
    fresh = write_mission("Every person has [A home] and [work].", seen=seen(small.mission), actor=director)

    assert list(fresh.phrases.get(text="A home").goals.all()) == [small.goal]
    assert list(small.mission.phrases.get(text="a home").goals.all()) == [small.goal]


def test_carries_an_explanation_along_with_words_that_stay(small: Small, director: StaffMember) -> None:
    explain_phrase(
        small.mission.phrases.get(text="a school"), "The district does it.", seen=token_of({"text": ""}), actor=director
    )

    fresh = write_mission("Everybody has [a school].", seen=seen(small.mission), actor=director)

    assert fresh.phrases.get().explanation.text == "The district does it."


def test_mends_a_slip_without_a_new_version(small: Small, director: StaffMember) -> None:
    write_mission("Each child has [a home] and [a school].", is_slip=True, seen=seen(small.mission), actor=director)

    mission = Mission.objects.get()
    assert (mission.number, mission.sentence) == (1, "Each child has a home and a school.")
    assert mission.phrases.get(text="a home").starts_at == 15
    assert RowVersion.objects.filter(table="framework_mission", row_id=mission.pk).exists()


def test_changes_marks_without_a_new_version(small: Small, director: StaffMember) -> None:
    write_mission("[Every child] has [a home] and a school.", seen=seen(small.mission), actor=director)

    assert Mission.objects.count() == 1
    assert set(Phrase.objects.values_list("text", flat=True)) == {"Every child", "a home"}
    assert list(Phrase.objects.get(text="a home").goals.all()) == [small.goal]


def test_refuses_an_empty_sentence(performance_lead: StaffMember) -> None:
    with pytest.raises(Problem, match="The mission is empty") as refused:
        write_mission("[ ]", seen="", actor=performance_lead)
    assert refused.value.code == "F002"


def test_refuses_words_marked_twice(performance_lead: StaffMember) -> None:
    with pytest.raises(Problem, match="“A home” is marked twice"):
        write_mission("[a home] is [A home]", seen="", actor=performance_lead)


def test_refuses_a_save_over_words_nobody_saw(
    small: Small, director: StaffMember, performance_lead: StaffMember
) -> None:
    before = seen(small.mission)
    write_mission("Every child has [a home] and [a friend].", seen=before, actor=director)

    with pytest.raises(ChangedMeanwhile, match="the sentence and its phrases"):
        write_mission("Every child has [a garden].", seen=before, actor=performance_lead)
    assert Mission.objects.latest("number").sentence == "Every child has a home and a friend."


def test_refuses_a_program_manager(program_manager: StaffMember) -> None:
    with pytest.raises(NotPermitted):
        write_mission("Every child has a home.", seen="", actor=program_manager)
    assert not Mission.objects.exists()


def test_takes_an_explanation_back(small: Small, director: StaffMember) -> None:
    phrase = small.mission.phrases.get(text="a school")
    explain_phrase(phrase, "The district does it.", seen=token_of({"text": ""}), actor=director)

    explain_phrase(phrase, " ", seen=token_of({"text": "The district does it."}), actor=director)

    assert not Explanation.objects.exists()
