"""The form of a definition: what a document says as choices, and the choices that were made.

The rule: a row or a value that was sent as it was shown is the one that was there, to the letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.forms.sending import OwnWords
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
from lineofsight.measures.choices.conditions import Asked, Conditions, Joined, Row
from lineofsight.measures.choices.fields import Answers

from ..growing import nouns
from ..models import Asks
from ..offered_fields import WRITTEN, OfferedFields, groups_offered

GROUPS = ("population", "numerator")
MOST_ROWS = 12
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
_LINES = forms.Textarea(attrs={"rows": "2"})


class EditorForm(OwnWords, forms.Form):
    """shown: the choices the page shows, which those sent are compared with; offered: what can be chosen.

    rows: how many rows each group of conditions has; a group that was sent says so itself.
    """

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
        label=gettext_lazy("Which services count"), max_length=1000, required=False, widget=_LINES
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
        label=gettext_lazy("Why does it matter?"), max_length=4000, required=False, widget=_LINES
    )
    information_use = forms.CharField(
        label=gettext_lazy("Who does what with it?"), max_length=4000, required=False, widget=_LINES
    )
    limits = forms.CharField(
        label=gettext_lazy("What does it not say?"), max_length=4000, required=False, widget=_LINES
    )

    def __init__(self, sent: Any = None, *, shown: Choices, offered: OfferedFields, seen: str) -> None:
        self.shown, self.offered = shown, offered
        super().__init__(sent, initial=_initial(shown, offered) | {"seen": seen})
        self._offer()
        for group in GROUPS:
            self._add_rows(group)

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
            count=self._sent("count"),
            belongs=self._belongs(),
            population=self._conditions("population"),
            told=told,
            speaks=Speaks(self._sent("speaks") or self.shown.speaks.value),
            by=self._groups(),
            matures_after=self._sent("matures_after"),
            direction=self._sent("direction"),
            asks=self._sent("asks"),
            texts={name: self._sent(name) for name in TEXTS},
        )

    def conditions(self, group: str) -> Iterator[Mapping[str, BoundField]]:
        """The controls of each row of a group, for its page."""
        for number in range(self._row_count(group)):
            parts = ("left", "test", "right", "written")
            yield {
                part: self[f"{group}-{number}-{part}"] for part in parts if f"{group}-{number}-{part}" in self.fields
            }

    @property
    def population_rows(self) -> list[Mapping[str, BoundField]]:
        return list(self.conditions("population"))

    @property
    def numerator_rows(self) -> list[Mapping[str, BoundField]]:
        return list(self.conditions("numerator"))

    @property
    def population_count(self) -> BoundField:
        return self["population-rows"]

    @property
    def numerator_count(self) -> BoundField:
        return self["numerator-rows"]

    @property
    def population_joined(self) -> BoundField:
        return self["population-joined"]

    @property
    def numerator_joined(self) -> BoundField:
        return self["numerator-joined"]

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

    def _row_count(self, group: str) -> int:
        """As many as were sent, or as are shown; with one to begin with."""
        if self.is_bound:
            sent = str(self.data.get(f"{group}-rows", ""))
            return min(int(sent), MOST_ROWS) if sent.isdecimal() else 0
        return max(len(getattr_group(self.shown, group).rows), 1)

    def _add_rows(self, group: str) -> None:
        conditions = getattr_group(self.shown, group)
        count = self._row_count(group)
        rows = forms.CharField(widget=forms.HiddenInput, initial=str(count), required=False)
        self.fields[f"{group}-rows"] = rows
        self.fields[f"{group}-joined"] = forms.ChoiceField(
            label=_("Of these conditions"),
            choices=[("and", _("all must hold")), ("or", _("one is enough"))],
            initial=conditions.joined.value,
            required=False,
        )
        for number in range(count):
            self._add_row(
                f"{group}-{number}", conditions.rows[number] if number < len(conditions.rows) else Row("", Asked.IS)
            )

    def _add_row(self, prefix: str, shown: Row) -> None:
        """The controls of one row; what they offer follows from what was sent, if anything was."""
        row = self._row_sent(prefix, shown) if self.is_bound and f"{prefix}-left" in self.data else shown
        is_written = row.test is Asked.AS_WRITTEN
        options = [*self.offered.options(also="" if is_written else row.left), (WRITTEN, _("Written as an expression"))]
        self.fields[f"{prefix}-left"] = forms.ChoiceField(
            label=_("What"), choices=options, initial=WRITTEN if is_written else row.left, required=False
        )
        if is_written:
            self.fields[f"{prefix}-written"] = forms.CharField(
                label=_("Expression"), initial=row.left, max_length=4000, required=False, widget=_LINES
            )
            return
        if not row.left:
            return
        self.fields[f"{prefix}-test"] = forms.ChoiceField(
            label=_("How"), choices=self.offered.tests(row), initial=row.test.value, required=False
        )
        if row.test.needs_nothing:
            return
        answers = self.offered.answers(row)
        typed = self.offered.typed(row)
        label = _("Against")
        if answers is not None:
            field: forms.Field = forms.ChoiceField(label=label, choices=answers, initial=typed, required=False)
        else:
            field = forms.CharField(label=label, initial=typed, max_length=1000, required=False)
            if self.offered.field(row.left).answers is Answers.DAY and not typed.startswith("${"):
                field.widget = forms.TextInput(attrs={"placeholder": "", "inputmode": "numeric"})
                field.help_text = _("As 2026-03-31, or another day as ${exit_date}.")
        self.fields[f"{prefix}-right"] = field

    def _conditions(self, group: str) -> Conditions:
        before = getattr_group(self.shown, group)
        rows = []
        for number in range(self._row_count(group)):
            shown = before.rows[number] if number < len(before.rows) else Row("", Asked.IS)
            row = self._row_sent(f"{group}-{number}", shown)
            if row.left:
                rows.append(row)
        joined = Joined(self._sent(f"{group}-joined") or before.joined.value)
        return Conditions(tuple(rows), before.joined if len(rows) < 2 else joined)

    def _row_sent(self, prefix: str, shown: Row) -> Row:
        left = self._sent(f"{prefix}-left")
        if left == WRITTEN:
            was = shown.left if shown.test is Asked.AS_WRITTEN else ""
            return Row(self._sent(f"{prefix}-written", otherwise=was), Asked.AS_WRITTEN)
        if not left:
            return Row("", Asked.IS)
        test = self.offered.fitting(left, self._sent(f"{prefix}-test"))
        right = self._sent(f"{prefix}-right")
        if (left, test, right) == (shown.left, shown.test, self.offered.typed(shown)):
            return shown
        return Row(left, test, self.offered.right_of(left, test, right))

    def _belongs(self) -> Belongs:
        when = When(self._sent("when"))
        day = self._sent("day") if when in (When.ON_DAY, When.BETWEEN) else ""
        return Belongs(when=when, day=day, until=self._sent("until") if when is When.BETWEEN else "")

    def _told(self) -> Told:
        """Only what belongs to the statistic; the rest of what was sent stays on the page alone."""
        tells = Tells(self._sent("tells") or self.shown.told.tells.value)
        was = self.shown.told
        told = Told(tells=tells)
        if tells is Tells.SHARE:
            return replace(told, numerator=self._conditions("numerator"))
        if tells in (Tells.IMPROVED, Tells.CHANGE):
            improved = self._sent("improved_by") if tells is Tells.IMPROVED else ""
            summary = self._sent("summary") if tells is Tells.CHANGE else was.compared.summary
            return replace(
                told,
                compared=Compared(
                    value=self._sent("compared_value"),
                    start=self._sent("compared_start"),
                    end=self._sent("compared_end"),
                    improved_by=improved,
                    summary=summary or "median",
                ),
            )
        received = WasReceived(
            **{key: self._sent(f"received_{key}") for key in ("where", "intended", "amount", "at_least")}
        )
        if tells is Tells.RECEIVED or (tells is Tells.RATIO and was.tells is Tells.RATIO and was.received.intended):
            return replace(told, received=received)
        if tells.is_of_a_value:
            told = replace(told, value=self._sent("value_written") or self._sent("value"))
        if tells is Tells.RATIO:
            told = replace(told, for_each=self._sent("for_each"))
        if tells is Tells.PERCENTILE:
            told = replace(told, percentile=self._sent("percentile"))
        return told

    def _groups(self) -> tuple[str, ...]:
        """In the order in which they stood; new ones behind."""
        if not self.is_bound:
            return self.shown.by
        sent = [*self.data.getlist("by"), *filter(None, [self._sent("by_more")])]  # type: ignore[attr-defined]
        kept = [name for name in self.shown.by if name in sent]
        return tuple(dict.fromkeys([*kept, *sent]))

    def _sent(self, name: str, otherwise: str = "") -> str:
        return str(self.data.get(name, otherwise)).replace("\r\n", "\n").strip()


def getattr_group(choices: Choices, group: str) -> Conditions:
    """The rows of who is included, or of who made it."""
    return choices.population if group == "population" else choices.told.numerator


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
