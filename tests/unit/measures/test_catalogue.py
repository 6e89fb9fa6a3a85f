"""The catalogue: one frozen statement of what can be counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.measures.catalogue import (
    Catalogue,
    ElementColumn,
    answer_column,
    answers_table,
    column_name,
    element_key,
    form_table,
)
from lineofsight.measures.tables import CORE, ENROLLMENT, SERVICE, ColumnType, Grain, Link, Table
from lineofsight.problems import Problem

INCOME = ElementColumn(key="monthly_income", label="Monthly income", type=ColumnType.MONEY, tables=("form_income",))


def catalogue(*more: Table) -> Catalogue:
    return Catalogue(
        tables={table.name: table for table in (*CORE, form_table("income", [answer_column(INCOME)]), *more)},
        code_sets={"stage": frozenset({"start", "exit"})},
        elements={INCOME.key: INCOME},
    )


def test_comes_back_from_json_as_it_was() -> None:
    before = catalogue()

    after = Catalogue.from_json(before.to_json())

    assert after == before
    assert hash(after) == hash(before)


def test_has_another_hash_when_a_code_is_added() -> None:
    before = catalogue()

    after = Catalogue(
        tables=before.tables, code_sets={"stage": frozenset({"start", "exit", "annual"})}, elements=before.elements
    )

    assert after.content_hash != before.content_hash


def test_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        catalogue().tables["participant"] = SERVICE  # type: ignore[index]


def test_knows_where_answers_stand() -> None:
    made = catalogue(answers_table(ENROLLMENT, []))

    assert [table.name for table in made.answers_of("enrollment")] == ["enrollment_answers"]
    assert [table.instrument for table in made.answers_of("assessment")] == ["income"]
    assert made.facts(Grain.SERVICE) is SERVICE


def test_refuses_data_elements_that_differ_in_capital_letters_only() -> None:
    twins = [ElementColumn(key=key, label="", type=ColumnType.DATE) for key in ("moved_in", "Moved_In")]

    with pytest.raises(Problem) as refused:
        catalogue(answers_table(ENROLLMENT, [answer_column(each) for each in twins]))

    assert refused.value.code == "M101"


def test_refuses_a_link_that_leads_nowhere() -> None:
    lost = Table(name="lost", grain=None, columns=(), links=(Link("somewhere_id", "somewhere"),))

    with pytest.raises(Problem) as refused:
        catalogue(lost)

    assert refused.value.code == "M102"


@given(st.text(min_size=1, max_size=30))
def test_names_columns_so_that_the_key_can_be_read_back(key: str) -> None:
    assert element_key(column_name(key)) == key


@given(st.text(alphabet="ax_.2d-", min_size=1, max_size=12))
def test_names_columns_of_keys_that_look_like_names_of_columns(key: str) -> None:
    assert element_key(column_name(key)) == key


def test_names_no_column_of_answers_like_the_key_of_the_table() -> None:
    assert column_name("id") != "id"


def test_names_nobody() -> None:
    spoken_of = {column.name for table in CORE if table.grain for column in table.columns}

    named = {"name", "phone", "email", "address", "note", "staff", "birth_place", "owner"}
    assert not {column for column in spoken_of if any(word in column for word in named)}
