"""What people outside are told of those who are left out of a figure since something is missing. Pure.

The rule: they are people like any others. Their number is told beside a figure that is shown, where it reaches the
minimum and people are counted; of a place that is neither a whole with parts nor a part of one, since otherwise the
parts could be subtracted; never group by group. None and few are told alike: not at all. A correction tells it only
where it does not differ by a few from what was told before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .suppression import Exact, ToldTable


def with_incomplete(table: ToldTable, exact: Exact, *, stands_alone: bool) -> ToldTable:
    """The table with the number of the incomplete beside its total, where that may be told."""
    is_shown = table.total.figure.withheld is None and table.counts_people and stands_alone
    number = exact.figure.incomplete
    if not is_shown or number < table.policy.minimum:
        return table
    return replace(table, total=replace(table.total, incomplete=number))


def beside_earlier(table: ToldTable, earlier: Iterable[ToldTable]) -> ToldTable:
    """The same for a correction of tables that were released earlier."""
    number = table.total.incomplete
    told = [before.total.incomplete for before in earlier if before.total.incomplete is not None]
    if number is None or all(number == each or abs(number - each) >= table.policy.minimum for each in told):
        return table
    return replace(table, total=replace(table.total, incomplete=None))
