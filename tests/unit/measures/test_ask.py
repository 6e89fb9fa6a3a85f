"""A question put wrongly is refused before an engine hears it; periods are whole days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lineofsight.measures import (
    Ask,
    MeasureProblem,
    Place,
    Query,
    Scope,
    Which,
    check_document,
    month,
    own_dates,
    quarters,
)
from lineofsight.warehouse.engines import EngineKind, open_engine
from tests.spec.drawing import build_of, example_catalogue, records_of

MARCH = month(date(2026, 3, 1))


@pytest.fixture(scope="module")
def query() -> Query:
    leavings = {"measure": "leavings", "title": "Leavings", "asks": "how_much", "count": "enrollment"}
    return check_document({**leavings, "period": "${exit_date}", "by": ["program"]}, example_catalogue())


def refusal(**question: object) -> MeasureProblem:
    with pytest.raises(MeasureProblem) as raised:
        Ask(**question)  # type: ignore[arg-type]
    return raised.value


def test_refuses_a_group_the_measure_has_not(query: Query) -> None:
    wrong = refusal(query=query, periods=(MARCH,), by=("programm",))

    assert (wrong.code, wrong.remedy) == ("M142", "Did you mean program?")


def test_refuses_to_cross_a_group_with_itself(query: Query) -> None:
    wrong = refusal(query=query, periods=(MARCH,), cross=(("program", "program"),))

    assert (wrong.code, wrong.remedy) == ("M147", "Name two groups or more, each once.")


def test_refuses_to_ask_of_no_period(query: Query) -> None:
    assert refusal(query=query, periods=()).code == "M143"


def test_refuses_two_periods_of_one_name(query: Query) -> None:
    other = own_dates("2026-03", date(2026, 3, 1), date(2026, 3, 2))

    assert refusal(query=query, periods=(MARCH, other)).code == "M144"


def test_refuses_a_period_that_ends_before_it_begins() -> None:
    with pytest.raises(MeasureProblem, match="Swap the two days") as raised:
        own_dates("The grant", date(2026, 3, 2), date(2026, 3, 1))
    assert raised.value.code == "M141"


@pytest.mark.parametrize("kind", EngineKind, ids=str)
@pytest.mark.parametrize("which", [Which.NUMERATOR, Which.NOT_NUMERATOR])
def test_has_no_members_of_a_numerator_there_is_not(
    query: Query, kind: EngineKind, which: Which, tmp_path: Path
) -> None:
    build = build_of(records_of("enrollment\nid | exit_date\n1 | 2026-03-02"), date(2026, 4, 1), tmp_path)

    with open_engine(build, kind) as engine, pytest.raises(MeasureProblem) as raised:
        engine.members(Ask(query=query, periods=(MARCH,)), MARCH, (), which)
    assert raised.value.code == "M146"


def test_crosses_programs_and_sites_of_a_scope() -> None:
    assert Scope.within(programs=(1, 2), sites=(5,)).places == (Place(1, 5), Place(2, 5))
    assert Scope.within().places == ()


def test_names_every_quarter_between_two_days() -> None:
    found = quarters(date(2026, 5, 1), date(2027, 1, 1), first_month=10)

    assert [each.name for each in found] == ["FY2026-Q3", "FY2026-Q4", "FY2027-Q1", "FY2027-Q2"]
