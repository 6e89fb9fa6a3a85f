"""Which measures to begin with, in which programs, under which goal."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.models import Program

from ..models import Goal
from ..selectors.beginning import Beginning


class BeginForm(forms.Form):
    programs = forms.ModelMultipleChoiceField(
        label=gettext_lazy("In which of these?"),
        queryset=Program.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one of them.")},
    )
    goal = forms.ModelChoiceField(
        label=gettext_lazy("Under which goal do the outcomes stand?"),
        help_text=gettext_lazy("Whether people are better off becomes an outcome under it. Its words can be changed."),
        queryset=Goal.objects.none(),
        required=False,
        blank=True,
        widget=forms.RadioSelect,
    )
    keys = forms.MultipleChoiceField(error_messages={"required": gettext_lazy("Tick at least one measure.")})

    def __init__(self, *args: Any, beginning: Beginning, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        programs, goal = cast(Any, self.fields["programs"]), cast(Any, self.fields["goal"])
        programs.queryset = Program.objects.filter(pk__in=[each.pk for each in beginning.programs]).order_by("name")
        programs.label_from_instance = lambda row: row.name
        programs.initial = [each.pk for each in beginning.programs]
        goal.queryset = Goal.objects.order_by("position", "id")
        goal.label_from_instance = lambda row: row.title
        goal.empty_label = _("A new one, in words to begin with: %(goals)s") % {"goals": _goals(beginning)}
        cast(Any, self.fields["keys"]).choices = [(each.key, each.title) for each in beginning.measures]


def _goals(beginning: Beginning) -> str:
    words = dict.fromkeys(field.goal for field, _several in beginning.fields if field.goal)
    return "; ".join(words) or _("none")
