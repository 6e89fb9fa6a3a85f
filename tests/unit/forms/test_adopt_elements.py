"""Adopting data elements: once is enough, and a meaning keeps its type for ever."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from lineofsight.apps.forms.models import Code, DataElement, Instrument
from lineofsight.apps.forms.selectors import asked_as, asked_by
from lineofsight.apps.forms.services import Adopted, adopt
from lineofsight.packs.elements import CodeSetSpec, ElementSpec, InstrumentSpec
from lineofsight.problems import Problem

pytestmark = pytest.mark.django_db

YES_NO = CodeSetSpec("yes_no", "Yes or no", (("1", "Yes"), ("0", "No")))
INCOME = ElementSpec("income", "Monthly income", "money", "dollars")
IN_SCHOOL = ElementSpec("in_school", "In school", "code", code_set="yes_no")
CHECK = InstrumentSpec("check", "12-month check", ("in_school", "income"))


def test_writes_what_is_new() -> None:
    adopted = adopt([YES_NO], [INCOME, IN_SCHOOL], [CHECK], pack="school")

    assert adopted == Adopted(code_sets=1, codes=2, elements=2, instruments=1)
    asked = asked_by(Instrument.objects.get(key="check"))
    assert [element.key for element in asked] == ["in_school", "income"]
    assert asked[0].codes == (("1", "Yes"), ("0", "No"))
    assert DataElement.objects.get(key="income").pack == "school"


def test_changes_nothing_the_second_time() -> None:
    adopt([YES_NO], [INCOME, IN_SCHOOL], [CHECK], pack="school")

    assert adopt([YES_NO], [INCOME, IN_SCHOOL], [CHECK], pack="school") == Adopted(0, 0, 0, 0)


def test_corrects_labels_and_adds_codes() -> None:
    adopt([YES_NO], [INCOME, IN_SCHOOL], [CHECK], pack="school")
    wider = replace(YES_NO, codes=(("1", "Yes"), ("0", "No"), ("9", "Not asked")))

    adopted = adopt([wider], [replace(INCOME, label="Income per month")], [], pack="school")

    assert adopted == Adopted(code_sets=0, codes=1, elements=1, instruments=0)
    assert list(Code.objects.values_list("code", flat=True)) == ["1", "0", "9"]


def test_reorders_an_instrument_and_drops_what_it_no_longer_asks() -> None:
    adopt([YES_NO], [INCOME, IN_SCHOOL], [CHECK], pack="school")

    adopt([], [], [replace(CHECK, element_keys=("income",))], pack="school")

    assert [element.key for element in asked_by(Instrument.objects.get(key="check"))] == ["income"]


def test_refuses_a_change_of_type() -> None:
    adopt([], [INCOME], [], pack="school")

    with pytest.raises(Problem) as refused:
        adopt([YES_NO], [replace(INCOME, type="integer")], [], pack="school")

    assert refused.value.sentence == "The answers to “income” are of type money here and cannot become integer."
    assert refused.value.remedy == "Give the new meaning a key of its own."
    assert not Code.objects.exists()


def test_refuses_another_unit_for_the_same_key() -> None:
    adopt([], [INCOME], [], pack="school")

    with pytest.raises(Problem, match="another unit or code list"):
        adopt([], [replace(INCOME, unit="euros")], [], pack="school")


SCORE = ElementSpec("score", "Score", "decimal", minimum=Decimal("0.5"), maximum=27)
PART = ElementSpec("part", "Part of the score", "integer", at_most="score")


def test_keeps_a_range() -> None:
    assert adopt([], [PART, SCORE], [], pack="school").elements == 2

    assert adopt([], [PART, SCORE], [], pack="school") == Adopted(0, 0, 0, 0)
    part, score = asked_as(["score", "part"])
    assert (part.at_most, score.minimum, score.maximum) == ("score", Decimal("0.5"), 27)


def test_corrects_a_range_and_leaves_it_where_none_is_said() -> None:
    adopt([], [SCORE], [], pack="school")

    assert adopt([], [replace(SCORE, maximum=24)], [], pack="school").elements == 1
    assert adopt([], [ElementSpec("score", "Score", "decimal")], [], pack="school").elements == 0
    assert DataElement.objects.get(key="score").maximum == 24


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (replace(SCORE, type="text"), "“score” has a smallest or a largest value, which only numbers have."),
        (replace(SCORE, minimum=30), "The smallest value of “score” is more than its largest."),
        (PART, "“part” refers to “score”, which is not defined."),
    ],
)
def test_refuses_a_range_that_cannot_be(wrong: ElementSpec, sentence: str) -> None:
    with pytest.raises(Problem) as refused:
        adopt([], [wrong], [], pack="school")

    assert refused.value.sentence == sentence
    assert not DataElement.objects.exists()


def test_refuses_an_element_of_an_unknown_code_set() -> None:
    with pytest.raises(Problem, match="“in_school” refers to “yes_no”, which is not defined"):
        adopt([], [IN_SCHOOL], [], pack="school")


def test_refuses_a_code_with_a_space() -> None:
    with pytest.raises(Problem, match="has a space in it"):
        adopt([replace(YES_NO, codes=(("not asked", "Not asked"),))], [], [], pack="school")


def test_asks_two_queries_for_any_number_of_elements(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    adopt([YES_NO], [INCOME, IN_SCHOOL], [CHECK], pack="school")

    with django_assert_num_queries(2):
        labels = [element.label for element in asked_as(["income", "in_school"])]

    assert labels == ["In school", "Monthly income"]
