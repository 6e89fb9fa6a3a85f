"""The few distributions that small numbers need, in plain Python.

A process that answers pages must not load a numeric library for one quantile. Each function is compared with scipy in
the tests. Sources: Student's t through the regularized incomplete beta function by Lentz's continued fraction (Press et
al., Numerical Recipes, 2007, section 6.4); the rest is by definition, through logarithms of factorials.
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


def student_quantile(probability: float, *, degrees: int) -> float:
    """The value below which Student's t falls with this probability (at least one half)."""
    if probability == 0.5:
        return 0.0
    low, high = 0.0, 1.0
    while _student_below(high, degrees) < probability:
        low, high = high, high * 2
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if _student_below(middle, degrees) < probability:
            low = middle
        else:
            high = middle
        if middle in (low, high) and high - low <= 4e-16 * high:
            break
    return (low + high) / 2


def _student_below(t: float, degrees: int) -> float:
    return 1 - _incomplete_beta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularized incomplete beta function, by whichever of its two fractions converges quickly."""
    if x in (0.0, 1.0):
        return x
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1 - front * _beta_fraction(1 - x, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 / ((1 - (a + b) * x / (a + 1)) or tiny)
    fraction = d
    for m in range(1, 1000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / ((1 + term * d) or tiny)
            c = (1 + term / c) or tiny
            fraction *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return fraction
