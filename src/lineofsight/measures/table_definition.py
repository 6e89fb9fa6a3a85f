"""What an author says a table is: lines and columns over the same units, each a named condition; they may overlap.

A table has everything of a measure that says *who* is told of (units, period, population, derives, representation), and
for its cells *what* is told: a statistic for all of them, or one of its own for a line or for a column.
"""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.measures.definition import MeasureDefinition, Statistic


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a cell tells. Texts are as the author wrote them; empty means left out."""

    statistic: Statistic = Statistic.COUNT
    numerator: str = ""
    value: str = ""
    for_each: str = ""
    percentile: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A line or a column: those for which `when` holds; all when it is empty. told: what its cells tell, if it says."""

    name: str
    title: str = ""
    when: str = ""
    told: Told | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDefinition:
    """One version of a table. whom: the measure without its statistic; it has the name of the table."""

    whom: MeasureDefinition
    told: Told
    lines: tuple[Part, ...]
    columns: tuple[Part, ...]

    @property
    def table(self) -> str:
        return self.whom.measure

    @property
    def all_told(self) -> tuple[Told, ...]:
        """Every different thing that a cell can tell."""
        own = [part.told for part in (*self.lines, *self.columns) if part.told is not None]
        return tuple(dict.fromkeys((self.told, *own)))

    def told_in(self, line: Part, column: Part) -> Told:
        """What the cell of this line and column tells."""
        return line.told or column.told or self.told
