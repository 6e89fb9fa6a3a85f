"""What was handed in: the figure, to whom, in which report, when; and what its author says about the difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.doubts import Doubt
from lineofsight.apps.agency.forms.doubting import DoubtingForm

from ..doubts import doubt_of_counts
from ..models import MeasureVersion, SubmittedFigure
from ..reported_counts import Counts, Days
from ..services.submitted import Submitted, figure_in_words
from .evidence import CopyForm, CountsForm, why_corrected

COUNTED = ("count", "count_distinct")


class SubmittedForm(DoubtingForm, CountsForm, CopyForm):
    """One figure as the report said it. A share has two counts, a number of people one, anything else an amount."""

    amount = forms.CharField(label=gettext_lazy("Which figure"), max_length=30)
    to_whom = forms.CharField(
        label=gettext_lazy("To whom was it handed in?"),
        help_text=gettext_lazy("The funder, the State, the board."),
        max_length=200,
    )
    report = forms.CharField(
        label=gettext_lazy("In which report?"),
        help_text=gettext_lazy("Its name, as others would look for it: Annual performance report 2025."),
        max_length=200,
    )
    submitted_on = forms.DateField(
        label=gettext_lazy("On which day did it go out?"),
        help_text=gettext_lazy("What was written down after that day could not be in it."),
        widget=forms.DateInput,
    )
    source = forms.CharField(
        label=gettext_lazy("Where can it be read?"),
        help_text=gettext_lazy("The table and the page, or the file and where it is kept."),
        max_length=300,
    )

    def __init__(self, *args: Any, version: MeasureVersion, first_month: int | None, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.first_month = first_month
        self.is_share, self.is_count = version.is_share, version.statistic in COUNTED
        unneeded = {"numerator", "denominator", "count", "amount"}
        unneeded -= {"numerator", "denominator"} if self.is_share else {"count"} if self.is_count else {"amount"}
        for name in unneeded:
            del self.fields[name]
        if version.unit and "amount" in self.fields:
            self.fields["amount"].help_text = _("In %(unit)s.") % {"unit": version.unit}

    def clean_amount(self) -> Decimal:
        written = str(self.cleaned_data["amount"])
        plain = written.replace(",", "").replace("$", "").replace(" ", "").replace("−", "-")
        try:
            found = Decimal(plain)
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite() or abs(found) >= Decimal(10) ** 14:
            raise forms.ValidationError(
                _("“%(written)s” is not a number. Write it with digits, such as 15.5.") % {"written": written[:30]}
            )
        return found.quantize(Decimal("0.0001"))

    def doubts(self, said: Mapping[str, Any]) -> Iterable[Doubt]:
        doubt = doubt_of_counts(self.counts) if self.counts is not None else None
        return (doubt,) if doubt else ()

    @property
    def counts(self) -> Counts | None:
        said = self.cleaned_data
        if self.is_share:
            return Counts(numerator=said["numerator"], denominator=said["denominator"])
        return Counts(count=said["count"]) if self.is_count else None

    @property
    def submitted(self) -> Submitted:
        said = self.cleaned_data
        return Submitted(
            days=said["period"],
            counts=self.counts,
            amount=said.get("amount"),
            to_whom=said["to_whom"],
            report=said["report"],
            submitted_on=said["submitted_on"],
            source=said["source"],
        )


class SubmittedCorrectionForm(SubmittedForm):
    """Another version of one figure: its time, and the report it stands in, stay."""

    def __init__(self, *args: Any, figure: SubmittedFigure, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.kept = figure
        for name in ("period", "to_whom", "report"):
            del self.fields[name]
        self.fields["why"] = why_corrected()
        self.initial = {
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "count": figure.count,
            "amount": figure_in_words(figure) if figure.amount is not None else "",
            "submitted_on": figure.submitted_on,
            "source": figure.source,
            **self.initial,
        }

    @property
    def submitted(self) -> Submitted:
        said, kept = self.cleaned_data, self.kept
        return Submitted(
            days=Days(kept.starts_on, kept.ends_on),
            counts=self.counts,
            amount=said.get("amount"),
            to_whom=kept.to_whom,
            report=kept.report,
            submitted_on=said["submitted_on"],
            source=said["source"],
        )


class ExplanationForm(forms.Form):
    """What is behind the difference, in the author's words."""

    text = forms.CharField(
        label=gettext_lazy("What is behind the difference?"),
        help_text=gettext_lazy(
            "It stays with the figure, with your name and today’s day. Write also what nobody can explain."
        ),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
