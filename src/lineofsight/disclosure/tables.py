"""Tables as they are published, and the statement of them all: which of their figures speak of the same people.

The rule kept here: a figure is known by whom it counts, where, when and in which group, never by the measure it is
published under. Two measures of the same people have one denominator; the numerator of one may be the rest of the
other; a program's row in a table of the agency is the total of the program's own table.

How figures hang together:
- numerator and rest are the denominator;
- the rows of a table are its total, or cover it where somebody is in two of them; crossed rows are the rows of either
  group;
- places are parts of the place around them; what is in none of the parts is a count of its own;
- the whole agency without some programs, and those who are only in these, are the whole agency;
- periods that overlap are made of the stretches between all their first and last days, where whatever is counted falls
  on one day; else the longer is not less than the shorter in it.

Tables made on different days may differ by corrections. What could be unchanged is taken as unchanged, since somebody
outside would; where both are shown and differ, they are two counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from .figures import Policy, Rule

Place = tuple[int, ...]
"""The agency, a program, a program at a site: (), (3,), (3, 1)."""
Names = tuple[str, ...]
"""Names of groups, or their codes: none for the total, several where they are crossed."""
Days = tuple[date, date]


class Sums(StrEnum):
    """How rows, or the parts of a place, make up what they are of."""

    EXACT = "exact"
    REST = "rest"  # and there are more than those
    OVERLAP = "overlap"  # somebody is in two of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """counted, numerator: as published, or as they are where that is known of a withheld one. people: behind what is
    counted, behind the numerator and behind the rest; where they are known."""

    counted: int | None
    numerator: int | None = None
    people: tuple[int, ...] | None = None
    withheld: Rule | None = None

    @property
    def rest(self) -> int | None:
        return None if self.counted is None or self.numerator is None else self.counted - self.numerator


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTable:
    """A table of one measure in a place for some days.

    key: its own. name: as a sentence calls it. counts: whom it counts; equal of tables that count the same. numerator,
    rest: likewise; empty of what is no share. without: programs that the figures of the agency leave out. is_once:
    whatever is counted is in one period and in one place only. groups: names → codes → row. places: (name of a group,
    code) → the place that is the row. sums: names → how their rows make up the total. parts: how the places
    `inside` do; None where that is not known. made: tables with the same number are of the same records; a higher one
    is younger. is_fixed: published already.
    """

    key: str
    name: str
    counts: str
    numerator: str = ""
    rest: str = ""
    place: Place = ()
    without: frozenset[int] = frozenset()
    days: Days
    is_once: bool = False
    total: Row
    groups: Mapping[Names, Mapping[Names, Row]] = field(default_factory=dict)
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    sums: Mapping[Names, Sums] = field(default_factory=dict)
    parts: Sums | None = None
    inside: frozenset[Place] = frozenset()
    policy: Policy = field(default_factory=Policy)
    counts_people: bool = True
    made: int = 0
    is_fixed: bool = False

    @property
    def rows(self) -> dict[tuple[Names, Names], Row]:
        """The total and every row, by names and codes."""
        found: dict[tuple[Names, Names], Row] = {((), ()): self.total}
        for names, rows in self.groups.items():
            found |= {(names, codes): row for codes, row in rows.items()}
        return found

    @property
    def is_share(self) -> bool:
        return bool(self.numerator)


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of one table, or its total."""

    table: str
    names: Names = ()
    codes: Names = ()


def how_rows_add(total: Row, rows: Mapping[Names, Row]) -> Sums:
    """EXACT where rows, all of them known, make up their total on each side; else somebody is in two."""
    of_total = (total.counted or 0, total.numerator or 0)
    of_rows = (sum(row.counted or 0 for row in rows.values()), sum(row.numerator or 0 for row in rows.values()))
    return Sums.EXACT if of_total == of_rows else Sums.OVERLAP


def how_parts_add(whole: Row, parts: Mapping[Place, Row]) -> Sums:
    """The same of the places inside a place; there may be more than those."""
    left = [
        (whole.counted or 0) - sum(part.counted or 0 for part in parts.values()),
        (whole.numerator or 0) - sum(part.numerator or 0 for part in parts.values()),
        (whole.rest or 0) - sum(part.rest or 0 for part in parts.values()),
    ]
    if min(left) < 0:
        return Sums.OVERLAP
    return Sums.REST if any(left) else Sums.EXACT
