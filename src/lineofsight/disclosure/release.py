"""The common release of a table for a closed period, and its check against what was released before.

The rules kept here. A table is suppressed once, for everybody outside. Before it may follow an earlier release of the
same rows (a correction, other boundaries, the same people counted again), each figure that can be worked out from both
(a row shown in both, the rows withheld in either taken together, the total) must be the same or differ by at least the
smallest count, in every count it gives away. Otherwise the difference is a figure about a few people: the new table is
refused and the earlier one stands, because withdrawing what has been seen protects nobody.
From counts alone one sees only how much two groups differ in size, not who left and who came; releases that know their
members can be checked more strictly, and a ledger over all
tables will be needed for that.
Source: Hundepool et al., Handbook on Statistical Disclosure Control, chapter 5 (differencing).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from lineofsight.problems import Problem

from .figures import Cell, Policy, ReleasedTable, Withheld, add, parts
from .one_way import protect_table


@dataclass(frozen=True, slots=True)
class SmallDifference:
    """Rows whose figures, taken together, differ by a few people between two releases. `differences`: how many people
    in each count (a count; or denominator, numerator and the rest of a share), for those who may see them all.
    """

    rows: tuple[str, ...]
    differences: tuple[int, ...]


def release_table(
    cells: Mapping[str, Cell],
    policy: Policy,
    *,
    total: Cell | None = None,
    known: Collection[str] = (),
    earlier: Sequence[ReleasedTable] = (),
) -> ReleasedTable:
    """A table as everybody outside will see it.

    cells: people by group, in the order of the page; parts of one total. total: needed where a person may be in two
    rows; else their sum. known: rows of which somebody sees the exact figure who does not see the others. earlier:
    what was released of the same rows. Raises a Problem, with the rows and never the counts, when the table must
    not follow those.
    """
    if not cells:
        raise Problem("X111", "The table has no rows.", "Release a table with at least one group.")
    rows, shown_total = protect_table(
        cells, policy, total=add(list(cells.values())) if total is None else total, known=known
    )
    released = ReleasedTable(rows, shown_total, policy)
    for before in earlier:
        found = small_differences(before, released)
        if found:
            names = ", ".join(dict.fromkeys(name for difference in found for name in difference.rows))
            raise Problem(
                "X112",
                f"Compared with an earlier release, this table would show what changed for a few people ({names}).",
                "The earlier release stands. The correction goes into the next period's figures.",
            )
    return released


def small_differences(earlier: ReleasedTable, later: ReleasedTable) -> tuple[SmallDifference, ...]:
    """What two releases of one table, side by side, would give away about a few people."""
    minimum = max(earlier.policy.minimum, later.policy.minimum)
    names = list(dict.fromkeys((*earlier.rows, *later.rows)))
    hidden = [name for name in names if _is_hidden(earlier, name) or _is_hidden(later, name)]
    sets: list[tuple[str, ...]] = [(name,) for name in names if name not in hidden]
    if not isinstance(earlier.total, Withheld) and not isinstance(later.total, Withheld):
        sets += [tuple(rows) for rows in (hidden, names) if rows]
    found = []
    for rows in dict.fromkeys(sets):
        before, after = _together(earlier, rows), _together(later, rows)
        differences = tuple(b - a for a, b in zip_longest(before, after, fillvalue=0))
        if any(0 < abs(difference) < minimum for difference in differences):
            found.append(SmallDifference(rows, differences))
    return tuple(found)


def _is_hidden(table: ReleasedTable, name: str) -> bool:
    return isinstance(table.rows.get(name), Withheld)


def _together(table: ReleasedTable, rows: tuple[str, ...]) -> tuple[int, ...]:
    """The counts of some rows taken together: their sum, or the total less the others where some are withheld."""
    figures = [figure for name in rows if (figure := table.rows.get(name)) is not None]
    shown: list[Cell] = [figure for figure in figures if not isinstance(figure, Withheld)]
    if len(shown) == len(figures):
        return parts(add(shown)) if shown else ()
    others: list[Cell] = [
        figure for name, figure in table.rows.items() if name not in rows and not isinstance(figure, Withheld)
    ]
    if isinstance(table.total, Withheld):
        return ()
    whole = parts(table.total)
    return tuple(a - b for a, b in zip_longest(whole, parts(add(others)) if others else (), fillvalue=0))
