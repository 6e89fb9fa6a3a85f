"""The list of problems as a file: nothing in it is calculated by the spreadsheet that opens it."""

import pytest

from lineofsight.apps.imports import selectors
from lineofsight.packs.rows import RowProblem, Weight

from .rows_reader import program, read

pytestmark = pytest.mark.usefixtures("real_transactions")


@pytest.mark.parametrize("told", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1"])
def test_makes_text_of_what_a_spreadsheet_would_calculate(monkeypatch, told):
    run = read(monkeypatch, [program(), RowProblem("I999", Weight.NOTE, told, 2, told, told, told)])

    _header, line = selectors.problem_lines(run, selectors.discretion_of(run, None))
    file, _number, column, value, reason = line[:5]

    assert {file, column, value, reason} == {f"'{told}"}


def note(code, line):
    return RowProblem(code, Weight.NOTE, "People", line, "ZIP", "2139", f"{code} in line {line}.")


def test_groups_notes_by_kind_the_rare_ones_first(monkeypatch):
    notes = [*(note("W070", line) for line in range(4, 50)), note("W023", 1), *(note("W062", line) for line in (7, 9))]
    run = read(monkeypatch, [program(), *notes])

    kinds = selectors.kinds_of_notes(run, selectors.discretion_of(run, None))

    assert [(kind.first.code, kind.number, kind.first.line) for kind in kinds] == [
        ("W023", 1, 1),
        ("W062", 2, 7),
        ("W070", 46, 4),
    ]


def test_lists_one_kind_alone(monkeypatch):
    run = read(monkeypatch, [program(), note("W023", 1), note("W062", 7), note("W062", 9)])
    everything = selectors.discretion_of(run, None)

    assert [each.line for each in selectors.problems(run, everything, code="W062")] == [7, 9]
    assert selectors.count_of_kind(run, everything, "W062") == 2
