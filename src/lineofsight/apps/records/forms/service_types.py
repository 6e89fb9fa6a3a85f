"""What is asked about a kind of service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.forms.seen import CorrectingForm, was_asked
from lineofsight.apps.agency.forms.sending import ENTRY_ID
from lineofsight.apps.agency.forms.typed_once import EntryForm
from lineofsight.apps.agency.seen import values_of
from lineofsight.apps.agency.words import the_words

from ..models import ServiceType
from ..selectors.mastering import closed_on_service_type
from .fields import form_field


class ServiceTypeForm(EntryForm, CorrectingForm, forms.ModelForm):
    """A kind of service. Closed fields are not asked."""

    class Meta:
        model = ServiceType
        fields = ("name", "unit", "program", "is_open_to_all", "is_contact")
        labels = {
            "name": gettext_lazy("Name"),
            "unit": gettext_lazy("Unit"),
            "is_contact": gettext_lazy("It counts as having seen them"),
        }
        help_texts = {
            "name": gettext_lazy("What was done, in a few words: “Home visit”."),
            "unit": gettext_lazy("What is counted, in the plural: visits, hours, nights."),
            "is_contact": gettext_lazy(
                "Somebody saw them or spoke with them. Letters, and money paid to somebody else, do not count."
            ),
        }

    def __init__(self, *args: Any, **keywords: Any) -> None:
        kept = keywords.get("instance")
        super().__init__(*args, present=values_of(kept, self.base_fields) if kept else None, **keywords)
        if kept:
            del self.fields[ENTRY_ID]
        words = the_words()
        program = form_field(self, "program", forms.ModelChoiceField)
        program.label = words.Program
        if self.instance.source_id:
            program.empty_label = _("Those that use it")
            to_all = form_field(self, "is_open_to_all", forms.BooleanField)
            to_all.label = _("Offer it in all %(programs)s") % vars(words)
            to_all.help_text = _("It came with an import, and is offered where it is in use until you say otherwise.")
        else:
            program.empty_label = _("All %(programs)s") % vars(words)
            del self.fields["is_open_to_all"]
        for name in closed_on_service_type(self.instance).fields:
            if not was_asked(self, name):
                del self.fields[name]
