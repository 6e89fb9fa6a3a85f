"""Forms that ask once before they take what looks like a slip: 0.7% for 70%, a percentage given as two counts.

The rule: a doubt never refuses. It says what looks wrong and what may be meant; sending the same again is a deliberate
save. Whoever changes the answer is asked about the new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lineofsight.apps.agency.forms.sending import OwnWords

MEANT = "meant"


class DoubtingForm(OwnWords):
    """Put before `forms.Form`. The doubt that was shown travels in the page, as what is now meant."""

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.fields[MEANT] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2_000)

    def doubts(self, said: Mapping[str, Any]) -> Mapping[str, str]:
        """Question → what looks like a slip in its answer. Asked only of answers that are right in themselves."""
        return {}

    def said(self) -> dict[str, Any]:
        return {name: value for name, value in super().said().items() if name != MEANT}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        doubts = {} if self.errors else self.doubts(said)
        told = " ".join(doubts.values())
        if told and said.get(MEANT) != told:
            for name, sentence in doubts.items():
                self.add_error(name, sentence)
            self.put(MEANT, told)
        return said
