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
