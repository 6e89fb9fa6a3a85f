"""What can be so and is hardly so: asked about once, and taken when the writer says that it is right.

The rule: a doubt never refuses. It names the answer in words and holds until exactly these words are said to be right,
so that another slip after a first one is asked about as well. What cannot be at all is refused elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lineofsight.problems import Problem


@dataclass(frozen=True)
class Doubt:
    """about: the question, by the name the service knows. answer: in words, such as 9,000 hours. reason: a sentence."""

    about: str
    answer: str
    reason: str


class Doubted(Problem):
    """Answers that are hardly so, and were not said to be right."""

    def __init__(self, doubts: list[Doubt]) -> None:
        self.doubts = doubts
        super().__init__(
            "R410",
            " ".join(f"{doubt.answer}: {doubt.reason}" for doubt in doubts),
            _("Correct it, or say that it is right."),
        )


def check_no_doubt(doubts: Iterable[Doubt], sure_of: Collection[str]) -> None:
    """Raises `Doubted`. sure_of: the answers, in words, that the writer said to be right."""
    left = [doubt for doubt in doubts if doubt.answer not in sure_of]
    if left:
        raise Doubted(left)
