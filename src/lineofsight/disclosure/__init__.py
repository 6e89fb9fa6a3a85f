"""Disclosure: what may be shown to people outside. Pure: no Django, no database.

A released figure is a value or `Withheld(rule)`; hidden is never 0. Everything counts people (or households), never
services. Nothing is rounded.

Three steps. Single figures (`primary.py`) and tables of one dimension with their total (`one_way.py`), also against an
earlier release of the same table (`release.py`). Then all tables of a release with all that is published of the same
people (`tables.py`, `linking.py`): an audit tries to recover what is hidden (`audit.py`: `row_space.py`,
`feasibility.py`), and suppression hides more until it cannot (`complementary.py`). This package gives the first step to
everybody; the audit is imported where releases are made, because it loads a solver.
Not here: coded values such as "95 % or more".
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
