"""The form of a definition: what a document says as choices, and the choices that were made.

The rule: a row or a value that was sent as it was shown is the one that was there, to the letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.measures.choices.choices import (
    TEXTS,
    Belongs,
    Choices,
    Compared,
    Speaks,
    Tells,
    Told,
    WasReceived,
    When,
)
from lineofsight.measures.choices.fields import Answers

from ..growing import nouns
from ..models import Asks
from ..offered_fields import OfferedFields, groups_offered
from .conditions import LINES, ConditionsForm

USUAL_GROUPS = ("program", "site", "age_band", "race", "gender", "paid_by")
WHENS: Mapping[When, Promise] = {
    When.LEFT: gettext_lazy("They left in it"),
    When.BEGAN: gettext_lazy("They began in it"),
    When.HERE: gettext_lazy("They were here on a day of it"),
    When.LAST_DAY: gettext_lazy("They were here on its last day"),
    When.SERVED: gettext_lazy("A service was given in it"),
    When.ASKED: gettext_lazy("An assessment was made in it"),
    When.ON_DAY: gettext_lazy("Another day lies in it"),
    When.BETWEEN: gettext_lazy("A time between two other days touches it"),
}
TELLS: Mapping[Tells, Promise] = {
    Tells.SHARE: gettext_lazy("The share of them who made it"),
    Tells.IMPROVED: gettext_lazy("The share whose answer improved by so much"),
    Tells.COUNT: gettext_lazy("How many they are"),
    Tells.CHANGE: gettext_lazy("How much an answer changed"),
    Tells.MEDIAN: gettext_lazy("The middle value of something"),
    Tells.MEAN: gettext_lazy("The average of something"),
    Tells.SUM: gettext_lazy("The sum of something"),
    Tells.PERCENTILE: gettext_lazy("A value up to which so many of 100 lie"),
    Tells.RATIO: gettext_lazy("So much of one thing for each of another"),
    Tells.RECEIVED: gettext_lazy("The share who received what was intended"),
    Tells.DIFFERENT: gettext_lazy("How many different values there are"),
}
DIRECTIONS = [
    ("increase", gettext_lazy("Up is good")),
    ("decrease", gettext_lazy("Down is good")),
    ("none", gettext_lazy("Neither")),
]
WAYS = {"latest": gettext_lazy("The latest"), "earliest": gettext_lazy("The first")}


class EditorForm(ConditionsForm):
    """A whole definition. seen: the hash of the document that the page shows."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    title = forms.CharField(
        label=gettext_lazy("What is it called?"),
        help_text=gettext_lazy("A sentence about people is best: Youth attend school more."),
        max_length=200,
        required=False,
    )
    question = forms.CharField(label=gettext_lazy("Which question does it answer?"), max_length=300, required=False)
    asks = forms.ChoiceField(
        label=gettext_lazy("What kind of question is that?"),
        choices=Asks.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    count = forms.ChoiceField(label=gettext_lazy("Whom do we count?"), required=False, widget=forms.RadioSelect)
    when = forms.ChoiceField(
        label=gettext_lazy("When does somebody belong to a period?"),
        choices=[(when.value, title) for when, title in WHENS.items()],
        required=False,
        widget=forms.RadioSelect,
    )
    day = forms.ChoiceField(label=gettext_lazy("Which day"), required=False)
    until = forms.ChoiceField(label=gettext_lazy("Until which day"), required=False)
    tells = forms.ChoiceField(
        label=gettext_lazy("What is worked out?"),
        choices=[(tells.value, title) for tells, title in TELLS.items()],
        required=False,
        widget=forms.RadioSelect,
    )
    compared_value = forms.ChoiceField(label=gettext_lazy("The answer to"), required=False)
    compared_start = forms.ChoiceField(label=gettext_lazy("From"), required=False)
    compared_end = forms.ChoiceField(label=gettext_lazy("To"), required=False)
    improved_by = forms.CharField(label=gettext_lazy("By at least"), max_length=20, required=False)
    summary = forms.ChoiceField(
        label=gettext_lazy("Of the changes"),
        choices=[("median", gettext_lazy("the middle one")), ("mean", gettext_lazy("the average"))],
        required=False,
    )
    value = forms.ChoiceField(label=gettext_lazy("Of what"), required=False)
    value_written = forms.CharField(
        label=gettext_lazy("or worked out as"),
        help_text=gettext_lazy("For those who write expressions: days-between(${entry_date}, ${exit_date})"),
        max_length=1000,
        required=False,
    )
    for_each = forms.ChoiceField(label=gettext_lazy("For each"), required=False)
    percentile = forms.CharField(label=gettext_lazy("How many of 100"), max_length=6, required=False)
    received_where = forms.CharField(
        label=gettext_lazy("Which services count"), max_length=1000, required=False, widget=LINES
    )
    received_intended = forms.CharField(label=gettext_lazy("What was intended"), max_length=400, required=False)
    received_amount = forms.CharField(
        label=gettext_lazy("What is added up"),
        help_text=gettext_lazy("Nothing: how often."),
        max_length=400,
        required=False,
    )
    received_at_least = forms.CharField(
        label=gettext_lazy("Which part is enough, as 0.8"), max_length=6, required=False
    )
    speaks = forms.ChoiceField(
        label=gettext_lazy("Who has several records in the period: which one speaks for them?"),
        required=False,
        widget=forms.RadioSelect,
    )
    by = forms.MultipleChoiceField(
        label=gettext_lazy("Told apart by"), required=False, widget=forms.CheckboxSelectMultiple
    )
    by_more = forms.ChoiceField(label=gettext_lazy("and by"), required=False)
    matures_after = forms.CharField(
        label=gettext_lazy("How many days after can it be known?"),
        help_text=gettext_lazy("0 when the record of the day says it; 180 for a state half a year later."),
        max_length=5,
        required=False,
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("Which way is good?"), choices=DIRECTIONS, required=False, widget=forms.RadioSelect
    )
    unit = forms.CharField(
        label=gettext_lazy("In which unit?"),
        help_text=gettext_lazy("For sums, averages and changes: days, dollars, points."),
        max_length=60,
        required=False,
    )
    rationale = forms.CharField(
        label=gettext_lazy("Why does it matter?"), max_length=4000, required=False, widget=LINES
    )
    information_use = forms.CharField(
        label=gettext_lazy("Who does what with it?"), max_length=4000, required=False, widget=LINES
    )
    limits = forms.CharField(label=gettext_lazy("What does it not say?"), max_length=4000, required=False, widget=LINES)

    def __init__(self, sent: Any = None, *, shown: Choices, offered: OfferedFields, seen: str) -> None:
        super().__init__(sent, shown=shown, offered=offered, initial=_initial(shown, offered) | {"seen": seen})
        self._offer()

    def clean_title(self) -> str:
        return self._needed("title", _("Say in a few words what is measured."))

    def clean_asks(self) -> str:
        return self._needed("asks", _("Choose one of the three."))

    def _needed(self, name: str, sentence: str) -> str:
        """These two stand in every list, so that no draft is without."""
        if not self.cleaned_data[name]:
            raise forms.ValidationError(sentence)
        return str(self.cleaned_data[name])

    def chosen(self) -> Choices:
        """The choices that were sent, whether or not they make sense together."""
        told = self._told()
        return Choices(
            count=self.sent("count"),
            belongs=self._belongs(),
            population=self.chosen_conditions("population"),
            told=told,
            speaks=Speaks(self.sent("speaks") or self.shown.speaks.value),
            by=self._groups(),
            matures_after=self.sent("matures_after"),
            direction=self.sent("direction"),
            asks=self.sent("asks"),
            texts={name: self.sent(name) for name in TEXTS},
        )

    def _offer(self) -> None:
        shown, offered = self.shown, self.offered
        stages = list(offered.facts.labels("stage").items())
        self._choose("count", list(nouns(offered).items()))
        self._choose("day", offered.options(Answers.DAY, also=shown.belongs.day))
        self._choose("until", offered.options(Answers.DAY, also=shown.belongs.until))
        self._choose("compared_value", offered.asked_options(also=shown.told.compared.value))
        self._choose("compared_start", stages)
        self._choose("compared_end", stages)
        self._choose("value", offered.options(Answers.NUMBER))
        self._choose("for_each", offered.options(Answers.NUMBER, also=shown.told.for_each))
        ways = dict(WAYS)
        if shown.speaks is Speaks.AS_WRITTEN:
            ways["as_written"] = gettext_lazy("As it is written")
        self._choose("speaks", list(ways.items()))
        groups = dict(groups_offered(offered))
        here = [*USUAL_GROUPS, *(name for name in self._groups() if name not in USUAL_GROUPS)]
        self._choose("by", [(name, groups.get(name, name)) for name in here])
        more = sorted(((name, title) for name, title in groups.items() if name not in here), key=lambda each: each[1])
        self._choose("by_more", [("", _("Nothing else")), *more])

    def _choose(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _belongs(self) -> Belongs:
        when = When(self.sent("when"))
        day = self.sent("day") if when in (When.ON_DAY, When.BETWEEN) else ""
        return Belongs(when=when, day=day, until=self.sent("until") if when is When.BETWEEN else "")

    def _told(self) -> Told:
        """Only what belongs to the statistic; the rest of what was sent stays on the page alone."""
        tells = Tells(self.sent("tells") or self.shown.told.tells.value)
        was = self.shown.told
        told = Told(tells=tells)
        if tells is Tells.SHARE:
            return replace(told, numerator=self.chosen_conditions("numerator"))
        if tells in (Tells.IMPROVED, Tells.CHANGE):
            improved = self.sent("improved_by") if tells is Tells.IMPROVED else ""
            summary = self.sent("summary") if tells is Tells.CHANGE else was.compared.summary
            return replace(
                told,
                compared=Compared(
                    value=self.sent("compared_value"),
                    start=self.sent("compared_start"),
                    end=self.sent("compared_end"),
                    improved_by=improved,
                    summary=summary or "median",
                ),
            )
        received = WasReceived(
            **{key: self.sent(f"received_{key}") for key in ("where", "intended", "amount", "at_least")}
        )
        if tells is Tells.RECEIVED or (tells is Tells.RATIO and was.tells is Tells.RATIO and was.received.intended):
            return replace(told, received=received)
        if tells.is_of_a_value:
            told = replace(told, value=self.sent("value_written") or self.sent("value"))
        if tells is Tells.RATIO:
            told = replace(told, for_each=self.sent("for_each"))
        if tells is Tells.PERCENTILE:
            told = replace(told, percentile=self.sent("percentile"))
        return told

    def _groups(self) -> tuple[str, ...]:
        """In the order in which they stood; new ones behind."""
        if not self.is_bound:
            return self.shown.by
        sent = [*self.data.getlist("by"), *filter(None, [self.sent("by_more")])]  # type: ignore[attr-defined]
        kept = [name for name in self.shown.by if name in sent]
        return tuple(dict.fromkeys([*kept, *sent]))


def _initial(shown: Choices, offered: OfferedFields) -> dict[str, Any]:
    told, compared, received = shown.told, shown.told.compared, shown.told.received
    return {
        **shown.texts,
        "asks": shown.asks,
        "count": shown.count,
        "when": shown.belongs.when.value,
        "day": shown.belongs.day,
        "until": shown.belongs.until,
        "tells": told.tells.value,
        "compared_value": compared.value,
        "compared_start": compared.start,
        "compared_end": compared.end,
        "improved_by": compared.improved_by,
        "summary": compared.summary,
        "value": told.value if told.value in offered.by_text else "",
        "value_written": "" if told.value in offered.by_text else told.value,
        "for_each": told.for_each,
        "percentile": told.percentile,
        "received_where": received.where,
        "received_intended": received.intended,
        "received_amount": received.amount,
        "received_at_least": received.at_least,
        "speaks": shown.speaks.value,
        "by": list(shown.by),
        "matures_after": shown.matures_after,
        "direction": shown.direction,
    }
