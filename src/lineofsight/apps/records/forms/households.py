"""What is asked about a household: with which stays somebody is in it, as what, since when, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.forms.seen import CorrectingForm
from lineofsight.apps.agency.forms.typed_once import EntryForm
from lineofsight.apps.agency.words import the_words

from ..models import Enrollment, Relationship
from ..selectors.households import HouseholdOnFile, Member
from ..selectors.people_list import places_in_words, stage_in_words
from ..services.households import leaving_seen, places_seen
from .fields import form_field


class StaysField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, stay: Any) -> str:
        return f"{places_in_words(stay)} · {stage_in_words(stay, today=today())}"


class InHouseholdForm(forms.Form):
    """With which of their stays somebody is in a household, and as what. One stay is not asked about."""

    stays = StaysField(queryset=Enrollment.objects.none(), widget=forms.CheckboxSelectMultiple)
    relationship = forms.ChoiceField(
        label=gettext_lazy("Place in the household"),
        choices=[("", gettext_lazy("Choose")), *Relationship.choices],
    )

    def __init__(self, *args: Any, stays: Sequence[Enrollment], **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        field = form_field(self, "stays", StaysField)
        field.label = _("With which %(enrollments)s?") % vars(the_words())
        field.queryset = Enrollment.objects.filter(pk__in=[stay.pk for stay in stays]).select_related("program", "site")
        if len(stays) == 1:
            field.widget = forms.MultipleHiddenInput()
            self.initial["stays"] = [stays[0].pk]


class StartForm(EntryForm, InHouseholdForm):
    """A household for somebody who has none."""


class JoinForm(InHouseholdForm):
    """A household that is here, for somebody who is here."""

    joined = forms.DateField(
        label=gettext_lazy("Since when?"),
        required=False,
        help_text=gettext_lazy("Leave it blank when they took part together from the beginning."),
    )

    def __init__(self, *args: Any, household: HouseholdOnFile, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        leave_head_to(self, household)


class PlacesForm(CorrectingForm, forms.Form):
    """Who is who: one question for each person whose place can be changed here."""

    def __init__(self, *args: Any, household: HouseholdOnFile, **keywords: Any) -> None:
        asked = [member for member in household.present if member.can_change]
        super().__init__(*args, present=places_seen([_changeable(member)[0] for member in asked]), **keywords)
        self.people = {f"relationship.{member.participant.pk}": member.participant.pk for member in asked}
        for member in asked:
            self.fields[f"relationship.{member.participant.pk}"] = forms.ChoiceField(
                label=member.participant.display_name, choices=Relationship.choices
            )

    def places(self) -> dict[int, str]:
        return {person: self.cleaned_data[name] for name, person in self.people.items()}


class LeaveForm(CorrectingForm, forms.Form):
    """Since when somebody is no longer in the household, while their stay goes on. comes_back: they are, after all."""

    left_household_on = forms.DateField(label=gettext_lazy("On which day did they leave?"))

    def __init__(self, *args: Any, member: Member, comes_back: bool, **keywords: Any) -> None:
        present = leaving_seen(_changeable(member))
        if present["left_household_on"] is None:
            keywords = {"initial": {"left_household_on": today()}, **keywords}
        super().__init__(*args, present=present, **keywords)
        self.comes_back = comes_back
        self.fields["left_household_on"].required = not comes_back

    def clean_left_household_on(self) -> date | None:
        left_on: date | None = self.cleaned_data["left_household_on"]
        return None if self.comes_back else left_on


def leave_head_to(form: forms.Form, household: HouseholdOnFile) -> None:
    """Offer no second head, and have the place chosen. What was sent was offered: the service judges it, so that the
    same page sent twice is no mistake."""
    field = form_field(form, "relationship", forms.ChoiceField)
    taken = {Relationship.HEAD.value} if household.head and not form.is_bound else set()
    field.choices = [("", _("Choose")), *(each for each in Relationship.choices if each[0] not in taken)]
    field.required = True
    field.help_text = _("Told from the head of the household.") if household.head else ""


def _changeable(member: Member) -> list[Enrollment]:
    """The stays whose place can be changed here; the one that speaks for them first."""
    stays = [stay for stay in member.stays if stay.pk in member.changeable]
    return sorted(stays, key=lambda stay: stay.pk != member.stay.pk)
