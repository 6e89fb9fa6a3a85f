"""What was handed in: the figure, to whom, in which report, when; and what its author says about the difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.doubts import Doubt
from lineofsight.apps.agency.forms.doubting import DoubtingForm

from ..doubts import doubt_of_counts
from ..models import MeasureVersion, SubmittedFigure
from ..reported_counts import Counts, Days, read_count, read_days
from ..services.reported import Upload
from ..services.submitted import Submitted, figure_in_words
from .reported import ENDINGS, read

COUNTED = ("count", "count_distinct")


class SubmittedForm(DoubtingForm, forms.Form):
    """One figure as the report said it. A share has two counts, a number of people one, anything else an amount."""

    period = forms.CharField(
        label=gettext_lazy("For which time?"),
        help_text=gettext_lazy("2025, FY 2026, Q3 2025, March 2026, or two days: 2025-01-01 to 2025-12-31."),
        max_length=60,
    )
    numerator = forms.CharField(label=gettext_lazy("How many"), max_length=20)
    denominator = forms.CharField(label=gettext_lazy("of how many"), max_length=20)
    count = forms.CharField(label=gettext_lazy("How many"), max_length=20)
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
    attachment = forms.FileField(
        label=gettext_lazy("A copy of it"),
        help_text=gettext_lazy("PDF, sheet, document or picture, up to 5 MB. It is kept with the figure."),
        required=False,
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

    def clean_period(self) -> Days:
        return read(lambda: read_days(self.cleaned_data["period"], first_month=self.first_month))

    def clean_numerator(self) -> int:
        return read(lambda: read_count(self.cleaned_data["numerator"], of_two=True))

    def clean_denominator(self) -> int:
        return read(lambda: read_count(self.cleaned_data["denominator"], of_two=True))

    def clean_count(self) -> int:
        return read(lambda: read_count(self.cleaned_data["count"], of_two=False))

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

    def clean_attachment(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["attachment"]
        if file and not str(file.name).lower().endswith(ENDINGS):
            raise forms.ValidationError(
                _("%(name)s is of a kind we do not keep. Send a PDF, a sheet, a document or a picture.")
                % {"name": file.name}
            )
        return file

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
    def upload(self) -> Upload | None:
        file: UploadedFile | None = self.cleaned_data.get("attachment")
        return Upload(file_name=str(file.name), content=file.read()) if file else None

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
        self.fields["why"] = forms.CharField(
            label=_("Why is it corrected?"), help_text=_("The earlier figure stays to be seen."), max_length=300
        )
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
