"""What is asked about a person, and where they take part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.forms.doubting import DoubtingForm
from lineofsight.apps.agency.forms.seen import CorrectingForm, was_asked
from lineofsight.apps.agency.forms.typed_once import EntryForm
from lineofsight.apps.agency.models import Grant, StaffMember
from lineofsight.apps.agency.seen import values_of
from lineofsight.problems import Problem

from ..models import BirthDateQuality, Gender, Household, Participant, RaceEthnicity, Relationship, Stage
from ..selectors.households import Member
from ..selectors.lookalikes import LookAlike
from ..selectors.mastering import Closed
from ..selectors.places import Place, grants_of, places_to_enroll
from ..services.clients import LooksLikeSomeone, check_birth_date, check_named
from ..services.days import check_not_in_future
from ..services.enrollments import FIRST_STAGES, NewEnrollment
from .fields import GrantField, HouseholdField, form_field


class BirthDateField(forms.DateField):
    """Asked of everyone; whether it may stay blank is judged with how well it is known."""

    def validate(self, value: Any) -> None:
        return None


class FactsForm(DoubtingForm, CorrectingForm, forms.Form):
    """What is known about a person. Closed fields are not asked."""

    birth_date = BirthDateField(
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy("Leave it blank if it is not known, and say why below."),
    )
    birth_date_quality = forms.ChoiceField(
        label=gettext_lazy("How well is it known?"), choices=BirthDateQuality.choices, initial=BirthDateQuality.FULL
    )
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=120, required=False)
    middle_name = forms.CharField(label=gettext_lazy("Middle name"), max_length=120, required=False)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=120, required=False)
    name_suffix = forms.CharField(
        label=gettext_lazy("Name suffix"), max_length=30, required=False, help_text=gettext_lazy("Jr., Sr., III")
    )
    preferred_name = forms.CharField(label=gettext_lazy("Goes by"), max_length=120, required=False)
    genders = forms.MultipleChoiceField(
        label=gettext_lazy("Gender"),
        choices=Gender.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("In their own words. Choose all that apply."),
    )
    race_ethnicities = forms.MultipleChoiceField(
        label=gettext_lazy("Race and ethnicity"),
        choices=RaceEthnicity.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("In their own words. Choose all that apply."),
    )
    is_veteran = forms.TypedChoiceField(
        label=gettext_lazy("Veteran"),
        choices=[("", gettext_lazy("Not asked")), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        coerce=lambda text: {"yes": True, "no": False}[text],
        empty_value=None,
        required=False,
    )
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=60, required=False)
    email = forms.EmailField(label=gettext_lazy("Email"), required=False)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, required=False)
    zip_code = forms.CharField(label=gettext_lazy("ZIP code"), max_length=20, required=False)
    language = forms.CharField(label=gettext_lazy("Language"), max_length=60, required=False)

    def __init__(self, *args: Any, person: Participant, closed: Closed, **keywords: Any) -> None:
        super().__init__(*args, present=values_of(person, self.base_fields), **keywords)
        for name in [name for name in self.fields if name in closed and not was_asked(self, name)]:
            del self.fields[name]

    def shown(self, present: Mapping[str, object]) -> dict[str, Any]:
        shown = dict(present)
        if "is_veteran" in shown:
            shown["is_veteran"] = "" if shown["is_veteran"] is None else ("yes" if shown["is_veteran"] else "no")
        return shown

    def clean(self) -> dict[str, Any]:
        known = super().clean() or {}
        _check_birth_date(self, known)
        return known


class PlaceForm(EntryForm, forms.Form):
    """Where somebody is enrolled, at which stage, since when, who pays, and with whom.

    households: those that are offered beside a new one, with the names of their people; None asks for no household.
    """

    place = forms.ChoiceField(label=gettext_lazy("Where"))
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"),
        choices=[(stage.value, stage.label) for stage in FIRST_STAGES],
        initial=Stage.ACTIVE,
    )
    on = forms.DateField(
        label=gettext_lazy("Since"),
        help_text=gettext_lazy("The day of entry; for somebody who applied or waits, the day of the application."),
    )
    paid_by = GrantField(
        label=gettext_lazy("Who pays"),
        queryset=Grant.objects.none(),
        required=False,
        empty_label=gettext_lazy("Not said"),
    )
    household = HouseholdField(
        label=gettext_lazy("Household"),
        queryset=Household.objects.none(),
        required=False,
        empty_label=gettext_lazy("On their own, or not asked"),
    )
    relationship = forms.ChoiceField(
        label=gettext_lazy("Place in the household"),
        choices=Relationship.choices,
        initial=Relationship.HEAD,
        required=False,
        help_text=gettext_lazy("Not kept for somebody on their own."),
    )
    on_my_list = forms.BooleanField(label=gettext_lazy("Put them on my list"), required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        places: list[Place],
        grants: Any,
        households: Any = None,
        household_names: Mapping[int, str] = MappingProxyType({}),
        **keywords: Any,
    ) -> None:
        super().__init__(*args, **keywords)
        self.places = {place.key: place for place in places}
        form_field(self, "place", forms.ChoiceField).choices = [(place.key, place.title) for place in places]
        form_field(self, "paid_by", forms.ModelChoiceField).queryset = grants
        if not grants:
            del self.fields["paid_by"]
        if households is None:
            del self.fields["household"], self.fields["relationship"]
        else:
            field = form_field(self, "household", HouseholdField)
            field.queryset, field.names = households, household_names

    def hide_household(self) -> None:
        """It is known from the page."""
        form_field(self, "household", HouseholdField).widget = forms.HiddenInput()

    def new_enrollment(self) -> NewEnrollment:
        place = self.places[self.cleaned_data["place"]]
        return NewEnrollment(
            program=place.program,
            site=place.site,
            stage=self.cleaned_data["stage"],
            on=self.cleaned_data["on"],
            paid_by=self.cleaned_data.get("paid_by"),
            household=self.cleaned_data.get("household"),
            relationship=self.cleaned_data.get("relationship") or Relationship.NOT_ASKED,
            on_my_list=self.cleaned_data["on_my_list"],
        )


class TogetherForm(PlaceForm):
    """Several people of a household who begin at one place. The household and their places in it are known."""

    people = forms.MultipleChoiceField(
        label=gettext_lazy("Who begins there?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("people",)

    def __init__(self, *args: Any, members: Sequence[Member], **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.members = {str(member.participant.pk): member for member in members}
        field = form_field(self, "people", forms.MultipleChoiceField)
        field.choices = [(key, member.participant.display_name) for key, member in self.members.items()]
        self.initial.setdefault("people", list(self.members))

    def chosen(self) -> dict[Participant, str]:
        """Who begins, with the place in the household."""
        chosen = [self.members[key] for key in self.cleaned_data["people"]]
        return {member.participant: member.relationship for member in chosen}


class NewClientForm(DoubtingForm, PlaceForm):
    """A new person, the date of birth first, with their first enrollment. `alike`: who is here already and looks like
    them, once the service has said so."""

    alike: Sequence[LookAlike] = ()

    birth_date = FactsForm.base_fields["birth_date"]
    birth_date_quality = FactsForm.base_fields["birth_date_quality"]
    first_name = FactsForm.base_fields["first_name"]
    last_name = FactsForm.base_fields["last_name"]
    preferred_name = FactsForm.base_fields["preferred_name"]
    phone = FactsForm.base_fields["phone"]
    language = FactsForm.base_fields["language"]
    told_apart_from = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("birth_date", "birth_date_quality", "first_name", "last_name", "preferred_name", "phone", "language")
    FACTS = ("birth_date", "birth_date_quality", "first_name", "last_name", "preferred_name", "phone", "language")

    def clean(self) -> dict[str, Any]:
        known = super().clean() or {}
        _check_birth_date(self, known)
        born, on = known.get("birth_date"), known.get("on")
        if born:
            self._ask_at_once("birth_date", lambda: check_birth_date(born))
        if on:
            self._ask_at_once("on", lambda: check_not_in_future(on))
        if not {"first_name", "last_name", "preferred_name"} & self.errors.keys():
            self._ask_at_once("first_name", lambda: check_named(known))
        return known

    def _ask_at_once(self, name: str, check: Callable[[], None]) -> None:
        """Ask the service's check beforehand: the service stops at the first refusal, a page tells all of them."""
        try:
            check()
        except Problem as problem:
            self.add_error(name, str(problem))

    def say(self, problem: Problem) -> bool:
        if not isinstance(problem, LooksLikeSomeone):
            return super().say(problem)
        self.alike = problem.people
        self.put("told_apart_from", " ".join(str(each.participant.pk) for each in self.alike))
        return True

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FACTS}

    def told_apart(self) -> set[int]:
        return {int(number) for number in self.cleaned_data["told_apart_from"].split() if number.isdecimal()}


def place_form_parts(staff: StaffMember) -> dict[str, Any]:
    """What a `PlaceForm` needs to know of this person."""
    places = places_to_enroll(staff)
    return {"places": places, "grants": grants_of(places)}


def _check_birth_date(form: forms.Form, known: dict[str, Any]) -> None:
    if "birth_date" not in form.fields or known.get("birth_date") or form.has_error("birth_date"):
        return
    if known.get("birth_date_quality") in (BirthDateQuality.FULL, BirthDateQuality.APPROXIMATE):
        form.add_error("birth_date", _("There is no date of birth. Write it, or say below why it is not known."))
