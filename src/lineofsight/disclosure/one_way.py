"""A table of one dimension with its total: what else must be withheld so that nothing withheld can be worked out.

The rules kept here. The rows are parts of the total and no person is in two. The total is taken as known, shown here or
elsewhere. What is withheld together can be worked out together, as total minus the rest, so it must be fit to be shown
itself, and there must be two rows of it at least. And who knows the rules (they are told beside each row) must still
find, for each row of few people, three possible counts at least. While any of this fails, the smallest row shown that
has people in it is withheld too (of equals the first by name); a single one left is withheld as well. If all rows are
withheld and it still fails, so is the total. Sources: Hundepool et al., Handbook on Statistical Disclosure Control,
chapter 4 (secondary suppression, feasibility interval); Geurts 1992.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from .figures import Cell, Policy, Rule, ShareCell, Withheld, Zeros, add, people
from .primary import rule_for

POSSIBLE_COUNTS = 3  # of a withheld row of few people, for someone who knows the table and the rules


def protect_table(cells: Mapping[str, Cell], policy: Policy) -> tuple[dict[str, Cell | Withheld], Cell | Withheld]:
    """The rows as people outside may see them, and their total."""
    total = add(list(cells.values()))
    rule_of_total = rule_for(total, policy)
    withheld = {name: rule for name, cell in cells.items() if (rule := rule_for(cell, policy)) is not None}
    if rule_of_total is not None:  # then no row with people in it can be shown either
        return _rows(cells, withheld), Withheld(rule_of_total)
    while withheld and not _safe(cells, withheld, policy):
        shown = [name for name, cell in cells.items() if name not in withheld and people(cell) > 0]
        if not shown:
            return _rows(cells, withheld), Withheld(Rule.PROTECTS_ANOTHER)
        withheld[min(shown, key=lambda name: (people(cells[name]), name))] = Rule.PROTECTS_ANOTHER
    return _rows(cells, withheld), total


def _safe(cells: Mapping[str, Cell], withheld: Mapping[str, Rule], policy: Policy) -> bool:
    hidden = [cells[name] for name in withheld]
    shown = [people(cell) for name, cell in cells.items() if name not in withheld and people(cell) > 0]
    if len(hidden) < 2 or len(shown) == 1 or rule_for(add(hidden), policy) is not None:
        return False
    together = people(add(hidden))
    bounds = [_known_bounds(rule, policy, is_share=isinstance(hidden[0], ShareCell)) for rule in withheld.values()]
    # Who knows that the smallest row shown is the next to be withheld, knows that no row withheld so is larger.
    largest = min(shown, default=together)
    ranges = [(low, min(high, together) if high is not None else largest) for low, high in bounds]
    lows, highs = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    needed = min(POSSIBLE_COUNTS, policy.minimum - 1)
    return all(
        min(high, together - (lows - low)) - max(low, together - (highs - high)) + 1 >= needed
        for (low, high), rule in zip(ranges, withheld.values(), strict=True)
        if rule is Rule.FEW_PEOPLE
    )


def _known_bounds(rule: Rule, policy: Policy, *, is_share: bool) -> tuple[int, int | None]:
    """What the rule itself tells about the number of people in a row; None: as many as the smallest row shown."""
    if rule is Rule.FEW_PEOPLE:
        return int(policy.zeros is Zeros.SHOWN), policy.minimum - 1
    if rule is Rule.FEW_ON_ONE_SIDE:
        return policy.minimum, sys.maxsize
    return policy.minimum * (2 if is_share else 1), None


def _rows(cells: Mapping[str, Cell], withheld: Mapping[str, Rule]) -> dict[str, Cell | Withheld]:
    return {name: Withheld(withheld[name]) if name in withheld else cell for name, cell in cells.items()}
