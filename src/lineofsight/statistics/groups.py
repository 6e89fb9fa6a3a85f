"""Does a group differ from all others together by more than chance explains, given how many groups were looked at?

The rules kept here: a group is compared with everybody else, never with a total that contains it; all comparisons of a
page are judged together; what does not survive gets no word, no arrow and no rank. Clients differ between groups, so
nothing here shows who works better. Sources: Fisher 1935 with Lancaster's mid-p (1961; Agresti 2013, section 1.4.4);
Mann & Whitney 1947; Benjamini & Hochberg 1995.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, groupby
from math import sqrt

from lineofsight.problems import Problem

from .distributions import NORMAL, hypergeometric_mass
from .series import Direction, Share

FALSE_DISCOVERY_RATE = 0.10
SMALLEST_EXPECTED = 5.0
RANKS_NEED = 10  # answers in the group and elsewhere


class ChanceTest(StrEnum):
    """How chance was judged."""

    FISHER_MID_P = "fisher_mid_p"
    TWO_PROPORTIONS = "two_proportions"
    MANN_WHITNEY = "mann_whitney"


@dataclass(frozen=True, slots=True)
class Group:
    """One group of one disaggregation: its share, or its ordinal answers.

    hidden: below the disclosure limit. It is not tested; its people still belong to the others.
    """

    dimension: str
    name: str
    figure: Share | Sequence[int]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """group against all others together. direction: is the group higher or lower; None if alike.

    others: the figure of everybody else. p: two-sided. adjusted: over all comparisons of the page, `comparisons` in
    number; survives: adjusted is at most the rate of false discoveries accepted.
    """

    group: Group
    others: Share | tuple[int, ...]
    test: ChanceTest
    direction: Direction | None
    p: float
    adjusted: float
    comparisons: int
    survives: bool


def compare_groups(groups: Sequence[Group], *, q: float = FALSE_DISCOVERY_RATE) -> tuple[GroupComparison, ...]:
    """All comparisons of one page: within each dimension, each group against all others together.

    Of two groups the first is compared with the second, once. Groups of nobody, hidden groups, and ordinal groups of
    fewer than 10 on either side are not tested. In the order given.
    """
    found: list[tuple[Group, Share | tuple[int, ...], ChanceTest, Direction | None, float]] = []
    for _, same in groupby(sorted(groups, key=lambda group: group.dimension), key=lambda group: group.dimension):
        members = list(same)
        for group in members[:1] if len(members) == 2 and not members[0].hidden else members:
            others = [other for other in members if other is not group]
            if group.hidden or not others:
                continue
            result = _compare_one(group, others)
            if result is not None:
                found.append((group, *result))
    adjusted = benjamini_hochberg([one[-1] for one in found])
    order = {id(group): i for i, group in enumerate(groups)}
    return tuple(
        GroupComparison(*one, adjusted=a, comparisons=len(found), survives=a <= q)
        for one, a in sorted(zip(found, adjusted, strict=True), key=lambda pair: order[id(pair[0][0])])
    )


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusted p-values in the order given; those at most q survive a false discovery rate of q.

    >>> benjamini_hochberg([0.01, 0.04, 0.03])
    (0.03, 0.04, 0.04)
    """
    m = len(p_values)
    adjusted = [1.0] * m
    smallest = 1.0
    for rank, i in sorted(enumerate(sorted(range(m), key=lambda i: p_values[i]), start=1), reverse=True):
        smallest = min(smallest, p_values[i] * m / rank)
        adjusted[i] = smallest
    return tuple(adjusted)


