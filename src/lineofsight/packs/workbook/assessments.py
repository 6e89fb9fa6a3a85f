"""The sheet Assessments: instruments filled in. Every column beyond the known ones is a question.

What a question's answers are is decided per instrument over all its rows on the sheet: whole numbers, numbers, dates,
yes or no, and otherwise text. Codes such as 01 stay text. Each decision is noted. A header may end with the range of
its numbers, as “Total [0 to 27]”; a number outside it is kept aside.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from lineofsight.packs.elements import ElementSpec, InstrumentSpec
from lineofsight.packs.rows import RowProblem, SourceRow, Value, Weight

from .catalogue import found
from .cells import Cell, ExcelError, NotCalculated, day_of, decimal_of, shown, yes_or_no
from .enrollments import check_within_enrollment
from .lines import CheckedLine, Register, refuse_repeated
from .names import column_key, tidy, title_and_range
from .services import made_key
from .sheets import SheetTable

_TYPE_WORDS = {
    "integer": "whole numbers",
    "decimal": "numbers",
    "date": "dates",
    "boolean": "yes or no",
    "text": "text",
}
ANSWER_LONGEST = 20_000  # characters


@dataclass(slots=True)
class Question:
    """One column for one instrument. title: its whole header. minimum, maximum: None unless the answers are numbers."""

    key: str
    title: str
    type: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None

    @property
    def label(self) -> str:
        return self.title if self.minimum is None else title_and_range(self.title)[0]


@dataclass(slots=True)
class Assessments:
    """rows: in the order of the sheet. questions: by instrument key, in the order of the columns."""

    rows: list[SourceRow] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    questions: dict[str, list[Question]] = field(default_factory=dict)
    notes: list[RowProblem] = field(default_factory=list)

    def elements(self) -> list[ElementSpec]:
        return [
            ElementSpec(
                question.key, question.label[:300], question.type, minimum=question.minimum, maximum=question.maximum
            )
            for questions in self.questions.values()
            for question in questions
        ]

    def instruments(self) -> list[InstrumentSpec]:
        return [
            InstrumentSpec(key, self.titles[key], tuple(question.key for question in questions))
            for key, questions in self.questions.items()
        ]


def instrument_key(title: str) -> str:
    """
    >>> instrument_key("PHQ-9")
    'workbook.phq_9'
    """
    return f"workbook.{column_key(title)}"


def assessment_rows(
    lines: list[CheckedLine], table: SheetTable, enrollments: Register, known_types: Mapping[str, str]
) -> Assessments:
    """The assessments of the checked lines. Problems are added to the lines.

    known_types: the types of questions that were read before, by key. They stay, because answers under one key never
    change their meaning; an answer of another type is kept aside.
    """
    refuse_repeated(lines, "number", "Assessment number")
    for line in lines:
        _check_enrollment(line, enrollments)
    by_instrument: dict[str, list[CheckedLine]] = {}
    result = Assessments()
    for line in lines:
        if not line.is_refused:
            key = instrument_key(line.text("instrument"))
            result.titles.setdefault(key, line.text("instrument"))
            by_instrument.setdefault(key, []).append(line)
    for key, its_lines in by_instrument.items():
        result.questions[key] = [
            _question(question_key, title, known_types.get(question_key) or answer_type(answers))
            for title in table.further.values()
            for question_key in [f"{key}.{column_key(title_and_range(title)[0])}"]
            if (answers := [line.line.further[title] for line in its_lines if title in line.line.further])
        ]
        result.notes += [
            found(
                "W064",
                sheet=table.title,
                line=table.header_line,
                column=question.title,
                instrument=result.titles[key],
                type=_TYPE_WORDS.get(question.type, "text"),
            )
            for question in result.questions[key]
            if question.key not in known_types
        ]
    nth: Counter[str] = Counter()
    numbers = {line.text("number") for line in lines}
    for line in lines:  # a refused line keeps its place among those with the same parts
        parts = [line.text("enrollment_key"), line.text("date"), instrument_key(line.text("instrument"))]
        line.key = line.text("number") or made_key([*parts, line.text("point")], nth, numbers)
    result.rows = [_assessment(line, result) for line in lines if not line.is_refused]
    return result


def _question(key: str, title: str, type_name: str) -> Question:
    if type_name not in ("integer", "decimal"):
        return Question(key, title, type_name)
    _bare, minimum, maximum = title_and_range(title)
    return Question(key, title, type_name, minimum, maximum)


def answer_type(answers: list[Cell]) -> str:
    """What all the answers of a column are; text when they are not all one thing.

    >>> answer_type([1.0, "2"]), answer_type([1.0, 2.5]), answer_type(["01", "02"]), answer_type(["Yes", True])
    ('integer', 'decimal', 'text', 'boolean')
    """
    readable = [cell for cell in answers if not isinstance(cell, ExcelError | NotCalculated)]
    return next((name for name, test in _TESTS.items() if readable and all(map(test, readable))), "text")


def _is_whole(cell: Cell) -> bool:
    if isinstance(cell, str):
        return bool(re.fullmatch(r"-?(0|[1-9]\d{0,14})", tidy(cell)))
    return isinstance(cell, int | float) and not isinstance(cell, bool) and cell == int(cell) and abs(cell) < 1e15


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return bool(re.fullmatch(r"-?(0|[1-9]\d{0,14})(\.\d{1,9})?", tidy(cell)))
    return isinstance(cell, int | float) and not isinstance(cell, bool)


_TESTS: Mapping[str, Callable[[Cell], bool]] = {
    "integer": _is_whole,
    "decimal": _is_number,
    "date": lambda cell: day_of(cell)[0] is not None,
    "boolean": lambda cell: yes_or_no(cell) is not None,
}


def _check_enrollment(line: CheckedLine, enrollments: Register) -> None:
    key = line.text("enrollment_key")
    enrollment = enrollments.check_reference(line, "Enrollment number", key) if key else None
    if enrollment is not None and not line.is_refused:
        check_within_enrollment(line, enrollment, from_application=True)


def _assessment(line: CheckedLine, result: Assessments) -> SourceRow:
    instrument = instrument_key(line.text("instrument"))
    values: dict[str, Value] = {
        "enrollment_key": line.text("enrollment_key"),
        "instrument_key": instrument,
        "point": line.text("point"),
        "date": line.text("date"),
    }
    answers = {
        question.key: answer
        for question in result.questions[instrument]
        if question.title in line.line.further
        and (answer := _answer(line, question, line.line.further[question.title])) is not None
    }
    return line.as_row(line.key, values, answers)


def _answer(line: CheckedLine, question: Question, cell: Cell) -> Value:
    """The canonical answer; None when it cannot be one, which the line then says."""
    if isinstance(cell, ExcelError | NotCalculated):
        code = "W037" if isinstance(cell, ExcelError) else "W038"
        line.raise_doubt(code, question.title, shown(cell), Weight.VALUE)
        return None
    if question.type in _TESTS and not _TESTS[question.type](cell):
        line.raise_doubt("W068", question.title, shown(cell)[:300], type=_TYPE_WORDS[question.type])
        return None
    if question.minimum is not None and question.maximum is not None:
        number = decimal_of(cell)
        if number is not None and not question.minimum <= number <= question.maximum:
            said = shown(cell)[:300]
            line.raise_doubt("W069", question.title, said, smallest=question.minimum, largest=question.maximum)
            return None
    answer = canonical_answer(cell, question.type)
    if isinstance(answer, str) and len(answer) > ANSWER_LONGEST:
        terms = {"length": len(answer), "longest": ANSWER_LONGEST}
        line.raise_doubt("W039", question.title, answer[:300], Weight.VALUE, **terms)
        return None
    return answer


def canonical_answer(cell: Cell, type_name: str) -> Value:
    """A whole number as int, another number and a date as text, yes or no as bool.

    >>> canonical_answer("7", "integer"), canonical_answer(2.50, "decimal"), canonical_answer("n", "boolean")
    (7, '2.5', False)
    """
    match type_name:
        case "integer":
            return int(decimal_of(cell) or 0)
        case "decimal":
            return f"{decimal_of(cell):f}"
        case "date":
            day: date | None = day_of(cell)[0]
            return day.isoformat() if day else None
        case "boolean":
            return yes_or_no(cell)
        case _:
            return shown(cell).strip()
