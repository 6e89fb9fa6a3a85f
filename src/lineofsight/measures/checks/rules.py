"""Rules, bands and code sets of a derive as the one expression they are: a chain of `if`, in which the first that holds
wins. A blank number is in no band, and a blank code in no set.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lineofsight.measures.definition import Derive, Rule

OTHER = "other"
"""The set of a code that is in none of those named."""


def as_expression(derive: Derive) -> str:
    """The text of a derive that is worked out from the row.

    >>> as_expression(Derive(name="band", value="${hours}", cuts=("2", "4")))
    "if((${hours}) = '', '', if((${hours}) < 2, 'under 2', if((${hours}) < 4, '2 to under 4', '4 or more')))"
    """
    if derive.first:
        return _chain(derive.first)
    if derive.cuts:
        bands = bands_of(derive.cuts)
        rules = [Rule(f"({derive.value}) < {cut}", f"'{band}'") for cut, band in zip(derive.cuts, bands, strict=False)]
        return _if(f"({derive.value}) = ''", "''", _chain([*rules, Rule("", f"'{bands[-1]}'")]))
    if derive.sets:
        rules = [Rule(f"code-in({derive.value}, '{name}')", f"'{code_of(name)}'") for name in derive.sets]
        return _if(f"({derive.value}) = ''", "''", _chain([*rules, Rule("", f"'{OTHER}'")]))
    return derive.value


def bands_of(cuts: Sequence[str]) -> tuple[str, ...]:
    """The bands between the cuts; each cut begins one.

    >>> bands_of(["18", "25"])
    ('under 18', '18 to under 25', '25 or more')
    """
    between = [f"{low} to under {high}" for low, high in pairwise(cuts)]
    return (f"under {cuts[0]}", *between, f"{cuts[-1]} or more")


def code_of(name: str) -> str:
    """What a code set is called as a group.

    >>> code_of("hmis.destinations.permanent")
    'permanent'
    """
    return name.rpartition(".")[2]


def in_their_order(derive: Derive) -> tuple[str, ...]:
    """The values a derive can have, in the order in which they are told; empty where there is none."""
    if derive.cuts:
        return bands_of(derive.cuts)
    return (*map(code_of, derive.sets), OTHER) if derive.sets else ()


def _chain(rules: Sequence[Rule]) -> str:
    rule, *others = rules
    if not rule.when:
        return f"({rule.then})" if not rule.then.startswith("'") else rule.then
    return _if(rule.when, rule.then, _chain(others) if others else "''")


def _if(condition: str, value: str, otherwise: str) -> str:
    return f"if({condition}, {value}, {otherwise})"
