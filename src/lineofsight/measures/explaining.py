"""Why one unit is counted or not: the verdict, and for each of its rows which conditions hold.

The rule: conditions are told, answers are not. That a name is not known is told, since it is what somebody can mend.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Verdict(StrEnum):
    """What becomes of a row, or of a unit: that of its row which is counted, else of the one that came nearest."""

    COUNTED = "counted"
    INCLUDED = "included"  # in the denominator, and not in the numerator
    INCOMPLETE = "incomplete"  # included, and nothing can be said of it
    TOO_EARLY = "too_early"
    NOT_INCLUDED = "not_included"
    SPOKEN_FOR = "spoken_for"  # another row speaks for the unit
    NOT_IN_PERIOD = "not_in_period"
    NOT_IN_SCOPE = "not_in_scope"


class Part(StrEnum):
    POPULATION = "population"
    COMPLETE = "complete"
    NUMERATOR = "numerator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One condition of a row. `words` tell it as it is: “the destination is not among “permanent””.

    not_known: the names in it of which nothing is known, in words. looks_elsewhere: it tells of records that are not of
    the row's own enrollment: other enrollments of the person or the household.
    """

    part: Part
    holds: bool
    words: str
    not_known: tuple[str, ...] = ()
    looks_elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowExplained:
    """One row of the unit. conditions: those that were asked; empty where it never came to that."""

    record: int
    verdict: Verdict
    conditions: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One unit in one period. rows: all its rows, by id; none: the unit has no record at all."""

    unit: int
    rows: tuple[RowExplained, ...]

    @property
    def verdict(self) -> Verdict:
        order = list(Verdict)
        return min((row.verdict for row in self.rows), key=order.index, default=Verdict.NOT_IN_PERIOD)

    @property
    def deciding(self) -> RowExplained | None:
        """The row that decides: the first with the verdict of the unit."""
        return next((row for row in self.rows if row.verdict is self.verdict), None)

    def without_elsewhere(self, instead: str) -> Explanation:
        """The same for somebody who may not open every record of the person: `instead` stands for what those say."""
        return replace(self, rows=tuple(replace(row, conditions=_cut(row.conditions, instead)) for row in self.rows))

    @property
    def sentence(self) -> str:
        """Why, in one sentence.

        >>> told = Told(part=Part.NUMERATOR, holds=False, words="the destination is not among “permanent”")
        >>> row = RowExplained(record=7, verdict=Verdict.INCLUDED, conditions=(told,))
        >>> Explanation(unit=3, rows=(row,)).sentence
        'Included, but not counted because the destination is not among “permanent”.'
        """
        row = self.deciding
        if row is None:
            return "Not counted because nothing of it is in the records."
        told, holds = _DECIDING[row.verdict]
        conditions = [each for each in row.conditions if each.holds is holds]
        if row.verdict in _ASKED_LAST:
            conditions = [each for each in conditions if each.part is _ASKED_LAST[row.verdict]]
        because = " and ".join(dict.fromkeys(_with_blanks(each) for each in conditions))
        return f"{told} because {because or _OTHERWISE[row.verdict]}."


_DECIDING = {
    Verdict.COUNTED: ("Counted", True),
    Verdict.INCLUDED: ("Included, but not counted", False),
    Verdict.INCOMPLETE: ("Included, but nothing can be said", False),
    Verdict.NOT_INCLUDED: ("Not counted", False),
    Verdict.SPOKEN_FOR: ("Not counted", False),
    Verdict.TOO_EARLY: ("Not counted yet", False),
    Verdict.NOT_IN_PERIOD: ("Not counted", False),
    Verdict.NOT_IN_SCOPE: ("Not counted", False),
}
_ASKED_LAST = {Verdict.INCLUDED: Part.NUMERATOR, Verdict.INCOMPLETE: Part.COMPLETE}
_OTHERWISE = {
    Verdict.COUNTED: "it belongs to the period",
    Verdict.INCLUDED: "a condition does not hold",
    Verdict.INCOMPLETE: "something is missing",
    Verdict.NOT_INCLUDED: "a condition does not hold",
    Verdict.SPOKEN_FOR: "another record speaks for it",
    Verdict.TOO_EARLY: "it is too early to know the outcome",
    Verdict.NOT_IN_PERIOD: "it does not belong to the period",
    Verdict.NOT_IN_SCOPE: "it belongs to another program or site",
}


def _cut(conditions: tuple[Told, ...], instead: str) -> tuple[Told, ...]:
    return tuple(replace(each, words=instead, not_known=()) if each.looks_elsewhere else each for each in conditions)


def _with_blanks(told: Told) -> str:
    new = [name for name in told.not_known if f"{name} is not known" not in told.words]
    if not new:
        return told.words
    return f"{told.words} ({' and '.join(new)} {'is' if len(new) == 1 else 'are'} not known)"
