"""Beginning a measure: from nothing, from one that is here, or by filling a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.words import in_our_words
from lineofsight.measures.choices.fields import Answers, FieldKind
from lineofsight.packs.patterns import Pattern

from ..growing import nouns
from ..models import Asks
from ..offered_fields import OfferedFields, Option, Options

WAYS = [("increase", gettext_lazy("rose")), ("decrease", gettext_lazy("fell"))]
ASKED: Mapping[str, Promise | str] = {
    "score": gettext_lazy("Which answer is compared?"),
    "number": gettext_lazy("Which answer is compared?"),
    "way": gettext_lazy("Which way is better?"),
    "points": gettext_lazy("By how many points at least?"),
    "point": gettext_lazy("Compared with when?"),
    "answer": gettext_lazy("What must hold?"),
    "start": gettext_lazy("On which day does it begin?"),
    "end": gettext_lazy("On which day does it end?"),
    "done": gettext_lazy("On which day is it done?"),
    "days": gettext_lazy("How many days?"),
    "gap": in_our_words(
        gettext_lazy("After how many days at the earliest? A move to another %(program)s is no return.")
    ),
    "wait": gettext_lazy("How many days until it can be known?"),
    "percent": gettext_lazy("How many of 100? 50 is the middle one."),
    "service": gettext_lazy("Which service?"),
    "intended": gettext_lazy("Which answer says how much was intended?"),
    "part": gettext_lazy("Which part of it is enough, as 0.8?"),
    "times": gettext_lazy("How often at least?"),
    "concern": gettext_lazy("From which number on is it a concern?"),
    "unit": gettext_lazy("Who is counted once?"),
    "amount": gettext_lazy("What is added up?"),
    "top": gettext_lazy("So much of what?"),
    "bottom": gettext_lazy("For each of what?"),
    "first": gettext_lazy("Which answer is needed?"),
    "second": gettext_lazy("And which other?"),
}

SLOTS: Mapping[str, Promise] = {  # how a sentence that is not filled yet says them
    "score": gettext_lazy("answer"),
    "number": gettext_lazy("an answer"),
    "way": gettext_lazy("rose or fell"),
    "points": gettext_lazy("so many points"),
    "point": gettext_lazy("a later time"),
    "answer": gettext_lazy("something holds"),
    "start": gettext_lazy("first day"),
    "done": gettext_lazy("a second day"),
    "days": gettext_lazy("so many"),
    "percent": gettext_lazy("so many"),
    "service": gettext_lazy("services"),
    "part": gettext_lazy("a part"),
    "times": gettext_lazy("so many"),
    "concern": gettext_lazy("a limit"),
    "unit": gettext_lazy("people"),
    "amount": gettext_lazy("of something"),
    "top": gettext_lazy("So much of one thing"),
    "bottom": gettext_lazy("other thing"),
    "first": gettext_lazy("one answer"),
    "second": gettext_lazy("another"),
}


class BeginForm(forms.Form):
    """basis: a measure to copy; empty: nothing is chosen yet."""

    title = forms.CharField(
        label=gettext_lazy("What is it called?"),
        help_text=gettext_lazy("A sentence about people is best: Youth attend school more."),
        max_length=200,
    )
    asks = forms.ChoiceField(
        label=gettext_lazy("What kind of question is that?"), choices=Asks.choices, widget=forms.RadioSelect
    )
    basis = forms.ChoiceField(label=gettext_lazy("Begin with"), required=False)

    def __init__(self, *args: Any, measures: Mapping[int, str], **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        here = sorted(((str(pk), title) for pk, title in measures.items()), key=lambda each: each[1].casefold())
        self.fields["basis"].choices = [("", _("nothing")), *here]  # type: ignore[attr-defined]


class PatternForm(forms.Form):
    """The slots of a pattern, each with what can stand there."""

    title = forms.CharField(label=gettext_lazy("What is it called?"), max_length=200)

    def __init__(
        self, *args: Any, pattern: Pattern, offered: OfferedFields, services: OfferedFields, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        for name, kind in pattern.slots.items():
            choices = _choices(kind, offered, services)
            label = str(ASKED.get(name, name))
            if choices is not None:
                self.fields[name] = forms.ChoiceField(label=label, choices=choices)
            elif kind in ("days",):
                self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=9999)
            else:
                self.fields[name] = forms.DecimalField(label=label, min_value=0)
        self.order_fields([*pattern.slots, "title"])

    def answers(self) -> dict[str, str]:
        """The answers as the skeleton takes them."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "title"}
        return {
            name: format(value.normalize(), "f") if hasattr(value, "normalize") else str(value)
            for name, value in said.items()
        }


def _choices(kind: str, offered: OfferedFields, services: OfferedFields) -> Options | list[tuple[str, Any]] | None:
    """What can be chosen for a slot; None for what is typed."""
    labels = offered.facts.labels
    match kind:
        case "asked":
            return offered.asked_options()
        case "number":
            return _stored(offered, Answers.NUMBER)
        case "number_of_service":
            return _stored(services, Answers.NUMBER)
        case "day":
            return _stored(offered, Answers.DAY)
        case "any":
            return _stored(offered)
        case "answer":
            return _answers(offered)
        case "way":
            return list(WAYS)
        case "stage":
            later = [(code, label) for code, label in labels("stage").items() if code != "start"]
            return sorted(later, key=lambda each: each[0] != "exit")
        case "service":
            return [("", _("Choose")), *sorted(labels("service_type").items(), key=lambda each: each[1].casefold())]
        case "unit":
            return [(key, title) for key, title in nouns(offered).items() if key in ("participant", "household")]
    return None


def _stored(offered: OfferedFields, *answers: Answers) -> Options:
    """Fields that stand in the records, without words that would have to be made first."""
    made = [(each.written, offered.label(each.written)) for each in offered.fields if each.derive is None
            and (not answers or each.answers in answers)]  # fmt: skip
    return [("", _("Choose")), *sorted(made, key=lambda each: each[1].casefold())]


def _answers(offered: OfferedFields) -> Options:
    """Each answer of each list as a whole condition: sets of answers first."""
    made: Options = [("", _("Choose"))]
    for field in offered.fields:
        if (
            field.kind not in (FieldKind.RECORD, FieldKind.ANSWER)
            or not field.code_set
            or field.answers is not Answers.ONE
        ):
            continue
        sets = [name for name in offered.facts.catalogue.code_sets if name.startswith(f"{field.code_set}.")]
        labels = offered.facts.labels(field.code_set)
        options: list[Option] = [
            (
                f"code-in({field.written}, '{name}')",
                _("is among “%(set)s”") % {"set": name.rpartition(".")[2].replace("_", " ")},
            )
            for name in sets
        ]
        options += [(f"{field.written} = '{code}'", label) for code, label in labels.items()]
        if options:
            made.append((offered.label(field.written), options))
    return made
