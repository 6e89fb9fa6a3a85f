"""The mission as one field with brackets, and why a gap is all right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lineofsight.apps.agency.forms.seen import CorrectingForm
from lineofsight.problems import Problem

from ..marked_sentence import read_marked
from ..models import Explanation, Mission
from ..services.mission import as_written

NEW_WORDS, SLIP = "new", "slip"


class MissionForm(CorrectingForm, forms.Form):
    written = forms.CharField(
        label=_("What is the agency for, in one sentence?"),
        help_text=_(
            "Put square brackets around each phrase that promises something: [Every family] in [Juniper County] has "
            "[a home]. Every phrase leads to a goal."
        ),
        max_length=700,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    adopted_by = forms.CharField(
        label=_("Who adopted it"), required=False, max_length=200, help_text=_("Such as: the board.")
    )
    adopted_on = forms.DateField(label=_("When it was adopted"), required=False, widget=forms.DateInput)
    kind = forms.ChoiceField(
        label=_("If the words change"),
        choices=[
            (NEW_WORDS, _("They are new words: the earlier mission stays to be seen")),
            (SLIP, _("Only a slip of the pen is mended")),
        ],
        initial=NEW_WORDS,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, mission: Mission | None, **keywords: Any) -> None:
        super().__init__(*args, present=as_written(mission) if mission else None, **keywords)
        if mission is None:
            del self.fields["kind"]

    def clean_written(self) -> str:
        written = str(self.cleaned_data["written"])
        try:
            read_marked(written)
        except Problem as problem:
            raise forms.ValidationError(str(problem)) from problem
        return written

    def mission(self) -> dict[str, Any]:
        """What the service takes."""
        said = self.said()
        is_slip = said.pop("kind", "") == SLIP
        return {**said, "is_slip": is_slip, "seen": self.seen}


class ExplanationForm(CorrectingForm, forms.Form):
    text = forms.CharField(
        label=_("Why is it all right?"),
        help_text=_("Leave it empty to take the explanation back."),
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def __init__(self, *args: Any, explanation: Explanation | None, **keywords: Any) -> None:
        present: Mapping[str, object] = {"text": explanation.text if explanation else ""}
        super().__init__(*args, present=present, **keywords)
