"""What several forms of this app share: fields, asking for an enrollment only when there are several, refusals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _

from ..models import Enrollment
from ..services.enrollments import NEW_HOUSEHOLD

# Which question a refusal of a service is about, by its code. Others are about the whole form.
BESIDE = {
    "R202": ("birth_date",),
    "R203": ("first_name",),
    "R302": ("date", "on", "joined", "left_household_on"),
    "R306": ("joined", "left_household_on"),
    "R303": ("on",),
    "R304": ("paid_by",),
    "R403": ("date", "on"),
    "R404": ("date", "on"),
    "R405": ("quantity",),
    "R406": ("type",),
    "R501": ("what",),
    "R502": ("due_on",),
    "R601": ("staff",),
    "R702": ("relationship",),
    "R701": ("stays",),
    "R704": ("stays",),
    "R708": ("people",),
}


class GrantField(forms.ModelChoiceField):
    def label_from_instance(self, grant: Any) -> str:
        return f"{grant.funder.name}: {grant.name}"


class EnrollmentField(forms.ModelChoiceField):
    def label_from_instance(self, enrollment: Any) -> str:
        name = enrollment.program.name
        return f"{name}, {enrollment.site.name}" if enrollment.site else name


class ServiceTypeField(forms.ModelChoiceField):
    """The unit stands with the name, so that "how much" is no riddle."""

    def label_from_instance(self, kind: Any) -> str:
        return f"{kind.name} ({kind.unit})" if kind.unit else kind.name


class WithUnits(forms.Select):
    """Each choice bears its unit, which the page writes beside the quantity once it is chosen."""

    def create_option(self, name: str, value: Any, *args: Any, **keywords: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **keywords)
        unit = getattr(getattr(value, "instance", None), "unit", "")
        if unit:
            option["attrs"]["data-unit"] = unit
        return option


class _NewHouseholdFirst(ModelChoiceIterator):
    """Nobody's, a new one, then those that are here."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        yield "", str(self.field.empty_label or "")
        yield NEW_HOUSEHOLD, _("A new household")
        for household in self.queryset:
            yield self.choice(household)

    def __len__(self) -> int:
        return super().__len__() + 1


class HouseholdField(forms.ModelChoiceField):
    """A household that is here, `NEW_HOUSEHOLD`, or None. names: household id → who belongs to it."""

    iterator = _NewHouseholdFirst
    names: Mapping[int, str] = MappingProxyType({})

    def to_python(self, value: Any) -> Any:
        return NEW_HOUSEHOLD if value == NEW_HOUSEHOLD else super().to_python(value)

    def label_from_instance(self, household: Any) -> str:
        if household.pk in self.names:
            return _("The household of %(names)s") % {"names": self.names[household.pk]}
        return _("Household %(number)s") % {"number": household.pk}


def choose_enrollment(form: forms.Form, enrollments: list[Enrollment]) -> None:
    """Ask for the enrollment only when there are several."""
    field = form_field(form, "enrollment", forms.ModelChoiceField)
    field.queryset = Enrollment.objects.filter(pk__in=[each.pk for each in enrollments]).select_related(
        "program", "site"
    )
    if enrollments:
        form.initial.setdefault("enrollment", enrollments[0].pk)
    if len(enrollments) == 1:
        field.widget = forms.HiddenInput()


def form_field(form: forms.BaseForm, name: str, kind: type[Any]) -> Any:
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} is no {kind.__name__}")
    return field
