"""What is asked about services, assessments and promises."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.forms.answers import Asked, WrongAnswer
from lineofsight.apps.forms.models import DataElement

from ..models import CollectionPoint, Enrollment, Service, ServiceType
from ..services.entries import Delivery
from .fields import EnrollmentField, choose_enrollment, form_field

FEW = 8  # as many answers are shown at once as buttons; more become a list
LETTERS_IN_A_ROW = 60
MOST_ROWS = 10


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
        form_field(self, "type", forms.ModelChoiceField).queryset = types
        choose_enrollment(self, enrollments)

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
        choose_enrollment(self, enrollments)


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
    point = forms.ChoiceField(
        label=gettext_lazy("When is it made?"), choices=CollectionPoint.choices, widget=forms.RadioSelect
    )
    on = forms.DateField(label=gettext_lazy("On which day"))

    def __init__(self, *args: Any, asked: list[Asked], enrollments: list[Enrollment], **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        choose_enrollment(self, enrollments)
        self.asked = asked
        for position, element in enumerate(asked):
            name = f"answer-{position}"
            self.fields[name] = _question(element, str(self.initial.get(name, "")))

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


def _question(element: Asked, answer: str) -> forms.Field:
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
        widget = forms.Textarea(attrs={"rows": _rows_for(answer)})
    elif kind == DataElement.Type.INTEGER:
        widget = forms.TextInput(attrs={"inputmode": "numeric"})
    elif kind in (DataElement.Type.DECIMAL, DataElement.Type.MONEY):
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.CharField(label=label, required=False, widget=widget)


def _rows_for(answer: str) -> int:
    """One row for a text that is still to come, which grows as it is written; as many as a text needs that is here."""
    return min(1 + len(answer) // LETTERS_IN_A_ROW + answer.count("\n"), MOST_ROWS)


class _OpenChoice(forms.ChoiceField):
    """Leaves the judgment to `check_answers`, which names what is possible."""

    def validate(self, value: Any) -> None:
        return None


class _OpenMultipleChoice(forms.MultipleChoiceField):
    def validate(self, value: Any) -> None:
        return None
