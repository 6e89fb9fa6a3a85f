"""How the room speaks of what it cannot do: the expression, the place in it, and the remedy.

Codes: X1.. the text cannot be read, X2.. it does not fit together, X3.. it is known and not offered here.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from lineofsight.problems import Problem

LONGEST_QUOTATION = 60


@dataclass(frozen=True)
class Place:
    """A part of an expression: characters `start` up to `end` of its text."""

    text: str
    start: int
    end: int
    name: str = ""

    def __str__(self) -> str:
        whole = _shortened(self.text)
        return f"{self.name}: {whole}" if self.name else whole

    @property
    def part(self) -> str:
        return _shortened(self.text[self.start : self.end])


class ExpressionProblem(Problem):
    """A problem with one expression. `place.start` counts characters from 0; the sentence counts from 1.

    >>> str(ExpressionProblem("X101", Place("1 +", 3, 3), "The expression ends too early.", "Write what to add."))
    'At character 4 of "1 +": The expression ends too early. Write what to add.'
    """

    def __init__(self, code: str, place: Place, trouble: str, remedy: str) -> None:
        self.place = place
        where = f"{place.name}, at" if place.name else "At"
        super().__init__(code, f'{where} character {place.start + 1} of "{_shortened(place.text)}": {trouble}', remedy)


def did_you_mean(wrong: str, known: Iterable[str], otherwise: str) -> str:
    """The known word that is nearest, as a question; or the other remedy when none is near."""
    words = sorted(set(known))
    near = difflib.get_close_matches(wrong, words, n=1, cutoff=0.6) or difflib.get_close_matches(
        wrong.lower(), [word for word in words if word.islower()], n=1, cutoff=0.6
    )
    return f"Did you mean {near[0]}?" if near else otherwise


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_QUOTATION else f"{flat[: LONGEST_QUOTATION - 1]}…"
