"""The figures of an ask, worked out by hand: the oracle that every engine is held to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lineofsight.expressions import Value
from lineofsight.measures.asking import (
    Amount,
    Ask,
    Cell,
    GroupKey,
    Member,
    Tallied,
    Which,
    check_has_numerator,
    is_settled,
)
from lineofsight.measures.by_hand.facts import Facts
from lineofsight.measures.by_hand.picking import mean, percentile, total
from lineofsight.measures.by_hand.seen import Counted, Seen, by_unit, counted, rows_in_period
from lineofsight.measures.definition import Statistic
from lineofsight.measures.periods import Period
from lineofsight.measures.quality import Flagged
from lineofsight.measures.query import YES, Formula, Tally

MEDIAN = 50.0


def figures(ask: Ask, facts: Facts) -> tuple[Cell, ...]:
    """Every cell of the ask: for each period the total, then each group, then each cross."""
    return tuple(cell for period in ask.periods for cell in _cells_of(ask, facts, period))


def members(ask: Ask, facts: Facts, period: Period, group: GroupKey, which: Which) -> tuple[Member, ...]:
    """The units behind one cell, by id."""
    check_has_numerator(ask.query.measure, ask.query.tally, which)
    rows = [row for row in rows_in_period(ask, facts, period) if _belongs(row, group)]
    return members_of(rows_of(which, counted(ask.query, rows), ask.query.tally), ask.query.tally)


def rows_of(which: Which, cell: Counted, tally: Tally) -> tuple[Seen, ...]:
    """The rows of a cell that are asked for."""
    rows = {
        Which.DENOMINATOR: cell.included,
        Which.NUMERATOR: tuple(row for row in cell.included if row.holds(tally.numerator)),
        Which.NOT_NUMERATOR: tuple(row for row in cell.included if not row.holds(tally.numerator)),
        Which.TOO_EARLY: cell.too_early,
        Which.INCOMPLETE: cell.incomplete,
    }
    return rows[which]


def members_of(rows: Iterable[Seen], tally: Tally) -> tuple[Member, ...]:
    """The units of the rows, by id."""
    return tuple(_member(unit, row, tally) for unit, row in by_unit(rows).items())


def _member(unit: int, row: Seen, tally: Tally) -> Member:
    """A unit with its value, where that is an amount: what has different values need not be one."""
    value = tally.value if tally.statistic is not Statistic.COUNT_DISTINCT else None
    return Member(unit, row.id, _amount(row, value))


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
    for names in ask.parts:
        groups = [ask.query.group(name) for name in names]
        parts: dict[tuple[str, ...], list[Seen]] = {} if names else {(): rows}
        for row in rows if names else ():
            parts.setdefault(tuple(row.group(group) for group in groups), []).append(row)
        in_order = [(key, [group.order_of(value) for group, value in zip(groups, key, strict=True)]) for key in parts]
        for key, _ in sorted(in_order, key=lambda each: each[1]):
            found = counted(ask.query, parts[key])
            if not names or found.included or found.too_early or found.incomplete:
                yield _cell(ask, facts, period, tuple(zip(names, key, strict=True)), found)


def _cell(ask: Ask, facts: Facts, period: Period, group: GroupKey, rows: Counted) -> Cell:
    query = ask.query
    told = tallied(query.tally, by_unit(rows.included).values())
    return Cell(
        measure=query.measure,
        period=period,
        group=group,
        numerator=told.numerator,
        denominator=told.denominator,
        value=told.value,
        n=told.n,
        too_early=len(by_unit(rows.too_early)),
        is_settled=is_settled(query, period, facts.as_at),
        incomplete=len(by_unit(rows.incomplete)),
        sums=told.sums,
    )


def tallied(tally: Tally, units: Iterable[Seen]) -> Tallied:
    """What the tally says of the units, each with the row that speaks for it."""
    rows = list(units)
    count = len(rows)
    if tally.statistic is Statistic.PROPORTION:
        numerator = sum(row.holds(tally.numerator) for row in rows)
        return Tallied(denominator=count, numerator=numerator, n=count, value=numerator / count if count else None)
    if tally.value is None:
        return Tallied(denominator=count, n=count, value=count)
    if tally.statistic is Statistic.RATIO and tally.for_each is not None:
        return _ratio(rows, tally.value, tally.for_each)
    values = [value for row in rows if (value := row.works_out(tally.value)) is not None]
    return Tallied(denominator=count, n=len(values), value=_summary(tally, tally.value, values))


def _ratio(rows: list[Seen], upper: Formula, lower: Formula) -> Tallied:
    """The sum of the one by the sum of the other, over those that have both."""
    pairs = [(row.works_out(upper), row.works_out(lower)) for row in rows]
    both = [pair for pair in pairs if None not in pair]
    above = total([one for one, _ in both], upper.type)
    below = total([other for _, other in both], lower.type)
    value = float(above) / float(below) if below else None
    return Tallied(denominator=len(rows), n=len(both), value=value, sums=(above, below))


def _summary(tally: Tally, value: Formula, values: Sequence[Value]) -> Amount | None:
    if tally.statistic is Statistic.COUNT_DISTINCT:
        return len(set(values))
    if tally.statistic is Statistic.SUM:
        return total(values, value.type)
    if not values:
        return None
    if tally.statistic is Statistic.MEAN:
        return mean(values)
    return percentile(values, MEDIAN if tally.percentile is None else tally.percentile)


def _amount(row: Seen, value: Formula | None) -> Amount | None:
    found = row.works_out(value) if value is not None else None
    return found if found is None or not isinstance(found, str | bool | tuple) else None  # type: ignore[return-value]


def _belongs(row: Seen, group: GroupKey) -> bool:
    return all(row.group(row.query.group(name)) == value for name, value in group)
