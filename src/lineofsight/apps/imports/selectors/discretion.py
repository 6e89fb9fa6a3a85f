"""What of an import one viewer is not shown: rows of programs they may not look into, and how many there are.

Everybody who imports does so for the whole agency, so what no law protects is open to all of them. Rows were marked
when the file was compared (`belonging.py`); here the marks are read for one viewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lineofsight.apps.agency.models import ImportRun, StaffMember
from lineofsight.apps.records.selectors.discretion import tellable_to
from lineofsight.packs.rows import Weight

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Discretion:
    """hidden: marks of rows that are not shown. counts, problems: of the whole run, and of what is not shown.

    nothing: no row of the run is shown, because its name may not be told, or because one of its programs has come under
    protection since it was compared (has_changed).
    """

    counts: Counts
    problems: Mapping[str, int]
    hidden: frozenset[str] = frozenset()
    withheld: Counts = field(default_factory=dict)
    withheld_problems: Mapping[str, int] = field(default_factory=dict)
    nothing: bool = False
    has_changed: bool = False

    def where(self, alias: str = "") -> tuple[str, list[str]]:
        """The condition for rows that are shown, and its parameters, to be put behind others."""
        if self.nothing:
            return " AND 0", []
        if not self.hidden:
            return "", []
        marks = ", ".join("?" for _each in self.hidden)
        return f" AND ({alias}mark IS NULL OR {alias}mark NOT IN ({marks}))", sorted(self.hidden)

    @property
    def shown_counts(self) -> Counts:
        """As `run.counts`, of what is shown. Nothing of a table whose rows are all withheld."""
        if self.nothing:
            return {}
        shown = {
            name: {count: number - self.withheld.get(name, {}).get(count, 0) for count, number in each.items()}
            for name, each in self.counts.items()
        }
        return {name: each for name, each in shown.items() if any(each.values())}

    def shown(self, count: str) -> int:
        """rows, new, changed, same or vanished, over all tables, of what is shown."""
        return sum(each.get(count, 0) for each in self.shown_counts.values())

    def shown_problems(self, *weights: Weight) -> int:
        if self.nothing:
            return 0
        return sum(self.problems.get(each, 0) - self.withheld_problems.get(each, 0) for each in weights)

    def not_shown(self, count: str) -> int:
        """The same as `shown`, of what is withheld."""
        return sum(each.get(count, 0) for each in self.counts.values()) - self.shown(count)

    def problems_not_shown(self, *weights: Weight) -> int:
        return sum(self.problems.get(each, 0) for each in weights) - self.shown_problems(*weights)


def discretion_of(run: ImportRun, viewer: StaffMember | None) -> Discretion:
    """What of this run the viewer is not shown. At most five queries."""
    counts, problems = run.counts, run.summary.get("problems", {})
    if viewer is None:
        return Discretion(counts, problems)
    tellable = tellable_to(viewer)
    if not tellable.closed and not run.summary.get("protected"):
        return Discretion(counts, problems)
    closed = tellable.closed_of(run)
    was_protected = set(run.summary.get("protected", []))
    has_changed = not closed <= was_protected
    groups = [each for each in run.summary.get("marked", []) if not _is_open(each["mark"], closed)]
    marks = {each["mark"] for each in groups} | {f"all of {program}" for program in closed}  # rows about programs too
    return Discretion(
        counts,
        problems,
        hidden=frozenset(marks),
        withheld=_sum_of_counts(each["counts"] for each in groups),
        withheld_problems=_sum(each["problems"] for each in groups),
        nothing=has_changed or not tellable.names_run(run),
        has_changed=has_changed,
    )


def _is_open(mark: str, closed: frozenset[int]) -> bool:
    """
    >>> _is_open("one of 3,12", frozenset([3])), _is_open("all of 3,12", frozenset([3]))
    (True, False)
    """
    quantity, _of, programs = mark.split(" ")
    open_ones = [int(each) not in closed for each in programs.split(",")]
    return any(open_ones) if quantity == "one" else all(open_ones)


def _sum_of_counts(each_counts: Iterable[dict[str, dict[str, int]]]) -> dict[str, dict[str, int]]:
    total: dict[str, dict[str, int]] = {}
    for counts in each_counts:
        for name, numbers in counts.items():
            total[name] = _sum([total.get(name, {}), numbers])
    return total


def _sum(each_numbers: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for numbers in each_numbers:
        for key, number in numbers.items():
            total[key] = total.get(key, 0) + number
    return total
