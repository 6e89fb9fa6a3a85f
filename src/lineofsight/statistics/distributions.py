"""The few distributions that small numbers need, in plain Python.

A process that answers pages must not load a numeric library for one quantile. Each function follows its definition,
through logarithms of factorials, and is compared with scipy in the tests.
"""

from __future__ import annotations

from math import exp, inf, lgamma, log, log1p
from statistics import NormalDist

NORMAL = NormalDist()
Z_95 = NORMAL.inv_cdf(0.975)  # 1.959964


def log_choose(n: int, k: int) -> float:
    """The logarithm of the number of ways to choose k of n; minus infinity where there is none."""
    if not 0 <= k <= n:
        return -inf
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def binomial_mass(k: int, n: int, *, chance: float) -> float:
    """The probability of exactly k of n, for a chance strictly between 0 and 1."""
    return exp(log_choose(n, k) + k * log(chance) + (n - k) * log1p(-chance))


def binomial_quantile(probability: float, n: int, *, chance: float) -> int:
    """The smallest k with at least this probability of k or fewer."""
    total = 0.0
    for k in range(n):
        total += binomial_mass(k, n, chance=chance)
        if total >= probability:
            return k
    return n


def hypergeometric_mass(k: int, *, drawn: int, marked: int, whole: int) -> float:
    """The probability of k marked ones among those drawn from a whole that holds so many marked."""
    return exp(log_choose(marked, k) + log_choose(whole - marked, drawn - k) - log_choose(whole, drawn))
