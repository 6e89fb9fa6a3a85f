"""What is asked about services, assessments and promises."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.forms.doubting import DoubtingForm
from lineofsight.apps.agency.forms.seen import CorrectingForm
from lineofsight.apps.agency.forms.typed_once import EntryForm
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.seen import values_of
from lineofsight.apps.agency.words import in_our_words
from lineofsight.apps.forms.answers import Asked
from lineofsight.apps.forms.models import DataElement
from lineofsight.problems import Problem

from ..models import Assessment, CollectionPoint, Enrollment, Service, ServiceType
from ..services.entries import ASKED_OF_A_SERVICE, Delivery, WrongAnswers, as_asked
from .fields import EnrollmentField, ServiceTypeField, WithUnits, choose_enrollment, form_field

ANSWER = "answers."  # before the key of an element: the name of its question
FEW = 8  # as many answers are shown at once as buttons; more become a list
LETTERS_IN_A_ROW = 60
MOST_ROWS = 10


class ServiceForm(DoubtingForm, EntryForm, CorrectingForm, forms.Form):
    """What was delivered, when, how much; who the client is and which enrollment is known from the page."""

    enrollment = EnrollmentField(
        label=in_our_words(gettext_lazy("For which %(program)s")),
        queryset=Enrollment.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    type = ServiceTypeField(label=gettext_lazy("What"), queryset=ServiceType.objects.none(), widget=WithUnits)
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

    def __init__(
        self,
        *args: Any,
        enrollments: list[Enrollment],
        types: Any,
        present: Mapping[str, object] | None = None,
        **keywords: Any,
    ) -> None:
        super().__init__(*args, present=present, **keywords)
        form_field(self, "type", forms.ModelChoiceField).queryset = types
        choose_enrollment(self, enrollments)

    @classmethod
    def correcting(cls, data: QueryDict | None, service: Service, *, types: Any) -> ServiceForm:
        """The form for a service that is here already: what it was, not whose."""
        form = cls(data, enrollments=[service.enrollment], types=types, present=values_of(service, ASKED_OF_A_SERVICE))
        del form.fields["entry_id"], form.fields["enrollment"]
        return form

    def delivery(self, staff: StaffMember | None) -> Delivery:
        return Delivery(
            type=self.cleaned_data["type"],
            date=self.cleaned_data["date"],
            quantity=self.cleaned_data["quantity"],
            amount=self.cleaned_data["amount"],
            staff=staff,
            note=self.cleaned_data["note"],
        )


class TaskForm(EntryForm, forms.Form):
    enrollment = EnrollmentField(
        label=in_our_words(gettext_lazy("For which %(program)s")),
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


class AssessmentForm(DoubtingForm, EntryForm, CorrectingForm, forms.Form):
    """An instrument as a page: one question per data element, by its type. The service checks the answers.

    A question bears the key of its element, so that an answer stays with its question even when the instrument was
    changed while the page was open.
    """

    question_prefix = ANSWER

    enrollment = EnrollmentField(
        label=in_our_words(gettext_lazy("For which %(program)s")),
        queryset=Enrollment.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    point = forms.ChoiceField(
        label=gettext_lazy("When is it made?"), choices=CollectionPoint.choices, widget=forms.RadioSelect
    )
    on = forms.DateField(label=gettext_lazy("On which day"))

    def __init__(
        self,
        *args: Any,
        asked: list[Asked],
        enrollments: list[Enrollment],
        present: Mapping[str, object] | None = None,
        **keywords: Any,
    ) -> None:
        super().__init__(*args, present=present, **keywords)
        choose_enrollment(self, enrollments)
        self.asked = {f"{ANSWER}{element.key}": element for element in asked}
        for name, element in self.asked.items():
            self.fields[name] = _question(element, str(self.initial.get(name) or ""))

    @classmethod
    def correcting(cls, data: QueryDict | None, assessment: Assessment, *, asked: list[Asked]) -> AssessmentForm:
        """The form for an assessment that is here already: what was answered, not by whom."""
        present = as_asked(asked, point=assessment.point, on=assessment.date, answers=assessment.answers)
        form = cls(data, asked=asked, enrollments=[assessment.enrollment], present=present)
        del form.fields["entry_id"], form.fields["enrollment"]
        return form

    def shown(self, present: Mapping[str, object]) -> dict[str, Any]:
        yes_no = {True: "yes", False: "no"}
        return {
            "on" if name == "date" else name: yes_no[value] if isinstance(value, bool) else value
            for name, value in present.items()
        }

    @property
    def questions(self) -> list[Any]:
        return [self[name] for name in self.asked]

    def raw(self) -> dict[str, str]:
        """Answers as they were typed, keyed by data element; several codes with spaces between them.

        Also those to questions that the instrument no longer asks: the service says so, and nothing is dropped.
        """
        data: Any = self.data
        sent = {name: " ".join(data.getlist(name)) for name in data if name.startswith(ANSWER)}
        said = {name: text for name, text in sent.items() if name in self.asked or text.strip()}
        return {name.removeprefix(ANSWER): text for name, text in said.items()}

    def say(self, problem: Problem) -> bool:
        if not isinstance(problem, WrongAnswers):
            return super().say(problem)
        for each in problem.wrong:
            name = f"{ANSWER}{each.key}"
            if name in self.asked:
                self.add_error(name, each.sentence)
            else:
                self.add_error(None, _no_longer_asked(self.raw()[each.key]))
        return True


def _no_longer_asked(answer: str) -> str:
    return _(
        "“%(answer)s” was your answer to a question that was taken out while this page was open. "
        "Write it into a note, or save again without it."
    ) % {"answer": answer}


def _question(element: Asked, answer: str) -> forms.Field:
    label = _question_in_words(element)
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


def _question_in_words(element: Asked) -> str:
    """The label with the unit and the range. That a number is not less than zero goes without saying."""
    about = [element.unit] if element.unit else []
    if element.maximum is not None:
        about.append(element.range_in_words)
    return f"{element.label} ({', '.join(about)})" if about else element.label


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
