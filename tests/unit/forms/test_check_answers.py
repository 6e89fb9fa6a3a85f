"""Checking answers: canonical JSON, or a sentence for each answer that cannot be taken."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from lineofsight.apps.forms.answers import Asked, WrongAnswer, answers_in_words, check_answers

NEEDS = Asked("needs", "Needs", "codes", codes=(("housing", "Housing"), ("food", "Food"), ("work", "Work")))
WELCOME = Asked("welcome", "I am welcome", "integer", minimum=Decimal(1), maximum=Decimal(5))
DAYS = Asked("days", "School days in the month", "integer", unit="days")
MISSED = Asked("missed", "School days missed", "integer", unit="days", minimum=Decimal(0), at_most="days")
SCHOOL = Asked("school", "In school", "code", codes=(("1", "Yes, the same school"), ("2", "No")))


@pytest.mark.parametrize(
    ("kind", "written", "canonical"),
    [
        ("integer", " 1,480 ", 1480),
        ("integer", "-3", -3),
        ("integer", "007", 7),
        ("decimal", "7.50", "7.5"),
        ("decimal", "1,000", "1000"),
        ("decimal", "-0.250", "-0.25"),
        ("money", "$1,480.5", "1480.50"),
        ("money", "0", "0.00"),
        ("date", "2013-05-14", "2013-05-14"),
        ("date", "5/14/2013", "2013-05-14"),
        ("date", "05/14/13", "2013-05-14"),
        ("date", "May 14, 2013", "2013-05-14"),
        ("date", "14 May 2013", "2013-05-14"),
        ("datetime", "2026-11-12 15:30", "2026-11-12T20:30:00+00:00"),
        ("boolean", "Yes", True),
        ("boolean", "0", False),
        ("text", "  Jose\u0301 ", "José"),
        ("text", "one\r\ntwo", "one\ntwo"),
    ],
)
def test_takes_an_answer_as_its_type(kind: str, written: str, canonical: object) -> None:
    answers, wrong = check_answers([Asked("asked", "Asked", kind)], {"asked": written})

    assert wrong == []
    assert answers == {"asked": canonical}
    assert type(answers["asked"]) is type(canonical)


@pytest.mark.parametrize(
    ("kind", "written", "sentence"),
    [
        ("integer", "four", "You wrote “four”. Write a whole number, such as 4."),
        ("integer", "4.5", "You wrote “4.5”. Write a whole number, such as 4."),
        ("integer", "1,48", "You wrote “1,48”. Write a whole number, such as 4."),
        ("decimal", "NaN", "You wrote “NaN”. Write a number, such as 7.5."),
        ("decimal", "Infinity", "You wrote “Infinity”. Write a number, such as 7.5."),
        ("money", "12.345", "You wrote “12.345”. Write an amount in dollars and cents, such as 1,480.50."),
        ("money", "sNaN", "You wrote “sNaN”. Write an amount in dollars and cents, such as 1,480.50."),
        (
            "money",
            "1e30",
            "You wrote “1e30”. Write an amount in dollars and cents, such as 1,480.50.",
        ),
        ("date", "2013-02-30", "You wrote “2013-02-30”. Write a day that exists, such as 05/14/2013 or 2013-05-14."),
        ("datetime", "soon", "You wrote “soon”. Write a day and a time, such as 2026-11-12 15:30."),
        ("boolean", "maybe", "You wrote “maybe”. Answer yes or no."),
    ],
)
def test_says_what_to_mend(kind: str, written: str, sentence: str) -> None:
    answers, wrong = check_answers([Asked("asked", "Asked", kind)], {"asked": written})

    assert answers == {}
    assert wrong == [WrongAnswer("asked", sentence)]


def test_names_the_possible_answers_when_a_code_is_not_one_of_them() -> None:
    answers, wrong = check_answers([SCHOOL], {"school": "9"})

    assert answers == {}
    assert wrong[0].sentence == "“9” is not one of the answers. Choose one of: Yes, the same school, No."


def test_puts_several_codes_once_and_in_the_order_of_their_list() -> None:
    answers, wrong = check_answers([NEEDS], {"needs": "work housing work"})

    assert wrong == []
    assert answers == {"needs": ["housing", "work"]}


@pytest.mark.parametrize("written", ["1", "5"])
def test_takes_both_ends_of_a_range(written: str) -> None:
    assert check_answers([WELCOME], {"welcome": written}) == ({"welcome": int(written)}, [])


@pytest.mark.parametrize("written", ["0", "6", "-3"])
def test_refuses_a_number_outside_the_range(written: str) -> None:
    sentence = f"You wrote “{written}”. Write a number, from 1 to 5."

    assert check_answers([WELCOME], {"welcome": written}) == ({}, [WrongAnswer("welcome", sentence)])


@pytest.mark.parametrize(
    ("bounds", "kind", "written", "range_in_words"),
    [
        ({"minimum": Decimal(0)}, "money", "-0.01", "0 or more"),
        ({"maximum": Decimal("1480.5000")}, "money", "$1,480.51", "at most 1,480.5"),
        ({"minimum": Decimal("0.0000"), "maximum": Decimal("1.0000")}, "decimal", "94", "from 0 to 1"),
    ],
)
def test_names_the_range(bounds: dict[str, Decimal], kind: str, written: str, range_in_words: str) -> None:
    _answers, (wrong,) = check_answers([Asked("asked", "Asked", kind, **bounds)], {"asked": written})  # type: ignore[arg-type]

    assert wrong.sentence == f"You wrote “{written}”. Write a number, {range_in_words}."


def test_refuses_an_answer_that_is_more_than_the_one_that_bounds_it() -> None:
    answers, wrong = check_answers([DAYS, MISSED], {"days": "20", "missed": "25"})

    assert answers == {"days": 20}
    assert wrong == [
        WrongAnswer(
            "missed",
            "25 days is more than 20 days, the answer to “School days in the month”. Correct one of the two.",
        )
    ]


@pytest.mark.parametrize("answers", [{"days": "20", "missed": "20"}, {"missed": "25"}, {"days": "20"}])
def test_takes_answers_that_nothing_bounds(answers: dict[str, str]) -> None:
    assert check_answers([DAYS, MISSED], answers)[1] == []


def test_is_not_bounded_by_what_is_not_asked() -> None:
    assert check_answers([MISSED], {"missed": "25"}) == ({"missed": 25}, [])


def test_leaves_a_blank_answer_out() -> None:
    answers, wrong = check_answers([NEEDS, SCHOOL], {"needs": "", "school": "   "})

    assert (answers, wrong) == ({}, [])


def test_asks_for_a_required_answer() -> None:
    answers, wrong = check_answers([Asked("income", "Income", "money", required=True)], {})

    assert answers == {}
    assert wrong == [WrongAnswer("income", "This question needs an answer.")]


def test_refuses_an_answer_that_was_not_asked() -> None:
    answers, wrong = check_answers([SCHOOL], {"school": "1", "income": "12"})

    assert answers == {"school": "1"}
    assert [each.key for each in wrong] == ["income"]


def test_takes_its_own_canonical_answers_again() -> None:
    asked = [NEEDS, Asked("income", "Income", "money"), Asked("visits", "Visits", "integer")]
    first, _wrong = check_answers(asked, {"needs": "food", "income": "$1,000", "visits": "3"})

    again, wrong = check_answers(asked, {"needs": "food", "income": str(first["income"]), "visits": "3"})

    assert wrong == []
    assert json.dumps(again, sort_keys=True) == json.dumps(first, sort_keys=True)


def test_says_answers_in_words() -> None:
    asked = [
        NEEDS,
        SCHOOL,
        Asked("income", "Monthly income", "money"),
        Asked("visits", "Visits", "integer", unit="visits"),
        Asked("safe", "Safe", "boolean"),
    ]
    answers = {"needs": ["food", "gone"], "school": "1", "income": "1480.00", "visits": 3, "safe": False, "old": "x"}

    assert answers_in_words(asked, answers) == [
        ("Needs", "Food, gone"),
        ("In school", "Yes, the same school"),
        ("Monthly income", "$1,480.00"),
        ("Visits", "3 visits"),
        ("Safe", "No"),
        ("old", "x"),
    ]
