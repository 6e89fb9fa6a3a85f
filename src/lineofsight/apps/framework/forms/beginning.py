"""Which measures to begin with, in which programs, under which goal."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.models import Program
from lineofsight.apps.agency.words import in_our_words

from ..models import Goal
from ..selectors.beginning import Beginning


class BeginForm(forms.Form):
    for_the_whole = forms.BooleanField(
        label=gettext_lazy("For the whole agency"),
        help_text=in_our_words(
            gettext_lazy("One figure for each measure. Those of one field of work count in its %(programs)s alone.")
        ),
        required=False,
        initial=True,
    )
    programs = forms.ModelMultipleChoiceField(
        label=gettext_lazy("In which of these?"),
        queryset=Program.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
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
        programs.initial = [each.pk for each in beginning.programs] if beginning.has_few_programs else []
        goal.queryset = Goal.objects.order_by("position", "id")
        goal.label_from_instance = lambda row: row.title
        goal.empty_label = _("A new one, in words to begin with: %(goals)s") % {"goals": _goals(beginning)}
        cast(Any, self.fields["keys"]).choices = [(each.key, each.title) for each in beginning.measures]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("for_the_whole") and not said.get("programs"):
            self.add_error("for_the_whole", _("Tick the whole agency, or at least one place in it."))
        return said


def _goals(beginning: Beginning) -> str:
    words = dict.fromkeys(field.goal for field, _several in beginning.fields if field.goal)
    return "; ".join(words) or _("none")
