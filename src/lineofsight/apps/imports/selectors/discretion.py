"""What of an import one viewer is not shown: rows of programs they may not look into.

Everybody who imports does so for the whole agency, so what no law protects is open to all of them. Rows were marked
when the file was compared (`belonging.py`); here the marks are read for one viewer.

The rule: what a viewer is told of a file follows from the file and from what they may see here, and from nothing else.
So a row that is kept from them here, and that the file places in the open, is told as a new one; no number is told of
the others; and where something could be hidden, a page asks for the same decisions whether or not something is.
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
    """counts, problems, left_out: of the whole run; withheld, withheld_problems, withheld_left_out: of what is not
    shown. hidden: marks of rows that are not shown. new_here: marks of those told as new; told_new: their counts.

    is_partial: whether something could be hidden. places: whether the reader found rows that cannot be read among the
    hidden ones. nothing: no row of the run is shown, because its name may not be told, or because one of its programs
    has come under protection since it was compared (has_changed).
    """

    counts: Counts
    problems: Mapping[str, int]
    left_out: Mapping[str, int]
    hidden: frozenset[str] = frozenset()
    new_here: frozenset[str] = frozenset()
    withheld: Counts = field(default_factory=dict)
    told_new: Counts = field(default_factory=dict)
    withheld_problems: Mapping[str, int] = field(default_factory=dict)
    withheld_left_out: Mapping[str, int] = field(default_factory=dict)
    is_partial: bool = False
    places: bool = False
    nothing: bool = False
    has_changed: bool = False

    def where(self) -> tuple[str, list[str]]:
        """The condition for rows that are shown, and its parameters, to be put behind others."""
        return self._but(self.hidden)

    def where_here(self) -> tuple[str, list[str]]:
        """The same for rows that are shown as they stand here, without those told as new."""
        return self._but(self.hidden | self.new_here)

    def where_new(self) -> tuple[str, list[str]]:
        """The condition for rows that are told as new, and its parameters."""
        shown, marks = self.where_here()
        if not self.new_here or self.nothing:
            return f"state = 'new'{shown}", marks
        told = ", ".join("?" for _each in self.new_here)
        return (
            f"(state = 'new'{shown} OR state IN ('new', 'changed', 'same') AND mark IN ({told}))",
            [*marks, *sorted(self.new_here)],
        )

    def _but(self, marks: frozenset[str]) -> tuple[str, list[str]]:
        if self.nothing:
            return " AND 0", []
        if not marks:
            return "", []
        return f" AND (mark IS NULL OR mark NOT IN ({', '.join('?' for _each in marks)}))", sorted(marks)

    @property
    def shown_counts(self) -> Counts:
        """As `run.counts`, of what is shown. Nothing of a table whose rows are all withheld, nor of households where
        something could be hidden: who is in one is not told by the file alone."""
        if self.nothing:
            return {}
        shown = {name: self._shown(name) for name in self.counts if not (self.is_partial and name == "household")}
        return {name: each for name, each in shown.items() if any(each.values())}

    def _shown(self, name: str) -> dict[str, int]:
        withheld, new = self.withheld.get(name, {}), self.told_new.get(name, {})
        told = {count: number - withheld.get(count, 0) for count, number in self.counts[name].items()}
        told["rows"] += new.get("rows", 0)
        told["new"] += sum(new.get(count, 0) for count in ("new", "changed", "same"))
        return told

    def shown(self, count: str) -> int:
        """rows, new, changed, same or vanished, over all tables, of what is shown."""
        return sum(each.get(count, 0) for each in self.shown_counts.values())

    def shown_problems(self, *weights: Weight) -> int:
        return _less(self.problems, self.withheld_problems, weights) if not self.nothing else 0

    def shown_left_out(self, *weights: Weight) -> int:
        """Rows that are not read, each once, however much is wrong with it."""
        return _less(self.left_out, self.withheld_left_out, weights) if not self.nothing else 0

    @property
    def leaves_something_out(self) -> bool:
        """Whether the file has rows that are not shown."""
        return self.nothing or self.places or _rows(self.withheld) > _rows(self.told_new)


def discretion_of(run: ImportRun, viewer: StaffMember | None) -> Discretion:
    """What of this run the viewer is not shown. At most five queries."""
    counts, problems, left_out = run.counts, run.summary.get("problems", {}), run.summary.get("left_out", {})
    if viewer is None:
        return Discretion(counts, problems, left_out)
    tellable = tellable_to(viewer)
    if not tellable.closed and not run.summary.get("protected"):
        return Discretion(counts, problems, left_out)
    closed = tellable.closed_of(run)
    has_changed = not closed <= set(run.summary.get("protected", []))
    kept_here = [each for each in run.summary.get("marked", []) if not _is_open(_here(each["mark"]), closed)]
    new_here = [each for each in kept_here if _is_open(_in_file(each["mark"]), closed)]
    hidden = [each for each in kept_here if each not in new_here]
    return Discretion(
        counts,
        problems,
        left_out,
        hidden=frozenset(each["mark"] for each in hidden) | {f"all of {program}" for program in closed},
        new_here=frozenset(each["mark"] for each in new_here),
        withheld=_sum_of_counts(each["counts"] for each in kept_here),
        told_new=_sum_of_counts(each["counts"] for each in new_here),
        withheld_problems=_sum(each["problems"] for each in hidden),
        withheld_left_out=_sum(each["left_out"] for each in hidden),
        is_partial=bool(closed),
        places=any(each["places"] for each in hidden),
        nothing=has_changed or not tellable.names_run(run),
        has_changed=has_changed,
    )


def _here(mark: str) -> str:
    return mark.partition("|")[0]


def _in_file(mark: str) -> str:
    here, bar, in_file = mark.partition("|")
    return in_file if bar else here


def _is_open(mark: str, closed: frozenset[int]) -> bool:
    """
    >>> _is_open("one of 3,12", frozenset([3])), _is_open("all of 3,12", frozenset([3])), _is_open("", frozenset([3]))
    (True, False, True)
    """
    if not mark:
        return True
    quantity, _of, programs = mark.split(" ")
    open_ones = [int(each) not in closed for each in programs.split(",")]
    return any(open_ones) if quantity == "one" else all(open_ones)


def _less(whole: Mapping[str, int], withheld: Mapping[str, int], weights: Iterable[Weight]) -> int:
    return sum(whole.get(each, 0) - withheld.get(each, 0) for each in weights)


def _rows(counts: Counts) -> int:
    return sum(each["rows"] for each in counts.values())


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
