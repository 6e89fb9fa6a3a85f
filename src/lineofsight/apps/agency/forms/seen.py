"""Forms that change what is here: they carry what the writer saw, and show what somebody else changed meanwhile.

The other half of `seen.py`. A form is made with what is there at present; when the service refuses because that is no
longer so, the form keeps everything the writer typed, says beside each question what is there now, takes over what
the writer had left alone, and carries what has been seen from then on: sending the form again is a deliberate save.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.choices import flatten_choices
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from lineofsight.problems import Problem

from ..seen import ChangedMeanwhile, token_of
from .sending import SEEN, OwnWords


class CorrectingForm(OwnWords):
    """Put before `forms.Form` or `forms.ModelForm`. present: what is there, by the names the service knows; None for
    something new. A form whose questions have other names or values than that says so in `shown`."""

    def __init__(self, *args: Any, present: Mapping[str, object] | None, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        if present is not None:
            self.initial = {**self.shown(present), **self.initial}
            self.fields[SEEN] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=token_of(present), max_length=20_000
            )

    def shown(self, present: Mapping[str, object]) -> dict[str, Any]:
        """The value of each question that these values answer. Any part of what is there may be given."""
        return dict(present)

    @property
    def seen(self) -> str:
        """What the writer saw, for the service."""
        return str(self.cleaned_data.get(SEEN, ""))

    def say(self, problem: Problem) -> bool:
        if not isinstance(problem, ChangedMeanwhile):
            return super().say(problem)
        self._show_both(problem)
        return True

    def _show_both(self, problem: ChangedMeanwhile) -> None:
        self.put(SEEN, problem.token)
        self.add_error(None, str(problem))
        for name, value in problem.now.items():
            for question, answer in self.shown({name: value}).items():
                field = self.fields.get(question)
                if field is None:
                    continue
                now = _in_words(field, answer)
                if name in problem.kept:
                    self.add_error(question, _taken_over(now, _in_words(field, self._sent(question))))
                    self.put(question, field.prepare_value(answer))
                else:
                    self.add_error(question, _both(now))

    def _sent(self, question: str) -> Any:
        field = self[question]
        return field.field.to_python(field.data)


def was_asked(form: forms.BaseForm, name: str) -> bool:
    """Whether the form that was sent asked this. What was asked when the page was opened is read even when it would no
    longer be asked: the service says what became of it, and nothing typed is dropped in silence."""
    return form.is_bound and form.add_prefix(name) in form.data


def _both(now: str) -> str:
    if not now:
        return _("It is blank there now. Yours stands here: save again to keep it.")
    return _("It says “%(now)s” now. Yours stands here: save again to keep it.") % {"now": now}


def _taken_over(now: str, before: str) -> str:
    if not now:
        return _("It is blank now; you had seen “%(before)s”. Save again to leave it so.") % {"before": before}
    if not before:
        return _("It says “%(now)s” now; you had seen it blank. Save again to leave it so.") % {"now": now}
    told = {"now": now, "before": before}
    return _("It says “%(now)s” now; you had seen “%(before)s”. Save again to leave it so.") % told


def _in_words(field: forms.Field, value: Any) -> str:
    """A value as a reader of the form would say it; empty for a blank."""
    if isinstance(value, list | tuple | set) or hasattr(value, "all"):
        return ", ".join(_in_words(field, each) for each in value)
    if isinstance(field, forms.ModelChoiceField):
        return _chosen_row(field, value)
    if isinstance(field, forms.ChoiceField):
        return "" if value in (None, "") else _label_of(field, str(value))
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return date_format(value, "F j, Y")
    if isinstance(value, Decimal):
        return number_format(value.normalize() if value else value, use_l10n=True)
    return str(value)


def _chosen_row(field: forms.ModelChoiceField[Any], value: Any) -> str:
    if value in (None, "") or field.queryset is None:
        return str(field.empty_label or "")
    row = value if hasattr(value, "pk") else field.queryset.model._default_manager.filter(pk=value).first()
    return field.label_from_instance(row) if row is not None else ""


def _label_of(field: forms.ChoiceField, value: str) -> str:
    choices: Any = flatten_choices(cast(Any, field.choices))
    labels = {str(code): str(label) for code, label in choices}
    return labels.get(value, value)
