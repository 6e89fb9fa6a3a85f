"""The cells of a table, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lineofsight.measures.asking import Cell, Member, TableAsk, Which, check_has_numerator, is_settled
from lineofsight.measures.by_hand.facts import Facts
from lineofsight.measures.by_hand.figures import members_of, rows_of, tallied
from lineofsight.measures.by_hand.seen import Counted, Seen, by_unit, counted, rows_in_period, speakers
from lineofsight.measures.periods import Period
from lineofsight.measures.query import TableQuery


def table(ask: TableAsk, facts: Facts) -> tuple[Cell, ...]:
    """Every cell of every period, line by line."""
    query = ask.query
    cells = []
    for period in ask.periods:
        rows = _counted(ask, facts, period)
        for i, line in enumerate(query.lines):
            for j, column in enumerate(query.columns):
                told = tallied(query.tally(i, j), by_unit(_inside(query, i, j, rows.included)).values())
                cell = Cell(
                    measure=query.table,
                    period=period,
                    group=(("line", line.name), ("column", column.name)),
                    numerator=told.numerator,
                    denominator=told.denominator,
                    value=told.value,
                    n=told.n,
                    too_early=len(by_unit(_inside(query, i, j, rows.too_early))),
                    is_settled=is_settled(query.whom, period, facts.as_at),
                    sums=told.sums,
                )
                cells.append(cell)
    return tuple(cells)


def table_members(
    ask: TableAsk, facts: Facts, period: Period, line: str, column: str, which: Which
) -> tuple[Member, ...]:
    """The units behind one cell, by id."""
    i, j = ask.place(line, column)
    tally = ask.query.tally(i, j)
    check_has_numerator(ask.query.table, tally, which)
    rows = rows_of(which, _counted(ask, facts, period), tally)
    return members_of(_inside(ask.query, i, j, rows), tally)


def _counted(ask: TableAsk, facts: Facts, period: Period) -> Counted:
    """The rows of the table. Of units for whom it is too early, one row speaks as well."""
    rows = counted(ask.query.whom, rows_in_period(ask.whom, facts, period))
    representative = ask.query.whom.representative
    return rows if representative is None else replace(rows, too_early=tuple(speakers(rows.too_early, representative)))


def _inside(query: TableQuery, line: int, column: int, rows: Sequence[Seen]) -> list[Seen]:
    """The rows that meet the line and the column."""
    return [row for row in rows if row.holds(query.lines[line].when) and row.holds(query.columns[column].when)]
