"""A table of one dimension with its total: what else must be withheld so that nothing withheld can be worked out.

The rules kept here. The rows are parts of the total and no person is in two. The total is taken as known, shown here or
elsewhere. What is withheld together can be worked out together, as total minus the rest, so it must be fit to be shown
itself, and there must be two rows of it at least. And who knows the rules (they are told beside each row) must still
find, for each row of few people, three possible counts at least. While any of this fails, the smallest row shown that
has people in it is withheld too (of equals the first by name); and a single one left is withheld as well. If all rows are
withheld and it still fails, so is the total. Sources: Hundepool et al., Handbook on Statistical Disclosure Control,
chapter 4 (secondary suppression, feasibility interval); Geurts 1992.
"""

from __future__ import annotations

from collections.abc import Mapping

from .figures import Cell, Policy, Rule, Withheld, add, people
from .primary import rule_for

POSSIBLE_COUNTS = 3  # of a withheld row of few people, for someone who knows the table and the rules


def protect_table(cells: Mapping[str, Cell], policy: Policy) -> tuple[dict[str, Cell | Withheld], Cell | Withheld]:
    """The rows as people outside may see them, and their total."""
    total = add(list(cells.values()))
    rule_of_total = rule_for(total, policy)
    withheld = {name: rule for name, cell in cells.items() if (rule := rule_for(cell, policy)) is not None}
    if rule_of_total is not None:
        everywhere = {name: Withheld(withheld.get(name, Rule.PROTECTS_ANOTHER)) for name in cells}
        return dict(everywhere), Withheld(rule_of_total)
    while withheld and not _safe(cells, withheld, policy):
        shown = [name for name, cell in cells.items() if name not in withheld and people(cell) > 0]
        if not shown:
            return _rows(cells, withheld), Withheld(Rule.PROTECTS_ANOTHER)
        withheld[min(shown, key=lambda name: (people(cells[name]), name))] = Rule.PROTECTS_ANOTHER
    return _rows(cells, withheld), total


def _safe(cells: Mapping[str, Cell], withheld: Mapping[str, Rule], policy: Policy) -> bool:
    hidden = [cells[name] for name in withheld]
    shown = [cell for name, cell in cells.items() if name not in withheld and people(cell) > 0]
    if len(hidden) < 2 or len(shown) == 1 or rule_for(add(hidden), policy) is not None:
        return False
    return all(
        _possible_counts(name, cells, withheld, policy) >= POSSIBLE_COUNTS
        for name, rule in withheld.items()
        if rule is Rule.FEW_PEOPLE
    )


def _possible_counts(name: str, cells: Mapping[str, Cell], withheld: Mapping[str, Rule], policy: Policy) -> int:
    """How many counts of people a withheld row could have, given the total, the rows shown and every row's rule."""
    together = sum(people(cells[other]) for other in withheld)
    lowest, highest = _known_bounds(withheld[name], policy, together)
    others = [_known_bounds(rule, policy, together) for other, rule in withheld.items() if other != name]
    low = max(lowest, together - sum(high for _, high in others))
    high = min(highest, together - sum(low for low, _ in others))
    return max(0, high - low + 1)


def _known_bounds(rule: Rule, policy: Policy, together: int) -> tuple[int, int]:
    """What the rule itself tells about the number of people in a row."""
    if rule is Rule.FEW_PEOPLE:
        return 1, policy.minimum - 1
    return (0, 0) if rule is Rule.NOBODY else (policy.minimum, together)


def _rows(cells: Mapping[str, Cell], withheld: Mapping[str, Rule]) -> dict[str, Cell | Withheld]:
    return {name: Withheld(withheld[name]) if name in withheld else cell for name, cell in cells.items()}
