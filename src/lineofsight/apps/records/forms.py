"""What the pages of this app ask. Forms say what is asked; whether it may be written, the services decide."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.models import Grant, Site, StaffMember
from lineofsight.apps.forms.answers import Asked, WrongAnswer
from lineofsight.apps.forms.models import DataElement, Instrument

from .models import (
    BirthDateQuality,
    CollectionPoint,
    Enrollment,
    Gender,
    Household,
    RaceEthnicity,
    Relationship,
    Service,
    ServiceType,
    Stage,
)
from .models.participation import ENDED
from .selectors.mastering import Closed
from .selectors.places import Place, grants_of, places_to_enroll
from .services.enrollments import FIRST_STAGES, FOLLOWS, NewEnrollment
from .services.entries import Delivery

FEW = 8  # as many answers are shown at once as buttons; more become a list


class GrantField(forms.ModelChoiceField):
    def label_from_instance(self, grant: Any) -> str:
        return f"{grant.funder.name}: {grant.name}"


class EnrollmentField(forms.ModelChoiceField):
    def label_from_instance(self, enrollment: Any) -> str:
        name = enrollment.program.name
        return f"{name}, {enrollment.site.name}" if enrollment.site else name


class HouseholdField(forms.ModelChoiceField):
    def label_from_instance(self, household: Any) -> str:
        return _("Household %(number)s") % {"number": household.pk}


class BirthDateField(forms.DateField):
    """Asked of everyone; whether it may stay blank is judged with how well it is known."""

    def validate(self, value: Any) -> None:
        return None


class FactsForm(forms.Form):
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

    def __init__(self, *args: Any, closed: Closed, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        for name in [name for name in self.fields if name in closed]:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        known = super().clean() or {}
        _check_birth_date(self, known)
        return known

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PlaceForm(forms.Form):
    """Where somebody is enrolled, at which stage, since when, and who pays."""

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
        initial=Relationship.NOT_ASKED,
        required=False,
    )
    on_my_list = forms.BooleanField(label=gettext_lazy("Put them on my list"), required=False, initial=True)

    def __init__(self, *args: Any, places: list[Place], grants: Any, households: Any = None, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.places = {place.key: place for place in places}
        _field(self, "place", forms.ChoiceField).choices = [(place.key, place.title) for place in places]
        _field(self, "paid_by", forms.ModelChoiceField).queryset = grants
        if not grants:
            del self.fields["paid_by"]
        if households:
            _field(self, "household", forms.ModelChoiceField).queryset = households
        else:
            del self.fields["household"], self.fields["relationship"]

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


class NewClientForm(PlaceForm):
    """A new person, the date of birth first, with their first enrollment."""

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
        return known

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FACTS}

    def told_apart(self) -> set[int]:
        return {int(number) for number in self.cleaned_data["told_apart_from"].split() if number.isdecimal()}


class StageForm(forms.Form):
    """The next stage and its day."""

    stage = forms.ChoiceField(label=gettext_lazy("Stage"), widget=forms.RadioSelect)
    on = forms.DateField(label=gettext_lazy("On which day"))

    def __init__(self, *args: Any, enrollment: Enrollment, ends_only: bool, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        offered = [stage for stage in FOLLOWS[enrollment.stage] if not ends_only or stage in ENDED]
        _field(self, "stage", forms.ChoiceField).choices = [(stage.value, stage.label) for stage in offered]


class EnrollmentForm(forms.Form):
    """Corrections of an enrollment. Closed fields are not asked."""

    site = forms.ModelChoiceField(label=gettext_lazy("Site"), queryset=Site.objects.none(), required=False)
    applied_on = forms.DateField(label=gettext_lazy("Applied on"), required=False)
    entry_date = forms.DateField(label=gettext_lazy("Entered on"), required=False)
    exit_date = forms.DateField(label=gettext_lazy("Left on"), required=False)
    paid_by = GrantField(
        label=gettext_lazy("Who pays"),
        queryset=Grant.objects.none(),
        required=False,
        empty_label=gettext_lazy("Not said"),
    )
    relationship = forms.ChoiceField(
        label=gettext_lazy("Place in the household"), choices=Relationship.choices, required=False
    )

    def __init__(self, *args: Any, enrollment: Enrollment, sites: Any, closed: Closed, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.initial = {name: getattr(enrollment, name) for name in self.base_fields}
        _field(self, "site", forms.ModelChoiceField).queryset = sites
        _field(self, "paid_by", forms.ModelChoiceField).queryset = enrollment.program.grants.select_related("funder")
        not_asked = {name for name in self.fields if name in closed}
        if enrollment.exit_date is None:
            not_asked.add("exit_date")
        if enrollment.entry_date is None:
            not_asked.add("entry_date")
        if enrollment.household_id is None:
            not_asked.add("relationship")
        for name in not_asked:
            del self.fields[name]

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ServiceForm(forms.Form):
    """What was delivered, when, how much; who the client is and which enrollment is known from the page."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput)
    enrollment = EnrollmentField(
        label=gettext_lazy("For which program"),
        queryset=Enrollment.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    type = forms.ModelChoiceField(label=gettext_lazy("What"), queryset=ServiceType.objects.none(), empty_label=None)
    date = forms.DateField(label=gettext_lazy("When"))
    quantity = forms.DecimalField(
        label=gettext_lazy("How much"), max_digits=12, decimal_places=2, initial=1, min_value=Decimal("0.01")
    )
    amount = forms.DecimalField(
        label=gettext_lazy("Dollars paid"), max_digits=14, decimal_places=2, required=False, min_value=Decimal(0)
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Read by those who work with this person."),
    )

    def __init__(self, *args: Any, enrollments: list[Enrollment], types: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        _field(self, "type", forms.ModelChoiceField).queryset = types
        _choose_enrollment(self, enrollments)

    @classmethod
    def correcting(cls, data: QueryDict | None, service: Service, *, types: Any) -> ServiceForm:
        """The form for a service that is here already."""
        return cls(
            data,
            enrollments=[service.enrollment],
            types=types,
            initial={
                "entry_id": service.entry_id or uuid4(),
                "enrollment": service.enrollment_id,
                "type": service.type_id,
                "date": service.date,
                "quantity": service.quantity,
                "amount": service.amount,
                "note": service.note,
            },
        )

    def delivery(self, staff: StaffMember | None) -> Delivery:
        return Delivery(
            type=self.cleaned_data["type"],
            date=self.cleaned_data["date"],
            quantity=self.cleaned_data["quantity"],
            amount=self.cleaned_data["amount"],
            staff=staff,
            note=self.cleaned_data["note"],
        )


class TaskForm(forms.Form):
    enrollment = EnrollmentField(
        label=gettext_lazy("For which program"),
        queryset=Enrollment.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    what = forms.CharField(
        label=gettext_lazy("What is promised?"), max_length=200, help_text=gettext_lazy("A few words: “Call her aunt”.")
    )
    due_on = forms.DateField(label=gettext_lazy("By when?"))

    def __init__(self, *args: Any, enrollments: list[Enrollment], **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        _choose_enrollment(self, enrollments)


class AssignForm(forms.Form):
    staff = forms.ModelChoiceField(
        label=gettext_lazy("Who looks after them from today?"), queryset=StaffMember.objects.none()
    )

    def __init__(self, *args: Any, staff: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        _field(self, "staff", forms.ModelChoiceField).queryset = staff


class AssessmentForm(forms.Form):
    """An instrument as a page: one question per data element, by its type. The service checks the answers.

    Questions are named answer-0, answer-1 … in the order of the instrument, since keys of elements may be long.
    """

    entry_id = forms.UUIDField(widget=forms.HiddenInput)
    enrollment = EnrollmentField(
        label=gettext_lazy("For which program"),
        queryset=Enrollment.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    point = forms.ChoiceField(label=gettext_lazy("When is it made?"), choices=CollectionPoint.choices)
    on = forms.DateField(label=gettext_lazy("On which day"))

    def __init__(self, *args: Any, asked: list[Asked], enrollments: list[Enrollment], **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        _choose_enrollment(self, enrollments)
        self.asked = asked
        for position, element in enumerate(asked):
            self.fields[f"answer-{position}"] = _question(element)

    @property
    def questions(self) -> list[Any]:
        return [self[f"answer-{position}"] for position in range(len(self.asked))]

    def raw(self) -> dict[str, str]:
        """Answers as they were typed, keyed by data element; several codes with spaces between them."""
        data: Any = self.data
        return {
            element.key: " ".join(data.getlist(f"answer-{position}")) for position, element in enumerate(self.asked)
        }

    def say_what_is_wrong(self, wrong: list[WrongAnswer]) -> None:
        positions = {element.key: position for position, element in enumerate(self.asked)}
        for each in wrong:
            self.add_error(f"answer-{positions[each.key]}" if each.key in positions else None, each.sentence)

    @staticmethod
    def initial_answers(asked: list[Asked], answers: dict[str, Any]) -> dict[str, Any]:
        """What to show in the form of an assessment that is here already."""
        shown = {True: "yes", False: "no"}
        return {
            f"answer-{position}": shown[answers[element.key]]
            if isinstance(answers[element.key], bool)
            else answers[element.key]
            for position, element in enumerate(asked)
            if element.key in answers
        }


class InstrumentForm(forms.Form):
    instrument = forms.ModelChoiceField(
        label=gettext_lazy("Which one?"), queryset=Instrument.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, instruments: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        _field(self, "instrument", forms.ModelChoiceField).queryset = instruments


def place_form_parts(staff: StaffMember) -> dict[str, Any]:
    """What a `PlaceForm` needs to know of this person."""
    places = places_to_enroll(staff)
    return {"places": places, "grants": grants_of(places)}


def new_entry_id() -> UUID:
    """Made when a form is shown, sent with it, and kept with what it wrote."""
    return uuid4()


def _check_birth_date(form: forms.Form, known: dict[str, Any]) -> None:
    if "birth_date" not in form.fields or known.get("birth_date") or form.has_error("birth_date"):
        return
    if known.get("birth_date_quality") in (BirthDateQuality.FULL, BirthDateQuality.APPROXIMATE):
        form.add_error("birth_date", _("There is no date of birth. Write it, or say below why it is not known."))


def _question(element: Asked) -> forms.Field:
    label = f"{element.label} ({element.unit})" if element.unit else element.label
    kind = DataElement.Type(element.type)
    if kind == DataElement.Type.CODES:
        return _OpenMultipleChoice(
            label=label, required=False, choices=element.codes, widget=forms.CheckboxSelectMultiple
        )
    if kind in (DataElement.Type.CODE, DataElement.Type.BOOLEAN):
        codes = element.codes or (("yes", _("Yes")), ("no", _("No")))
        is_short = len(codes) <= FEW
        choices = list(codes) if is_short else [("", _("Choose")), *codes]
        return _OpenChoice(
            label=label, required=False, choices=choices, widget=forms.RadioSelect if is_short else forms.Select
        )
    widget: forms.Widget = forms.TextInput()
    if kind == DataElement.Type.DATE:
        widget = forms.DateInput()
    elif kind == DataElement.Type.TEXT:
        widget = forms.Textarea(attrs={"rows": 3})
    elif kind == DataElement.Type.INTEGER:
        widget = forms.TextInput(attrs={"inputmode": "numeric"})
    elif kind in (DataElement.Type.DECIMAL, DataElement.Type.MONEY):
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.CharField(label=label, required=False, widget=widget)


class _OpenChoice(forms.ChoiceField):
    """Leaves the judgment to `check_answers`, which names what is possible."""

    def validate(self, value: Any) -> None:
        return None


class _OpenMultipleChoice(forms.MultipleChoiceField):
    def validate(self, value: Any) -> None:
        return None


def _choose_enrollment(form: forms.Form, enrollments: list[Enrollment]) -> None:
    """Ask for the enrollment only when there are several."""
    field = _field(form, "enrollment", forms.ModelChoiceField)
    field.queryset = Enrollment.objects.filter(pk__in=[each.pk for each in enrollments]).select_related(
        "program", "site"
    )
    if enrollments:
        form.initial.setdefault("enrollment", enrollments[0].pk)
    if len(enrollments) == 1:
        field.widget = forms.HiddenInput()


def _field(form: forms.Form, name: str, kind: type[Any]) -> Any:
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} is no {kind.__name__}")
    return field
