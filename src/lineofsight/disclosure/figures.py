"""The values of the room: what goes in, what comes out, and the thresholds.

The rule kept here: a released figure is a value or `Withheld(rule)`. Hidden is never 0 and never missing, and the rule
that is told to people outside does not say more than it must: not on which side of a share the few are, nor whether
there are any.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lineofsight.problems import Problem

MINIMUM_COUNT = 5
"""Fewest people behind a figure shown outside. State agencies use 5 to 30, most often 10 (NCES 2011-603), as does the
Washington State Department of Health. 5 is the default of this project and what its pages promise."""

MINIMUM_IF_PROTECTED = 10
"""Fewest people behind a figure of a program under protection: what most State agencies ask for (NCES 2011-603)."""

MINIMUM_FOR_VALUES = 11
"""Fewest people behind a mean, a median or a sum. Up to 10, a mean rounded to a tenth of a five-point scale still gives
away its sum, so one member who knows the others learns the last (simulated for this project)."""


class Rule(StrEnum):
    """Why a figure is withheld."""

    FEW_PEOPLE = "few_people"  # fewer than the minimum are counted; where zeros are withheld, perhaps nobody
    FEW_ON_ONE_SIDE = "few_on_one_side"  # of a share: too few are in the numerator, or outside it, to show either
    PROTECTS_ANOTHER = "protects_another"  # never told: with it a withheld figure could be worked out
    FEW_OR_PROTECTS = "few_or_protects"  # told in the place of all three where rows are withheld to protect others


@dataclass(frozen=True, slots=True)
class Withheld:
    """Stands in the place of a figure that is not shown."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class ShareCell:
    """People counted, and people who could have been. Never entries, services or visits."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise Problem(
                "X101",
                f"{self.numerator} of {self.denominator} people is not a share.",
                "Count the numerator only inside the denominator.",
            )

    @property
    def rest(self) -> int:
        """People of the denominator who are not in the numerator."""
        return self.denominator - self.numerator


@dataclass(frozen=True, slots=True)
class PeopleBehind:
    """People behind a figure that counts something else, such as visits: those included, and of a share those on either
    side. A person may be in several rows, and on both sides."""

    sides: tuple[int, ...]


Cell = int | ShareCell | PeopleBehind


class Zeros(StrEnum):
    """Whether a count of nobody is shown.

    SHOWN: the rows are kinds of people, and nobody knows who could have been in one. WITHHELD: the rows are answers of
    people who are known to belong to the table; a zero then says of each what they did not answer.
    """

    SHOWN = "shown"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Policy:
    """The thresholds of one kind of table. A release keeps the policy it was made under.

    of_values: the figures are means, medians or sums over so many people; the people behind two of them tell nothing of
    how the values differ.
    lone_row_shown: whether a row may stand alone among withheld ones. Staff surveys say no (their rule S3 is stricter
    than arithmetic asks, because colleagues know each other); figures about clients say yes.
    """

    minimum: int = MINIMUM_COUNT
    of_values: bool = False
    zeros: Zeros = Zeros.SHOWN
    lone_row_shown: bool = True

    def __post_init__(self) -> None:
        least = MINIMUM_FOR_VALUES if self.of_values else 3
        if self.minimum < least:
            raise Problem(
                "X102", f"A smallest count of {self.minimum} protects nobody.", f"Give at least {least} people."
            )


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """What people outside see of a table: each row and the total, a figure or `Withheld`."""

    rows: dict[str, Cell | Withheld]
    total: Cell | Withheld
    policy: Policy


def parts(cell: Cell) -> tuple[int, ...]:
    """The counts of people that a cell gives away: itself; denominator, numerator and rest; the fewest behind it."""
    if isinstance(cell, int):
        return (cell,)
    return (min(cell.sides),) if isinstance(cell, PeopleBehind) else (cell.denominator, cell.numerator, cell.rest)


def people(cell: Cell) -> int:
    """How many people a cell is about."""
    return parts(cell)[0]


def add(cells: Sequence[Cell]) -> Cell:
    """The cells of different people as one."""
    return _each_side(cells, sum)


def least_together(hidden: Sequence[Cell], shown: Sequence[Cell], total: Cell) -> Cell:
    """How many different people are behind the hidden rows at the least, on each side: those of the total who are in no
    row shown, and not fewer than in one of the rows. Where no person is in two rows it is their sum."""
    most = _each_side(hidden, max)
    rest = _each_side([total, add(shown)], lambda counts: max(0, counts[0] - counts[1])) if shown else total
    return _each_side([most, rest], max)


def _each_side(cells: Sequence[Cell], of: Callable[[list[int]], int]) -> Cell:
    """One cell of many, whose counts are worked out side by side."""
    if len({type(cell) for cell in cells}) > 1:
        raise Problem("X103", "A table holds counts and shares side by side.", "Release one kind of figure at a time.")
    if cells and isinstance(cells[0], ShareCell):
        shares = [cell for cell in cells if isinstance(cell, ShareCell)]
        numerator, rest = of([cell.numerator for cell in shares]), of([cell.rest for cell in shares])
        return ShareCell(numerator, numerator + rest)
    if cells and isinstance(cells[0], PeopleBehind):
        sides = zip(*(cell.sides for cell in cells if isinstance(cell, PeopleBehind)), strict=True)
        return PeopleBehind(tuple(of(list(side)) for side in sides))
    return of([cell for cell in cells if isinstance(cell, int)]) if cells else 0
