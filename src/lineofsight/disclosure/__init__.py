"""Disclosure: what may be shown to people outside. Pure: plain Python, no Django, no database.

A released figure is a value or `Withheld(rule)`; hidden is never 0. Everything counts people (or households), never
services. First form: single figures (`primary.py`), tables of one dimension with their total (`one_way.py`), and the
same table released twice (`release.py`). Nothing is rounded. Not yet here: totals of totals, cross-tables, the ledger
over all releases, the audit by linear algebra, coded values such as "95 % or more"; until then only tables of one
dimension can be released safely.
"""

from .figures import (
    MINIMUM_COUNT,
    MINIMUM_FOR_VALUES,
    MINIMUM_IF_PROTECTED,
    Cell,
    PeopleBehind,
    Policy,
    ReleasedTable,
    Rule,
    ShareCell,
    Withheld,
    Zeros,
)
from .primary import protect_count, protect_share
from .release import SmallDifference, release_table, small_differences

__all__ = [
    "MINIMUM_COUNT",
    "MINIMUM_FOR_VALUES",
    "MINIMUM_IF_PROTECTED",
    "Cell",
    "PeopleBehind",
    "Policy",
    "ReleasedTable",
    "Rule",
    "ShareCell",
    "SmallDifference",
    "Withheld",
    "Zeros",
    "protect_count",
    "protect_share",
    "release_table",
    "small_differences",
]
