"""A table of one dimension with its total: what else must be withheld so that nothing withheld can be worked out.

The rules kept here. The rows are parts of the total; where a person may be in two of them, the total is given, and the
people behind several rows are counted as few as they can be. The total is taken as known, shown here or elsewhere. What
is withheld together can be worked out together, as total minus the rest, so it must be fit to be shown itself, and
there must be two rows of it at least. Whoever sees one of the rows exact, because it is their own program, takes that
away too: what is then left must be fit as well. Even somebody who knew each row's rule must still find three possible
counts of people for each row of few, and two possible counts on either side of each share. While any of this fails, the
smallest row shown that has people in it is withheld too (of equals the first by name); a lone one left as well, where
the policy says so. If all rows are withheld and it still fails, so is the total.
Which of the withheld rows are the few and which only protect them is not told: who runs this very program over all
tables could else read a row's size from how many others had to go with it (tests/generative does that).
Sources: Hundepool et al., Handbook on Statistical Disclosure Control, chapter 4 (secondary suppression, feasibility
interval); Geurts 1992; Kenthapadi, Mishra & Nissim 2005 (what a refusal itself gives away).
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from .figures import Cell, Policy, Rule, ShareCell, Withheld, Zeros, least_together, people
from .primary import rule_for

POSSIBLE_COUNTS = 3  # of a withheld row of few people, for someone who knows the table and the rules
EXCHANGES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1))  # more in the numerator, more outside it


def protect_table(
    cells: Mapping[str, Cell], policy: Policy, *, total: Cell, known: Collection[str]
) -> tuple[dict[str, Cell | Withheld], Cell | Withheld]:
    """The rows as people outside may see them, and their total."""
    rule_of_total = rule_for(total, policy)
    withheld = {name: rule for name, cell in cells.items() if (rule := rule_for(cell, policy)) is not None}
    if rule_of_total is not None:  # then no row with people in it can be shown either
        return _rows(cells, withheld), Withheld(rule_of_total)
    while withheld and not _safe(cells, withheld, policy, total=total, known=known):
        shown = [name for name, cell in cells.items() if name not in withheld and people(cell) > 0]
        if not shown:
            return _rows(cells, withheld), Withheld(Rule.FEW_OR_PROTECTS)
        withheld[min(shown, key=lambda name: (people(cells[name]), name))] = Rule.PROTECTS_ANOTHER
    return _rows(cells, withheld), total


def _safe(
    cells: Mapping[str, Cell], withheld: Mapping[str, Rule], policy: Policy, *, total: Cell, known: Collection[str]
) -> bool:
    others = [cell for name, cell in cells.items() if name not in withheld]
    together = least_together([cells[name] for name in withheld], others, total)
    most = _most_of_known(together, policy)
    hidden = [_Hidden(cells[name], rule, most if name in known else None) for name, rule in withheld.items()]
    shown = [people(cell) for name, cell in cells.items() if name not in withheld and people(cell) > 0]
    alone = len(shown) == 1 and not policy.lone_row_shown
    if len(hidden) < 2 or alone or rule_for(together, policy) is not None:
        return False
    for name in withheld.keys() & known:
        rest = [cell for other, cell in cells.items() if other in withheld and other != name]
        if rule_for(least_together(rest, [*others, cells[name]], total), policy) is not None:
            return False
    # Who knows that the smallest row shown is the next to be withheld, knows that no row withheld so is larger.
    largest = min(shown, default=people(together))
    return _numbers_stay_open(hidden, people(together), largest, policy=policy) and all(
        row.rule is Rule.PROTECTS_ANOTHER
        or not isinstance(row.cell, ShareCell)
        or _sides_stay_open(i, hidden, largest, policy)
        for i, row in enumerate(hidden)
    )


@dataclass(frozen=True, slots=True)
class _Hidden:
    """A withheld row with its own rule. most: as many may be in it, in the numerator and outside it, that whoever knows
    the row is left with enough others; None where nobody knows it."""

    cell: Cell
    rule: Rule
    most: tuple[int, int] | None


def _most_of_known(together: Cell, policy: Policy) -> tuple[int, int]:
    if isinstance(together, ShareCell):
        return together.numerator - policy.minimum, together.rest - policy.minimum
    return 0, people(together) - policy.minimum


def _numbers_stay_open(hidden: Sequence[_Hidden], together: int, largest: int, *, policy: Policy) -> bool:
    """Whether each row of few people could have three counts, given what all hidden rows add up to."""
    ranges = []
    for row in hidden:
        low, high = _known_bounds(row.rule, policy, is_share=isinstance(row.cell, ShareCell))
        most = together if row.most is None else sum(row.most)
        ranges.append((low, min(high if high is not None else largest, together, most)))
    lows, highs = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    needed = min(POSSIBLE_COUNTS, policy.minimum - 1)
    return all(
        min(high, together - (lows - low)) - max(low, together - (highs - high)) + 1 >= needed
        for (low, high), row in zip(ranges, hidden, strict=True)
        if row.rule is Rule.FEW_PEOPLE
    )


def _sides_stay_open(i: int, hidden: Sequence[_Hidden], largest: int, policy: Policy) -> bool:
    """Whether one person more or less could be on either side of a hidden share.

    Shown by an example: such a person exchanged with another hidden row leaves every sum and every rule as it is.
    """
    changed = [
        (x, y)
        for x, y in EXCHANGES
        if _could_be(hidden[i], (x, y), largest, policy)
        and any(_could_be(other, (-x, -y), largest, policy) for j, other in enumerate(hidden) if j != i)
    ]
    return any(x for x, _ in changed) and any(y for _, y in changed)


def _could_be(row: _Hidden, step: tuple[int, int], largest: int, policy: Policy) -> bool:
    """Whether a hidden share with so many more in its numerator and outside it would be hidden by the same rule."""
    if not isinstance(row.cell, ShareCell):
        return False
    x, y = row.cell.numerator + step[0], row.cell.rest + step[1]
    if min(x, y) < 0 or (row.most is not None and (x > row.most[0] or y > row.most[1])):
        return False
    its_rule = rule_for(ShareCell(x, x + y), policy)
    if row.rule is Rule.PROTECTS_ANOTHER:
        return its_rule is None and x + y <= largest
    return its_rule is row.rule


def _known_bounds(rule: Rule, policy: Policy, *, is_share: bool) -> tuple[int, int | None]:
    """What the rule itself tells about the number of people in a row; None: as many as the smallest row shown."""
    if rule is Rule.FEW_PEOPLE:
        return int(policy.zeros is Zeros.SHOWN), policy.minimum - 1
    if rule is Rule.FEW_ON_ONE_SIDE:
        return policy.minimum, sys.maxsize
    return policy.minimum * (2 if is_share else 1), None


def _rows(cells: Mapping[str, Cell], withheld: Mapping[str, Rule]) -> dict[str, Cell | Withheld]:
    """The rows in their order, with what may be told of each."""
    told = Rule.FEW_OR_PROTECTS if Rule.PROTECTS_ANOTHER in withheld.values() else None
    return {name: Withheld(told or withheld[name]) if name in withheld else cell for name, cell in cells.items()}
