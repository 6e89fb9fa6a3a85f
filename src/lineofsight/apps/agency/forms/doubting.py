"""A page that asks once about an answer that is hardly so: beside it what is odd, and a tick that says it is right.

The rule: the tick bears the answer in words, so that it speaks of no other answer. Whoever changes the answer is asked
about the new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import gettext as _

from lineofsight.problems import Problem

from ..doubts import Doubt, Doubted, check_no_doubt
from .sending import OwnWords

SURE_OF = "sure_of."  # before the name of a question: what the page calls the ticks beside it


@dataclass(frozen=True)
class Tick:
    """One answer that may be said to be right."""

    name: str
    answer: str
    is_set: bool


class DoubtingForm(OwnWords):
    """Put before `forms.Form`. Doubts come from the service, or from `doubts` where the form alone can know them."""

    question_prefix = ""  # before the name of a question, where the page has other names than the service

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.asked_about: dict[str, list[str]] = {}

    @property
    def sure_of(self) -> frozenset[str]:
        """For the service: the answers, in words, that were ticked."""
        return frozenset(answer for name in self.fields for answer in self._ticked(name))

    def doubts(self, said: Mapping[str, Any]) -> Iterable[Doubt]:
        """What looks like a slip. Asked only of answers that are right in themselves."""
        return ()

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                check_no_doubt(self.doubts(said), self.sure_of)
            except Doubted as doubted:
                self._ask(doubted)
        return said

    def say(self, problem: Problem) -> bool:
        if not isinstance(problem, Doubted):
            return super().say(problem)
        self._ask(problem)
        return True

    def ticks(self, name: str) -> list[Tick]:
        """What stands below the control of a question."""
        ticked = self._ticked(name)
        answers = dict.fromkeys([*ticked, *self.asked_about.get(name, ())])
        return [Tick(self.add_prefix(f"{SURE_OF}{name}"), answer, answer in ticked) for answer in answers]

    def _ask(self, doubted: Doubted) -> None:
        for doubt in doubted.doubts:
            name = f"{self.question_prefix}{doubt.about}"
            self.asked_about.setdefault(name, []).append(doubt.answer)
            told = {"answer": doubt.answer, "reason": doubt.reason}
            self.add_error(name, _("%(answer)s? %(reason)s Correct it, or tick that it is right.") % told)

    def _ticked(self, name: str) -> list[str]:
        return cast(QueryDict, self.data).getlist(self.add_prefix(f"{SURE_OF}{name}")) if self.is_bound else []
