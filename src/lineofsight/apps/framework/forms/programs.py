"""The sections of a program model, one form each. Lists are typed as lines: one thing a line."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.forms.seen import CorrectingForm
from lineofsight.apps.agency.models import Program
from lineofsight.apps.agency.seen import values_of
from lineofsight.apps.agency.words import in_our_words, the_words

from ..models import CoreComponent, ExpectedChange, Measure, ProgramModel
from ..services.programs import LISTS, lines_of
from .goals import MeasureChoice, MeasureChoices

ONE_A_LINE = gettext_lazy("One a line.")


def _lines(label: Any, hint: Any = ONE_A_LINE) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=6_000, widget=forms.Textarea(attrs={"rows": "5"})
    )


class ModelForm(CorrectingForm, forms.Form):
    """A section whose answers are fields of the version."""

    def __init__(self, *args: Any, model: ProgramModel | None, **keywords: Any) -> None:
        present = values_of(model or ProgramModel(), list(self.base_fields))
        super().__init__(*args, present=present, **keywords)


class WhomForm(ModelForm):
    for_whom = forms.CharField(
        label=gettext_lazy("For whom is it, and for whom is it not?"), widget=forms.Textarea(attrs={"rows": "3"})
    )
    why_it_should_work = forms.CharField(
        label=gettext_lazy("Why should it work?"), required=False, widget=forms.Textarea(attrs={"rows": "3"})
    )
    size = forms.CharField(
        label=gettext_lazy("How large is it?"),
        help_text=gettext_lazy("In a few words, such as: 214 youth, four sites."),
        required=False,
        max_length=200,
    )


class AmountForm(ModelForm):
    contacts = forms.IntegerField(
        label=gettext_lazy("How many contacts does one person get?"), required=False, min_value=0, max_value=100_000
    )
    contact_unit = forms.CharField(
        label=gettext_lazy("Of what?"),
        help_text=gettext_lazy("Such as: meetings a year, home visits."),
        required=False,
        max_length=60,
    )
    each_minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes each?"), required=False, min_value=0, max_value=100_000
    )
    duration_months = forms.IntegerField(
        label=gettext_lazy("For how many months?"), required=False, min_value=0, max_value=1_200
    )


class LinesForm(CorrectingForm, forms.Form):
    """A section of lists. Which lists it asks is said by its class."""

    def __init__(self, *args: Any, model: ProgramModel | None, **keywords: Any) -> None:
        there = lines_of(model) if model and model.pk else dict.fromkeys(LISTS, "")
        super().__init__(*args, present={name: there[name] for name in self.base_fields}, **keywords)


class ComponentsForm(LinesForm):
    components = _lines(
        gettext_lazy("What must not be left out?"),
        in_our_words(
            gettext_lazy("The core components, one a line. Without one of them it would be another %(program)s.")
        ),
    )


class ChangesForm(LinesForm):
    short = _lines(gettext_lazy("What should be different first?"))
    intermediate = _lines(gettext_lazy("What should be different then?"))
    long = _lines(gettext_lazy("What should be different in the end?"))


class AssumptionsForm(LinesForm):
    assumptions = _lines(
        gettext_lazy("What must hold, and is not in your hands?"),
        gettext_lazy("The assumptions, one a line. When one of them fails, the model may be right and still not work."),
    )


class VersionForm(forms.Form):
    starts_on = forms.DateField(
        label=gettext_lazy("From which day on does the model change?"),
        help_text=gettext_lazy("Until then the present version holds. The new one begins with its words."),
        widget=forms.DateInput,
    )


class ShownByForm(CorrectingForm, forms.Form):
    measures = MeasureChoices(
        label=gettext_lazy("Which measures would show it?"),
        queryset=Measure.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, change: ExpectedChange, **keywords: Any) -> None:
        super().__init__(*args, present=values_of(change, ["measures"]), **keywords)


class CheckForm(forms.Form):
    measure = MeasureChoice(label=gettext_lazy("Which measure watches it?"), queryset=Measure.objects.all())
    component = forms.ModelChoiceField(
        label=gettext_lazy("What does it watch?"), queryset=CoreComponent.objects.none(), required=False
    )
    expected = forms.CharField(
        label=gettext_lazy("What do you expect?"),
        help_text=gettext_lazy("In words, such as: 85% of youth in every month."),
        max_length=200,
    )

    def __init__(self, *args: Any, program: Program, model: ProgramModel | None, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        component = cast(Any, self.fields["component"])
        component.empty_label = _("The whole model")
        if model:
            component.queryset = model.components.all()
        self.fields["measure"].empty_label = _("Choose")  # type: ignore[attr-defined]
        words = the_words()
        self.fields["expected"].help_text = _("In words, such as: 85%% of %(clients)s in every month.") % vars(words)


SECTIONS: dict[str, type[ModelForm] | type[LinesForm]] = {
    "whom": WhomForm,
    "components": ComponentsForm,
    "amount": AmountForm,
    "changes": ChangesForm,
    "assumptions": AssumptionsForm,
}
