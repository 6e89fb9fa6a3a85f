"""The sheet Assessments: columns become questions, and what their answers are is decided over all rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lineofsight.packs.elements import ElementSpec, InstrumentSpec
from lineofsight.packs.rows import Table, Weight

from .drawn import Formula, Outcome, draw_small, read, refusal_of

HEADER = ("Enrollment number", "Instrument", "When", "Date")
START = ("10", "PHQ-9", "start", date(2026, 1, 6))
EXIT = ("20", "PHQ-9", "At exit", date(2026, 6, 30))


def read_answers(tmp_path: Path, *answers: Any, known_types: dict[str, str] | None = None) -> Outcome:
    """The instrument PHQ-9 with one question, Total, and these answers to it."""
    rows = [(*HEADER, "Total"), *((*START[:3], date(2026, 1, 6 + nth), cell) for nth, cell in enumerate(answers))]
    return read(draw_small(tmp_path, Assessments=rows), known_types)


def answers_of(outcome: Outcome) -> list[object]:
    return [row.answers.get("workbook.phq_9.total") for row in outcome.of(Table.ASSESSMENT).values()]


def test_reads_an_assessment(tmp_path: Path) -> None:
    (row,) = read_answers(tmp_path, 12).of(Table.ASSESSMENT).values()

    assert row.key == "10 2026-01-06 workbook.phq_9 start 1"
    assert row.values == {
        "enrollment_key": "10",
        "instrument_key": "workbook.phq_9",
        "point": "start",
        "date": "2026-01-06",
    }
    assert row.answers == {"workbook.phq_9.total": 12}


def test_says_what_the_questions_mean(tmp_path: Path) -> None:
    source = read_answers(tmp_path, 12).source

    assert source.data_elements() == [ElementSpec("workbook.phq_9.total", "Total", "integer")]
    assert source.instruments() == [InstrumentSpec("workbook.phq_9", "PHQ-9", ("workbook.phq_9.total",))]
    assert source.code_sets() == []


def test_states_the_type_in_a_note(tmp_path: Path) -> None:
    note = read_answers(tmp_path, 12).problem("W064")

    assert (note.weight, note.column) == (Weight.NOTE, "Total")
    assert "whole numbers" in note.reason


def test_reads_whole_numbers_stored_as_text(tmp_path: Path) -> None:
    assert answers_of(read_answers(tmp_path, 12.0, "7")) == [12, 7]


def test_reads_numbers_with_a_point_as_exact_text(tmp_path: Path) -> None:
    assert answers_of(read_answers(tmp_path, 3.1, 4)) == ["3.1", "4"]


def test_reads_dates(tmp_path: Path) -> None:
    assert answers_of(read_answers(tmp_path, date(2026, 3, 1), "3/2/2026")) == ["2026-03-01", "2026-03-02"]


def test_reads_yes_and_no(tmp_path: Path) -> None:
    assert answers_of(read_answers(tmp_path, "Yes", "n", True)) == [True, False, True]


def test_reads_mixed_answers_as_text(tmp_path: Path) -> None:
    assert answers_of(read_answers(tmp_path, 12.0, "not asked", True)) == ["12", "not asked", "TRUE"]


def test_keeps_codes_with_zeros_as_text(tmp_path: Path) -> None:
    assert answers_of(read_answers(tmp_path, "01", "12")) == ["01", "12"]


def test_leaves_an_unanswered_question_out(tmp_path: Path) -> None:
    assert answers_of(read_answers(tmp_path, 12, None)) == [12, None]


def test_decides_for_each_instrument_alone(tmp_path: Path) -> None:
    rows = (
        (*HEADER, "Total", "Comment"),
        (*START, 12, None),
        ("10", "Intake", "start", date(2026, 1, 6), "high", "calm"),
    )

    source = read(draw_small(tmp_path, Assessments=rows)).source

    assert [(element.key, element.type) for element in source.data_elements()] == [
        ("workbook.phq_9.total", "integer"),
        ("workbook.intake.total", "text"),
        ("workbook.intake.comment", "text"),
    ]


def test_keeps_the_type_a_question_has_had(tmp_path: Path) -> None:
    outcome = read_answers(tmp_path, 12, "N/A", known_types={"workbook.phq_9.total": "integer"})

    assert answers_of(outcome) == [12, None]
    assert outcome.codes == ["W068"]
    assert [row.aside for row in outcome.of(Table.ASSESSMENT).values()] == [{}, {"Total": "N/A"}]


def read_with_range(tmp_path: Path, header: str, *answers: Any) -> Outcome:
    rows = [(*HEADER, header), *((*START[:3], date(2026, 1, 6 + nth), cell) for nth, cell in enumerate(answers))]
    return read(draw_small(tmp_path, Assessments=rows))


def test_keeps_a_number_outside_the_range_of_its_header_aside(tmp_path: Path) -> None:
    outcome = read_with_range(tmp_path, "Total [0 to 27]", 0, 27, 28, "-1")

    assert answers_of(outcome) == [0, 27, None, None]
    assert [row.aside for row in outcome.of(Table.ASSESSMENT).values()][2:] == [
        {"Total [0 to 27]": "28"},
        {"Total [0 to 27]": "-1"},
    ]
    assert [problem.code for problem in outcome.costly] == ["W069", "W069"]


def test_says_the_range_with_the_question(tmp_path: Path) -> None:
    (element,) = read_with_range(tmp_path, "Total [0 to 2.5]", 1, 2.5).source.data_elements()

    assert element == ElementSpec(
        "workbook.phq_9.total", "Total", "decimal", minimum=Decimal(0), maximum=Decimal("2.5")
    )


@pytest.mark.parametrize(("header", "answer"), [("Total [0 to 27]", "high"), ("Total [27 to 0]", 28)])
def test_takes_no_range_of_words_or_in_disorder(tmp_path: Path, header: str, answer: str | int) -> None:
    (element,) = read_with_range(tmp_path, header, answer).source.data_elements()

    assert (element.label, element.minimum, element.maximum) == (header, None, None)


def test_refuses_one_question_with_two_ranges(tmp_path: Path) -> None:
    rows = ((*HEADER, "Total", "Total [0 to 27]"), (*START, 1, 2))

    assert refusal_of(draw_small(tmp_path, Assessments=rows)).code == "W015"


def test_keeps_an_excel_error_aside(tmp_path: Path) -> None:
    outcome = read_answers(tmp_path, 12, Formula("=NA()", "#N/A"))

    assert answers_of(outcome) == [12, None]
    assert outcome.problem("W037").weight is Weight.VALUE


def test_names_the_points_when_it_does_not_know_one(tmp_path: Path) -> None:
    rows = (HEADER, ("10", "PHQ-9", "someday", date(2026, 1, 6)))

    problem = read(draw_small(tmp_path, Assessments=rows)).problem("W040")

    assert problem.weight is Weight.ROW
    assert "At start; Update; Annual; At exit; Follow-up" in problem.reason


def test_refuses_an_assessment_of_an_unknown_enrollment(tmp_path: Path) -> None:
    rows = (HEADER, ("77", "PHQ-9", "start", date(2026, 1, 6)))

    assert read(draw_small(tmp_path, Assessments=rows)).problem("W034").file == "Assessments"


def test_reads_a_follow_up_after_the_exit_without_a_word(tmp_path: Path) -> None:
    rows = ((*HEADER, "Total"), (*EXIT, 3), ("20", "PHQ-9", "Follow-up", date(2026, 9, 30), 4))

    assert read(draw_small(tmp_path, Assessments=rows)).costly == []


def test_refuses_two_assessments_with_one_number(tmp_path: Path) -> None:
    rows = (("Assessment number", *HEADER), ("A1", *START), ("A1", *EXIT))

    assert read(draw_small(tmp_path, Assessments=rows)).codes == ["W031", "W031"]
