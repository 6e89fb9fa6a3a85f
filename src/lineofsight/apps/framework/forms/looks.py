"""What the second person says of a draft."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lineofsight.apps.agency.forms.sending import OwnWords


class LookForm(OwnWords, forms.Form):
    """document_hash: of what the page showed, so that nothing else is approved."""

    document_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    sentence = forms.CharField(
        label=_("What is to be changed?"),
        help_text=_("Needed when you send it back; a remark when you approve."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
