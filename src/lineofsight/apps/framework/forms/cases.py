"""One made-up person: the answers that the definition reads, and what its author expects.

The rule: what a form does not ask of a case (a second stay, say) stays in it as it is written.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.forms.sending import OwnWords
from lineofsight.apps.agency.words import Words
from lineofsight.measures import Grain
from lineofsight.measures.choices.writing import number_of
from lineofsight.measures.tables import Column, ColumnType

from ..facts_of_now import FactsOfNow
from ..record_columns import column_in_words

Reads = Mapping[Grain, tuple[Column, ...]]
SINGLE = {Grain.PARTICIPANT: "participant", Grain.ENROLLMENT: "enrollment"}
SEVERAL = {Grain.SERVICE: "services", Grain.ASSESSMENT: "assessments"}
FEWEST, MOST = 2, 12
YES_NO = [("", gettext_lazy("Not said")), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


class CaseForm(OwnWords, forms.Form):
    """reads: the columns to ask for; case: what is there. more: one more line of each kind than there is."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    name = forms.CharField(
        label=gettext_lazy("Who is it, in a few words?"),
        help_text=gettext_lazy("What decides: “Up 7 points”, “Left without a second score”."),
        max_length=120,
        required=False,
    )
    first_day = forms.DateField(label=gettext_lazy("The period begins on"), required=False)
    last_day = forms.DateField(label=gettext_lazy("and ends on"), required=False)
    population = forms.ChoiceField(
        label=gettext_lazy("Is this person included?"), choices=YES_NO, required=False, widget=forms.RadioSelect
    )
    numerator = forms.ChoiceField(
        label=gettext_lazy("Did they make it?"), choices=YES_NO, required=False, widget=forms.RadioSelect
    )
    value = forms.CharField(label=gettext_lazy("Which value do they have?"), max_length=20, required=False)

    def __init__(
        self,
        sent: Any = None,
        *,
        reads: Reads,
        case: Mapping[str, Any],
        facts: FactsOfNow,
        words: Words,
        has_numerator: bool,
        has_value: bool,
        seen: str,
    ) -> None:
        self.reads, self.case, self._facts, self._words = reads, case, facts, words
        super().__init__(sent, initial={**_initial(case), "seen": seen})
        if not has_numerator:
            del self.fields["numerator"]
        if not has_value:
            del self.fields["value"]
        given = case.get("given") or {}
        for grain, key in SINGLE.items():
            for column in self.reads.get(grain, ()) if "enrollments" not in given else ():
                self._ask(f"{key}-{column.spelling}", column, (given.get(key) or {}).get(column.spelling))
        for grain, key in SEVERAL.items():
            for number in range(self._line_count(key) if grain in self.reads else 0):
                lines = given.get(key) or []
                line = lines[number] if number < len(lines) else {}
                for column in self.reads[grain]:
                    self._ask(f"{key}-{number}-{column.spelling}", column, line.get(column.spelling))

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not said.get("name"):
            self.add_error("name", _("Say in a few words who it is."))
        first, last = said.get("first_day"), said.get("last_day")
        for name in ("first_day", "last_day"):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, _("Write the day."))
        if first and last and last < first:
            self.add_error("last_day", _("The period ends before it begins."))
        return said

    @property
    def single(self) -> list[BoundField]:
        """What is asked of the person and the stay."""
        return [self[name] for name in self.fields if name.split("-")[0] in SINGLE.values() and "-" in name]

    @property
    def several(self) -> list[tuple[str, list[list[BoundField]]]]:
        """The lines of services and assessments, each with its title."""
        titles = {"services": _("Services"), "assessments": _("Assessments")}
        return [
            (titles[key], list(self._lines(key, self.reads[grain])))
            for grain, key in SEVERAL.items()
            if grain in self.reads
        ]

    def changed_case(self) -> dict[str, Any]:
        """The case as it was sent, in the words of a document."""
        said = self.cleaned_data
        given = dict(self.case.get("given") or {})
        for grain, key in SINGLE.items():
            if grain in self.reads and "enrollments" not in given:
                given[key] = self._filled(key, self.reads[grain], given.get(key) or {})
        for grain, key in SEVERAL.items():
            if grain in self.reads:
                before: Sequence[Any] = given.get(key) or []
                lines = [
                    self._filled(f"{key}-{number}", self.reads[grain], before[number] if number < len(before) else {})
                    for number in range(self._line_count(key))
                ]
                given[key] = [line for line in lines if line]
        expect: dict[str, Any] = {name: said[name] == "yes" for name in ("population", "numerator") if said.get(name)}
        if said.get("value"):
            expect["value"] = number_of(said["value"])
        return {
            "name": said["name"],
            "period": [said["first_day"].isoformat(), said["last_day"].isoformat()],
            "given": {key: value for key, value in given.items() if value},
            "expect": expect,
        }

    def _lines(self, key: str, columns: tuple[Column, ...]) -> Iterator[list[BoundField]]:
        for number in range(self._line_count(key)):
            yield [self[f"{key}-{number}-{column.spelling}"] for column in columns]

    def _line_count(self, key: str) -> int:
        there = len((self.case.get("given") or {}).get(key) or [])
        return min(max(there + 1, FEWEST), MOST)

    def _ask(self, name: str, column: Column, value: object) -> None:
        known = column_in_words(column.spelling, self._words)
        label = known[0] if known else column.description.rstrip(".")
        field: forms.Field
        if column.type in (ColumnType.DATE, ColumnType.DATETIME):
            field = forms.DateField(label=label, required=False, initial=value)
        elif column.type is ColumnType.BOOLEAN:
            field = forms.ChoiceField(label=label, choices=YES_NO, required=False, initial=_yes_no(value))
        elif column.code_set and column.type is not ColumnType.CODES:
            labels = self._facts.labels(column.code_set)
            codes = sorted(self._facts.catalogue.code_sets.get(column.code_set, ()))
            options = [("", _("Not said")), *((code, labels.get(code, code)) for code in codes)]
            if value and str(value) not in codes:
                options.append((str(value), str(value)))
            field = forms.ChoiceField(label=label, choices=options, required=False, initial=value)
        else:
            shown = " ".join(map(str, value)) if isinstance(value, list | tuple) else value
            field = forms.CharField(label=label, max_length=200, required=False, initial=shown)
        self.fields[name] = field

    def _filled(self, prefix: str, columns: tuple[Column, ...], before: Mapping[str, Any]) -> dict[str, Any]:
        """What was answered, beside what is not asked here."""
        asked = {column.spelling for column in columns}
        made = {key: value for key, value in before.items() if key not in asked}
        for column in columns:
            found = _written(self.cleaned_data.get(f"{prefix}-{column.spelling}"), column)
            if found not in (None, "", []):
                made[column.spelling] = found
        return made


