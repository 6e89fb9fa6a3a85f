"""The figures of an ask, worked out by hand: the oracle that every engine is held to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lineofsight.expressions import Value
from lineofsight.measures.asking import Amount, Ask, Cell, GroupKey, Member, Which, is_settled
from lineofsight.measures.by_hand.facts import Facts
from lineofsight.measures.by_hand.picking import mean, median, total
from lineofsight.measures.by_hand.seen import Counted, Seen, by_unit, counted, rows_in_period
from lineofsight.measures.definition import Statistic
from lineofsight.measures.periods import Period
from lineofsight.measures.problems import MeasureProblem
from lineofsight.measures.quality import Flagged
from lineofsight.measures.query import YES, Query


def figures(ask: Ask, facts: Facts) -> tuple[Cell, ...]:
    """Every cell of the ask: for each period the total, then each group."""
    return tuple(cell for period in ask.periods for cell in _cells_of(ask, facts, period))


def members(ask: Ask, facts: Facts, period: Period, group: GroupKey, which: Which) -> tuple[Member, ...]:
    """The units behind one cell, by id."""
    query = ask.query
    if query.numerator is None and which in (Which.NUMERATOR, Which.NOT_NUMERATOR):
        raise MeasureProblem("M146", query.measure, "It has no numerator.", "Ask for its denominator.")
    rows = [row for row in rows_in_period(ask, facts, period) if _belongs(row, group)]
    cell = counted(query, rows)
    chosen = cell.too_early if which is Which.TOO_EARLY else cell.included
    if which is Which.NUMERATOR:
        chosen = tuple(row for row in chosen if row.holds(query.numerator))
    if which is Which.NOT_NUMERATOR:
        chosen = tuple(row for row in chosen if not row.holds(query.numerator))
    return tuple(Member(unit, row.id, _amount(row)) for unit, row in by_unit(chosen).items())


def flagged(ask: Ask, facts: Facts) -> tuple[Flagged, ...]:
    """The rows of each yes-or-no group whose answer is yes."""
    rows = rows_in_period(ask, facts, ask.periods[-1])
    return tuple(
        Flagged(name, row.unit, row.id)
        for name in sorted(ask.by)
        for row in rows
        if row.unit is not None and row.group(ask.query.group(name)) == YES
    )


def _cells_of(ask: Ask, facts: Facts, period: Period) -> Iterator[Cell]:
    rows = rows_in_period(ask, facts, period)
    settled = is_settled(ask.query, period, facts.as_at)
    yield _cell(ask.query, period, (), counted(ask.query, rows), settled)
    for name in ask.by:
        group = ask.query.group(name)
        parts: dict[str, list[Seen]] = {}
        for row in rows:
            parts.setdefault(row.group(group), []).append(row)
        for value, part in sorted(parts.items()):
            cell = _cell(ask.query, period, ((name, value),), counted(ask.query, part), settled)
            if cell.denominator or cell.too_early:
                yield cell


def _cell(query: Query, period: Period, group: GroupKey, rows: Counted, settled: bool) -> Cell:
    included = by_unit(rows.included)
    denominator = len(included)
    numerator = None
    n = denominator
    value: Amount | None = denominator
    if query.statistic is Statistic.PROPORTION:
        numerator = sum(row.holds(query.numerator) for row in included.values())
        value = numerator / denominator if denominator else None
    elif query.statistic.is_of_a_value:
        amounts = [amount for row in included.values() if (amount := _amount(row)) is not None]
        n = len(amounts)
        value = _summary(query, amounts)
    return Cell(
        measure=query.measure,
        period=period,
        group=group,
        numerator=numerator,
        denominator=denominator,
        value=value,
        n=n,
        too_early=len(by_unit(rows.too_early)),
        is_settled=settled,
    )


def _summary(query: Query, amounts: Sequence[Value]) -> Amount | None:
    if query.statistic is Statistic.SUM and query.value is not None:
        return total(amounts, query.value.type)
    if not amounts:
        return None
    return mean(amounts) if query.statistic is Statistic.MEAN else median(amounts)


def _amount(row: Seen) -> Amount | None:
    if row.query.value is None:
        return None
    found = row.works_out(row.query.value)
    return found if found is None or not isinstance(found, str | bool | tuple) else None  # type: ignore[return-value]


def _belongs(row: Seen, group: GroupKey) -> bool:
    return all(row.group(row.query.group(name)) == value for name, value in group)
