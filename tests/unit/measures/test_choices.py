"""A measure as choices: every shipped definition goes there and back without losing a word."""

from __future__ import annotations

from typing import Any

import pytest

from lineofsight.expressions import parse
from lineofsight.measures import read_definition
from lineofsight.measures.choices.choices import Belongs, Choices, Speaks, Tells, Told, When, choices_of
from lineofsight.measures.choices.conditions import (
    Asked,
    Conditions,
    Joined,
    Row,
    conditions_of,
    is_same_condition,
    same_tree,
    text_of,
)
from lineofsight.measures.choices.writing import document_of
from lineofsight.measures.definition import MeasureDefinition
from lineofsight.packs.offered import offered_measures

SHIPPED = {each.key: dict(each.document) for each in offered_measures()}
COMPUTED = {
    each.key: dict(each.document)
    for each in offered_measures()
    if each.pack != "candidates" and each.document.get("source") != "reported"
}
OWNED = (
    *("title", "question", "unit", "rationale", "information_use", "limits", "asks", "count", "direction"),
    *("matures_after", "by", "population", "statistic", "numerator", "value", "for_each", "percentile", "period"),
)
TREES = ("population", "numerator", "value", "for_each")


@pytest.mark.parametrize("key", SHIPPED)
def test_changes_nothing_that_nobody_chose_otherwise(key: str) -> None:
    assert document_of(choices_of(SHIPPED[key]), SHIPPED[key]) == SHIPPED[key]


@pytest.mark.parametrize("key", COMPUTED)
def test_writes_the_same_measure_from_nothing_but_choices(key: str) -> None:
    document = COMPUTED[key]
    blank = {name: value for name, value in document.items() if name not in OWNED}

    written = document_of(choices_of(document), blank)

    assert _alike(read_definition(written), read_definition(document))
    assert choices_of(written) == choices_of(document)


def _alike(one: MeasureDefinition, other: MeasureDefinition) -> bool:
    """The same definition, with expressions that are the same tree."""
    same = {name: _is_same(getattr(one, name), getattr(other, name)) for name in TREES}
    assert all(same.values()), same
    rest = [name for name in MeasureDefinition.__slots__ if name not in TREES]
    assert {name: getattr(one, name) for name in rest} == {name: getattr(other, name) for name in rest}
    return True


def _is_same(one: str, other: str) -> bool:
    return one == other or same_tree(parse(one).root, parse(other).root)


def test_shows_most_shipped_conditions_as_rows() -> None:
    texts = [str(each[key]) for each in COMPUTED.values() for key in ("population", "numerator") if each.get(key)]
    rows = [row for text in texts for row in conditions_of(text).rows]
    free = [row for row in rows if row.test is Asked.AS_WRITTEN]

    assert len(texts) > 40
    assert len(free) / len(rows) < 0.2


@pytest.mark.parametrize(
    ("text", "rows", "joined"),
    [
        ("", (), Joined.ALL),
        ("${a} = 'x'", (Row("${a}", Asked.IS, "'x'"),), Joined.ALL),
        ("${a} = '' or not(${b})", (Row("${a}", Asked.NOT_KNOWN), Row("${b}", Asked.NO)), Joined.ANY),
        ("not(code-in(${a}, 'homes'))", (Row("${a}", Asked.NOT_AMONG, "'homes'"),), Joined.ALL),
        ("${x} - ${y} >= 2", (Row("${x} - ${y}", Asked.AT_LEAST, "2"),), Joined.ALL),
        (
            "${a} > 1 and (${b} or ${c})",
            (Row("${a}", Asked.MORE, "1"), Row("${b} or ${c}", Asked.AS_WRITTEN)),
            Joined.ALL,
        ),
        ("not(${a} >= 3)", (Row("not(${a} >= 3)", Asked.AS_WRITTEN),), Joined.ALL),
        ("${a} >=", (Row("${a} >=", Asked.AS_WRITTEN),), Joined.ALL),
    ],
)
def test_reads_a_condition_as_rows(text: str, rows: tuple[Row, ...], joined: Joined) -> None:
    found = conditions_of(text)

    assert found == Conditions(rows, joined)
    assert is_same_condition(text_of(found), text) or not text


def choose(document: dict[str, Any], **other: Any) -> dict[str, Any]:
    chosen = choices_of(document)
    return document_of(Choices(**{name: getattr(chosen, name) for name in Choices.__slots__} | other), document)


LEFT = {
    "measure": "leavers",
    "title": "Leavers",
    "asks": "how_much",
    "count": "enrollment",
    "period": "${exit_date}",
    "population": "${age}>=18",
    "derive": {"late": {"first": [{"when": "${age} > 30", "then": "1"}]}},
    "by": ["program", "site"],
    "cross": [["program", "site"]],
}


def test_leaves_what_was_not_chosen_to_the_letter() -> None:
    made = choose(LEFT, matures_after="30")

    assert made == {**LEFT, "matures_after": "30 days"}


def test_says_who_speaks_for_people_with_several_stays() -> None:
    numerator = Conditions((Row("${enrollment_stage}", Asked.IS, "'completed'"),))

    made = choose(LEFT, count="participant", told=Told(tells=Tells.SHARE, numerator=numerator))

    assert made["represented_by"] == {"pick": "latest", "by": ["${exit_date}", "${id}"]}
    assert "represented_by" not in choose(made, count="enrollment")
    assert choose(made, speaks=Speaks.EARLIEST)["represented_by"]["pick"] == "earliest"


def test_takes_the_records_on_which_the_day_stands() -> None:
    served = choose(LEFT, count="participant", belongs=Belongs(when=When.SERVED))
    asked = choose(served, belongs=Belongs(when=When.ASKED))

    assert (served["period"], served.get("over")) == ("${date}", None)
    assert (asked["period"], asked["over"]) == ("${date}", "assessment")
    assert "over" not in choose(asked, belongs=Belongs(when=When.LEFT))


def test_brings_a_word_that_is_offered_and_takes_it_away_again() -> None:
    offered = {"score_at_exit": {"from": "assessment", "where": "${stage} = 'exit'", "value": "${score}"}}
    row = Row("${score_at_exit}", Asked.AT_LEAST, "5")
    with_it = document_of(Choices(**{**_parts(LEFT), "population": Conditions((row,))}), LEFT, offered)

    without = document_of(Choices(**{**_parts(with_it), "population": Conditions()}), with_it, offered)

    assert with_it["derive"] == {**LEFT["derive"], **offered}  # type: ignore[dict-item]
    assert without["derive"] == LEFT["derive"]


def _parts(document: dict[str, Any]) -> dict[str, Any]:
    chosen = choices_of(document)
    return {name: getattr(chosen, name) for name in Choices.__slots__}


def test_keeps_no_cross_of_a_group_that_is_gone() -> None:
    assert "cross" not in choose(LEFT, by=("program",))
    assert choose(LEFT, by=("program", "site", "race"))["cross"] == LEFT["cross"]
