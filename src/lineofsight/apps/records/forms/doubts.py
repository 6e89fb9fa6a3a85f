"""A page that asks once about an answer that is hardly so: beside the question what is odd, at its end a tick."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.forms.sending import OwnWords
from lineofsight.problems import Problem

from ..services.doubts import Doubted
from .fields import form_field

SURE_OF = "sure_of"


class DoubtingForm(OwnWords):
    """Put before `forms.Form`. The tick bears the answer in words, so that it speaks of no other answer."""

    question_prefix = ""  # before the name of a question, where the page has other names than the service

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.fields[SURE_OF] = _Sure(
            label=gettext_lazy("Is it right as it stands?"), required=False, widget=forms.MultipleHiddenInput
        )
        sent: Any = self.data
        if self.is_bound and (said := sent.getlist(self.add_prefix(SURE_OF))):
            self._offer(said)

    @property
    def sure_of(self) -> frozenset[str]:
        """For the service."""
        return frozenset(self.cleaned_data[SURE_OF])

    def said(self) -> dict[str, Any]:
        return {name: value for name, value in super().said().items() if name != SURE_OF}

    def say(self, problem: Problem) -> bool:
        if not isinstance(problem, Doubted):
            return super().say(problem)
        for doubt in problem.doubts:
            sentence = _("%(answer)s? %(reason)s Correct it, or say below that it is right.") % {
                "answer": doubt.answer,
                "reason": doubt.reason,
            }
            self.add_error(f"{self.question_prefix}{doubt.about}", sentence)
        self._offer([*self.sure_of, *(doubt.answer for doubt in problem.doubts)])
        return True

    def _offer(self, answers: list[str]) -> None:
        field = form_field(self, SURE_OF, _Sure)
        field.widget = forms.CheckboxSelectMultiple()
        field.required = True  # so the page does not call it optional; `_Sure` asks for no tick
        field.choices = [(answer, _("Yes: %(answer)s") % {"answer": answer}) for answer in dict.fromkeys(answers)]


class _Sure(forms.MultipleChoiceField):
    def validate(self, value: Any) -> None:
        return None