def share_test(one: Share, other: Share) -> tuple[ChanceTest, float]:
    """The two-sided p of two independent shares: Fisher's mid-p if any expected count is under 5, else two proportions.

    Where everybody or nobody is counted on both sides there is nothing to compare: p is 1.
    """
    whole, counted = one.denominator + other.denominator, one.numerator + other.numerator
    smaller_side = min(one.denominator, other.denominator) * min(counted, whole - counted)
    if smaller_side < SMALLEST_EXPECTED * whole:
        return ChanceTest.FISHER_MID_P, _fisher_mid_p(one, other)
    pooled = counted / whole
    error = sqrt(pooled * (1 - pooled) * (1 / one.denominator + 1 / other.denominator))
    z = (one.numerator / one.denominator - other.numerator / other.denominator) / error
    return ChanceTest.TWO_PROPORTIONS, 2 * NORMAL.cdf(-abs(z))


def _fisher_mid_p(one: Share, other: Share) -> float:
    """The chance of a less likely table plus half the chance of an equally likely one (Agresti 2013)."""
    whole, marked, drawn = one.denominator + other.denominator, one.numerator + other.numerator, one.denominator
    lowest, highest = max(0, drawn + marked - whole), min(drawn, marked)
    if lowest == highest:
        return 1.0
    masses = [hypergeometric_mass(k, drawn=drawn, marked=marked, whole=whole) for k in range(lowest, highest + 1)]
    seen = masses[one.numerator - lowest]
    # Two tables that are equally likely differ in the last digits of their logarithms.
    less = sum(mass for mass in masses if mass < seen * (1 - 1e-7))
    equal = sum(mass for mass in masses if abs(mass - seen) <= seen * 1e-7)
    return min(1.0, less + equal / 2)


def mann_whitney(one: Sequence[int], other: Sequence[int]) -> tuple[float, float]:
    """How often a member of one stands above a member of other (0..1, ties count half), and the two-sided p.

    Normal approximation with correction for ties and for continuity. All answers equal: 0.5 and 1.
    """
    n1, n2 = len(one), len(other)
    if not n1 or not n2:
        raise Problem("T141", "One of the two groups has no answers.", "Compare groups that have answers.")
    rank_sum, ties, below = 0.0, 0, 0
    counted = {value: (one.count(value), other.count(value)) for value in sorted({*one, *other})}
    for mine, theirs in counted.values():
        both = mine + theirs
        rank_sum += mine * (below + (both + 1) / 2)
        ties += both**3 - both
        below += both
    u = rank_sum - n1 * (n1 + 1) / 2
    n = n1 + n2
    variance = n1 * n2 / 12 * ((n + 1) - ties / (n * (n - 1)))
    if variance <= 0:
        return 0.5, 1.0
    z = max(0.0, abs(u - n1 * n2 / 2) - 0.5) / sqrt(variance)
    return u / (n1 * n2), 2 * NORMAL.cdf(-z)


def _compare_one(
    group: Group, others: Sequence[Group]
) -> tuple[Share | tuple[int, ...], ChanceTest, Direction | None, float] | None:
    figures = [other.figure for other in others]
    shares = [figure for figure in figures if isinstance(figure, Share)]
    if isinstance(group.figure, Share) != bool(shares) or len(shares) not in (0, len(figures)):
        raise Problem(
            "T142",
            f'The groups of "{group.dimension}" hold shares and ordinal answers side by side.',
            "Give one kind of figure in one dimension.",
        )
    if isinstance(group.figure, Share):
        rest = Share(sum(share.numerator for share in shares), sum(share.denominator for share in shares))
        if group.figure.value is None or rest.value is None:
            return None
        test, p = share_test(group.figure, rest)
        return rest, test, _direction(group.figure.value - rest.value), p
    elsewhere = tuple(chain.from_iterable(figure for figure in figures if not isinstance(figure, Share)))
    if min(len(group.figure), len(elsewhere)) < RANKS_NEED:
        return None
    above, p = mann_whitney(group.figure, elsewhere)
    return elsewhere, ChanceTest.MANN_WHITNEY, _direction(above - 0.5), p


def _direction(difference: float) -> Direction | None:
    if difference == 0:
        return None
    return Direction.UP if difference > 0 else Direction.DOWN
