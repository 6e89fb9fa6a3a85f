"""Rows of conditions in the form of a definition: who is included, and who of them made it.

The rule: a row that was sent as it was shown is the one that was there, to the letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from lineofsight.apps.agency.forms.sending import OwnWords
from lineofsight.measures.choices.choices import Choices
from lineofsight.measures.choices.conditions import Asked, Conditions, Joined, Row
from lineofsight.measures.choices.fields import Answers

from ..offered_fields import WRITTEN, OfferedFields

GROUPS = ("population", "numerator")
MOST_ROWS = 12
LINES = forms.Textarea(attrs={"rows": "2"})
_NEW = Row("", Asked.IS)


class ConditionsForm(OwnWords, forms.Form):
    """shown: the choices the page shows, which those sent are compared with; offered: what can be chosen.

    How many rows each group has, a group that was sent says itself.
    """

    def __init__(self, sent: Any = None, *, shown: Choices, offered: OfferedFields, initial: dict[str, Any]) -> None:
        self.shown, self.offered = shown, offered
        super().__init__(sent, initial=initial)
        for group in GROUPS:
            self._add_rows(group)

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

    def _row_count(self, group: str) -> int:
        """As many as were sent, or as are shown; with one to begin with."""
        if self.is_bound:
            sent = str(self.data.get(f"{group}-rows", ""))
            return min(int(sent), MOST_ROWS) if sent.isdecimal() else 0
        return max(len(conditions_of(self.shown, group).rows), 1)

    def _add_rows(self, group: str) -> None:
        conditions = conditions_of(self.shown, group)
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
            self._add_row(f"{group}-{number}", conditions.rows[number] if number < len(conditions.rows) else _NEW)

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
                label=_("Expression"), initial=row.left, max_length=4000, required=False, widget=LINES
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

    def chosen_conditions(self, group: str) -> Conditions:
        before = conditions_of(self.shown, group)
        rows = []
        for number in range(self._row_count(group)):
            shown = before.rows[number] if number < len(before.rows) else _NEW
            row = self._row_sent(f"{group}-{number}", shown)
            if row.left:
                rows.append(row)
        joined = Joined(self.sent(f"{group}-joined") or before.joined.value)
        return Conditions(tuple(rows), before.joined if len(rows) < 2 else joined)

    def _row_sent(self, prefix: str, shown: Row) -> Row:
        left = self.sent(f"{prefix}-left")
        if left == WRITTEN:
            was = shown.left if shown.test is Asked.AS_WRITTEN else ""
            return Row(self.sent(f"{prefix}-written", otherwise=was), Asked.AS_WRITTEN)
        if not left:
            return _NEW
        test = self.offered.fitting(left, self.sent(f"{prefix}-test"))
        right = self.sent(f"{prefix}-right")
        if (left, test, right) == (shown.left, shown.test, self.offered.typed(shown)):
            return shown
        return Row(left, test, self.offered.right_of(left, test, right))

    def sent(self, name: str, otherwise: str = "") -> str:
        return str(self.data.get(name, otherwise)).replace("\r\n", "\n").strip()


def conditions_of(choices: Choices, group: str) -> Conditions:
    """The rows of who is included, or of who made it."""
    return choices.population if group == "population" else choices.told.numerator
