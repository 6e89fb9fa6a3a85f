"""What a form says of an answer that it cannot take, the same on every page: what is missing, and what to write.

Django keeps one sentence for each kind of field and validator on its class. They are replaced there once, when the
program starts, so that no form has to remember it.
"""

from __future__ import annotations

from typing import Any

from django.core import validators
from django.forms import fields, models
from django.utils.translation import gettext_lazy, ngettext_lazy

_NOT_OFFERED = gettext_lazy("This cannot be chosen here. Choose one of the answers that are offered.")
_NUMBER = gettext_lazy("Write a number, such as 2 or 1.5.")

_OF_FIELDS: dict[Any, dict[str, Any]] = {
    fields.Field: {"required": gettext_lazy("This question needs an answer.")},
    fields.IntegerField: {"invalid": gettext_lazy("Write a whole number, such as 3.")},
    fields.FloatField: {"invalid": _NUMBER},
    fields.DecimalField: {"invalid": _NUMBER},
    fields.DateField: {"invalid": gettext_lazy("This is not a day. Write month, day and year, such as 11/23/2026.")},
    fields.ChoiceField: {"invalid_choice": _NOT_OFFERED},
    fields.MultipleChoiceField: {"invalid_choice": _NOT_OFFERED},
    models.ModelChoiceField: {"invalid_choice": _NOT_OFFERED},
    models.ModelMultipleChoiceField: {"invalid_choice": _NOT_OFFERED},
}
_OF_VALIDATORS: dict[Any, Any] = {
    validators.MinValueValidator: gettext_lazy("Write %(limit_value)s or more."),
    validators.MaxValueValidator: gettext_lazy("Write %(limit_value)s or less."),
    validators.MaxLengthValidator: ngettext_lazy(
        "Write at most %(limit_value)d character; now there are %(show_value)d.",
        "Write at most %(limit_value)d characters; now there are %(show_value)d.",
        "limit_value",
    ),
    validators.EmailValidator: gettext_lazy("Write an email address, such as ana@example.org."),
}


def speak_plainly() -> None:
    """Put our sentences in the place of Django's."""
    for field, sentences in _OF_FIELDS.items():
        field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), **sentences}
    for validator, sentence in _OF_VALIDATORS.items():
        validator.message = sentence
    validators.validate_email.message = _OF_VALIDATORS[validators.EmailValidator]
