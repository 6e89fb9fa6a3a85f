"""The library: adopting, writing, publishing; and that what is published never changes."""

import pytest
from django.db import DatabaseError, transaction

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.seen import ChangedMeanwhile, token_of
from lineofsight.apps.framework.models import Measure, MeasureVersion
from lineofsight.apps.framework.services.measures import (
    adopt_measures,
    change_measure,
    columns_of,
    publish_measure,
    words_of,
    write_own_measure,
)
from lineofsight.packs.offered import offered_measure, offered_measures
from lineofsight.problems import NotPermitted, Problem
from tests.looked_at import publish_with_a_look
from tests.unit.framework.conftest import COMPUTED, SHARE


def seen(measure: Measure) -> str:
    return token_of(words_of(measure.versions.order_by("-number")[0].document))


def test_offers_a_measure_of_each_key_once() -> None:
    keys = [each.key for each in offered_measures()]

    assert len(keys) == len(set(keys)) > 40


def test_offers_only_documents_that_say_what_they_ask() -> None:
    assert {each.document.get("asks") for each in offered_measures()} == {"how_much", "how_well", "better_off"}


def test_adopts_a_measure_as_it_is(performance_lead: StaffMember) -> None:
    offered = offered_measure("exits_to_permanent_housing")
    assert offered is not None

    (adopted,) = adopt_measures([offered], actor=performance_lead)

    version = adopted.versions.get()
    assert (adopted.key, version.title, version.asks) == (offered.key, offered.title, "better_off")
    assert (version.number, version.published_by) == (1, performance_lead)


def test_adopts_nothing_twice(performance_lead: StaffMember) -> None:
    offered = offered_measure("exits_to_permanent_housing")
    assert offered is not None
    adopt_measures([offered], actor=performance_lead)

    assert adopt_measures([offered], actor=performance_lead) == []
    assert Measure.objects.count() == 1


def test_makes_a_key_of_the_title(performance_lead: StaffMember) -> None:
    one = write_own_measure(SHARE, actor=performance_lead)
    two = write_own_measure(SHARE, actor=performance_lead)

    assert (one.key, two.key) == ("students_who_graduate", "students_who_graduate_2")


def test_keeps_a_change_as_a_draft(share: Measure, performance_lead: StaffMember) -> None:
    draft = change_measure(share, {"title": "Graduates"}, seen=seen(share), actor=performance_lead)

    assert (draft.number, draft.published_at) == (2, None)
    assert share.versions.get(number=1).title == "Students who graduate"


def test_writes_again_into_the_same_draft(share: Measure, performance_lead: StaffMember) -> None:
    change_measure(share, {"title": "Graduates"}, seen=seen(share), actor=performance_lead)

    draft = change_measure(share, {"limits": "Few of them"}, seen=seen(share), actor=performance_lead)

    assert (draft.number, draft.title, draft.document["limits"]) == (2, "Graduates", "Few of them")


def test_refuses_to_publish_nothing(share: Measure, director: StaffMember) -> None:
    with pytest.raises(Problem, match="Nothing is waiting"):
        publish_measure(share, actor=director)


def test_refuses_to_publish_what_says_nothing_of_what_is_counted(performance_lead: StaffMember) -> None:
    measure = write_own_measure({"title": "Homes kept", "asks": "how_much"}, actor=performance_lead)

    with pytest.raises(Problem, match="count: It is missing") as refusal:
        publish_measure(measure, actor=performance_lead)

    assert refusal.value.code == "F031"


@pytest.mark.parametrize("part", [{"count": ""}, {"numerator": ""}, {"statistic": "mean"}, {"peroid": "${exit_date}"}])
def test_refuses_to_publish_what_cannot_be_counted(part: dict[str, str], performance_lead: StaffMember) -> None:
    measure = write_own_measure({**COMPUTED, **part}, actor=performance_lead)

    with pytest.raises(Problem, match="It cannot be published yet"):
        publish_measure(measure, actor=performance_lead)

    assert measure.versions.get().published_at is None


def test_refuses_to_publish_before_there_are_figures_to_check_it_on(performance_lead: StaffMember) -> None:
    measure = write_own_measure(COMPUTED, actor=performance_lead)

    with pytest.raises(Problem, match="There are no figures yet"):
        publish_measure(measure, actor=performance_lead)


def test_publishes_a_candidate_in_words_alone(performance_lead: StaffMember, director: StaffMember) -> None:
    words = {"title": "Homes kept", "asks": "how_much", "in_words": {"population": "Who kept a home"}}
    measure = write_own_measure(words, actor=performance_lead)

    assert publish_with_a_look(measure, performance_lead, director).published_at is not None


@pytest.mark.parametrize("change", [{"title": "Other"}, {"document": {}}, {"published_at": None}])
def test_lets_the_database_refuse_a_change_of_what_is_published(share: Measure, change: dict[str, object]) -> None:
    with pytest.raises(DatabaseError, match="frozen once published_at"), transaction.atomic():
        MeasureVersion.objects.filter(measure=share).update(**change)


def test_lets_the_database_refuse_to_remove_what_is_published(share: Measure) -> None:
    with pytest.raises(DatabaseError, match="frozen once published_at"), transaction.atomic():
        MeasureVersion.objects.filter(measure=share).delete()


def test_refuses_a_change_over_words_nobody_saw(share: Measure, director: StaffMember) -> None:
    before = seen(share)
    change_measure(share, {"title": "Graduates"}, seen=before, actor=director)

    with pytest.raises(ChangedMeanwhile):
        change_measure(share, {"title": "Leavers"}, seen=before, actor=director)


def test_refuses_a_program_manager(program_manager: StaffMember) -> None:
    with pytest.raises(NotPermitted):
        write_own_measure(SHARE, actor=program_manager)


def test_takes_more_people_who_improve_as_good_whichever_way_their_score_is() -> None:
    change = {"value": "${loneliness}", "from": "start", "to": "exit", "improved_by": 1}
    document = {"title": "Less lonely", "asks": "better_off", "change": change, "direction": "decrease"}

    assert columns_of(document)["direction"] == "increase"
