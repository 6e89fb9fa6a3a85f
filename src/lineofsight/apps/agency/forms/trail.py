"""What the page of the trail is asked to show."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import StaffMember, TrailEntry
from ..words import the_words


class TrailFilterForm(forms.Form):
    """What the trail shows; everything may be left empty."""

    staff = forms.ModelChoiceField(
        StaffMember.objects.all(), label=_("Person"), required=False, empty_label=_("Everyone")
    )
    client = forms.IntegerField(required=False, min_value=1)
    action = forms.ChoiceField(
        label=_("What"), required=False, choices=[("", _("Everything")), *TrailEntry.Action.choices]
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client"].label = _("%(Client)s’s number") % vars(the_words())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", _("This is before “From”. Enter the same day or a later one."))
        return said
