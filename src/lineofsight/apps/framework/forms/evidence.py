"""What a figure is written down with that others counted: its time, its counts, and a copy of where it stands.

Counts are read as people write them. A form takes away the fields it has no use for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.problems import Problem

from ..reported_counts import Days, read_count, read_days
from ..services.reported import Upload

Found = TypeVar("Found")
ENDINGS = (".pdf", ".csv", ".xlsx", ".docx", ".txt", ".png", ".jpg", ".jpeg")


class CopyForm(forms.Form):
    """A copy of the report or table, kept beside the figure."""

    attachment = forms.FileField(
        label=gettext_lazy("A copy of it"),
        help_text=gettext_lazy("PDF, sheet, document or picture, up to 5 MB. It is kept with the figure."),
        required=False,
    )

    def clean_attachment(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["attachment"]
        if file and not str(file.name).lower().endswith(ENDINGS):
            raise forms.ValidationError(
                _("%(name)s is of a kind we do not keep. Send a PDF, a sheet, a document or a picture.")
                % {"name": file.name}
            )
        return file

    @property
    def upload(self) -> Upload | None:
        file: UploadedFile | None = self.cleaned_data.get("attachment")
        return Upload(file_name=str(file.name), content=file.read()) if file else None


class CountsForm(forms.Form):
    """One figure: its time, and two counts or one. first_month: of the agency's year."""

    first_month: int | None
    period = forms.CharField(
        label=gettext_lazy("For which time?"),
        help_text=gettext_lazy("2026, FY 2026, Q3 2026, March 2026, or two days: 2026-01-01 to 2026-03-31."),
        max_length=60,
    )
    numerator = forms.CharField(label=gettext_lazy("How many"), max_length=20)
    denominator = forms.CharField(label=gettext_lazy("of how many"), max_length=20)
    count = forms.CharField(label=gettext_lazy("How many"), max_length=20)

    def clean_period(self) -> Days:
        return read(lambda: read_days(self.cleaned_data["period"], first_month=self.first_month))

    def clean_numerator(self) -> int:
        return read(lambda: read_count(self.cleaned_data["numerator"], of_two=True))

    def clean_denominator(self) -> int:
        return read(lambda: read_count(self.cleaned_data["denominator"], of_two=True))

    def clean_count(self) -> int:
        return read(lambda: read_count(self.cleaned_data["count"], of_two=False))


def read(reading: Callable[[], Found]) -> Found:
    """What was read; a Problem is told beside the field."""
    try:
        return reading()
    except Problem as problem:
        raise forms.ValidationError(str(problem)) from problem


def why_corrected() -> forms.CharField:
    """The question that every correction adds."""
    return forms.CharField(
        label=_("Why is it corrected?"), help_text=_("The earlier figure stays to be seen."), max_length=300
    )
