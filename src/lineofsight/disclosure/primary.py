"""Primary rules: may this one figure be shown, whatever stands beside it?

The rules, exactly, with k the smallest count:
- A count n of people: withheld as few people if 0 < n < k. A count of 0 is shown, or withheld under the same rule
  where the policy says so.
- A share of x in n people: withheld as few people if 0 < n < k; and as few on one side if fewer than k are in the
  numerator (x < k) or outside it (n - x < k), 0 included. Few on one side are found; and where all are on one side, the
  figure says of each of them what they answered, so 0 % and 100 % are not shown either. Of nobody (n = 0) there is
  nothing to protect and no percentage.
- A mean, median or sum over n people is withheld as the count of them is, with its own smallest count.
Sources: Hundepool et al., Handbook on Statistical Disclosure Control, chapter 5 (group attribute disclosure); NCES
2011-603. Showing "95 % or more" instead of nothing belongs to the values this room will learn later.
"""

from __future__ import annotations

from .figures import Cell, Policy, Rule, ShareCell, Withheld, Zeros, parts, people


def protect_count(count: int, policy: Policy) -> int | Withheld:
    """A count of people, or Withheld.

    >>> protect_count(4, Policy()), protect_count(0, Policy()), protect_count(5, Policy())
    (Withheld(rule=<Rule.FEW_PEOPLE: 'few_people'>), 0, 5)
    """
    rule = rule_for(count, policy)
    return count if rule is None else Withheld(rule)


def protect_share(share: ShareCell, policy: Policy) -> ShareCell | Withheld:
    """A share of people with both its counts, or Withheld."""
    rule = rule_for(share, policy)
    return share if rule is None else Withheld(rule)


def rule_for(cell: Cell, policy: Policy) -> Rule | None:
    """The primary rule that withholds this cell; None if it may be shown by itself."""
    k = policy.minimum
    if people(cell) == 0 and policy.zeros is Zeros.SHOWN:
        return None
    if people(cell) < k:
        return Rule.FEW_PEOPLE
    return Rule.FEW_ON_ONE_SIDE if min(parts(cell)) < k else None
