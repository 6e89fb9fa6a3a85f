"""Measures of the agency's own, in words; and which measures of a pack to adopt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lineofsight.apps.agency.forms.seen import CorrectingForm
from lineofsight.apps.agency.words import in_our_words

from ..documents import Document
from ..models import Asks
from ..services.measures import words_of

DIRECTIONS = [
    ("increase", _("Up is good")),
    ("decrease", _("Down is good")),
    ("none", _("Neither")),
]
KINDS = {
    ("reported", "proportion"): _("A share that others count: two counts are typed in"),
    ("reported", "count"): _("A number that others count: one count is typed in"),
    ("computed", "proportion"): _("A share from our own records"),
    ("computed", "count"): _("A number from our own records"),
}
ABOUT = [
    ("clients", in_our_words(_("Our %(clients)s, or some of them: few people are withheld from those outside"))),
    ("community", _("Everybody in the county or the State: the figures are public already")),
]


class MeasureForm(CorrectingForm, forms.Form):
    """A definition in words. What is computed is defined further where measures are built."""

    title = forms.CharField(
        label=_("What is it called?"),
        help_text=_("A sentence about people is best: Youth attend school more."),
        max_length=200,
    )
    question = forms.CharField(label=_("Which question does it answer?"), max_length=300, required=False)
    asks = forms.ChoiceField(label=_("What kind of question is that?"), choices=Asks.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("What is it, and where does it come from?"),
        choices=[("/".join(key), title) for key, title in KINDS.items()],
        widget=forms.RadioSelect,
    )
    about = forms.ChoiceField(
        label=_("Whom is it about?"),
        help_text=in_our_words(_("For what others count. Our own records are about our %(clients)s.")),
        choices=ABOUT,
        initial="clients",
        required=False,
        widget=forms.RadioSelect,
    )
    population = forms.CharField(
        label=_("Who is included?"), required=False, widget=forms.Textarea(attrs={"rows": "2"})
    )
    numerator = forms.CharField(
        label=_("Which of them count?"),
        help_text=_("For a share."),
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    direction = forms.ChoiceField(label=_("Which way is good?"), choices=DIRECTIONS, widget=forms.RadioSelect)
    information_use = forms.CharField(
        label=_("Who does what with it?"), required=False, widget=forms.Textarea(attrs={"rows": "2"})
    )
    limits = forms.CharField(
        label=_("What does it not say?"), required=False, widget=forms.Textarea(attrs={"rows": "2"})
    )

    def __init__(self, *args: Any, document: Document | None, **keywords: Any) -> None:
        super().__init__(*args, present=words_of(document) if document is not None else None, **keywords)
        if document is not None and not can_be_written_in_words(document):
            for name in ("kind", "population", "numerator"):
                del self.fields[name]
            if document.get("source") != "reported":
                del self.fields["about"]

    def changes(self) -> dict[str, Any]:
        """What changes in the document."""
        said = self.said()
        found = {name: said[name] for name in ("title", "question", "asks", "direction", "information_use", "limits")}
        if "kind" in said:
            source, statistic = str(said["kind"]).split("/")
            words = {name: said[name] for name in ("population", "numerator") if said[name]}
            found |= {"source": source, "statistic": statistic, "in_words": words}
        if "about" in said:
            is_open = said["about"] == "community" and found.get("source", "reported") == "reported"
            found["about"] = "community" if is_open else "clients"
        return found


def can_be_written_in_words(document: Document) -> bool:
    """Whether the form can say all of it: no expressions, and one of the simple kinds."""
    simple = (str(document.get("source", "computed")), str(document.get("statistic", ""))) in KINDS
    return simple and not any(document.get(name) for name in ("population", "numerator", "value", "derive"))


class AdoptForm(forms.Form):
    """Measures of packs, ticked by their keys."""

    keys = forms.MultipleChoiceField(error_messages={"required": _("Tick at least one measure.")})

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.fields["keys"].choices = offered  # type: ignore[attr-defined]
