"""The gaps planted in the made-up agency's framework are found without being told, and nothing else is."""

import pytest

from lineofsight.apps.framework.selectors.gaps import Gap, GapKind, gaps_of, of_kind, outcomes_whose_line_holds
from lineofsight.apps.framework.selectors.line import line_of_sight
from lineofsight.apps.framework.selectors.nodes import Line
from lineofsight.apps.framework.selectors.walks import thread_down, what_it_serves
from lineofsight.demo.build import TODAY, DemoSummary


@pytest.fixture
def line(demo: DemoSummary) -> Line:
    return line_of_sight(TODAY)


def titles(line: Line, kind: GapKind) -> list[str]:
    return [gap.title for gap in of_kind(gaps_of(line), kind)]


def test_finds_the_phrase_that_nothing_answers(line: Line) -> None:
    assert titles(line, GapKind.PHRASE_WITHOUT_GOAL) == ["in Juniper County"]


def test_finds_the_program_kept_alive_by_a_grant(line: Line) -> None:
    assert titles(line, GapKind.PROGRAM_WITHOUT_PHRASE) == ["Holiday Gift Drive"]


def test_finds_the_goal_nobody_worked_out(line: Line) -> None:
    assert titles(line, GapKind.GOAL_WITHOUT_OUTCOME) == ["Neighbors look out for each other"]


def test_finds_the_outcomes_without_a_measure(line: Line) -> None:
    assert titles(line, GapKind.OUTCOME_WITHOUT_MEASURE) == ["Youth feel they belong", "Parents know where to turn"]


def test_finds_the_measure_whose_data_stopped(line: Line) -> None:
    gaps: list[Gap] = list(of_kind(gaps_of(line), GapKind.MEASURE_WITHOUT_DATA))

    assert [(gap.title, gap.missing, gap.since and gap.since.isoformat()) for gap in gaps] == [
        ("Wage after one year", (), "2026-04-01")
    ]


def test_finds_questions_that_serve_no_measure(line: Line) -> None:
    found = titles(line, GapKind.DATA_THAT_SERVES_NOTHING)

    assert {"How steady housing is", "Feels part of a group"} <= set(found)
    assert "Monthly income" not in found


def test_counts_the_outcomes_whose_line_holds(line: Line) -> None:
    assert (len(outcomes_whose_line_holds(line)), len(line.outcomes)) == (9, 12)


def test_walks_from_the_mission_to_a_question(line: Line) -> None:
    outcome = next(each for each in line.outcomes.values() if each.title == "Youth attend school more")

    thread = thread_down(line, outcome.id)

    assert thread.goal.title == "Young people stay in school and connected"
    assert [phrase.text for phrase in thread.phrases] == ["young person", "someone to count on"]
    assert thread.strategy is not None
    assert thread.program is not None
    assert thread.measure is not None
    assert (thread.strategy.title, thread.program.name, thread.measure.key) == (
        "A steady adult beside every young person",
        "Bright Path Mentoring",
        "attends_school_more",
    )
    asked = {each.key: [question.instrument_title for question in each.questions] for each in thread.elements}
    assert asked["school_days_missed"] == ["School record of the month"]


def test_walks_from_an_answer_to_the_mission(line: Line) -> None:
    served = what_it_serves(line, "monthly_income")

    assert {(each.measure.key, each.outcome.title if each.outcome else "") for each in served} >= {
        ("income_grows", "Income grows while people are with us")
    }
    income = next(each for each in served if each.outcome)
    assert [phrase.text for phrase in income.phrases] == ["work"]


def test_leads_a_question_that_serves_nothing_nowhere(line: Line) -> None:
    assert what_it_serves(line, "youth_wish") == ()
