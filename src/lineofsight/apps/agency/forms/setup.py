"""Forms about the agency itself: its name and year, its words, its programs, sites, funders and grants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..models import Agency, Funder, Grant, Program, Site, Source, default_words
from ..seen import values_of
from ..selectors.setup import month_in_words
from ..selectors.structure import closed_fields
from ..words import each_word, in_our_words, the_words
from .seen import CorrectingForm, was_asked


class AgencyForm(CorrectingForm, forms.Form):
    name = forms.CharField(label=_("Name of the agency"), max_length=200)
    year_first_month = forms.TypedChoiceField(
        label=_("First month of the year"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Of the year in which your agency reports: January, July, October."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, present=values_of(agency, self.base_fields), **kwargs)
        month = cast(forms.ChoiceField, self.fields["year_first_month"])
        month.choices = [("", _("Choose")), *((number, month_in_words(number)) for number in range(1, 13))]


class WordsForm(CorrectingForm, forms.Form):
    """One and many of each word that an agency may rename. Lower case, as inside a sentence."""

    client_one = forms.CharField(label=_("One client"), max_length=40)
    client_many = forms.CharField(label=_("Many clients"), max_length=40)
    program_one = forms.CharField(label=_("One program"), max_length=40)
    program_many = forms.CharField(label=_("Many programs"), max_length=40)
    enrollment_one = forms.CharField(label=_("One enrollment"), max_length=40)
    enrollment_many = forms.CharField(label=_("Many enrollments"), max_length=40)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, present=each_word(agency.words), **kwargs)

    def shown(self, present: Mapping[str, object]) -> dict[str, Any]:
        return {name.removeprefix("words."): value for name, value in present.items()}

    @property
    def words(self) -> dict[str, list[str]]:
        """The words as the agency keeps them: {"client": ["guest", "guests"], …}."""
        said = self.cleaned_data
        return {word: [said[f"{word}_one"], said[f"{word}_many"]] for word in default_words()}


class OpenFieldsForm(CorrectingForm, forms.ModelForm):
    """A form without the fields that the source of its row masters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kept = kwargs.get("instance")
        super().__init__(*args, present=values_of(kept, self.base_fields) if kept else None, **kwargs)
        for name in closed_fields(self.instance):
            if name in self.fields and not was_asked(self, name):
                del self.fields[name]

    def ordered(self, first: str, second: str, sentence: Any) -> None:
        """Put the sentence to `second` when it is a day before `first`. A closed day is read from the row."""
        one = self.cleaned_data.get(first, getattr(self.instance, first))
        other = self.cleaned_data.get(second, getattr(self.instance, second))
        if one and other and other < one and second in self.fields:
            self.add_error(second, sentence)


class ProgramForm(OpenFieldsForm):
    class Meta:
        model = Program
        fields = ("name", "started_on", "ended_on", "sites", "protection", "mastered_in")
        labels = {
            "name": _("Name"),
            "started_on": _("Started on"),
            "ended_on": _("Ended on"),
            "sites": _("Sites"),
            "protection": _("Protected by law"),
            "mastered_in": _("Where its records are kept"),
        }
        help_texts = {
            "ended_on": in_our_words(_("An ended %(program)s takes nobody new; its records stay.")),
            "protection": in_our_words(
                _(
                    "A protected %(program)s is seen only by people whose role names it, "
                    "and never leaves in an export with names. From the next period on, what is released of the whole "
                    "agency is without it, and of its own figures fewer are shown and no sites; what was released "
                    "before stays. Only administrators take the protection away."
                )
            ),
        }
        widgets = {
            "started_on": forms.DateInput,
            "ended_on": forms.DateInput,
            "sites": forms.CheckboxSelectMultiple,
            "protection": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mastered_in = cast("forms.ModelChoiceField[Source]", self.fields["mastered_in"])
        mastered_in.empty_label = str(_("Here"))
        mastered_in.help_text = _(
            "With a source chosen, names, dates and %(enrollments)s are closed here: they are changed there, and the "
            "next import brings the change. Services and assessments can be added here."
        ) % vars(the_words())
        if not Site.objects.exists():
            del self.fields["sites"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        self.ordered("started_on", "ended_on", _("It cannot end before it starts. Enter a later day."))
        return said


class SiteForm(OpenFieldsForm):
    class Meta:
        model = Site
        fields = ("name", "address")
        labels = {"name": _("Name"), "address": _("Address")}


class FunderForm(OpenFieldsForm):
    class Meta:
        model = Funder
        fields = ("name",)
        labels = {"name": _("Name")}


class GrantForm(OpenFieldsForm):
    class Meta:
        model = Grant
        fields = ("funder", "name", "number", "starts_on", "ends_on", "programs")
        labels = {
            "funder": _("Funder"),
            "name": _("Name"),
            "number": _("Number"),
            "starts_on": _("Starts on"),
            "ends_on": _("Ends on"),
            "programs": _("What it pays for"),
        }
        widgets = {
            "starts_on": forms.DateInput,
            "ends_on": forms.DateInput,
            "programs": forms.CheckboxSelectMultiple,
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        self.ordered("starts_on", "ends_on", _("It cannot end before it starts. Enter a later day."))
        return said
