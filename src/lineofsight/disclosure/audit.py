"""The audit: tries to recover every hidden count from all that is published, and says what it found.

The rule kept here: a release is safe when nothing is found, not when its rules were followed. For each component of
hidden counts, first the exact half (`row_space`), then the feasibility interval of each count of few people
(`feasibility`). An audit by whoever knows the records asks whether the few are protected; an audit of the publications
alone (`--verify`) asks whether anybody outside can be sure that a hidden count is of a few, and which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .feasibility import SECONDS_AT_MOST, Feasibility
from .row_space import Followed, is_sum_of_few, sums_that_follow
from .statement import Component, Count, Key, Statement


class How(StrEnum):
    """How a hidden count is found."""

    EXACT = "exact"  # it, or a sum of few people, follows from the equations
    NARROW = "narrow"  # too few values are possible
    NOT_PROVEN = "not_proven"  # no answer in time
    CONTRADICTION = "contradiction"  # the tables cannot all be true of the same records


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Hidden counts that are not protected. For those who may know; `names` may be told to anybody, numbers never."""

    how: How
    keys: tuple[Key, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """hidden: counts looked for; of_few: of those, the ones that had to stay open."""

    hidden: int
    of_few: int
    findings: tuple[Finding, ...] = ()

    @property
    def is_safe(self) -> bool:
        return not self.findings


Remembered = dict[Component, tuple[Finding, ...]]
"""What was found in components that were audited before, so that only what has changed is audited anew."""


def audit(statement: Statement, *, seconds: float = SECONDS_AT_MOST, remembered: Remembered | None = None) -> Audit:
    """Everything that can be recovered of what is hidden. seconds: for one bound of one count.

    >>> from lineofsight.disclosure.statement import Relation
    >>> counts = {"total": Count(name="total", value=30), "north": Count(name="north", value=26),
    ...           "south": Count(name="south", value=None, people=4, minimum=5, spread=2)}
    >>> audit(Statement(counts, [Relation((("total", -1), ("north", 1), ("south", 1)))])).findings[0].names
    ('south',)
    """
    remembered = {} if remembered is None else remembered
    found: list[Finding] = []
    of_few = 0
    for component in statement.components():
        asked = [key for key, count in component.counts.items() if count.spread > 0]
        of_few += len(asked)
        if asked and component.relations:
            if component not in remembered:
                remembered[component] = tuple(_of_component(component, asked, seconds))
            found += remembered[component]
    return Audit(hidden=statement.hidden, of_few=of_few, findings=tuple(found))


def _of_component(component: Component, asked: Sequence[Key], seconds: float) -> list[Finding]:
    found = [
        _finding(How.EXACT, each.keys, component) for each in sums_that_follow(component) if _is_of_few(each, component)
    ]
    exact = {each.keys[0] for each in found if len(each.keys) == 1}
    feasibility = Feasibility(component, seconds)
    if not feasibility.is_possible():
        return [_finding(How.CONTRADICTION, asked, component)]
    feasibility.look_around(asked, {key: component.counts[key].spread for key in asked})
    for key in asked:
        if key in exact or feasibility.open_by(key, component.counts[key].spread):
            continue
        count = component.counts[key]
        if count.is_few or _is_surely_few(feasibility, key, count):
            found.append(_finding(How.NOT_PROVEN if feasibility.ran_out else How.NARROW, (key,), component))
    return found


def _is_of_few(found: Followed, component: Component) -> bool:
    return is_sum_of_few(found, [component.counts[key] for key in found.keys])


def _is_surely_few(feasibility: Feasibility, key: Key, count: Count) -> bool:
    """Whether an outsider can be sure that somebody, and only a few, are counted."""
    interval = feasibility.interval(key)
    return interval is None or (0 if count.is_side else 1) <= interval.high < count.minimum


def _finding(how: How, keys: Sequence[Key], component: Component) -> Finding:
    names = dict.fromkeys(component.counts[key].name for key in keys)
    return Finding(how=how, keys=tuple(keys), names=tuple(names))
