"""How the sending of a form ended: written, or refused in words beside the question it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar, cast

from django import forms
from django.http import QueryDict

from lineofsight.problems import Conflict, Problem

Written = TypeVar("Written")
Beside = Mapping[str, Sequence[str]]  # the code of a refusal → the questions it may be about, the likeliest first
SEEN, ENTRY_ID = "seen", "entry_id"  # hidden in pages: what the writer saw, and the number of a new entry
ON_TOP: Beside = MappingProxyType({})


class OwnWords(forms.BaseForm):
    """A form that carries more than its questions, and says some refusals in its own way."""

    def said(self) -> dict[str, Any]:
        """The answers, without what the page itself sends along."""
        return {name: value for name, value in self.cleaned_data.items() if name not in (SEEN, ENTRY_ID)}

    def say(self, problem: Problem) -> bool:
        """Say it, if it is one of those; whether it was."""
        return False

    def took(self, written: object) -> None:
        """Hear what the service returned."""

    def put(self, name: str, value: Any) -> None:
        """Put an answer into what was sent, as a browser would have sent it, so that the page shows it."""
        sent = cast(QueryDict, self.data).copy()
        sent.setlist(self.add_prefix(name), _as_sent(value))
        self.data = sent


def sent(form: forms.BaseForm, write: Callable[[], Written], *, beside: Beside = ON_TOP) -> Written | None:
    """What was written. None when the form is wrong, or the service refused; both are said in the form."""
    found = _written(form, write, beside)
    return found[0] if found else None


def succeeds(form: forms.BaseForm, write: Callable[[], object], *, beside: Beside = ON_TOP) -> bool:
    """Whether it was written, where nobody asks what."""
    return _written(form, write, beside) is not None


def say_problem(form: forms.BaseForm, problem: Problem, *, beside: Beside = ON_TOP) -> None:
    """Put the sentence of a refusal beside the question it is about, or on top when it is about none that is asked."""
    form.refused_by = problem  # type: ignore[attr-defined]
    if isinstance(form, OwnWords) and form.say(problem):
        return
    about = [name for name in beside.get(problem.code, ()) if name in form.fields]
    form.add_error(about[0] if about else None, str(problem))


def status_of(form: forms.BaseForm) -> int:
    """The status of a page with this form: 200, 422 when something in it is wrong, 409 when something else is here."""
    if isinstance(getattr(form, "refused_by", None), Conflict):
        return 409
    return 422 if form.errors else 200


def _written(form: forms.BaseForm, write: Callable[[], Written], beside: Beside) -> tuple[Written] | None:
    if not form.is_valid():
        return None
    try:
        written = write()
    except Problem as problem:
        say_problem(form, problem, beside=beside)
        return None
    if isinstance(form, OwnWords):
        form.took(written)
    return (written,)


def _as_sent(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    if value is None or value is False:
        return [""]
    return ["on" if value is True else str(value)]
