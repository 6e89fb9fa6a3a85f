"""What a form looks up: rows of a list by their columns."""

from __future__ import annotations

import pytest

from lineofsight.expressions import (
    INTEGER,
    TEXT,
    Answer,
    Environment,
    ExpressionProblem,
    LookupList,
    Value,
    check,
    choice,
    evaluate,
    names_in,
    parse,
    to_sql,
)
from tests.unit.expressions.world import CLOCK, COLUMNS

CITIES = LookupList(
    ("name", "label", "state", "people"),
    (
        {"name": "a", "label": "Austin", "state": "tx", "people": "974000"},
        {"name": "d", "label": "Dallas", "state": "tx", "people": "1300000"},
        {"name": "s", "label": "Seattle", "state": "wa", "people": ""},
    ),
)
WORLD = Environment(
    {"city": choice("cities"), "state": TEXT, "../state": TEXT, "least": INTEGER, "position(..)": INTEGER},
    converts=True,
    lists={"cities": CITIES},
)


def value(text: str, **answers: Answer) -> Value:
    return evaluate(check(parse(text), WORLD), answers, CLOCK)


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("instance('cities')/root/item[name = ${city}]/label", "Dallas"),
        ("instance('cities')/root/item[name = 'x']/label", None),
        ("instance('cities')/root/item[state = ${state}]/label", "Austin"),
        ("instance('cities')/root/item[state = ${state} and people > ${least}]/label", "Dallas"),
        ("instance('cities')/root/item[state = ${state}][people > ${least}]/label", "Dallas"),
        ("count(instance('cities')/root/item[state = ${state}])", 2),
        ("count-non-empty(instance('cities')/root/item/people)", 2),
        ("sum(instance('cities')/root/item[state = 'tx']/people)", 2_274_000.0),
        ("max(instance('cities')/root/item/people)", 1_300_000.0),
        ("join(', ', instance('cities')/root/item[state = 'tx']/label)", "Austin, Dallas"),
        ("instance('cities')/root/item[name = 'a']/people + 1", 974_001.0),
        ("pulldata('cities', 'label', 'name', ${city})", "Dallas"),
        ("pulldata('cities', 'label', 'name', 'x')", None),
        ("jr:choice-name(${city}, '${city}')", "Dallas"),
        ("jr:choice-name('x', '${city}')", None),
        ("if(${city} = 'd', jr:choice-name(${city}, '${city}'), '')", "Dallas"),
        ("position(..) = 2", True),
    ],
)
def test_finds_the_rows_for_which_the_conditions_are_true(text: str, gives: object) -> None:
    assert value(text, city="d", state="tx", least=1_000_000, **{"position(..)": 2}) == gives


def test_asks_for_the_names_around_the_row_only() -> None:
    tree = parse("instance('cities')/root/item[state = current()/../state and name = ${city}]/label")

    assert names_in(tree) == ("../state", "city")
    assert check(tree, WORLD).names == ("../state", "city")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("instance('citys')/root/item[name = 'a']/label", 'There is no list "citys". Did you mean cities?'),
        ("instance('cities')/root/item[name = 'a']/lable", 'The list has no column "lable". Did you mean label?'),
        ("instance('cities')/root/item[nam = 'a']/label", 'There is no "nam".'),
        ("pulldata('cities', 'label', 'nme', 'a')", 'The list has no column "nme". Did you mean name?'),
        ("pulldata('cities', 'label')", "pulldata() was given 2 values."),
        ("jr:choice-name(${city}, '${state}')", '"state" is no question with choices here.'),
        ("${state}[. = 'x']", "looks up other rows in a way that is not offered here."),
        ("count(//item)", "looks up other rows in a way that is not offered here."),
    ],
)
def test_says_what_cannot_be_looked_up(text: str, said: str) -> None:
    with pytest.raises(ExpressionProblem) as refused:
        check(parse(text), WORLD)

    assert said in str(refused.value)


def test_is_not_asked_of_a_table() -> None:
    tree = check(parse("pulldata('cities', 'label', 'name', ${city})"), WORLD)

    with pytest.raises(ExpressionProblem, match="cannot be asked of a table"):
        to_sql(tree, {**COLUMNS, "city": COLUMNS["name"]}, clock=CLOCK)
