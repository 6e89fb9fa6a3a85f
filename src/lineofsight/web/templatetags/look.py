"""What the shared components need to render Django's forms and pages in our look.

Forms say what they ask, never how it looks: the classes are put on here, and every day is asked with the browser's
own date field.
"""

from __future__ import annotations

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.forms import BaseForm
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lineofsight.apps.agency.forms.doubting import DoubtingForm, Tick

register = template.Library()

SHORT = (forms.DateInput, forms.NumberInput, forms.TimeInput)
DJANGO_ROWS = "10"
DASHES = "---------"  # what Django writes where nothing is chosen yet


@register.filter
def kind_of_control(field: BoundField) -> str:
    """`choices` for radio buttons and lists of ticks, `tick` for a single one, `line` for everything else."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    return "choices" if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple) else "line"


@register.filter
def control(field: BoundField) -> SafeString:
    """The control itself, with the class of its kind and nothing written inside it as a hint.

    Days are written as ISO dates, which browsers show in their own way.
    """
    widget = field.field.widget
    widget.attrs.pop("placeholder", None)
    attributes: dict[str, str | bool] = {"class": class_of(widget)}
    if isinstance(widget, forms.DateInput):
        widget.format = "%Y-%m-%d"
        widget.input_type = "date"
    elif getattr(field.field, "empty_label", None) == DASHES:
        field.field.empty_label = _("Choose")  # type: ignore[attr-defined]
    elif isinstance(widget, forms.Select) and not isinstance(field.field, forms.ModelChoiceField):
        widget.choices = [(value, _("Choose") if label == DASHES else label) for value, label in widget.choices]
    elif isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == DJANGO_ROWS:
        attributes["rows"] = "4"
    return field.as_widget(attrs=attributes)


@register.filter
def control_of_choice(choice: BoundWidget) -> SafeString:
    """One radio button or tick of a group. What is wrong is said by the group, so the single one is not invalid."""
    choice.data["attrs"]["class"] = "form-check-input"
    choice.data["attrs"].pop("aria-invalid", None)
    return choice.tag()


@register.filter
def may_stay_open(field: BoundField) -> bool:
    """Whether to say "optional": not where nothing in the form is required, as in a form that narrows a list."""
    return not field.field.required and any(other.field.required for other in field.form)


@register.filter
def ticks_of(field: BoundField) -> list[Tick]:
    """The ticks beside an answer that is hardly so."""
    return field.form.ticks(field.name) if isinstance(field.form, DoubtingForm) else []


@register.filter
def wrong_fields(form: BaseForm) -> list[BoundField]:
    return [field for field in form if field.errors]


@register.filter
def first_control(field: BoundField) -> str:
    """The id to which a link from the summary of errors leads: the control, or the first of its group."""
    return f"{field.auto_id}_0" if kind_of_control(field) == "choices" else field.id_for_label


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, number: int) -> str:
    """The same address with `?page=number`; whatever else was asked for stays."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def address_from(context: template.Context, **entry: int) -> str:
    """The same address with `?before=number` or `?after=number`, not both; whatever else was asked for stays."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for way in ("before", "after", "page"):
        query.pop(way, None)
    for way, number in entry.items():
        query[way] = str(number)
    return f"?{query.urlencode()}"


def class_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control los-short" if isinstance(widget, SHORT) else "form-control"
