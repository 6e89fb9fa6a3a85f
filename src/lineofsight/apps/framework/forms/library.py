"""Looking for a measure in the library of packs, and bringing definitions from a file."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.packs.documents import ReadDocument, read_documents, text_of_file
from lineofsight.problems import Problem

from ..models import Asks


class LookForm(forms.Form):
    """What somebody looks for; every part may be left open."""

    words = forms.CharField(label=gettext_lazy("Words in it"), required=False, max_length=100)
    asks = forms.ChoiceField(label=gettext_lazy("Which kind of question"), required=False)
    field = forms.ChoiceField(label=gettext_lazy("For which work"), required=False)

    def __init__(self, *args: Any, fields_of_work: list[tuple[str, str]], **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        cast(Any, self.fields["asks"]).choices = [("", _("Any question")), *Asks.choices]
        cast(Any, self.fields["field"]).choices = [("", _("Any work")), *fields_of_work]

    @property
    def looked_for(self) -> dict[str, str]:
        """Part → what is looked for; what cannot be is not."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}


class BringForm(forms.Form):
    """Definitions as YAML: a file, or pasted."""

    file = forms.FileField(
        label=gettext_lazy("Choose a YAML file"),
        help_text=gettext_lazy("One measure, or several with a line of three hyphens between them; up to 2 MB."),
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste it here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": "12", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        file: UploadedFile | None = said.get("file")
        self.documents: tuple[ReadDocument, ...] = ()
        try:
            text = text_of_file(file.read()) if file else str(said.get("text") or "")
            if not text.strip():
                raise forms.ValidationError({"file": _("Choose a file, or paste what it says.")})
            self.documents = read_documents(text)
        except Problem as problem:
            raise forms.ValidationError({"file" if file else "text": str(problem)}) from problem
        if not self.documents:
            raise forms.ValidationError({"file": _("There is no document in it.")})
        self.brought = text
        return said