def _written(value: Any, column: Column) -> Any:
    """An answer as a document writes it. What is no number stays as it was typed, to be told."""
    if value in (None, ""):
        return None
    if column.type in (ColumnType.DATE, ColumnType.DATETIME):
        return value.isoformat()
    if column.type is ColumnType.BOOLEAN:
        return value == "yes"
    if column.type in (ColumnType.INTEGER, ColumnType.DECIMAL, ColumnType.MONEY):
        return number_of(value)
    return value.split() if column.type is ColumnType.CODES else value


def _initial(case: Mapping[str, Any]) -> dict[str, Any]:
    period, expect = case.get("period"), case.get("expect") or {}
    first, last = period if isinstance(period, list | tuple) and len(period) == 2 else _month(period)
    said = {name: _yes_no(expect.get(name)) for name in ("population", "numerator")}
    return {"name": case.get("name", ""), "first_day": first, "last_day": last, "value": expect.get("value"), **said}


def _yes_no(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else ""


def _month(period: object) -> tuple[str, str]:
    """The first and last day of a month that is written as 2026-03."""
    if not isinstance(period, str) or len(period) != 7:
        return "", ""
    year, number = int(period[:4]), int(period[5:])
    return f"{period}-01", f"{period}-{monthrange(year, number)[1]}"
