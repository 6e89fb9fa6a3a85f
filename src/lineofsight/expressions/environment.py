"""What an expression may speak of: the names with their types, and the code sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lineofsight.expressions.types import Type


@dataclass(frozen=True)
class LookupList:
    """A list of choices, or rows that came with a form, to be looked up by its columns: `name`, `label`, ..."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class Environment:
    """The names and code sets around an expression.

    `names`: a name is written `${name}` and may be dotted (`enrollment.entry_date`, `period.end`). A form also gives
    `.` (the answer being checked) and its paths by their text (`../age`, `/data/age`, and `./age` for a bare `age`).
    `code_sets`: the codes under each name, both the sets that choices take and the groups for `code-in`.
    `lists`: what `instance()`, `pulldata()` and `jr:choice-name()` of a form look up, by the name of the list; the list
    of a choice has the name of its code set.
    `converts`: True for forms, where texts, numbers, dates and choices turn into each other as XForms has it; False for
    measures, where a comparison of two kinds of thing is a mistake that gets a sentence.
    """

    names: Mapping[str, Type]
    code_sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    converts: bool = False
    lists: Mapping[str, LookupList] = field(default_factory=dict)
